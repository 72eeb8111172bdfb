//! Changes, one a line as JSON, made one after the other: each wholly or not at all, and never to a state that could
//! not be loaded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskwright_core::applicability::statement;
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::evaluation::evaluate;
use riskwright_core::isms::Isms;
use riskwright_core::journal::{diff, diff_in_words};
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::methodology::heatmap::heatmap;
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_core::treatment::residual::proposal;

fuzz_target!(|text: &str| {
    let by: Actor = "fuzz".parse().expect("an actor");
    let begun = Isms::new("Example Ltd".parse().expect("a title"));
    let mut isms = begun.clone();
    let mut made = false;
    for line in text.lines().take(40) {
        let Ok(change) = serde_json::from_str::<Change>(line) else { continue };
        let before = isms.clone();
        match isms.apply(&change, &by, Timestamp::UNIX_EPOCH) {
            Err(_) => assert_eq!(isms, before, "a refused change left something behind"),
            Ok(effects) => {
                made = true;
                assert_eq!(effects.writes, diff(&before, &isms));
                let undo = effects.undo("undo".parse().expect("a title")).expect("effects can be written");
                let mut undone = isms.clone();
                undone.apply(&undo, &by, Timestamp::UNIX_EPOCH).expect("an undo is possible");
                assert_eq!(undone, before);
            }
        }
    }
    if !made {
        return;
    }
    assert_eq!(Isms::load(isms.records()).as_ref(), Ok(&isms));
    let _ = diff_in_words(&begun, &isms);
    for edition in [Edition::E2022, Edition::E2013] {
        let _ = statement(&isms, edition);
    }
    let today = Date::of(Timestamp::UNIX_EPOCH);
    for in_use in isms.methodologies().values() {
        let built = in_use.build(&isms).expect("a methodology in use fits the criteria");
        let run = assess(&isms, built.as_ref()).expect("the matrix always answers");
        let _ = evaluate(&isms, in_use, &run, today);
        let rows: Vec<_> = run.rows.iter().collect();
        let kept = records(&rows, built.as_ref(), &by, today).expect("the matrix always answers");
        let open = isms.scenarios().values().map(AsRef::as_ref);
        let _ = heatmap(open, built.as_ref(), None, None).expect("the matrix has axes");
        let mut assessed = isms.clone();
        if assessed.apply(&Change::RiskAssess { scores: kept }, &by, Timestamp::UNIX_EPOCH).is_ok() {
            let run = assess(&assessed, built.as_ref()).expect("the matrix always answers");
            for row in &run.rows {
                assert!(row.stale.is_empty(), "just recorded, and stale already: {:?}", row.stale);
            }
        }
    }
    for scenario in isms.scenarios().values() {
        if let Some(treatment) = isms.treatments().get(&scenario.id) {
            let _ = proposal(&isms, scenario, treatment);
        }
    }
});

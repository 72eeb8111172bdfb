//! What holds of every ISMS, journal and register, whatever led to it.

mod made_up;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use made_up::{MadeUp, at, by, change, change_json, changes, isms, line, prose};
use proptest::prelude::*;
use riskwright_core::change::Change;
use riskwright_core::exchange::grid::{Cell, Grid, Origin};
use riskwright_core::exchange::outlet::grid;
use riskwright_core::exchange::{Options, export, export_json, import, import_json};
use riskwright_core::id::{FactorId, natural};
use riskwright_core::identification::FactorValue;
use riskwright_core::isms::{Isms, RecordRef};
use riskwright_core::journal::{Entry, Head, append, blank, diff, replay};
use riskwright_core::methodology::{Batch, Matrix, MatrixSettings, Methodology as _, RiskCriteria, Scale};
use riskwright_core::quantity::{Date, Digest, Money, Percent};
use serde_json::{Value, json};

fn empty() -> Isms {
    Isms::new("Example Ltd".parse().unwrap())
}

/// What differs, for a failure's text.
fn differences(a: &Isms, b: &Isms) -> String {
    diff(a, b)
        .iter()
        .map(|write| format!("{}\n  {:?}\n  {:?}\n", write.at.path(), write.before, write.after))
        .collect()
}

/// The difference from `a` to `b` as one change.
fn restoring(a: &Isms, b: &Isms) -> Change {
    let writes = diff(a, b).into_iter();
    let records =
        writes.map(|write| (write.at, write.after.map(|record| record.to_json().unwrap()))).collect();
    Change::RecordsRestore { title: "difference".parse().unwrap(), records }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_change_is_made_wholly_or_not_at_all(changes in changes()) {
        let mut isms = empty();
        for change in &changes {
            let before = isms.clone();
            match isms.apply(change, &by(), at()) {
                Err(_) => prop_assert_eq!(&isms, &before, "a refused change left something behind"),
                Ok(effects) => {
                    // what it says it wrote is what differs
                    prop_assert_eq!(&effects.writes, &diff(&before, &isms));
                    let loaded = Isms::load(isms.records()).map_err(|r| TestCaseError::fail(r.to_string()))?;
                    prop_assert_eq!(&loaded, &isms);
                    let mut undone = isms.clone();
                    undone.apply(&effects.undo("undo".parse().unwrap()).unwrap(), &by(), at()).unwrap();
                    prop_assert_eq!(&undone, &before);
                    let mut back = isms.clone();
                    back.take_back(effects);
                    prop_assert_eq!(&back, &before);
                }
            }
        }
    }

    #[test]
    fn the_state_is_the_replay_of_its_journal(changes in changes()) {
        let (mut isms, mut head) = (blank(), Head::START);
        let mut lines = Vec::new();
        for change in changes {
            if let Ok((entry, _)) = append(&mut isms, &head, change, (&by(), at()), &[]) {
                head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
                lines.push(serde_json::to_string(&entry).unwrap());
            }
        }
        let entries: Vec<Entry> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (replayed, end) = replay(&entries).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(end, head);
        prop_assert_eq!(replayed, isms);
    }

    #[test]
    fn one_altered_letter_breaks_the_chain(changes in changes(), place in any::<prop::sample::Index>(), letter in "[a-z0-9]") {
        let (mut isms, mut head) = (blank(), Head::START);
        let mut entries = Vec::new();
        for change in changes {
            if let Ok((entry, _)) = append(&mut isms, &head, change, (&by(), at()), &[]) {
                head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
                entries.push(entry);
            }
        }
        let text = serde_json::to_string(&entries).unwrap();
        let mut letters: Vec<char> = text.chars().collect();
        *place.get_mut(&mut letters[..]) = letter.chars().next().unwrap();
        let altered: String = letters.into_iter().collect();
        if let Ok(altered) = serde_json::from_str::<Vec<Entry>>(&altered) && altered != entries {
            prop_assert!(replay(&altered).is_err());
        }
    }

    #[test]
    fn a_difference_applied_gives_the_other(MadeUp(a) in isms(), MadeUp(b) in isms()) {
        prop_assert!(diff(&a, &a).is_empty());
        let mut changed = a.clone();
        let change = restoring(&a, &b);
        changed.apply(&change, &by(), at()).map_err(|r| TestCaseError::fail(r.to_string()))?;
        prop_assert_eq!(&changed, &b);
        // and so does the change once it was written down
        let read: Change = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
        prop_assert_eq!(read, change);
    }

    #[test]
    fn exported_sheets_read_back_to_the_same_isms(MadeUp(isms) in isms()) {
        let grids: Vec<Grid> = export(&isms).iter().map(grid).collect();
        let mut read = empty();
        let intake = import(&read, &grids, &Options::default());
        prop_assert!(intake.problems.is_empty(), "{:?}", intake.problems);
        let together = Change::Together { title: "import".parse().unwrap(), changes: intake.changes };
        read.apply(&together, &by(), at()).map_err(|r| TestCaseError::fail(r.to_string()))?;
        prop_assert!(read == isms, "{}", differences(&isms, &read));
        // a second reading finds nothing to change
        let again = import(&read, &grids, &Options::default());
        let mut twice = read.clone();
        let together = Change::Together { title: "import".parse().unwrap(), changes: again.changes };
        twice.apply(&together, &by(), at()).map_err(|r| TestCaseError::fail(r.to_string()))?;
        prop_assert!(twice == read, "{}", differences(&read, &twice));
    }

    #[test]
    fn an_exported_document_reads_back_to_the_same_isms(MadeUp(isms) in isms()) {
        let text = serde_json::to_string(&export_json(&isms)).unwrap();
        let mut read = empty();
        let intake = import_json(&read, "export.json", &text);
        prop_assert!(intake.problems.is_empty(), "{:?}", intake.problems);
        for change in &intake.changes {
            read.apply(change, &by(), at()).map_err(|r| TestCaseError::fail(r.to_string()))?;
        }
        prop_assert!(read == isms, "{}", differences(&isms, &read));
    }

    #[test]
    fn json_that_was_tampered_with_leads_to_no_impossible_state(
        MadeUp(isms) in isms(), mut json in change_json(), other in change_json(), edits in prop::collection::vec(edit(), 0..4),
    ) {
        for edit in &edits {
            edit.make(&mut json, &other);
        }
        let mut changed = isms;
        let text = json.to_string();
        if let Ok(change) = serde_json::from_str::<Change>(&text) {
            let _ = changed.apply(&change, &by(), at());
            let loaded = Isms::load(changed.records());
            prop_assert!(loaded.as_ref() == Ok(&changed), "{:?}", loaded.err());
        }
    }

    #[test]
    fn a_document_that_was_tampered_with_is_refused_or_possible(
        MadeUp(isms) in isms(), other in change_json(), edits in prop::collection::vec(edit(), 1..4),
    ) {
        let mut json = serde_json::to_value(export_json(&isms)).unwrap();
        for edit in &edits {
            edit.make(&mut json, &other);
        }
        let mut read = empty();
        let intake = import_json(&read, "export.json", &json.to_string());
        for change in &intake.changes {
            read.apply(change, &by(), at()).map_err(|r| TestCaseError::fail(r.to_string()))?;
        }
        prop_assert_eq!(Isms::load(read.records()), Ok(read));
    }

    #[test]
    fn any_sheet_is_taken_in_or_told_apart(
        MadeUp(isms) in isms(), grids in prop::collection::vec(any_grid(), 1..3), adopt_scale: bool, skip_bad: bool,
    ) {
        let options = Options { adopt_scale, skip_bad, ..Options::default() };
        let intake = import(&isms, &grids, &options);
        prop_assert!(skip_bad || intake.problems.is_empty() || intake.changes.is_empty());
        let changed = Change::Together { title: "import".parse().unwrap(), changes: intake.changes };
        let mut read = isms;
        read.apply(&changed, &by(), at()).map_err(|r| TestCaseError::fail(format!("{r}\n{changed:?}")))?;
        prop_assert_eq!(Isms::load(read.records()), Ok(read));
    }
}

proptest! {
    #[test]
    fn a_worse_factor_never_lowers_the_score(
        steps in prop::collection::vec(prop::collection::vec(0..3_u32, 2..7), 2..7), low in (0..7_u8, 0..7_u8), up in (0..3_u8, 0..3_u8),
    ) {
        let columns = steps.iter().map(Vec::len).min().unwrap();
        // running sums in both directions are monotone
        let mut table = vec![vec![0_u32; columns]; steps.len()];
        for row in 0..steps.len() {
            for column in 0..columns {
                let above = if row > 0 { table[row - 1][column] } else { 0 };
                let left = if column > 0 { table[row][column - 1] } else { 0 };
                table[row][column] = above.max(left) + steps[row][column];
            }
        }
        let names = |count: usize| (1..=count).map(|n| format!("level {n}")).collect::<Vec<_>>();
        let scale = |count: usize| Scale::named(names(count).iter().map(String::as_str)).unwrap();
        let criteria = RiskCriteria {
            likelihood: scale(steps.len()), consequence: scale(columns), criteria: vec![], methodology: "matrix".parse().unwrap(),
            reassess_months: None, triggers: vec![], approval: None,
        };
        let top = *table.last().unwrap().last().unwrap();
        prop_assume!(top > 0);
        let bands: Value = json!([
            { "name": "low", "from": 0, "acceptance": "acceptable" },
            { "name": "high", "from": top.div_ceil(2), "acceptance": "unacceptable" },
        ]);
        let settings = MatrixSettings { table, bands: serde_json::from_value(bands).unwrap() };
        let matrix = Matrix::new("matrix".parse().unwrap(), "Matrix".parse().unwrap(), &criteria, &settings).unwrap();
        let row = |l: u8, c: u8| BTreeMap::from([
            (FactorId::likelihood(), FactorValue::Level(l)), (FactorId::consequence(), FactorValue::Level(c)),
        ]);
        let (l, c) = (low.0 % steps.len() as u8, low.1 % columns as u8);
        let (l2, c2) = ((l + up.0).min(steps.len() as u8 - 1), (c + up.1).min(columns as u8 - 1));
        let rows = [row(l, c), row(l2, c2)];
        let answer = matrix.assess(&Batch::new(matrix.describe(), rows.iter())).unwrap();
        prop_assert!(answer.problems.is_empty());
        prop_assert!(answer.scores[0] <= answer.scores[1] && answer.levels[0] <= answer.levels[1]);
    }

    #[test]
    fn ids_are_in_one_order_for_all(a in "[A-C0-2.\\-]{0,6}", b in "[A-C0-2.\\-]{0,6}", c in "[A-C0-2.\\-]{0,6}") {
        prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
        prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
        if natural(&a, &b) != Ordering::Greater && natural(&b, &c) != Ordering::Greater {
            prop_assert_ne!(natural(&a, &c), Ordering::Greater);
        }
    }

    #[test]
    fn numbers_in_ids_count(prefix in "[A-Z]{1,3}", a in any::<u32>(), b in any::<u32>()) {
        prop_assert_eq!(natural(&format!("{prefix}-{a}"), &format!("{prefix}-{b}")), a.cmp(&b));
    }

    #[test]
    fn what_is_printed_is_read_again(
        hundredths in -(1_i64 << 53)..=(1 << 53), currency in "[A-Z]{3}", day in (-9999..=9999_i16, 1..=12_i8, 1..=28_i8),
        percent in 0..=100_u8, bytes in any::<[u8; 8]>(), record in "(risk|asset|control|score|soa)/[A-Za-z0-9.:#/_\\-]{1,12}",
    ) {
        let money = Money::new(hundredths, &currency).unwrap();
        prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        let date = Date::from("2000-01-01".parse::<Date>().unwrap().civil().with().year(day.0).month(day.1).day(day.2).build().unwrap());
        prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
        let percent = Percent::try_from(percent).unwrap();
        prop_assert_eq!(percent.to_string().parse::<Percent>(), Ok(percent));
        let digest = Digest::of(&bytes);
        prop_assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        let place: RecordRef = record.parse().unwrap();
        prop_assert_eq!(place.path().parse::<RecordRef>(), Ok(place));
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(text in prose()) {
        let _ = text.parse::<Money>().map(|money| assert_eq!(money.to_string().parse::<Money>(), Ok(money)));
        let _ = text.parse::<Date>().map(|date| assert_eq!(date.to_string().parse::<Date>(), Ok(date)));
        let _ = text.parse::<Percent>();
        let _ = text.parse::<RecordRef>();
        let _ = riskwright_core::id::ControlId::recognise(&text).map(|id| {
            assert_eq!(riskwright_core::id::ControlId::recognise(id.as_str()), Some(id), "{text}");
        });
    }

    #[test]
    fn money_has_one_meaning(amount in "-?[0-9]{1,4}([.,' ]?[0-9]{1,4}){0,3}(-[0-9])?", unit in "(EUR|€|CHF)") {
        if let Ok(money) = format!("{amount} {unit}").parse::<Money>() {
            // a sum is negative where it is written so, and only there
            prop_assert!(!amount.get(1..).unwrap_or_default().contains('-'), "{amount} {unit} is read as {money}");
            prop_assert_eq!(money.hundredths() < 0, amount.starts_with('-') && money.hundredths() != 0);
        }
    }
}

/// A change to a JSON document at a place that is found by walking.
#[derive(Debug, Clone)]
struct Edit {
    way: Vec<prop::sample::Index>,
    with: Option<Value>,
    key: String,
}

fn edit() -> impl Strategy<Value = Edit> {
    let value = prop_oneof![
        Just(None),
        line().prop_map(|text| Some(json!(text))),
        any::<i64>().prop_map(|number| Some(json!(number))),
        any::<f64>().prop_map(|number| Some(json!(number))),
        (0..12_u8).prop_map(|number| Some(json!(number))),
        prop::sample::select(vec![
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!(""),
            json!("R-1"),
            json!("matrix"),
            json!(u64::MAX),
            json!(-1),
            json!("A.5.1"),
            json!("R-18446744073709551615"),
            json!("C-18446744073709551615")
        ])
        .prop_map(Some),
    ];
    let key = prop_oneof![Just("id".to_owned()), Just("levels".to_owned()), line()];
    (prop::collection::vec(any::<prop::sample::Index>(), 0..9), value, key)
        .prop_map(|(way, with, key)| Edit { way, with, key })
}

impl Edit {
    fn make(&self, json: &mut Value, other: &Value) {
        walk(json, &self.way, &mut |here| match (here, &self.with) {
            (Value::Object(members), None) => {
                members.insert(self.key.clone(), other.clone());
            }
            (Value::Array(items), None) => items.extend(items.clone()),
            (here, Some(with)) => *here = with.clone(),
            (here, None) => *here = other.clone(),
        });
    }
}

/// Does something where the way leads, or where it ends for want of members.
fn walk(json: &mut Value, way: &[prop::sample::Index], act: &mut dyn FnMut(&mut Value)) {
    let Some((step, rest)) = way.split_first() else { return act(json) };
    match json {
        Value::Object(members) if !members.is_empty() => {
            let at = step.index(members.len());
            walk(members.values_mut().nth(at).unwrap(), rest, act);
        }
        Value::Array(items) if !items.is_empty() => {
            let at = step.index(items.len());
            walk(&mut items[at], rest, act);
        }
        end => act(end),
    }
}

/// The headings of core/data/headings.toml, and the fields' own names.
fn headings() -> Vec<&'static str> {
    let mut all: Vec<&str> = include_str!("../../data/headings.toml").split('"').skip(1).step_by(2).collect();
    all.extend([
        "Record",
        "JSON",
        "ID",
        "Title",
        "Inherent confidentiality",
        "Target level as stated",
        "",
        "Own column",
    ]);
    all
}

fn any_grid() -> impl Strategy<Value = Grid> {
    let cell = || {
        prop_oneof![
            2 => Just(Cell::Empty),
            8 => line().prop_map(Cell::Text),
            2 => prose().prop_map(Cell::Text),
            2 => prop::sample::select(vec!["High", "Medium", "low", "very high", "5", "3", "1", "0", "++", "-", "VH", "likely", "minor",
                "R-1", "R-2", "AS-1", "AS-2", "AS-1, AS-2", "A.5.1", "A.8.24; NL-1", "A.99.1", "implemented", "yes", "no", "closed", "mitigate",
                "risk/R-1", "criteria/criteria", "methodology/matrix", "asset/AS-1", "null", "{}",
                "{\"id\":\"R-1\",\"title\":\"x\"}", "{\"id\":\"AS-1\",\"title\":\"x\",\"kind\":\"other\",\"depends_on\":[\"AS-1\"]}",
                "R-18446744073709551615", "AS-18446744073709551615", "C-18446744073709551615"]).prop_map(|text| Cell::Text(text.to_owned())),
            1 => any::<f64>().prop_map(Cell::Number),
            1 => (0..12_i32).prop_map(|number| Cell::Number(f64::from(number))),
            1 => any::<bool>().prop_map(Cell::Bool),
            1 => (-9999..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| {
                let date = "2000-01-01".parse::<Date>().unwrap().civil();
                Cell::Date(date.with().year(y).month(m).day(d).build().unwrap())
            }),
        ]
    };
    let heads = prop::collection::vec(prop::sample::select(headings()), 1..9);
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..10), 0..12);
    let sheet = prop::sample::select(vec![
        "",
        "Risks",
        "Assets",
        "Controls",
        "Records",
        "Threats",
        "Massnahmenplan",
        "Rollen",
    ]);
    let origin = prop_oneof![Just((1, 0)), (any::<u32>(), any::<u32>())];
    (heads, rows, sheet, origin).prop_map(|(heads, mut rows, sheet, (row, column))| {
        rows.insert(0, heads.into_iter().map(|heading| Cell::Text(heading.to_owned())).collect());
        Grid {
            source: "any.csv".to_owned(),
            sheet: sheet.to_owned(),
            rows,
            row_numbers: vec![],
            origin: Origin { row, column },
        }
    })
}

/// One change alone is as good as many: the strategy yields possible ones.
#[test]
fn the_made_up_changes_are_possible_often_enough() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut isms = empty();
    let made = (0..600).filter(|_| {
        let tried = change().new_tree(&mut runner).unwrap().current();
        isms.apply(&tried, &by(), at()).is_ok()
    });
    let made = made.count();
    assert!(made > 60, "only {made} of 600 changes were possible");
    let kinds: std::collections::BTreeSet<_> = isms.records().map(|record| record.reference().kind).collect();
    assert!(kinds.len() > 14, "{kinds:?}");
}

#[test]
fn the_last_number_of_all_leaves_others_free() {
    let mut isms = empty();
    let identify =
        |id: &str| serde_json::from_value(json!({ "risk.identify": { "id": id, "title": "Fire" } })).unwrap();
    isms.apply(&identify("R-18446744073709551615"), &by(), at()).unwrap();
    assert_eq!(isms.next_id(riskwright_core::isms::Kind::RiskScenario).as_str(), "R-1");
    isms.apply(&identify("R-1"), &by(), at()).unwrap();
    assert_eq!(isms.next_id(riskwright_core::isms::Kind::RiskScenario).as_str(), "R-2");
    let rows = [["Risk", "Likelihood"], ["Water", "likely"], ["Storm", "likely"]];
    let rows =
        rows.iter().map(|row| row.iter().map(|text| Cell::Text((*text).to_owned())).collect()).collect();
    let grid = Grid {
        source: "risks.csv".into(),
        sheet: String::new(),
        rows,
        row_numbers: vec![],
        origin: Origin { row: 1, column: 0 },
    };
    assert_eq!(import(&isms, &[grid], &Options::default()).changes.len(), 2);
}

//! Any text through every parser of the engine: what is taken prints to what reads the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskwright_core::change::Change;
use riskwright_core::exchange::{export_json, fields, import_json};
use riskwright_core::id::{AnyId, ControlId, FactorId, natural};
use riskwright_core::isms::{Isms, RecordRef};
use riskwright_core::quantity::{Actor, Date, Digest, Money, Percent, Text, Timestamp, Title};

macro_rules! reads_again {
    ($text:expr, $($type:ty),*) => {$(
        if let Ok(value) = $text.parse::<$type>() {
            let again = value.to_string().parse::<$type>();
            assert_eq!(again.as_ref(), Ok(&value), "{} prints to what reads otherwise", stringify!($type));
        }
    )*};
}

fuzz_target!(|text: &str| {
    reads_again!(text, Title, Text, Actor, Percent, Money, Date, Digest, AnyId, ControlId, FactorId);
    if let Ok(at) = text.parse::<RecordRef>() {
        assert_eq!(at.path().parse(), Ok(at));
    }
    if let Some(id) = ControlId::recognise(text) {
        assert_eq!(ControlId::recognise(id.as_str()), Some(id));
    }
    if let Some((a, b)) = text.split_once('\n') {
        assert_eq!(natural(a, b), natural(b, a).reverse());
        assert_eq!(natural(a, b).is_eq(), a == b);
    }
    let plain = fields::plain(text);
    let _ = fields::word("treatment-option", &plain);
    if let Ok(change) = serde_json::from_str::<Change>(text) {
        let written = serde_json::to_string(&change).expect("a change that was read can be written");
        assert_eq!(serde_json::from_str::<Change>(&written).expect("and read again"), change);
    }
    let mut isms = Isms::new("Example Ltd".parse().expect("a title"));
    let intake = import_json(&isms, "fuzz.json", text);
    assert!(intake.problems.is_empty() || intake.changes.is_empty());
    let by: Actor = "fuzz".parse().expect("an actor");
    for change in &intake.changes {
        isms.apply(change, &by, Timestamp::UNIX_EPOCH).expect("an import that has no problems can be made");
        let written = serde_json::to_string(&export_json(&isms)).expect("an ISMS can be written");
        assert!(import_json(&isms, "fuzz.json", &written).changes.is_empty(), "nothing is left to import");
    }
});

//! The bytes of a CSV or Markdown file as a register. The first byte chooses format and options. What is taken in can be
//! made, and an export of it reads back to the same ISMS.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskwright_core::change::Change;
use riskwright_core::exchange::grid::Grid;
use riskwright_core::exchange::outlet::grid;
use riskwright_core::exchange::{Options, export, import};
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Actor, Timestamp};

fn take(isms: &mut Isms, changes: Vec<Change>) {
    let by: Actor = "fuzz".parse().expect("an actor");
    let together = Change::Together { title: "import".parse().expect("a title"), changes };
    isms.apply(&together, &by, Timestamp::UNIX_EPOCH).expect("what an import yields can be made");
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = if first & 1 == 0 { "fuzz.csv" } else { "fuzz.md" };
    // workbooks are unpacked by another crate
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf]) {
        return;
    }
    let Ok(grids) = riskwright_tables::read(name, bytes) else { return };
    let options = Options { adopt_scale: first & 2 != 0, skip_bad: first & 4 != 0, ..Options::default() };
    let mut isms = Isms::new("Example Ltd".parse().expect("a title"));
    let intake = import(&isms, &grids, &options);
    assert!(options.skip_bad || intake.problems.is_empty() || intake.changes.is_empty());
    if intake.changes.is_empty() {
        return;
    }
    take(&mut isms, intake.changes);
    assert_eq!(Isms::load(isms.records()).as_ref(), Ok(&isms));
    let sheets: Vec<Grid> = export(&isms).iter().map(grid).collect();
    let mut read = Isms::new("Example Ltd".parse().expect("a title"));
    let again = import(&read, &sheets, &Options::default());
    assert!(again.problems.is_empty(), "an export has problems: {:?}", again.problems);
    take(&mut read, again.changes);
    assert_eq!(read, isms, "an export reads back to another ISMS");
});

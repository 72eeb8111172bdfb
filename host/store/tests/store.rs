//! A file through its life: made, changed by several, undone, damaged.

use std::fs;
use std::path::PathBuf;

use riskwright_core::change::Change;
use riskwright_core::journal::Head;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_store::{Attempt, Invitation, Point, ServerFile, Store, StoreError, verify};

struct Fixture {
    _folder: tempfile::TempDir,
    path: PathBuf,
    clock: i64,
}

impl Fixture {
    fn new() -> (Self, Store) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("isms.riskwright");
        let store = Store::create(&path, "Example".parse().unwrap(), &by("maker"), at(0)).unwrap();
        (Self { _folder: folder, path, clock: 0 }, store)
    }
    fn make(&mut self, store: &mut Store, json: &str) -> Result<u64, StoreError> {
        self.clock += 60;
        let change: Change = serde_json::from_str(json).unwrap();
        store.append(change, &by("A. Manager"), at(self.clock), None).map(|done| done.entry.seq)
    }
    fn some_work(&mut self, store: &mut Store) {
        for json in [
            r#"{"asset.record":{"id":"AS-1","title":"File server","kind":"hardware"}}"#,
            r#"{"risk.identify":{"id":"R-1","title":"Ransomware","assets":["AS-1"],"owner":"CTO"}}"#,
            r#"{"risk.estimate":{"id":"R-1","stage":"inherent","estimate":{"factors":{"likelihood":{"level":3},"availability":{"level":4}}}}}"#,
            r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.8.13":{"availability":{"steps":2}}}}}"#,
        ] {
            self.make(store, json).unwrap();
        }
    }
}

fn by(name: &str) -> Actor {
    name.parse().unwrap()
}
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

#[test]
fn what_is_written_is_there_when_the_file_is_opened_again() {
    let (mut fixture, mut store) = Fixture::new();
    fixture.some_work(&mut store);
    let (isms, head) = (store.isms().clone(), store.head());
    drop(store);
    let store = Store::open(&fixture.path).unwrap();
    assert_eq!((store.isms(), store.head()), (&isms, head));
    let proof = verify(&fixture.path, None, &mut |_| {});
    assert_eq!((proof.problems, proof.entries, proof.head), (vec![], 5, head.hash));
    let (early, _) = store.state_at(Point::Entry(2)).unwrap();
    assert!(early.scenarios().is_empty() && early.assets().len() == 1);
    let (early, _) = store.state_at(Point::Instant(at(130))).unwrap();
    assert_eq!(early.scenarios().len(), 1);
}

#[test]
fn two_writers_on_different_records_both_succeed_and_on_the_same_one_the_later_is_told() {
    let (mut fixture, mut first) = Fixture::new();
    fixture.some_work(&mut first);
    let mut second = Store::open(&fixture.path).unwrap();
    fixture.make(&mut first, r#"{"risk.revise":{"id":"R-1","set":{"owner":"COO"}}}"#).unwrap();
    fixture.make(&mut second, r#"{"asset.revise":{"id":"AS-1","set":{"location":"Kiel"}}}"#).unwrap();
    let proof = verify(&fixture.path, None, &mut |_| {});
    assert_eq!(proof.problems, [], "proved while others have it open");
    assert_eq!(second.isms().scenarios().values().next().unwrap().owner.as_ref().unwrap().as_str(), "COO");
    let conflict = fixture
        .make(&mut first, r#"{"asset.revise":{"id":"AS-1","set":{"location":"Gdańsk"}}}"#)
        .unwrap_err();
    assert!(conflict.to_string().contains("A. Manager changed it"), "{conflict}");
    // having seen it, the same change is made
    fixture.make(&mut first, r#"{"asset.revise":{"id":"AS-1","set":{"location":"Gdańsk"}}}"#).unwrap();
    assert!(verify(&fixture.path, None, &mut |_| {}).ok);
}

#[test]
fn an_entry_can_be_taken_back_unless_later_ones_wrote_the_same() {
    let (mut fixture, mut store) = Fixture::new();
    fixture.some_work(&mut store);
    let before = store.isms().clone();
    let seq = fixture.make(&mut store, r#"{"risk.revise":{"id":"R-1","set":{"owner":"COO"}}}"#).unwrap();
    store.undo(seq, &by("A. Manager"), at(1000)).unwrap();
    assert_eq!(store.isms(), &before);
    let refused = store.undo(4, &by("A. Manager"), at(1001)).unwrap_err();
    assert!(refused.to_string().contains("conflict"), "{refused}");
    assert_eq!(store.isms(), &before);
    assert!(verify(&fixture.path, None, &mut |_| {}).ok);
}

#[test]
fn files_of_other_kinds_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    assert!(matches!(Store::open(&path), Err(StoreError::Missing { .. })));
    for content in [b"".as_slice(), b"hello", &[0x53; 9000]] {
        fs::write(&path, content).unwrap();
        assert!(Store::open(&path).is_err());
        assert!(!verify(&path, None, &mut |_| {}).ok);
        assert_eq!(fs::read(&path).unwrap(), content, "a foreign file is left as it is");
    }
    assert!(matches!(
        Store::create(&path, "x".parse().unwrap(), &by("x"), at(0)),
        Err(StoreError::Exists { .. })
    ));
}

#[test]
fn a_file_cut_short_is_never_taken_for_whole() {
    let (mut fixture, mut store) = Fixture::new();
    fixture.some_work(&mut store);
    store.close().unwrap();
    let whole = fs::read(&fixture.path).unwrap();
    let content = whole.len() / 4096 * 4096;
    for length in (0..content).step_by(509) {
        fs::write(&fixture.path, &whole[..length]).unwrap();
        assert!(!verify(&fixture.path, None, &mut |_| {}).ok, "{length} of {}", whole.len());
    }
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_named() {
    let (mut fixture, mut store) = Fixture::new();
    fixture.some_work(&mut store);
    store.close().unwrap();
    assert!(verify(&fixture.path, None, &mut |_| {}).ok);
    let whole = fs::read(&fixture.path).unwrap();
    for at in (0..whole.len()).step_by(17) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(&fixture.path, &damaged).unwrap();
        let proof = verify(&fixture.path, None, &mut |_| {});
        assert!(!proof.ok && !proof.problems[0].at.is_empty(), "byte {at} of {}", whole.len());
    }
    fs::write(&fixture.path, &whole).unwrap();
    assert!(verify(&fixture.path, None, &mut |_| {}).ok, "proving leaves the file as it is");
    assert_eq!(fs::read(&fixture.path).unwrap(), whole);
}

fn install(file: &[u8]) -> String {
    let digest = riskwright_core::quantity::Digest::of(file);
    format!(
        r#"{{"plugin.install":{{"plugin":{{"id":"acme.fmea","title":"FMEA","version":"1.0.0","publisher":"Acme","contract":"0.1.0","offers":["methodology"],"digest":"{digest}","file":"{digest}"}}}}}}"#
    )
}

#[test]
fn packages_are_kept_with_the_entry_that_installs_them_and_proved_to_the_byte() {
    let (fixture, mut store) = Fixture::new();
    let change: Change = serde_json::from_str(&install(b"a package")).unwrap();
    store.append_with_packages(change.clone(), (&by("maker"), at(60)), &[b"a package"]).unwrap();
    // what is refused keeps nothing
    let again = store.append_with_packages(change, (&by("maker"), at(61)), &[b"another"]);
    assert!(again.is_err());
    assert!(store.keep_package(b"another").is_err(), "no plugin names it");
    store.keep_package(b"a package").unwrap();
    assert_eq!(store.packages().unwrap(), [b"a package"]);
    store.close().unwrap();
    let proof = verify(&fixture.path, None, &mut |_| {});
    assert_eq!((proof.problems, proof.sealed), (vec![], true));

    let connection = rusqlite::Connection::open(&fixture.path).unwrap();
    connection.execute("UPDATE package SET bytes = x'00'", []).unwrap();
    drop(connection);
    let told: Vec<String> =
        verify(&fixture.path, None, &mut |_| {}).problems.into_iter().map(|d| d.at).collect();
    assert!(told.iter().any(|at| at == "package of acme.fmea"), "{told:?}");
}

#[test]
fn a_package_that_was_installed_and_is_not_there_is_told() {
    let (fixture, mut store) = Fixture::new();
    let change: Change = serde_json::from_str(&install(b"a package")).unwrap();
    store.append_with_packages(change, (&by("maker"), at(60)), &[b"a package"]).unwrap();
    // one that was removed since scored once, perhaps
    let remove = serde_json::from_str(r#"{"plugin.remove":{"id":"acme.fmea"}}"#).unwrap();
    store.append(remove, &by("maker"), at(61), None).unwrap();
    let again: Change = serde_json::from_str(&install(b"another")).unwrap();
    store.append_with_packages(again, (&by("maker"), at(62)), &[b"another"]).unwrap();
    store.close().unwrap();
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).problems, []);
    let connection = rusqlite::Connection::open(&fixture.path).unwrap();
    for (left, count) in [(1, 1), (0, 2)] {
        let rest = "DELETE FROM package WHERE file NOT IN (SELECT file FROM package ORDER BY file LIMIT ?1)";
        connection.execute(rest, [left]).unwrap();
        let proof = verify(&fixture.path, None, &mut |_| {});
        let told = proof.problems.iter().filter(|damage| {
            damage.at == "package of acme.fmea" && damage.message.contains("are not in the file")
        });
        assert_eq!((told.count(), proof.ok, proof.not_kept), (count, false, vec![]));
    }
}

#[test]
fn a_package_that_was_never_here_is_told_as_such() {
    let (fixture, mut store) = Fixture::new();
    let change: serde_json::Value = serde_json::from_str(&install(b"a package")).unwrap();
    let plugin = &change["plugin.install"]["plugin"];
    let restore = serde_json::json!({ "records.restore": { "title": "import",
        "records": { "plugin/acme.fmea": plugin } } });
    store.append(serde_json::from_value(restore).unwrap(), &by("maker"), at(60), None).unwrap();
    let proof = verify(&fixture.path, None, &mut |_| {});
    let plugins: Vec<&str> = proof.not_kept.iter().map(|package| package.plugin.as_str()).collect();
    assert_eq!((proof.problems, plugins), (vec![], vec!["acme.fmea"]));
    store.keep_package(b"a package").unwrap();
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).not_kept, []);
}

#[test]
fn a_file_from_before_packages_is_read_as_it_is_and_laid_out_anew_with_its_first() {
    let (fixture, store) = Fixture::new();
    drop(store);
    let connection = rusqlite::Connection::open(&fixture.path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE package; DROP TABLE past; PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(connection);
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).problems, vec![]);
    let mut store = Store::open(&fixture.path).unwrap();
    assert!(store.packages().unwrap().is_empty());
    let change = serde_json::from_str(&install(b"a package")).unwrap();
    store.append_with_packages(change, (&by("maker"), at(60)), &[b"a package"]).unwrap();
    store.close().unwrap();
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).problems, vec![]);
    assert_eq!(Store::open(&fixture.path).unwrap().packages().unwrap().len(), 1);
}

/// Changes as they come over years: records are made, written again and removed, a few of them in one entry.
fn years(fixture: &mut Fixture, store: &mut Store, entries: u64) {
    let mut random = 7_u64;
    let mut attempts = Vec::new();
    let mut asset = |json: String| {
        fixture.clock += 60;
        let change = serde_json::from_str(&json).unwrap();
        attempts.push(Attempt { change, by: by("A. Manager"), at: at(fixture.clock), base: None });
    };
    for round in 0..entries {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = (random >> 33) % 60;
        match (random >> 25) % 8 {
            0 => asset(format!(r#"{{"asset.remove":{{"id":"AS-{number}"}}}}"#)),
            1 | 2 => asset(format!(
                r#"{{"asset.record":{{"id":"AS-{number}","title":"Server {round}","kind":"hardware"}}}}"#
            )),
            _ => asset(format!(
                r#"{{"asset.revise":{{"id":"AS-{number}","set":{{"location":"Room {round}"}}}}}}"#
            )),
        }
    }
    // what does not meet its record is refused and makes no entry
    for some in attempts.chunks(97) {
        store.group(some.to_vec()).unwrap();
    }
}

#[test]
fn the_state_at_any_point_is_what_a_replay_from_the_first_entry_gives() {
    let (mut fixture, mut store) = Fixture::new();
    years(&mut fixture, &mut store, 4000);
    let last = store.head().seq;
    assert!(last > 2000, "{last} entries: not one checkpoint after another");
    let mut states = std::collections::BTreeMap::new();
    store
        .history(&mut |entry, _, isms| {
            if entry.seq % 211 == 0 || entry.seq % 1000 < 60 && entry.seq % 4 == 0 || entry.seq == last {
                states.insert(entry.seq, (entry.at, isms.clone()));
            }
        })
        .unwrap();
    assert!(states.len() > 20);
    for (seq, (instant, isms)) in &states {
        let (found, head) = store.state_at(Point::Entry(*seq)).unwrap();
        assert!(found == *isms && head.seq == *seq, "entry {seq}");
        let (found, head) = store.state_at(Point::Instant(*instant)).unwrap();
        assert!(found == *isms && head.seq == *seq, "entry {seq} by its instant");
        // a moment before, it was the entry before
        let (_, head) =
            store.state_at(Point::Instant(*instant - std::time::Duration::from_nanos(1))).unwrap();
        assert_eq!(head.seq, seq - 1);
    }
    assert_eq!(store.state_at(Point::Entry(last + 9)).unwrap().1, store.head());
    assert_eq!(store.state_at(Point::Entry(0)).unwrap().1, Head::START);
    assert_eq!(store.state_at(Point::Instant(at(-1))).unwrap().1, Head::START);
    store.close().unwrap();
    let proof = verify(&fixture.path, None, &mut |_| {});
    assert_eq!((proof.problems, proof.sealed), (vec![], true));
}

#[test]
fn a_checkpoint_that_is_not_what_the_journal_says_is_told() {
    let altered = [
        (
            "UPDATE past SET body = replace(body, 'Room', 'Hall') WHERE rowid = 30",
            "is not what the journal says",
        ),
        (
            "UPDATE past SET body = NULL WHERE rowid = (SELECT max(rowid) FROM past WHERE body IS NOT NULL)",
            "is not what the journal says",
        ),
        ("DELETE FROM past WHERE rowid = 30", "is missing"),
        ("DELETE FROM past WHERE seq = (SELECT min(seq) FROM past)", "is missing"),
        ("UPDATE past SET seq = 900000 WHERE rowid = 30", "there is no such entry"),
        (
            "INSERT INTO past SELECT seq, 'risk/R-9', NULL FROM past WHERE rowid = 30",
            "which was not written before it",
        ),
    ];
    let (mut fixture, mut store) = Fixture::new();
    years(&mut fixture, &mut store, 4200);
    store.close().unwrap();
    let whole = fs::read(&fixture.path).unwrap();
    for (statement, told) in altered {
        fs::write(&fixture.path, &whole).unwrap();
        let connection = rusqlite::Connection::open(&fixture.path).unwrap();
        connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statement};")).unwrap();
        assert!(connection.changes() > 0, "{statement}");
        drop(connection);
        let problems = verify(&fixture.path, None, &mut |_| {}).problems;
        assert!(problems.iter().any(|damage| damage.message.contains(told)), "{statement}: {problems:?}");
    }
}

#[test]
fn a_file_of_an_earlier_layout_is_read_and_brought_up_when_it_is_due() {
    let (mut fixture, mut store) = Fixture::new();
    years(&mut fixture, &mut store, 1000);
    store.close().unwrap();
    let earlier = rusqlite::Connection::open(&fixture.path).unwrap();
    earlier.execute_batch("DROP TABLE past; DROP TABLE package; PRAGMA user_version = 1; VACUUM;").unwrap();
    drop(earlier);
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).problems, []);
    let mut store = Store::open(&fixture.path).unwrap();
    let (early, _) = store.state_at(Point::Entry(300)).unwrap();
    years(&mut fixture, &mut store, 3000);
    let last = store.head().seq;
    assert!(last > 2000, "{last}");
    assert!(store.state_at(Point::Entry(300)).unwrap().0 == early);
    assert!(store.state_at(Point::Entry(last)).unwrap().0 == *store.isms());
    store.close().unwrap();
    assert_eq!(verify(&fixture.path, None, &mut |_| {}).problems, []);
}

#[test]
fn several_invitations_are_kept_all_or_none() {
    let (fixture, _store) = Fixture::new();
    let file = ServerFile::open(&ServerFile::beside(&fixture.path)).unwrap();
    let invited = |id: &str| Invitation {
        id: id.to_owned(),
        questionnaire: "reading".to_owned(),
        respondent: by("Tom"),
        answers_for: Vec::new(),
        until: at(86_400),
        by: by("A. Manager"),
        at: at(0),
        withdrawn: None,
        sent: None,
    };
    file.invite_all(&[invited("a"), invited("b")]).unwrap();
    file.invite_all(&[invited("c"), invited("a")]).unwrap_err();
    let kept = |file: &ServerFile| -> Vec<String> {
        file.invitations().unwrap().into_iter().map(|known| known.id).collect()
    };
    assert_eq!(kept(&file), ["a", "b"]);
    // as one of several jobs of a transaction, what failed takes nothing else with it
    file.together(|file| {
        file.invite(&invited("d")).unwrap();
        file.invite_all(&[invited("e"), invited("a")]).unwrap_err();
    })
    .unwrap();
    assert_eq!(kept(&file), ["a", "b", "d"]);
}

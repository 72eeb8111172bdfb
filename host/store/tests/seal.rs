//! The seal through several sessions: pages that did not change keep their digests, and damage to them stays found.

use std::fs;
use std::path::{Path, PathBuf};

use riskwright_core::change::Change;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_store::{Store, verify};

fn by() -> Actor {
    "A. Manager".parse().unwrap()
}
fn at() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// A file of some dozens of pages, closed.
fn file(folder: &Path) -> PathBuf {
    let path = folder.join("isms.riskwright");
    let mut store = Store::create(&path, "Example".parse().unwrap(), &by(), at()).unwrap();
    for number in 1..=120 {
        identify(&mut store, number);
    }
    store.close().unwrap();
    path
}

fn identify(store: &mut Store, number: u32) {
    let text = "words ".repeat(40);
    let change: Change = serde_json::from_value(serde_json::json!({ "risk.identify": {
        "id": format!("R-{number}"), "title": format!("Scenario {number}"), "description": text,
    }}))
    .unwrap();
    store.append(change, &by(), at(), None).unwrap();
}

fn revise(store: &mut Store, number: u32, owner: &str) {
    let json = format!(r#"{{"risk.revise":{{"id":"R-{number}","set":{{"owner":"{owner}"}}}}}}"#);
    store.append(serde_json::from_str(&json).unwrap(), &by(), at(), None).unwrap();
}

#[test]
fn a_seal_renewed_after_changes_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    for round in 0..12 {
        let mut store = Store::open(&path).unwrap();
        match round % 4 {
            0 => revise(&mut store, 7 + round, "CTO"),
            1 => (0..9).for_each(|more| identify(&mut store, 1000 + round * 10 + more)),
            // nothing is written
            2 => {}
            // more than the log takes before it is brought into the file
            _ => (1..=110).for_each(|number| revise(&mut store, number, &format!("Owner {round}"))),
        }
        if round == 7 {
            // not closed: the log stays, or goes without a seal
            drop(store);
        } else {
            store.close().unwrap();
            let bytes = fs::read(&path).unwrap();
            assert_eq!(&bytes[bytes.len() - 56..bytes.len() - 48], b"RWSEAL01", "round {round}");
        }
        let proof = verify(&path, None, &mut |_| {});
        assert_eq!(proof.problems, [], "round {round}");
    }
}

#[test]
fn damage_before_a_change_elsewhere_is_still_named_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut damaged = fs::read(&path).unwrap();
    // within the text of an early entry, which opening the file does not read and a late change does not write
    let begins = br#"{"risk.identify":{"description":"#;
    let place = damaged.windows(begins.len()).position(|part| part == begins).unwrap() + 100;
    damaged[place] ^= 0x20;
    fs::write(&path, &damaged).unwrap();
    let mut store = Store::open(&path).unwrap();
    revise(&mut store, 119, "CTO");
    store.close().unwrap();
    let named = format!("page {}", place / 4096 + 1);
    let proof = verify(&path, None, &mut |_| {});
    assert!(proof.problems.iter().any(|damage| damage.at == named), "{named}: {:?}", proof.problems);
}

#[test]
fn a_flipped_bit_is_found_after_a_renewed_seal_as_after_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut store = Store::open(&path).unwrap();
    revise(&mut store, 60, "CTO");
    store.close().unwrap();
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(1021) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(&path, &damaged).unwrap();
        let proof = verify(&path, None, &mut |_| {});
        assert!(!proof.ok && !proof.problems[0].at.is_empty(), "byte {at} of {}", whole.len());
    }
}

#[test]
fn reading_leaves_a_sealed_file_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let whole = fs::read(&path).unwrap();
    let touched = || fs::metadata(&path).unwrap().modified().unwrap();
    let before = touched();
    Store::open(&path).unwrap().close().unwrap();
    assert_eq!((fs::read(&path).unwrap(), touched()), (whole, before));
}

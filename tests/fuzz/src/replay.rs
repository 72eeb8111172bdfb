//! A journal, one entry a line as JSON. Entries are numbered, linked and hashed anew where they are not, so that the
//! fuzzer gets past the chain; the chain as it was written is tried first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use riskwright_core::isms::Isms;
use riskwright_core::journal::{Entry, Head, Replay, replay};

fuzz_target!(|text: &str| {
    let written: Vec<Entry> =
        text.lines().take(40).filter_map(|line| serde_json::from_str(line).ok()).collect();
    if let Ok((isms, head)) = replay(&written) {
        assert_eq!(head.seq, written.len() as u64);
        assert_eq!(Isms::load(isms.records()), Ok(isms));
    }
    let mut run = Replay::default();
    let mut head = Head::START;
    for mut entry in written {
        entry.seq = head.seq + 1;
        entry.previous = head.hash;
        entry.at = entry.at.max(head.at);
        entry.hash = entry.expected_hash().expect("an entry that was read can be hashed");
        let before = run.isms().clone();
        let mut recomputing = run.clone();
        let _ = recomputing.step_recomputing(&entry);
        match run.step(&entry) {
            Ok(_) => head = Head { seq: entry.seq, hash: entry.hash, at: entry.at },
            Err(_) => assert_eq!(*run.isms(), before, "a refused entry left something behind"),
        }
    }
    let (isms, end) = run.finish();
    assert_eq!(end, head);
    assert_eq!(Isms::load(isms.records()), Ok(isms));
});

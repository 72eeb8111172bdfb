//! Whom the operator trusts, and whom no longer.

use std::fs;

use serde_json::json;

use super::{Fixture, MAPPED, with};

/// A package that is signed, and the key it is signed with.
fn signed(fixture: &Fixture) -> (String, String) {
    let package = fixture.method("1.0.0", 2);
    let key = fixture.ok(&["plugin", "keygen", "acme.key"]);
    fixture.ok(&["plugin", "sign", &package, "--key", "acme.key"]);
    (package, key["key"].as_str().unwrap().to_owned())
}

/// Trusts this key, with more said of it.
fn policy(fixture: &Fixture, key: &str, more: &str) {
    fs::create_dir_all(fixture.path("config/riskwright")).unwrap();
    let text = format!("[[key]]\nowner = 'Acme'\nkey = '{key}'\nids = ['acme.*']\n{more}");
    fixture.write("config/riskwright/trust.toml", &text);
}

#[test]
fn what_a_key_signed_that_is_revoked_since_is_not_run_and_that_is_told() {
    let fixture = Fixture::with_risks();
    let (package, key) = signed(&fixture);
    policy(&fixture, &key, "");
    fixture.ok(&with(&["plugin", "install", "FILE", &package], &MAPPED));
    let assessed = fixture.ok(&["assess", "FILE", "--methodology", "simple"]);
    assert_eq!(assessed["recorded"], 3);

    policy(&fixture, &key, "revoked = 2021-01-01\nreason = 'stolen'\n");
    let told = fixture.refused(&["assess", "FILE", "--methodology", "simple", "--again"]);
    assert!(told.contains("not at hand"), "{told}");
    // a day before it was revoked is no way around that
    let told = fixture.refused(&["assess", "FILE", "--methodology", "simple", "--at", "2020-06-01"]);
    assert!(told.contains("not at hand"), "{told}");
    for words in [&["show", "FILE"][..], &["verify", "FILE"]] {
        let output = fixture.run(words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
        assert!(told.contains("`acme.simple` 1.0.0 is signed by a key of `Acme` that was revoked"), "{told}");
    }
    // what was recorded stands, and is told to be not recomputed
    let digest = fixture.ok(&["plugin", "inspect", &package])["digest"].clone();
    let verified = fixture.ok(&["verify", "FILE"]);
    assert_eq!((&verified["ok"], &verified["not_recomputed"]), (&json!(true), &json!([digest])));

    policy(&fixture, &key, "");
    assert_eq!(fixture.ok(&["verify", "FILE"])["not_recomputed"], json!([]), "it was the key alone");
}

#[test]
fn what_counts_as_now_brings_no_revoked_key_back() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2020-01-01"]);
    let (package, key) = signed(&fixture);
    let install = with(&["plugin", "install", "FILE", &package, "--at", "2020-06-01"], &MAPPED);
    policy(&fixture, &key, "revoked = 2021-01-01\n");
    let before = fs::read(fixture.file()).unwrap();
    for words in [install.clone(), with(&install, &["--allow-unsigned"])] {
        let told = fixture.refused(&words);
        assert!(told.contains("revoked"), "{told}");
    }
    let (code, verified) = fixture.json(&["plugin", "verify", &package, "--at", "2020-06-01"]);
    assert_eq!((code, &verified["trusted"]), (1, &json!(false)), "{verified:#}");
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
    policy(&fixture, &key, "");
    fixture.ok(&install);
}

//! Whom the operator trusts, and what follows.

mod fixture;

use fixture::*;
use jiff::civil::{Date, date};
use riskwright_package::trust::{Fault, IdPattern, PolicyError, Refusal, Trust, TrustPolicy, TrustedKey};
use riskwright_package::upgrade::{Installed, Older, Upgrade, UpgradeRefusal, judge_upgrade};
use riskwright_package::{Digest, Manifest, Package, PackageId};

const TODAY: Date = date(2026, 11, 24);

fn entry(owner: &str, seed: u8, ids: &str, more: &str) -> String {
    format!("[[key]]\nowner = '{owner}'\nkey = '{}'\nids = ['{ids}']\n{more}\n", key(seed).public())
}

fn policy(text: &str) -> TrustPolicy {
    TrustPolicy::from_toml(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn wrong(text: &str) -> PolicyError {
    TrustPolicy::from_toml(text).expect_err(text)
}

fn judge(text: &str, manifest: &Manifest, seeds: &[u8]) -> Result<Trust, Refusal> {
    let file = if seeds.is_empty() { unsigned(manifest) } else { signed(manifest, seeds) };
    policy(text).judge(&Package::read(&file).unwrap(), TODAY, &[])
}

fn faults(refused: Result<Trust, Refusal>) -> Vec<Fault> {
    match refused {
        Err(Refusal::TooFew(few)) => few.faults.into_iter().map(|(_, fault)| fault).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_trusted_signature_is_enough() {
    let trust = judge(&entry("Acme Ltd", 1, "acme.*", ""), &manifest(), &[1]).unwrap();
    assert_eq!(trust.owners(), ["Acme Ltd"]);
    assert_eq!(trust.keys(), [key(1).public()]);
    assert!(!trust.first_party() && !trust.unsigned());
    // what strangers add takes nothing away
    assert!(judge(&entry("Acme Ltd", 1, "acme.*", ""), &manifest(), &[1, 2]).is_ok());
}

#[test]
fn unsigned_packages_run_if_the_policy_says_so() {
    let refused = judge("", &manifest(), &[]).unwrap_err();
    assert!(matches!(refused, Refusal::Unsigned { .. }));
    assert!(
        refused.to_string().starts_with("nobody has signed `acme.fmea` 1.2.0. To allow it, "),
        "{refused}"
    );
    assert!(refused.remedy().contains("`allow_unsigned = true`"));
    let trust = judge("allow_unsigned = true", &manifest(), &[]).unwrap();
    assert!(trust.unsigned() && trust.keys().is_empty() && trust.owners().is_empty());
    // that is no word about strangers' signatures
    assert_eq!(faults(judge("allow_unsigned = true", &manifest(), &[1])), [Fault::Unknown]);
}

#[test]
fn names_of_riskwright_are_for_its_own() {
    let matrix = named("riskwright.matrix", "1.0.0");
    let refused = judge("allow_unsigned = true", &matrix, &[]).unwrap_err();
    assert!(refused.to_string().contains("comes with Riskwright"), "{refused}");
    assert_eq!(
        faults(judge(&entry("Acme", 1, "*", ""), &matrix, &[1])),
        [Fault::OtherIds { owner: "Acme".parse().unwrap() }]
    );
    for ids in ["riskwright.*", "riskwright.matrix"] {
        assert!(judge(&entry("Us", 1, ids, ""), &matrix, &[1]).is_ok());
    }
    let file = unsigned(&matrix);
    let package = Package::read(&file).unwrap();
    let trust = TrustPolicy::default().judge(&package, TODAY, &[Digest::of(b""), package.digest()]).unwrap();
    assert!(trust.first_party() && !trust.unsigned());
    // the digest of another one, or of the file, does not help
    let others = [package.code_digest(), package.manifest_digest(), Digest::of(&file)];
    assert!(TrustPolicy::default().judge(&package, TODAY, &others).is_err());
}

#[test]
fn an_unknown_key_is_refused_with_the_block_that_allows_it() {
    let mut fields = manifest().into_fields();
    fields.publisher = r#"O'Neill \ "Sons" $(reboot)"#.parse().unwrap();
    let manifest = Manifest::new(fields).unwrap();
    let refused = judge("", &manifest, &[1]).unwrap_err();
    let remedy = refused.remedy();
    assert!(refused.to_string().ends_with(&remedy));
    let command = format!(
        r#"`riskwright plugin trust {} --owner 'O'\''Neill \ "Sons" $(reboot)' --id acme.fmea`"#,
        key(1).public()
    );
    assert!(remedy.contains(&command), "{remedy}");
    let block = &remedy[remedy.find("[[key]]").unwrap()..];
    assert_eq!(judge(block, &manifest, &[1]).unwrap().owners(), [r#"O'Neill \ "Sons" $(reboot)"#]);
}

#[test]
fn owners_are_counted_not_signatures() {
    let two = format!(
        "required = 2\n{}{}{}{}",
        entry("Acme", 1, "acme.*", ""),
        entry("Acme", 2, "acme.*", ""),
        entry("Auditor", 3, "*", ""),
        entry("Elsewhere", 4, "else.*", "")
    );
    let trust = judge(&two, &manifest(), &[1, 3]).unwrap();
    assert_eq!(trust.owners(), ["Acme", "Auditor"]);
    assert_eq!(trust.keys().len(), 2);
    for seeds in [&[1][..], &[2], &[3], &[1, 2], &[1, 4], &[4, 5]] {
        assert!(matches!(judge(&two, &manifest(), seeds), Err(Refusal::TooFew(_))), "{seeds:?}");
    }
    let refused = judge(&two, &manifest(), &[1, 2]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`acme.fmea` 1.2.0 must be signed by 2 owners and is by `Acme`. To allow it, get it signed (`riskwright plugin sign`) by another owner too (`Auditor`), or lower `required` to 1 in trust.toml."
    );
    let three = two.replace("required = 2", "required = 3");
    let refused = judge(&three, &manifest(), &[1, 2, 3]).unwrap_err().remedy();
    assert!(refused.contains("add the key of another owner") && refused.contains("to 2"), "{refused}");
}

#[test]
fn a_doubled_signature_counts_once() {
    let two = format!("required = 2\n{}", entry("Acme", 1, "acme.*", ""));
    // signing twice changes nothing; a section with the entry twice is refused when read
    assert!(judge(&two, &manifest(), &[1, 1]).is_err());
    let file = signed(&manifest(), &[1]);
    let (public, signature) = Package::read(&file).unwrap().signatures()[0].clone();
    let entry = format!(r#"{{"key":"{}","signature":"{}"}}"#, hex(public.bytes()), hex(signature.bytes()));
    assert!(Package::read(&with_signatures(&format!("[{entry},{entry}]"))).is_err());
}

#[test]
fn ids_are_kept_to() {
    for (ids, fits) in [
        ("*", true),
        ("acme.*", true),
        ("acme.fmea", true),
        ("acme.fme", false),
        ("acme.fmea.*", false),
        ("ac.*", false),
        ("other.*", false),
    ] {
        assert_eq!(judge(&entry("Acme", 1, ids, ""), &manifest(), &[1]).is_ok(), fits, "{ids}");
    }
    let refused = judge(&entry("Acme", 1, "other.*", ""), &manifest(), &[1]).unwrap_err();
    assert_eq!(
        refused.remedy(),
        format!(
            "To allow it, add \"acme.fmea\" to the `ids` of `Acme`'s key `{}` in trust.toml.",
            key(1).public()
        )
    );
    for pattern in ["", "*.*", "acme*", "*.fmea", "acme.", ".*", "Acme.*", "acme.**", "acme", "a.b.*.c"] {
        assert!(pattern.parse::<IdPattern>().is_err(), "{pattern}");
    }
    assert!("acme.labs.*".parse::<IdPattern>().unwrap().fits(&"acme.labs.x".parse::<PackageId>().unwrap()));
}

#[test]
fn keys_end() {
    for (more, fits) in [
        ("expires = 2026-11-24", true),
        ("expires = 2026-11-23", false),
        ("revoked = 2026-11-25", true),
        ("revoked = 2026-11-24", false),
        ("revoked = 2020-01-01\nexpires = 2030-01-01", false),
    ] {
        assert_eq!(judge(&entry("Acme", 1, "*", more), &manifest(), &[1]).is_ok(), fits, "{more}");
    }
    let refused = judge(&entry("Acme", 1, "*", "expires = 2026-11-23"), &manifest(), &[1]).unwrap_err();
    assert!(refused.reason().contains("of `Acme` expired on 2026-11-23"), "{refused}");
    assert!(refused.remedy().contains("a later day into `expires`"), "{refused}");
    let more = "revoked = 2026-05-01\nreason = 'laptop stolen'";
    let refused = judge(&entry("Acme", 1, "*", more), &manifest(), &[1]).unwrap_err();
    assert!(refused.reason().contains("of `Acme` was revoked on 2026-05-01 (laptop stolen)"), "{refused}");
    assert!(refused.remedy().contains("a key that counts"), "{refused}");
    // a revoked key spoils no other's signature
    let both = entry("Acme", 1, "*", more) + &entry("Auditor", 2, "*", "");
    assert_eq!(judge(&both, &manifest(), &[1, 2]).unwrap().owners(), ["Auditor"]);
}

#[test]
fn a_signature_that_does_not_fit_is_refused_whatever_else_is_there() {
    let mine = signed(&manifest(), &[1]);
    let section = mine.strip_prefix(unsigned(&manifest()).as_slice()).unwrap();
    let altered = [unsigned(&named("acme.fmea", "1.2.1")).as_slice(), section].concat();
    let package = Package::read(&altered).unwrap();
    let lenient = policy(&format!("allow_unsigned = true\n{}", entry("Acme", 1, "*", "")));
    let refused = lenient.judge(&package, TODAY, &[package.digest()]).unwrap_err();
    assert!(matches!(refused, Refusal::Altered { .. }));
    assert!(refused.to_string().ends_with("get the file again from its publisher."), "{refused}");
}

#[test]
fn policies_are_read_word_by_word() {
    let key = key(1).public();
    assert_eq!(policy(""), TrustPolicy::default());
    assert_eq!((policy("").required(), policy("").allow_unsigned()), (1, false));
    let good = entry("Acme", 1, "acme.*", "expires = 2027-12-31");
    assert_eq!(policy(&good).keys()[0].expires, Some(date(2027, 12, 31)));
    let long = |line: &str| format!("# trust\n\n{}{line}\n", good.trim_end().to_owned() + "\n");
    for (text, line, word) in [
        ("required = 1\nrequire = 2".to_owned(), 2, "unknown field `require`"),
        (long("revokd = 2026-01-01"), 8, "unknown field `revokd`"),
        ("required = 0".to_owned(), 1, "nonzero"),
        ("\nrequired = -1".to_owned(), 2, "-1"),
        ("required = 256".to_owned(), 1, "256"),
        ("allow_unsigned = 'yes'".to_owned(), 1, "boolean"),
        ("required = 1\n[[key]]\nowner =".to_owned(), 3, ""),
        (long("revoked = '2026-01-01'"), 8, "expected a TOML datetime"),
        (long("revoked = 2026-01-01T00:00:00Z"), 8, "`2026-01-01T00:00:00Z` is no day"),
        (long("revoked = 2026-02-30"), 8, ""),
        (long("reason = 'why'"), 3, "without `revoked`"),
        (good.replace("acme.*", "acme*"), 4, "`acme*` is no pattern"),
        (good.replace("['acme.*']", "[]"), 1, "`ids` is empty"),
        (good.replace("'Acme'", "' '"), 2, "is no line of text"),
        (good.replace("owner = 'Acme'\n", ""), 1, "missing field `owner`"),
        (good.replace("riskwright-key:", "key:"), 3, "is no public key"),
        (good.replace(&key.to_string(), &fixture::key(1).to_text()), 3, "this is a secret key"),
        (good.replace(&hex(key.bytes()), &format!("01{}", "0".repeat(62))), 3, "small order"),
        (format!("{good}\n{good}"), 7, "stands in line 1 already"),
    ] {
        let refused = wrong(&text);
        assert_eq!(refused.line, line, "{refused}\n{text}");
        assert!(refused.message.contains(word), "{refused}\n{text}");
        assert!(refused.to_string().starts_with(&format!("trust policy, line {line}: ")));
        assert!(!refused.to_string().contains(&fixture::key(1).to_text()), "{refused}");
    }
}

#[test]
fn keys_are_added_and_comments_kept() {
    let mut added = TrustedKey::new(
        "Zed \\ \"Sons\" 企業".parse().unwrap(),
        key(2).public(),
        vec!["zed.*".parse().unwrap(), "acme.fmea".parse().unwrap()],
    );
    added.expires = Some(date(2027, 1, 2));
    added.revoked = Some(date(2026, 1, 2));
    added.reason = Some("it's \"gone\"".parse().unwrap());
    for before in [
        String::new(),
        "# nobody yet".to_owned(),
        "required = 2\n# the auditors\n".to_owned() + &entry("Acme", 1, "acme.*", "# until the audit\n\n\n"),
    ] {
        let after = TrustPolicy::add_key(&before, &added).unwrap();
        assert!(after.starts_with(before.trim_end()), "{after}");
        let policy = policy(&after);
        assert_eq!(policy.keys().last(), Some(&added));
        assert_eq!(policy.keys().len(), self::policy(&before).keys().len() + 1);
        assert_eq!(TrustPolicy::from_toml(&policy.to_toml()), Ok(policy));
        let refused = TrustPolicy::add_key(&after, &added).unwrap_err();
        assert!(refused.message.contains("already"), "{refused}");
    }
    assert!(TrustPolicy::add_key("requird = 1", &added).is_err());
    // keys in the other notation have no end to add to
    let inline = format!("key = [{{owner = 'A', key = '{}', ids = ['*']}}]", key(1).public());
    assert_eq!(policy(&inline).keys().len(), 1);
    assert!(TrustPolicy::add_key(&inline, &added).is_err());
    added.ids.clear();
    assert!(TrustPolicy::add_key("", &added).is_err());
}

#[test]
fn old_versions_do_not_come_back_unasked() {
    let upgrade = |from: &str, to: &str, older| {
        let (from, to) = (unsigned(&named("acme.fmea", from)), signed(&named("acme.fmea", to), &[1]));
        let (from, to) = (Package::read(&from).unwrap(), Package::read(&to).unwrap());
        let (id, version) = (from.manifest().id(), from.manifest().version());
        judge_upgrade(Installed { id, version, digest: from.digest() }, &to, older)
    };
    assert_eq!(upgrade("1.2.0", "1.10.0", Older::Refused), Ok(Upgrade::Newer));
    assert_eq!(upgrade("1.2.0-rc.1", "1.2.0", Older::Refused), Ok(Upgrade::Newer));
    assert_eq!(upgrade("1.2.0", "1.2.0", Older::Refused), Ok(Upgrade::Same));
    assert_eq!(upgrade("1.2.0", "1.1.9", Older::Allowed), Ok(Upgrade::Older));
    for older in ["1.1.9", "1.2.0-rc.1", "0.9.0"] {
        let refused = upgrade("1.2.0", older, Older::Refused).unwrap_err();
        assert!(matches!(refused, UpgradeRefusal::Older { .. }));
        assert!(refused.to_string().ends_with("To allow it, run it again with `--allow-older`"), "{refused}");
    }
}

#[test]
fn a_changed_package_has_a_new_version_and_another_id_is_another_package() {
    let file = signed(&manifest(), &[1]);
    let package = Package::read(&file).unwrap();
    let (id, version) = (package.manifest().id(), package.manifest().version());
    let changed = Installed { id, version, digest: Digest::of(b"other contents") };
    assert!(matches!(judge_upgrade(changed, &package, Older::Refused), Err(UpgradeRefusal::Changed { .. })));
    assert_eq!(judge_upgrade(changed, &package, Older::Allowed), Ok(Upgrade::Changed));
    let other: PackageId = "acme.other".parse().unwrap();
    let other = Installed { id: &other, version, digest: package.digest() };
    assert!(matches!(judge_upgrade(other, &package, Older::Allowed), Err(UpgradeRefusal::OtherId { .. })));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_policy_panic(text in "\\PC*", at in 0..400_usize, with in "[\\PC\n]{0,4}") {
        let _ = TrustPolicy::from_toml(&text);
        let good = entry("Acme", 1, "acme.*", "expires = 2027-12-31\nrevoked = 2026-05-01\nreason = 'ö'");
        let at = (0..=at.min(good.len())).rev().find(|&at| good.is_char_boundary(at)).unwrap();
        let _ = TrustPolicy::from_toml(&format!("{}{with}{}", &good[..at], &good[at..]));
    }
}

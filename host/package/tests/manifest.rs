//! What a manifest says, and the one way to spell it.

mod fixture;

use fixture::*;
use proptest::prelude::*;
use riskwright_package::manifest::{
    Export, FieldError, Homepage, Licence, Line, MAX_MANIFEST, Manifest, ManifestError, PackageId, Prose,
    Version,
};
use riskwright_package::{Package, PackageError};
use serde_json::{Value, json};

fn canonical(json: &str) -> Result<Manifest, ManifestError> {
    Manifest::from_canonical(json.as_bytes())
}

/// The manifest with one field more, or another value in it; null takes the field out.
fn with(field: &str, value: Value) -> Result<Manifest, ManifestError> {
    let mut fields: Value = serde_json::from_str(json()).unwrap();
    let fields = fields.as_object_mut().unwrap();
    if value.is_null() {
        fields.remove(field);
    } else {
        fields.insert(field.to_owned(), value);
    }
    Manifest::from_json(&serde_json::to_vec(fields).unwrap())
}

#[test]
fn a_manifest_is_read_and_written_in_the_same_bytes() {
    let manifest = canonical(json()).unwrap();
    assert_eq!(manifest.to_canonical().unwrap(), json().as_bytes());
    assert_eq!(manifest.id().as_str(), "acme.fmea");
    assert_eq!(manifest.version().to_string(), "1.2.0");
    assert_eq!(manifest.contract(), &Version::new(0, 1, 0));
    assert_eq!((manifest.publisher(), manifest.licence()), ("Acme Ltd", "MIT OR Apache-2.0"));
    assert_eq!(
        manifest.exports().iter().copied().collect::<Vec<_>>(),
        [Export::Catalogue, Export::Methodology]
    );
    assert_eq!(manifest.homepage(), Some("https://acme.example/fmea"));
    assert_eq!(manifest.limits().memory_mib.unwrap().get(), 16);
    assert_eq!(manifest.limits().time_ms.unwrap().get(), 1000);
    assert_eq!(manifest.settings_schema()["properties"]["rpn"]["maximum"], json!(1000));
    assert_eq!(manifest.kit().unwrap()["rows"], json!([1, 2.5]));
    assert_eq!(manifest.description("de"), Some("Parts fail.\nWhich first?"));
    assert_eq!(
        (manifest.title("de-AT-1996"), manifest.title("DE")),
        ("Fehlermöglichkeiten", "Fehlermöglichkeiten")
    );
    assert_eq!((manifest.title("fr"), manifest.title("")), ("Failure modes", "Failure modes"));
    // as a part of other values too
    let value = serde_json::to_value(&manifest).unwrap();
    assert_eq!(serde_json::from_value::<Manifest>(value).unwrap(), manifest);
}

#[test]
fn other_spellings_are_refused_in_packages_and_read_from_people() {
    for other in [
        json().replace(":16,", ": 16,"),
        format!("{} ", json()),
        json().replace("1000,\"type", "1e3,\"type"),
        json().replace("1000,\"type", "1000.0,\"type"),
        json().replace("Failure", r"\u0046ailure"),
        json().replace('ö', r"\u00f6"),
        json().replace("\"id\":\"acme.fmea\",", "").replacen('{', "{\"id\":\"acme.fmea\",", 1),
        json().replace(r#"["catalogue","methodology"]"#, r#"["methodology","catalogue"]"#),
        json().replace(r#"["catalogue","methodology"]"#, r#"["catalogue","catalogue","methodology"]"#),
        json().replace(r#""type":"object"}"#, r#""type":"object","type":"object"}"#),
    ] {
        assert_ne!(other, json());
        let refused = canonical(&other).unwrap_err().to_string();
        assert!(refused.contains("RFC 8785"), "{other}: {refused}");
        assert_eq!(Manifest::from_json(other.as_bytes()).unwrap(), manifest(), "{other}");
        let file = [component(), manifest_section(&other)].concat();
        assert!(matches!(Package::read(&file), Err(PackageError::Manifest(ManifestError::Json(_)))));
    }
    let told = canonical(&json().replace(":16,", ": 16,")).unwrap_err().to_string();
    assert!(told.contains("begins ` 16,") && told.contains("where `16,"), "{told}");
    // fields that say nothing are left out
    for empty in [r#""limits":{},"#, r#""limits":{"time_ms":null},"#] {
        let other = json().replace(r#""limits":{"memory_mib":16,"time_ms":1000},"#, empty);
        assert!(canonical(&other).is_err(), "{other}");
    }
    assert!(
        canonical(&json().replace(r#""homepage":"https://acme.example/fmea""#, r#""homepage":null"#))
            .is_err()
    );
}

#[test]
fn unknown_missing_and_doubled_fields_are_refused_with_their_names() {
    for (other, word) in [
        (json().replace("\"version\"", "\"verzion\""), "unknown field `verzion`"),
        (json().replace(",\"version\":\"1.2.0\"", ""), "missing field `version`"),
        (json().replace("\"time_ms\"", "\"time\""), "unknown field `time`"),
        (
            json().replace("{\"contract\"", "{\"contract\":\"0.1.0\",\"contract\""),
            "duplicate field `contract`",
        ),
        (json().replace("\"methodology\"]", "\"questions\"]"), "unknown variant `questions`"),
        (json().replace("16", "0"), "expected a nonzero u32"),
        (json().replace("16", "-16"), "integer `-16`"),
        (json().replace("\"1.2.0\"", "12"), "expected a string"),
        (json().replace("\"version\"", "\"ver\\u001b[31m\""), r"ver\u{1b}[31m"),
        ("[]".to_owned(), "missing"),
        ("null".to_owned(), "invalid type"),
        (json().replace("[1,2.5]", &"[".repeat(100_000)), "recursion"),
    ] {
        let refused = Manifest::from_json(other.as_bytes()).unwrap_err().to_string();
        let short = canonical(&other).unwrap_err().to_string();
        if word != "missing" {
            assert!(refused.contains(word), "{refused}");
            assert!(short.contains(word), "{short}");
        }
    }
    assert!(Manifest::from_json(b"\xff\xfe{}").is_err());
}

#[test]
fn fields_are_checked_together() {
    assert_eq!(with("exports", json!([])), Err(ManifestError::NoExports));
    assert!(matches!(
        with("default_language", json!("fr")),
        Err(ManifestError::Language { field: "titles", .. })
    ));
    let description = with("description", json!({"de": "Teile gehen kaputt."}));
    assert!(matches!(description, Err(ManifestError::Language { field: "description", .. })));
    let told = with("limits", json!({"memory_mib": 4097})).unwrap_err().to_string();
    assert_eq!(told, "the manifest asks for 4097 MiB of memory; at most 4096 can be asked for");
    assert!(matches!(with("limits", json!({"time_ms": 3_600_001})), Err(ManifestError::Limit { .. })));
    for value in [json!(true), json!([]), json!("object"), json!(1)] {
        assert_eq!(with("settings_schema", value.clone()), Err(ManifestError::NoObject("settings_schema")));
        assert_eq!(with("kit", value), Err(ManifestError::NoObject("kit")));
    }
    for number in [json!(9_007_199_254_740_992_u64), json!(u64::MAX), json!(i64::MIN), json!(1e17)] {
        let refused = with("kit", json!({"rows": [{"a": number}]}));
        assert!(matches!(refused, Err(ManifestError::Number { field: "kit", .. })), "{refused:?}");
    }
    for field in ["description", "homepage", "kit", "limits"] {
        let manifest = with(field, Value::Null).unwrap();
        assert_eq!(Manifest::from_canonical(&manifest.to_canonical().unwrap()).unwrap(), manifest);
    }
    let long = with("kit", json!({"text": "x".repeat(MAX_MANIFEST)})).unwrap_err();
    assert!(matches!(long, ManifestError::TooLong(_)));
    let long = [component(), manifest_section(&" ".repeat(MAX_MANIFEST + 1))].concat();
    assert!(matches!(Package::read(&long), Err(PackageError::Manifest(ManifestError::TooLong(_)))));
}

#[test]
fn texts_are_checked_one_by_one() {
    for id in ["a.b", "acme.fmea", "riskwright.nist-sp800-53", "3m.x", "com.example.fmea"] {
        assert!(id.parse::<PackageId>().is_ok(), "{id}");
    }
    let long = format!("a.{}", "b".repeat(63));
    for id in [
        "", "ab", "abc", ".ab", "ab.", "a..b", "a.b_c", "a.B", "a.-b", "a.b-", "a.b--c", "a.ü", "a/b.c",
        "../x.y", &long,
    ] {
        assert!(matches!(id.parse::<PackageId>(), Err(FieldError::Id(_))), "{id}");
    }
    for version in ["0.0.0", "1.2.3-rc.1"] {
        assert_eq!(version.parse::<Version>().unwrap().to_string(), version);
    }
    for version in
        ["", "1", "1.2", "01.2.3", "1.2.3+build", "v1.2.3", "1.2.3 ", &format!("1.2.3-{}", "a".repeat(64))]
    {
        assert!(matches!(version.parse::<Version>(), Err(FieldError::Version { .. })), "{version}");
    }
    for line in ["", " a", "a ", "a\nb", "a\u{202e}b", "a\u{200b}b", "a\0", &"x".repeat(201)] {
        assert!(line.parse::<Line>().is_err(), "{line:?}");
    }
    assert!("Ünïcode · 企業 🦀".parse::<Line>().is_ok());
    assert!("one\ntwo".parse::<Prose>().is_ok() && "one\rtwo".parse::<Prose>().is_err());
    for licence in [
        "MIT",
        "MIT OR Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "(MIT AND Zlib)",
        "LicenseRef-Acme",
        "GPL-2.0+",
    ] {
        assert!(licence.parse::<Licence>().is_ok(), "{licence}");
    }
    for licence in ["", " MIT", "MIT\n", "<script>", "Lizenz für alle"] {
        assert!(licence.parse::<Licence>().is_err(), "{licence}");
    }
    for page in
        ["https://acme.example", "http://intranet/fmea?x=1#y", "https://[::1]/", "https://a.example/@me"]
    {
        assert!(page.parse::<Homepage>().is_ok(), "{page}");
    }
    for page in [
        "",
        "acme.example",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://a b",
        "https://a\"onclick",
        "ftp://x",
        "https://bank.example@evil.example/",
        "https://ä.example",
    ] {
        assert!(page.parse::<Homepage>().is_err(), "{page}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        title in "[^\\p{C}\\p{Z}]{1,40}",
        number in any::<f64>().prop_filter("JSON has neither", |n| n.is_finite()),
        small in -1000..1000_i32,
        key in ".{0,8}",
    ) {
        let Ok(manifest) = with("kit", json!({key: [number, small], "x": {"y": number}})) else { return Ok(()) };
        let mut fields = manifest.into_fields();
        let Ok(line) = title.parse::<Line>() else { return Ok(()) };
        fields.titles.insert("fr".parse().unwrap(), line);
        let manifest = Manifest::new(fields).unwrap();
        let written = manifest.to_canonical().unwrap();
        let read = Manifest::from_canonical(&written).unwrap();
        prop_assert_eq!(&read, &manifest);
        prop_assert_eq!(read.to_canonical().unwrap(), written);
        prop_assert!(Package::read(&unsigned(&manifest)).is_ok());
    }
}

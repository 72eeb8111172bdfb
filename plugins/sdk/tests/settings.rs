//! The reader of settings against texts that are JSON and texts that are not.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use riskwright_sdk::Texts;
use riskwright_sdk::settings::{from_json, read};
use serde::Deserialize;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    flag: bool,
    count: u8,
    level: i32,
    share: f64,
    name: String,
    maybe: Option<u32>,
    pair: (u8, f64),
    lists: Vec<Vec<u8>>,
    by_name: BTreeMap<String, f64>,
    kind: Kind,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    #[default]
    Plain,
    Some(u8),
    Pair(u8, u8),
    Named {
        a: u8,
    },
}

fn problem(text: &str) -> String {
    match read::<Settings>(text) {
        Ok(settings) => format!("read as {settings:?}"),
        Err(problem) => format!("{}: {}", problem.path, problem.message.first()),
    }
}

#[test]
fn every_kind_of_value_is_read() {
    let text = r#" {
        "flag": true, "count": 255, "level": -12, "share": 1.5e-3, "name": "a\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00ß",
        "maybe": 4294967295, "pair": [1, 2], "lists": [[], [1, 2]], "by_name": {"a b": 1, "": -0}, "kind": {"named": {"a": 7}}
    } "#;
    let settings: Settings = read(text).unwrap();
    assert_eq!(settings.name, "a\"\\/\u{8}\u{c}\n\r\tä😀ß");
    assert_eq!((settings.count, settings.level, settings.share), (255, -12, 0.0015));
    assert_eq!((settings.maybe, settings.pair), (Some(u32::MAX), (1, 2.0)));
    assert_eq!(settings.lists, [vec![], vec![1, 2]]);
    assert!(settings.by_name[""].is_sign_negative());
    assert_eq!(settings.kind, Kind::Named { a: 7 });
    let kinds: Vec<Kind> = from_json(r#"["plain", {"some": 1}, {"pair": [1, 2]}, {"plain": null}]"#).unwrap();
    assert_eq!(kinds, [Kind::Plain, Kind::Some(1), Kind::Pair(1, 2), Kind::Plain]);
    assert_eq!(read::<Settings>(" { } ").unwrap(), Settings::default());
    assert_eq!(read::<Settings>(r#"{"maybe": null}"#).unwrap(), Settings::default());
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let fractions = "0.1 0.30000000000000004 5e-324 1.7976931348623157e308 123456789012345678901 -2.5E+3 0.0 0e1 -0 \
                     123456789012345678.5 123456789012345678e1 12345678901234567E1 1234567890123456789.5 \
                     1234567890123456789e1 18446744073709551616";
    for number in fractions.split_whitespace() {
        let read: f64 = from_json(number).unwrap();
        assert_eq!(read.to_bits(), number.parse::<f64>().unwrap().to_bits(), "{number}");
    }
    assert!(from_json::<u64>("18446744073709551616").is_err());
    let numbers = ["0", "7", "10", "999999999999999999", "9999999999999999999", "18446744073709551615"];
    for number in numbers {
        assert_eq!(from_json::<u64>(number).unwrap().to_string(), number);
        assert_eq!(from_json::<Vec<u64>>(&format!("[{number} ,\n{number}]")).unwrap().len(), 2);
    }
    assert_eq!(from_json::<i64>("-9223372036854775807").unwrap(), -9_223_372_036_854_775_807);
    let none = "01 00 007 000000000000000000000 -00 12345678901234567. 1. .5 - 1e +1 1e999 0x1 NaN --1 1.e3";
    for number in none.split_whitespace() {
        assert!(from_json::<f64>(number).is_err(), "{number}");
    }
}

#[test]
fn what_is_wrong_is_told_by_place() {
    assert_eq!(problem(r#"{"count": 256}"#), "/count: expected u8, found a number out of its range");
    assert_eq!(problem(r#"{"count": 1.5}"#), "/count: expected u8, found a number with a fraction");
    assert_eq!(problem(r#"{"lists": [[], [1, "x"]]}"#), "/lists/1/1: expected a number, found a text");
    assert_eq!(problem(r#"{"by_name": {"a/b~c": []}}"#), "/by_name/a~1b~0c: expected a number, found a list");
    assert_eq!(
        problem(r#"{"pair": [1]}"#),
        "/pair: expected a tuple of size 2, found another number of values"
    );
    assert!(
        problem(r#"{"colour": 1}"#).starts_with("/colour: unknown field `colour`; possible: `flag`, `count`")
    );
    assert_eq!(problem(r#"{"flag": 1, "flag": 2}"#), "/flag: expected `true` or `false`, found a number");
    assert_eq!(problem(r#"{"flag": true, "flag": true}"#), ": `flag` stands here twice");
    assert_eq!(
        problem(r#"{"kind": "odd"}"#),
        "/kind: unknown value `odd`; possible: `plain`, `some`, `pair`, `named`"
    );
}

#[test]
fn what_is_no_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[",
        "{]",
        "{\"flag\"}",
        "{\"flag\":}",
        "{\"flag\":true,}",
        "{,}",
        "{flag:true}",
        "{} {}",
        "{\"name\":\"\\x\"}",
        "{\"name\":\"\\u12\"}",
        "{\"name\":\"\\ud800\"}",
        "{\"name\":\"\\ud800\\u0041\"}",
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"a",
        "{\"flag\":tru}",
        "null",
        "[]",
        "\"\"",
        "{\"lists\":[1,]}",
        "{\"lists\":[[1] [2]]}",
        "{\"name\":\"ä\\",
        "\u{feff}{}",
    ] {
        assert!(read::<Settings>(text).is_err(), "{text:?}");
    }
    let deep = "[".repeat(100_000);
    assert!(from_json::<serde::de::IgnoredAny>(&deep).is_err());
}

#[test]
fn texts_are_strings_or_objects_by_language() {
    let list: Vec<Texts> = from_json(r#"["high", {"en": "high", "de": "hoch"}]"#).unwrap();
    assert_eq!((list[0].get("und"), list[1].get("de")), (Some("high"), Some("hoch")));
    for text in [r#""""#, r#"{}"#, r#"{"en": " "}"#, "1"] {
        assert!(from_json::<Texts>(text).is_err(), "{text}");
    }
}

/// Texts are looked at where they lie until something stands for something else.
#[test]
fn texts_are_read_as_they_are_written() {
    let texts = [
        (r#""""#, ""),
        (r#""plain""#, "plain"),
        ("\"\u{7f}\"", "\u{7f}"),
        (r#""größer als „null“""#, "größer als „null“"),
        (r#""𝄞""#, "𝄞"),
        (r#""\ud834\udd1e""#, "𝄞"),
        (r#""a\\b\"c\/d""#, "a\\b\"c/d"),
        (r#""\n\t\r\b\f""#, "\n\t\r\u{8}\u{c}"),
        (r#""\u0001x""#, "\u{1}x"),
        (r#""x\u001f""#, "x\u{1f}"),
    ];
    for (json, text) in texts {
        assert_eq!(from_json::<String>(json).unwrap(), text);
        assert_eq!(from_json::<Vec<String>>(&format!(" [ {json} , {json} ] ")).unwrap(), [text, text]);
        let named: BTreeMap<String, u8> = from_json(&format!("{{{json} : 3}}")).unwrap();
        assert_eq!(named.into_iter().collect::<Vec<_>>(), [(text.to_owned(), 3)]);
    }
    let refused = [
        "\"\t\"",
        "\"a\u{1}b\"",
        "\"ab\u{1f}\"",
        "\"",
        "\"ab",
        "\"ab\\",
        "\"ab\\\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\u12\"",
    ];
    for json in refused {
        assert!(from_json::<String>(json).is_err(), "{json:?}");
        assert!(from_json::<BTreeMap<String, u8>>(&format!("{{{json}:1}}")).is_err(), "{json:?}");
    }
    // a name is the same however it is written, in what is told of it too
    assert_eq!(problem(r#"{"fl\u0061g": 1}"#), "/flag: expected `true` or `false`, found a number");
    assert!(problem(r#"{"flag": true, "fl\u0061g": true}"#).contains("twice"));
}

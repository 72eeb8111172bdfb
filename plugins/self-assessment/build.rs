//! Turns the questions and findings in `data/` into constants, and refuses those that could not work.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use serde::Deserialize;

const QUESTIONS: [&str; 3] = ["data/1_plan.toml", "data/2_do.toml", "data/3_check_and_act.toml"];
const FINDINGS: &str = "data/findings.toml";

/// A text in all three languages: one that is missing does not compile.
#[derive(Deserialize)]
struct Words {
    en: String,
    de: String,
    fr: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    step: Vec<Step>,
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    id: String,
    title: Words,
    intro: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    step: String,
    kind: String,
    title: Words,
    help: Words,
    #[serde(default = "yes")]
    required: bool,
    #[serde(default)]
    may_not_apply: bool,
    #[serde(default)]
    evidence: bool,
    #[serde(default = "one")]
    weight: u32,
    control: Option<String>,
    #[serde(default)]
    part: bool,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    shown_if: Vec<Vec<String>>,
    #[serde(default)]
    choice: Vec<Choice>,
    full: Option<u32>,
    good: Option<bool>,
    unit: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    worst: Option<f64>,
    best: Option<f64>,
    fresh: Option<i32>,
    stale: Option<i32>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
struct Choice {
    id: String,
    points: Option<u32>,
    #[serde(default)]
    nothing: bool,
    #[serde(flatten)]
    title: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Findings {
    maturity: Maturity,
    finding: Vec<Finding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Maturity {
    levels: Vec<Words>,
}

#[derive(Deserialize)]
struct Finding {
    severity: String,
    against: String,
    when: Vec<Vec<String>>,
    #[serde(flatten)]
    reason: Words,
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let parts: Vec<Questions> = QUESTIONS.iter().map(|name| parse(name)).collect();
    let findings: Findings = parse(FINDINGS);
    let known: BTreeMap<&str, (usize, &Item)> =
        parts.iter().flat_map(|it| &it.item).enumerate().map(|(at, it)| (it.id.as_str(), (at, it))).collect();

    let mut code = String::from("pub(crate) static STEPS: &[Step] = &[\n");
    for step in parts.iter().flat_map(|it| &it.step) {
        let _ = writeln!(
            code,
            "    Step {{ id: {:?}, title: {}, intro: {} }},",
            step.id,
            words(&step.title),
            words(&step.intro)
        );
    }
    code.push_str("];\npub(crate) static ITEMS: &[Item] = &[\n");
    for (at, item) in parts.iter().flat_map(|it| &it.item).enumerate() {
        assert_eq!(known[item.id.as_str()].0, at, "`{}` is asked twice", item.id);
        let step = parts
            .iter()
            .flat_map(|it| &it.step)
            .position(|it| it.id == item.step)
            .unwrap_or_else(|| panic!("`{}`: `{}` is no step", item.id, item.step));
        let mut about = item.about.clone();
        about.extend(item.control.clone());
        let _ = writeln!(
            code,
            "    Item {{ id: {:?}, step: {step}, title: {}, help: {}, kind: {}, required: {}, may_not_apply: {}, \
             evidence: {}, weight: {}, control: {:?}, part: {}, about: &{about:?}, shown_if: {} }},",
            item.id,
            words(&item.title),
            words(&item.help),
            kind(item),
            item.required,
            item.may_not_apply,
            item.evidence,
            item.weight,
            item.control,
            item.part,
            conditions(&item.shown_if, &known, at, &item.id),
        );
    }
    code.push_str("];\npub(crate) static MATURITY: [Words; 5] = [");
    for level in &findings.maturity.levels {
        let _ = write!(code, "{}, ", words(level));
    }
    code.push_str("];\npub(crate) static FINDINGS: &[Finding] = &[\n");
    for finding in &findings.finding {
        let severity = match finding.severity.as_str() {
            "opportunity" => "Opportunity",
            "minor" => "Minor",
            "major" => "Major",
            other => panic!("`{other}` is no severity"),
        };
        let _ = writeln!(
            code,
            "    Finding {{ severity: Severity::{severity}, against: {:?}, when: {}, reason: {} }},",
            finding.against,
            conditions(&finding.when, &known, usize::MAX, &finding.reason.en),
            words(&finding.reason)
        );
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("questions.rs"), code).expect("OUT_DIR takes files");
}

fn parse<T: serde::de::DeserializeOwned>(name: &str) -> T {
    println!("cargo::rerun-if-changed={name}");
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    toml::from_str(&source).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn words(words: &Words) -> String {
    format!("[{:?}, {:?}, {:?}]", words.en, words.de, unbroken(&words.fr))
}

/// French marks stay on the line of the word they belong to; files have plain spaces, which people can see.
fn unbroken(french: &str) -> String {
    ["?", ":", ";", "!", "»", "%"].iter().fold(french.replace("« ", "«\u{a0}"), |text, mark| {
        text.replace(&format!(" {mark}"), &format!("\u{a0}{mark}"))
    })
}

fn kind(item: &Item) -> String {
    let wanted = |name: &str| -> ! { panic!("`{}`: `{name}` is wanted", item.id) };
    match item.kind.as_str() {
        "maturity" => "Kind::Maturity".to_owned(),
        "one-of" => format!("Kind::OneOf(&{})", choices(item)),
        "any-of" => format!(
            "Kind::AnyOf {{ choices: &{}, full: {} }}",
            choices(item),
            item.full.unwrap_or_else(|| wanted("full"))
        ),
        "text" => format!("Kind::Text {{ limit: {} }}", item.limit.unwrap_or_else(|| wanted("limit"))),
        "number" => format!(
            "Kind::Number {{ unit: {:?}, min: {:?}, max: {:?}, worst: {:?}, best: {:?} }}",
            item.unit.as_deref().unwrap_or_default(),
            item.min.unwrap_or_else(|| wanted("min")),
            item.max.unwrap_or_else(|| wanted("max")),
            item.worst.unwrap_or_else(|| wanted("worst")),
            item.best.unwrap_or_else(|| wanted("best"))
        ),
        "date" => match (item.fresh, item.stale) {
            (Some(fresh), Some(stale)) if fresh < stale => {
                format!("Kind::Date {{ age: Some(Age {{ fresh: {fresh}, stale: {stale} }}) }}")
            }
            (None, None) => "Kind::Date { age: None }".to_owned(),
            _ => panic!("`{}`: `fresh` comes with `stale`, which is greater", item.id),
        },
        "yes-no" => format!("Kind::YesNo {{ good: {:?} }}", item.good),
        other => panic!("`{}`: `{other}` is no kind of question", item.id),
    }
}

fn choices(item: &Item) -> String {
    let mut code = String::from("[");
    for choice in &item.choice {
        let _ = write!(
            code,
            "Choice {{ id: {:?}, title: {}, points: {:?}, nothing: {} }}, ",
            choice.id,
            words(&choice.title),
            choice.points,
            choice.nothing
        );
    }
    code + "]"
}

/// `conditions` of the item at `before`, which may only speak of items before it.
fn conditions(
    lists: &[Vec<String>],
    known: &BTreeMap<&str, (usize, &Item)>,
    before: usize,
    of: &str,
) -> String {
    let mut code = String::from("&[");
    for list in lists {
        code.push_str("&[");
        for requirement in list {
            code.push_str(&condition(requirement, known, before, of));
            code.push_str(", ");
        }
        code.push_str("], ");
    }
    code + "]"
}

fn condition(requirement: &str, known: &BTreeMap<&str, (usize, &Item)>, before: usize, of: &str) -> String {
    let mut parts = requirement.split(' ');
    let (Some(id), Some(test), value, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        panic!("`{requirement}` in `{of}`: an item, a test and what the test needs are wanted")
    };
    let &(at, item) = known.get(id).unwrap_or_else(|| panic!("`{of}`: `{id}` is no question"));
    assert!(at < before, "`{of}`: `{id}` is asked later");
    let kind = item.kind.as_str();
    let for_findings = before == usize::MAX;
    let number = || {
        value
            .and_then(|it| it.parse::<f64>().ok())
            .unwrap_or_else(|| panic!("`{requirement}`: a number is wanted"))
    };
    let choice = || {
        let value = value.unwrap_or_default();
        assert!(item.choice.iter().any(|it| it.id == value), "`{of}`: `{value}` is no choice of `{id}`");
        value
    };
    let test = match test {
        "has-choice" => format!("Test::HasChoice({:?})", choice()),
        "without" if for_findings && kind == "any-of" => format!("Test::Without({:?})", choice()),
        "at-least" if ["maturity", "number"].contains(&kind) => format!("Test::AtLeast({:?})", number()),
        "at-most" if ["maturity", "number"].contains(&kind) => format!("Test::AtMost({:?})", number()),
        "older-than" if for_findings && item.fresh.is_some() => format!("Test::OlderThan({})", number()),
        "is-yes" if kind == "yes-no" => "Test::IsYes".to_owned(),
        "is-no" if kind == "yes-no" => "Test::IsNo".to_owned(),
        "is-answered" => "Test::IsAnswered".to_owned(),
        "is-not-applicable" if item.may_not_apply => "Test::IsNotApplicable".to_owned(),
        _ => panic!("`{requirement}` in `{of}`: `{id}` cannot be tested like this"),
    };
    format!("Requirement {{ item: {at}, test: {test} }}")
}

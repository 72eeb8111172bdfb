//! Registers, journals and sheets made up from a seed: large, and with every text and float that could differ.

use std::collections::BTreeMap;

use riskwright_core::applicability::statement;
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::check::check;
use riskwright_core::exchange::grid::{Cell, Grid, Origin};
use riskwright_core::exchange::{Options, export, export_json, import as take_in};
use riskwright_core::id::{FactorId, Identifier as _, ScenarioId};
use riskwright_core::identification::{Estimate, FactorValue, RiskScenario};
use riskwright_core::isms::{Isms, Record};
use riskwright_core::journal::{Entry, Head, append, blank, replay};
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::methodology::heatmap::heatmap;
use riskwright_core::quantity::{Date, Digest, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{author, read, start};
use crate::random::Random;

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn factor(id: &str) -> FactorId {
    id.parse().unwrap_or_else(|_| FactorId::likelihood())
}

/// Texts that break careless code: other scripts, quotes, separators, formulas, and a character beyond 16 bits.
pub const TEXTS: &[&str] = &[
    "Ransomware on the file server",
    "Ausfall der Kälteanlage in Köln",
    "停電によるデータ損失",
    "=HYPERLINK(\"http://evil\",\"x\")",
    "semicolons; commas, | bars and \"quotes\"",
    "😀 emoji, e\u{301} and é",
    "[brackets](and) <angles>",
    "'; DROP TABLE risks; --",
    "\u{feff}a mark of byte order",
    "\u{202e}written from the right",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterGiven {
    seed: u64,
    scenarios: u64,
}

/// A register of many scenarios, assessed: the digest of every score, the heat map, and the score records.
///
/// # Errors
/// If the case is not made for this stage.
pub fn register(given: Value) -> Result<Value, String> {
    let given: RegisterGiven = read(given)?;
    let mut random = Random::new(given.seed);
    let mut all: Vec<Record> = start()?.records().collect();
    for number in 1..=given.scenarios {
        all.push(scenario(&mut random, number)?.into());
    }
    let isms = Isms::load(all).map_err(told)?;
    let in_use = isms.preferred_methodology().ok_or("there is a methodology")?;
    let methodology = in_use.build(&isms).map_err(told)?;
    let run = assess(&isms, methodology.as_ref()).map_err(told)?;
    let scores: Vec<Value> = run
        .rows
        .iter()
        .map(|row| json!([row.inherent.map(|s| s.digest), row.current.map(|s| s.digest), row.problems.len()]))
        .collect();
    let rows: Vec<_> = run.rows.iter().collect();
    let on = Date::of(Timestamp::UNIX_EPOCH);
    let kept = records(&rows, methodology.as_ref(), &author()?, on).map_err(told)?;
    let map = heatmap_of(&isms)?;
    Ok(json!({
        "scores": scores,
        "records": Digest::of_json(&kept).map_err(told)?,
        "heatmap": map,
        "findings": Digest::of_json(&check(&isms, Edition::E2022, on)).map_err(told)?,
        "isms": Digest::of_json(&isms).map_err(told)?,
    }))
}

fn heatmap_of(isms: &Isms) -> Result<Value, String> {
    let in_use = isms.preferred_methodology().ok_or("there is a methodology")?;
    let methodology = in_use.build(isms).map_err(told)?;
    let open = isms.scenarios().values().map(AsRef::as_ref).filter(|scenario| scenario.is_open());
    heatmap(open, methodology.as_ref(), None, None).map(|map| json!(map)).map_err(told)
}

fn scenario(random: &mut Random, number: u64) -> Result<RiskScenario, String> {
    let mut scenario: RiskScenario = read(json!({
        "id": ScenarioId::numbered(number),
        "title": format!("{} {number}", random.one(TEXTS)),
    }))?;
    for stage in ["inherent", "current"] {
        let mut factors = BTreeMap::new();
        for id in ["likelihood", "confidentiality", "integrity", "availability", "consequence"] {
            if !random.once_in(5) {
                factors.insert(factor(id), FactorValue::Level(random.level(5)));
            }
        }
        // factors of another methodology: their digests hold floats of any size
        if random.once_in(3) {
            factors.insert(factor("acme/frequency"), FactorValue::Number(random.float()));
        }
        if random.once_in(3) {
            let mut range = [random.share() * 1e6, random.share() * 1e6, random.share() * 1e6];
            range.sort_by(f64::total_cmp);
            factors.insert(factor("acme/loss"), FactorValue::Range(range));
        }
        if random.once_in(4) {
            factors.insert(factor("acme/known"), FactorValue::Flag(random.once_in(2)));
        }
        let estimate = Estimate { factors, rationale: random.one(TEXTS).parse().unwrap_or_default() };
        let stage = stage.parse().map_err(told)?;
        if !random.once_in(6) {
            scenario = scenario.with_estimate(stage, Some(estimate));
        }
    }
    Ok(scenario)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JournalGiven {
    seed: u64,
    steps: u64,
}

/// A script of changes, some of which are refused: the journal it leaves, its head, and what is derived at its end.
///
/// # Errors
/// If the case is not made for this stage, or the journal does not replay.
pub fn journal(given: Value) -> Result<Value, String> {
    let given: JournalGiven = read(given)?;
    let mut random = Random::new(given.seed);
    let (mut isms, mut head) = (blank(), Head::START);
    let mut entries: Vec<Entry> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    let mut seconds = 1_700_000_000_i64;
    let begin: Change = read(json!({ "isms.begin": { "name": "Beispiel GmbH & Söhne" } }))?;
    let mut next = Some(begin);
    for step in 0..given.steps {
        let change = match next.take() {
            Some(change) => change,
            None => change(&mut random, &isms, step)?,
        };
        seconds += i64::from(random.level(200));
        let at = Timestamp::new(seconds, i32::from(random.level(250)) * 1_000_003).map_err(told)?;
        match append(&mut isms, &head, change, (&author()?, at), &[]) {
            Ok((entry, effects)) => {
                head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
                if random.once_in(12) {
                    next = Some(effects.undo("undo".parse().map_err(told)?).map_err(told)?);
                }
                entries.push(entry);
            }
            Err(rejection) => refused.push(rejection.to_string()),
        }
    }
    // what was written down is read again, as a store would
    let written = serde_json::to_string(&entries).map_err(told)?;
    let read_again: Vec<Entry> = serde_json::from_str(&written).map_err(told)?;
    let (replayed, end) = replay(&read_again).map_err(told)?;
    if replayed != isms || end != head {
        return Err("the journal does not replay to the state it was written from".to_owned());
    }
    let soa = |edition| Digest::of_json(&statement(&isms, edition)).map_err(told);
    let sheets: String = export(&isms).iter().map(|sheet| format!("{sheet:?}\n")).collect();
    Ok(json!({
        "head": head,
        "entries": entries,
        "refused": refused,
        "statements": [soa(Edition::E2022)?, soa(Edition::E2013)?],
        "isms": Digest::of_json(&export_json(&isms)).map_err(told)?,
        "sheets": Digest::of(sheets.as_bytes()),
        "heatmap": heatmap_of(&isms)?,
        "findings": check(&isms, Edition::E2013, Date::of(head.at)),
    }))
}

/// A change of one of many kinds; it need not be possible.
fn change(random: &mut Random, isms: &Isms, step: u64) -> Result<Change, String> {
    let text = random.one(TEXTS);
    let risk = format!("R-{}", random.below(40) + 1);
    let asset = format!("AS-{}", random.below(20) + 1);
    let control = random.one(&["A.5.1", "A.8.24", "A.9.4.2", "NL-1", "A.8.99"]);
    let change = match random.below(16) {
        0..=2 => json!({ "risk.identify": scenario(random, step + 1)? }),
        3 => json!({ "asset.record": { "id": asset, "title": text, "kind": "process",
            "values": { "confidentiality": random.level(6) } } }),
        4 => json!({ "asset.revise": { "id": asset,
            "set": { "depends_on": [format!("AS-{}", random.below(20) + 1)], "description": text } } }),
        5 => json!({ "risk.estimate": { "id": risk, "stage": "current", "estimate": { "factors": {
            "likelihood": { "level": random.level(6) }, "acme/rate": { "number": random.float() } } } } }),
        6 | 7 => json!({ "risk.treat": { "id": risk, "option": "modify", "rationale": text,
            "controls": { control: { "acme/rate": { "share": random.share() }, "likelihood": { "steps": 1 } } } } }),
        8 => json!({ "control.record": { "id": control, "status": "partial", "implementation": text } }),
        9 => {
            json!({ "field.define": { "id": "rate", "title": "Rate", "kind": "number", "on": ["risk", "asset"] } })
        }
        10 => json!({ "risk.revise": { "id": risk,
            "set": { "custom": { "rate": { "number": random.float() } }, "owner": "Frau Müller" } } }),
        11 => json!({ "action.plan": { "id": format!("TA-{step}"), "title": text, "scenarios": [risk],
            "cost": format!("{}.{:02} EUR", random.below(1 << 40), random.below(100)), "progress": random.level(101) } }),
        12 => json!({ "risk.remove": { "id": risk } }),
        13 => json!({ "soa.approve": { "edition": random.one(&["2022", "2013"]), "version": null } }),
        14 => {
            let in_use = isms.preferred_methodology().ok_or("there is a methodology")?;
            let methodology = in_use.build(isms).map_err(told)?;
            let run = assess(isms, methodology.as_ref()).map_err(told)?;
            let rows: Vec<_> = run.rows.iter().take(20).collect();
            let on = Date::of(Timestamp::UNIX_EPOCH);
            json!({ "risk.assess": {
                "scores": records(&rows, methodology.as_ref(), &author()?, on).map_err(told)? } })
        }
        _ => json!({ "together": { "title": text, "changes": [
            { "threat.record": { "id": format!("T-{step}"), "title": text } },
            { "vulnerability.record": { "id": format!("V-{step}"), "title": text, "threats": [format!("T-{step}")] } },
        ] } }),
    };
    read(change)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportGiven {
    name: String,
    /// Cells separated by `;`, one row a line.
    text: String,
    adopt_scale: bool,
    skip_bad: bool,
}

/// A sheet taken in: the changes, the problems, and the state after the changes.
///
/// # Errors
/// If the case is not made for this stage, or the changes are refused.
pub fn import(given: Value) -> Result<Value, String> {
    let given: ImportGiven = read(given)?;
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.trim().to_owned()) };
    let grid = Grid {
        source: given.name,
        sheet: String::new(),
        rows: given.text.lines().map(|line| line.split(';').map(cell).collect()).collect(),
        row_numbers: Vec::new(),
        origin: Origin { row: 1, column: 0 },
    };
    let options = Options { adopt_scale: given.adopt_scale, skip_bad: given.skip_bad, ..Options::default() };
    let mut isms = start()?;
    let intake = take_in(&isms, &[grid], &options);
    let written = json!({
        "changes": intake.changes,
        "problems": intake.problems,
        "skipped": intake.skipped,
        "imported": intake.imported,
        "notes": intake.notes,
    });
    let together = Change::Together { title: "import".parse().map_err(told)?, changes: intake.changes };
    isms.apply(&together, &author()?, Timestamp::UNIX_EPOCH).map_err(told)?;
    Ok(json!({ "intake": written, "isms": Digest::of_json(&isms).map_err(told)? }))
}

//! What a methodology promises.

use std::sync::Arc;
use std::time::Instant;

use riskwright_core::methodology::{Batch, Description, Effect, Methodology};
use riskwright_runtime::{Kind, Plugin, PluginMethodology, Problem, Runtime, RuntimeOptions};
use serde_json::{Value, json};

use super::random::Random;
use super::rows::{self, Row, above, all_corners, bad, complete, raised, shown};
use super::shrink::shrink;
use super::{Failure, Kit, KitOptions, Outcome, settings};

/// A methodology under settings, and who brings it back after a failure.
struct Subject {
    method: PluginMethodology,
    runtime: Runtime,
    settings: Value,
}

/// A row's score, to the bit, and level; or why there is none.
type Scored = Result<(u64, u8), String>;

impl Subject {
    fn description(&self) -> &Description {
        self.method.describe()
    }

    fn batch(&self, rows: &[Row]) -> Option<Batch> {
        rows::batch(self.description(), rows)
    }

    /// The answers to rows, each by itself.
    fn ask(&self, rows: &[Row]) -> Result<Vec<Scored>, Problem> {
        let Some(batch) = self.batch(rows) else { return Ok(Vec::new()) };
        let answer = self.method.try_assess(&batch);
        if answer.is_err() {
            let _ = self.runtime.bring_back(&self.method.plugin().digest());
        }
        answer.map(|answer| by_row(&answer))
    }

    fn failure(&self, rows: &[Row], message: impl Into<String>) -> Failure {
        let settings = (self.settings != json!({})).then(|| self.settings.clone());
        let rows = rows.iter().map(|row| shown(self.description(), row)).collect();
        Failure { message: message.into(), rows, settings }
    }

    /// Shrinks rows, and says of the smallest what `wrong` says.
    fn smallest(&self, rows: Vec<Row>, wrong: &dyn Fn(&[Row]) -> Option<String>) -> Failure {
        let rows = shrink(self.description(), rows, &mut |rows| wrong(rows).is_some());
        let message = wrong(&rows)
            .unwrap_or_else(|| "it failed, and then no more: it does not always answer the same".to_owned());
        self.failure(&rows, message)
    }

    /// Looks at rows by the hundred; the failure of the first batch that breaks something, as small as it goes.
    fn every(&self, rows: &[Row], wrong: &dyn Fn(&[Row]) -> Option<String>) -> Outcome {
        for (at, part) in rows.chunks(500).enumerate() {
            if wrong(part).is_some() {
                return Err((at * 500 + part.len(), self.smallest(part.to_vec(), wrong)));
            }
        }
        Ok(rows.len())
    }

    fn random_rows(&self, random: &mut Random, count: usize) -> Vec<Row> {
        (0..count).map(|_| complete(self.description(), random)).collect()
    }
}

fn by_row(answer: &riskwright_core::methodology::Answer) -> Vec<Scored> {
    let mut rows: Vec<Scored> = answer
        .scores
        .iter()
        .zip(&answer.levels)
        .map(|(score, level)| Ok((score.to_bits(), *level)))
        .collect();
    for problem in &answer.problems {
        if let Some(row) = rows.get_mut(problem.row) {
            *row = Err(problem.message.to_string());
        }
    }
    rows
}

fn said(answer: &Scored) -> String {
    match answer {
        Ok((bits, level)) => format!("{} (level {level})", f64::from_bits(*bits)),
        Err(message) => format!("no score ({message})"),
    }
}

type Look = fn(&Subject, &KitOptions, &[u8]) -> Outcome;

const CHECKS: &[(&str, Look)] = &[
    ("every row is answered, a complete one with a score", total),
    ("scores and levels stay within the described bounds", bounded),
    ("the same question has the same answer", same),
    ("a row's answer does not depend on the rows beside it", alone),
    ("nor do its trace and its loss model", told_alone),
    ("no state survives a call", stateless),
    ("a higher value does to the score what its effect says", monotone),
    ("a bad row is a problem and loses no other", bad_rows),
    ("an empty batch has an empty answer", empty),
    ("the trace leads to the score", traced),
    ("loss models are valid", losses),
    ("code compiled anew gives the same bits", recompiled),
    ("it is fast enough", fast),
];

pub(super) fn look(kit: &mut Kit<'_>, package: &[u8]) {
    let runtime = kit.runtime.clone();
    kit.check("empty settings are accepted and the description is well formed", |plugin, _| {
        subject(plugin, &runtime, &json!({})).map(|_| 1).map_err(|failure| (1, failure))
    });
    let runtime = kit.runtime.clone();
    kit.check("settings that will not do are refused, and nothing breaks", |plugin, options| {
        settings::refused(plugin, &runtime, options)
    });
    let examples = settings::examples(&kit.plugin);
    for (name, look) in CHECKS {
        let runtime = kit.runtime.clone();
        kit.check(name, |plugin, options| {
            let mut cases = 0;
            for settings in &examples {
                let subject = subject(plugin, &runtime, settings).map_err(|failure| (cases, failure))?;
                cases +=
                    look(&subject, options, package).map_err(|(more, failure)| (cases + more, failure))?;
            }
            Ok(cases)
        });
    }
}

fn subject(plugin: &Arc<Plugin>, runtime: &Runtime, settings: &Value) -> Result<Subject, Failure> {
    let language = plugin.manifest().default_language().to_string();
    let method = plugin.methodology(settings, &language).map_err(|problem| {
        let settings = (*settings != json!({})).then(|| settings.clone());
        Failure { settings, ..Failure::from(problem) }
    })?;
    Ok(Subject { method, runtime: runtime.clone(), settings: settings.clone() })
}

fn corners_and_random(subject: &Subject, options: &KitOptions, purpose: &str) -> Vec<Row> {
    let mut random = Random::new(options.seed, purpose);
    let mut rows = all_corners(subject.description(), &mut random, options.cases);
    rows.extend(subject.random_rows(&mut random, options.cases));
    rows
}

/// Every row is answered, and one that is complete has a score. Complete is what has all factors; where some rule others
/// out, the manifest's hint says what belongs together: `kit = { complete = [["frequency", "magnitude"], …] }`.
fn total(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let description = subject.description();
    let hint = subject.method.plugin().manifest().kit().and_then(|kit| kit.get("complete"));
    let sets: Option<Vec<Vec<&str>>> = hint.and_then(Value::as_array).map(|sets| {
        sets.iter()
            .map(|set| set.as_array().into_iter().flatten().filter_map(Value::as_str).collect())
            .collect()
    });
    let is_complete = |row: &Row| match &sets {
        None => row.iter().all(Option::is_some),
        Some(sets) => sets.iter().any(|set| {
            let given = description.factors.iter().zip(row);
            given.into_iter().all(|(factor, value)| value.is_some() == set.contains(&factor.id.as_str()))
        }),
    };
    let mut rows = corners_and_random(subject, options, "total");
    let mut random = Random::new(options.seed, "complete");
    for at in 0..options.cases {
        let set = sets.as_ref().and_then(|sets| sets.get(at.checked_rem(sets.len())?));
        rows.push(rows::whole(description, set.map(Vec::as_slice), &mut random));
    }
    let wrong = |rows: &[Row]| match subject.ask(rows) {
        // what is out of bounds is told by the check of bounds
        Err(problem) if problem.kind == Kind::Answer => None,
        Err(problem) => Some(problem.to_string()),
        Ok(answers) => rows
            .iter()
            .zip(&answers)
            .filter(|(row, _)| is_complete(row))
            .find_map(|(_, answer)| answer.as_ref().err())
            .map(|message| format!("no score, though everything is there: {message}")),
    };
    let looked = subject.every(&rows, &wrong)?;
    let scores = |part: &[Row]| subject.ask(part).is_ok_and(|answers| answers.iter().any(Result::is_ok));
    if rows.chunks(500).any(scores) {
        return Ok(looked);
    }
    let last: Vec<Row> = rows.last().cloned().into_iter().collect();
    Err((looked, subject.failure(&last, "none of all rows has a score")))
}

fn bounded(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let wrong = |rows: &[Row]| match subject.ask(rows) {
        Err(problem) if problem.kind == Kind::Answer => Some(problem.message),
        _ => None,
    };
    subject.every(&corners_and_random(subject, options, "bounded"), &wrong)
}

fn same(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let wrong = |rows: &[Row]| {
        let (first, second) = (subject.ask(rows).ok()?, subject.ask(rows).ok()?);
        let (first, second) = first.iter().zip(&second).find(|(first, second)| first != second)?;
        Some(format!("asked twice: {}, then {}", said(first), said(second)))
    };
    subject.every(&corners_and_random(subject, options, "same"), &wrong)
}

/// Each row by itself, in another order, and in batches of another size.
fn alone(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "alone");
    let rows = subject.random_rows(&mut random, options.cases);
    let single = |rows: &[Row]| {
        let together = subject.ask(rows).ok()?;
        rows.iter().zip(&together).find_map(|(row, together)| {
            let alone = subject.ask(std::slice::from_ref(row)).ok()?.into_iter().next()?;
            (alone != *together).then(|| {
                format!(
                    "a row has {} in this batch, and {} by itself: {}",
                    said(together),
                    said(&alone),
                    json!(shown(subject.description(), row))
                )
            })
        })
    };
    let some: Vec<Row> = rows.iter().take(200).cloned().collect();
    if single(&some).is_some() {
        return Err((some.len(), subject.smallest(some, &single)));
    }
    let turned = |rows: &[Row]| {
        let forth = subject.ask(rows).ok()?;
        let reversed: Vec<Row> = rows.iter().rev().cloned().collect();
        let back = subject.ask(&reversed).ok()?;
        let (forth, back) = forth.iter().zip(back.iter().rev()).find(|(forth, back)| forth != back)?;
        Some(format!(
            "a row has {} in this order, and {} with the rows turned round",
            said(forth),
            said(back)
        ))
    };
    subject.every(&rows, &turned)?;
    let halved = |rows: &[Row]| {
        let whole = subject.ask(rows).ok()?;
        let parts = rows.chunks(rows.len().div_ceil(3).max(1)).map(|part| subject.ask(part));
        let parts: Vec<Scored> = parts.collect::<Result<Vec<_>, _>>().ok()?.into_iter().flatten().collect();
        let (whole, part) = whole.iter().zip(&parts).find(|(whole, part)| whole != part)?;
        Some(format!("a row has {} in the whole batch, and {} in a third of it", said(whole), said(part)))
    };
    subject.every(&rows, &halved)
}

/// The same of what is told besides scores.
fn told_alone(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "told alone");
    let rows = subject.random_rows(&mut random, options.cases.min(100));
    let wrong = |rows: &[Row]| {
        // what a trace and a model have to be is looked at elsewhere
        let ask = |rows: &[Row]| {
            let batch = subject.batch(rows)?;
            let told = subject
                .method
                .try_trace(&batch)
                .and_then(|traces| Ok((traces, subject.method.try_loss(&batch)?)));
            if told.is_err() {
                let _ = subject.runtime.bring_back(&subject.method.plugin().digest());
            }
            told.ok()
        };
        let (traces, models) = ask(rows)?;
        rows.iter().zip(traces.iter().zip(&models)).find_map(|(row, (trace, model))| {
            let told = ask(std::slice::from_ref(row));
            let row = || json!(shown(subject.description(), row));
            let Some((alone, model_alone)) = told else {
                return Some(format!("a row is told of among others, and not by itself: {}", row()));
            };
            if alone.first() != Some(trace) {
                return Some(format!("a row has another trace by itself: {}", row()));
            }
            (model_alone.first() != Some(model))
                .then(|| format!("a row has another loss model by itself: {}", row()))
        })
    };
    subject.every(&rows, &wrong)
}

/// An instance that is asked again answers as one that is made anew. The host makes one for each call, other hosts need not.
fn stateless(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "stateless");
    let rows = subject.random_rows(&mut random, options.cases.min(500));
    let wrong = |rows: &[Row]| {
        let mut live = subject.method.live().ok()?;
        let batch = subject.batch(rows)?;
        for time in 1..=3 {
            let fresh = subject.ask(rows).ok()?;
            let reused = match live.assess(&batch) {
                Ok(answer) => by_row(&answer),
                Err(problem) => {
                    let _ = subject.runtime.bring_back(&subject.method.plugin().digest());
                    return Some(format!("call {time} of the same instance: {problem}"));
                }
            };
            if let Some((fresh, reused)) = fresh.iter().zip(&reused).find(|(fresh, reused)| fresh != reused) {
                return Some(format!(
                    "a fresh instance gives {}, call {time} of the same instance {}",
                    said(fresh),
                    said(reused)
                ));
            }
        }
        None
    };
    subject.every(&rows, &wrong)
}

fn monotone(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let description = subject.description();
    let mut random = Random::new(options.seed, "monotone");
    let mut bases = all_corners(description, &mut random, options.cases);
    random.shuffle(&mut bases);
    bases.truncate(options.cases);
    bases.extend(subject.random_rows(&mut random, options.cases));
    let mut cases = 0;
    for (at, factor) in
        description.factors.iter().enumerate().filter(|(_, factor)| factor.effect != Effect::Mixed)
    {
        let mut pairs = Vec::new();
        for row in &bases {
            if let Some(higher) = raised(factor, row, at, &mut random) {
                pairs.extend([row.clone(), higher]);
            }
        }
        let wrong = |pair: &[Row]| {
            let [low, high] = pair else { return None };
            let apart = |(place, (low, high)): (usize, (&Option<_>, &Option<_>))| {
                if place == at {
                    matches!((low, high), (Some(low), Some(high)) if above(*low, *high))
                } else {
                    low == high
                }
            };
            if !low.iter().zip(high).enumerate().all(apart) {
                return None;
            }
            let answers = subject.ask(pair).ok()?;
            let [Ok((before, _)), Ok((after, _))] = answers[..] else { return None };
            let (before, after) = (f64::from_bits(before), f64::from_bits(after));
            let (broken, word) = match factor.effect {
                Effect::Raises => (after < before, "raises"),
                _ => (after > before, "lowers"),
            };
            broken.then(|| format!("`{}` {word} the score, it says, but from the first row to the second it goes from {before} to {after}", factor.id))
        };
        for batch in pairs.chunks(500) {
            cases += batch.len() / 2;
            let Ok(answers) = subject.ask(batch) else { continue };
            for (pair, answers) in batch.chunks(2).zip(answers.chunks(2)) {
                let [Ok((before, _)), Ok((after, _))] = answers else { continue };
                let suspect = if factor.effect == Effect::Raises {
                    f64::from_bits(*after) < f64::from_bits(*before)
                } else {
                    f64::from_bits(*after) > f64::from_bits(*before)
                };
                if suspect && wrong(pair).is_some() {
                    return Err((cases, subject.smallest(pair.to_vec(), &wrong)));
                }
            }
        }
    }
    Ok(cases)
}

fn bad_rows(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "bad rows");
    let description = subject.description();
    let mut cases = 0;
    for _ in 0..options.cases.div_ceil(8) {
        let good = subject.random_rows(&mut random, 4);
        let Some((row, reason)) = bad(description, &mut random) else { continue };
        let Ok(expected) = subject.ask(&good) else { continue };
        let mut mixed = good.clone();
        let place = random.below(mixed.len() + 1);
        mixed.insert(place, row.clone());
        cases += 1;
        let message = match subject.ask(&mixed) {
            Err(problem) => Some(format!("one bad row ({reason}) cost the answers of all: {problem}")),
            Ok(answers) => {
                let others =
                    answers.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, answer)| answer);
                match answers.get(place) {
                    Some(answer @ Ok(_)) => Some(format!(
                        "a bad row ({reason}) has {}; it is to be a problem of this row",
                        said(answer)
                    )),
                    _ if others.ne(expected.iter()) => {
                        Some(format!("a bad row ({reason}) changed the answers of the others"))
                    }
                    _ => None,
                }
            }
        };
        if let Some(message) = message {
            let alone = match subject.ask(std::slice::from_ref(&row)) {
                Ok(answers) => answers.first().is_some_and(Result::is_ok),
                Err(_) => true,
            };
            let rows = if alone { vec![row] } else { mixed };
            return Err((cases, subject.failure(&rows, message)));
        }
    }
    Ok(cases)
}

fn empty(subject: &Subject, _: &KitOptions, _: &[u8]) -> Outcome {
    match subject.ask(&[]) {
        Ok(_) => Ok(1),
        Err(problem) => Err((1, subject.failure(&[], problem.to_string()))),
    }
}

fn traced(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    use riskwright_core::identification::FactorValue;
    let mut random = Random::new(options.seed, "traced");
    let mut rows = subject.random_rows(&mut random, options.cases.min(500));
    rows.extend((0..20).filter_map(|_| bad(subject.description(), &mut random)).map(|(row, _)| row));
    let wrong = |rows: &[Row]| {
        let answers = subject.ask(rows).ok()?;
        let traces = match subject.method.try_trace(&subject.batch(rows)?) {
            Ok(traces) => traces,
            Err(problem) => {
                let _ = subject.runtime.bring_back(&subject.method.plugin().digest());
                return Some(problem.to_string());
            }
        };
        rows.iter().zip(&answers).zip(&traces).find_map(|((row, answer), steps)| {
            let Ok((bits, _)) = answer else {
                return (!steps.is_empty()).then(|| "a row without a score has a trace".to_owned());
            };
            match steps.iter().rfind(|step| step.node.as_str() == "score").map(|step| step.value) {
                Some(FactorValue::Number(number)) if number.to_bits() == *bits => {}
                Some(other) => {
                    return Some(format!(
                        "the trace's score is {other:?}, the answer's {}",
                        f64::from_bits(*bits)
                    ));
                }
                None => return Some("the trace does not end with `score`".to_owned()),
            }
            let factors = subject.description().factors.iter().zip(row);
            factors.filter_map(|(factor, value)| Some((factor, (*value)?))).find_map(|(factor, value)| {
                // what was made from others may stand where a factor stood that it outdoes
                let step = steps.iter().find(|step| step.node == factor.id && step.from.is_empty())?;
                (step.value != value)
                    .then(|| format!("the trace has {:?} for `{}`, the row {value:?}", step.value, factor.id))
            })
        })
    };
    subject.every(&rows, &wrong)
}

fn losses(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    if !subject.method.gives_loss() {
        return Ok(0);
    }
    let wrong = |rows: &[Row]| {
        let answers = subject.ask(rows).ok()?;
        match subject.method.try_loss(&subject.batch(rows)?) {
            Ok(models) => {
                let odd =
                    answers.iter().zip(&models).find(|(answer, model)| answer.is_err() && model.is_some());
                odd.map(|_| "a row without a score has a loss model".to_owned())
            }
            Err(problem) => {
                let _ = subject.runtime.bring_back(&subject.method.plugin().digest());
                Some(problem.to_string())
            }
        }
    };
    let mut options = options.clone();
    options.cases = options.cases.min(500);
    let mut rows = corners_and_random(subject, &options, "losses");
    rows.truncate(4_000);
    subject.every(&rows, &wrong)
}

fn recompiled(subject: &Subject, options: &KitOptions, package: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "recompiled");
    let rows = subject.random_rows(&mut random, options.cases.min(500));
    let other =
        Runtime::new(RuntimeOptions::default()).map_err(|error| (0, Failure::new(error.to_string())))?;
    let plugin = other.load(package).map_err(|problem| (0, Failure::from(problem)))?;
    let language = plugin.manifest().default_language().to_string();
    let method =
        plugin.methodology(&subject.settings, &language).map_err(|problem| (0, Failure::from(problem)))?;
    let wrong = |rows: &[Row]| {
        let first = subject.ask(rows).ok()?;
        let second = by_row(&method.try_assess(&subject.batch(rows)?).ok()?);
        let (first, second) = first.iter().zip(&second).find(|(first, second)| first != second)?;
        Some(format!("once {}, and {} in another process", said(first), said(second)))
    };
    subject.every(&rows, &wrong)
}

fn fast(subject: &Subject, options: &KitOptions, _: &[u8]) -> Outcome {
    let mut random = Random::new(options.seed, "fast");
    let rows = subject.random_rows(&mut random, 5_000);
    let (Some(many), Some(one)) =
        (subject.batch(&rows), rows.first().and_then(|row| subject.batch(std::slice::from_ref(row))))
    else {
        return Ok(0);
    };
    // the best of three: the machine has other work too
    let best = |batch: &Batch| {
        let times = (0..3).map(|_| {
            let begin = Instant::now();
            let answer = subject.method.try_assess(batch);
            answer.map(|_| begin.elapsed())
        });
        times.collect::<Result<Vec<_>, _>>().map(|times| times.into_iter().min().unwrap_or_default())
    };
    let measured = best(&many).and_then(|many| Ok((many, best(&one)?)));
    let (many, one) = measured.map_err(|problem| (rows.len(), Failure::from(problem)))?;
    let per_row = many.as_nanos() / 5_000;
    if per_row > u128::from(options.nanoseconds_per_row) {
        let message =
            format!("{per_row} ns for a row of 5,000, at most {} are allowed", options.nanoseconds_per_row);
        return Err((rows.len(), subject.failure(&[], message)));
    }
    if one.as_micros() > u128::from(options.microseconds_per_call) {
        let message = format!(
            "{} µs for a call with one row, at most {} are allowed",
            one.as_micros(),
            options.microseconds_per_call
        );
        return Err((rows.len(), subject.failure(&[], message)));
    }
    Ok(rows.len())
}

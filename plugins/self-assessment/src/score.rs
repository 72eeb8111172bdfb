//! The maturity of each step and overall, 0 to 100, with the way it came about.

use riskwright_sdk::questionnaire::evaluation::Score;

use crate::form::OVERALL;
use crate::questions::{ITEMS, Item, STEPS};
use crate::reading::{Hidden, Reading, Readings};
use crate::words::{count, each, percent, quoted};

/// How many of the answers that cost most are named.
const NAMED: usize = 3;

/// What the questions of a step add up to.
#[derive(Default)]
struct Sum {
    weight: u32,
    reached: f64,
    answered: usize,
    lacking: usize,
    open: usize,
    open_weight: u32,
    /// What is lost, and on which question.
    losses: Vec<(f64, f64, &'static Item)>,
}

impl Sum {
    fn of(step: usize, readings: &Readings<'_>) -> Self {
        let mut sum = Self::default();
        for (item, reading) in ITEMS.iter().zip(&readings.of).filter(|(item, _)| item.step == step) {
            match reading {
                Reading::Answered(_, Some(points)) => {
                    sum.answered += 1;
                    sum.weight += item.weight;
                    sum.reached += f64::from(item.weight) * points;
                    if *points < 100.0 {
                        sum.losses.push((f64::from(item.weight) * (100.0 - points), *points, item));
                    }
                }
                Reading::Hidden(Hidden::Lacking) if item.counts() => {
                    sum.lacking += 1;
                    sum.weight += item.weight;
                }
                Reading::Open if item.counts() => {
                    sum.open += 1;
                    sum.open_weight += item.weight;
                }
                _ => {}
            }
        }
        // stable: of equal losses the question asked first is named first
        sum.losses.sort_by(|left, right| right.0.total_cmp(&left.0));
        sum
    }

    fn value(&self) -> Option<f64> {
        let enough = self.answered > 0 && self.weight >= self.open_weight;
        enough.then(|| (self.reached / f64::from(self.weight)).clamp(0.0, 100.0))
    }

    fn explanation(&self, language: usize) -> String {
        let mut text = String::new();
        let mut say = |words: [&str; 3], what: &str| {
            if !text.is_empty() {
                text.push_str(if language == 2 { "\u{a0}; " } else { "; " });
            }
            text.push_str(words[language]);
            text.push_str(what);
        };
        if self.value().is_none() {
            say(NO_SCORE, "");
        }
        say(
            ["answers that count: ", "gewertete Antworten: ", "réponses comptées\u{a0}: "],
            &count(self.answered),
        );
        if self.lacking > 0 {
            say(LACKING, &count(self.lacking));
        }
        if self.open > 0 {
            say(["not answered yet: ", "noch offen: ", "encore sans réponse\u{a0}: "], &count(self.open));
        }
        if !self.losses.is_empty() {
            let named: Vec<String> = self
                .losses
                .iter()
                .take(NAMED)
                .map(|(_, points, item)| loss(*points, item, language))
                .collect();
            say(["most is lost on ", "am meisten fehlt bei ", "on perd le plus sur "], &named.join(", "));
        }
        text
    }
}

const NO_SCORE: [&str; 3] = [
    "no score yet, half of what is asked has to be answered",
    "noch keine Wertung, die Hälfte der Fragen muss beantwortet sein",
    "pas encore de note, il faut répondre à la moitié des questions",
];

const LACKING: [&str; 3] = [
    "follow-ups that count 0 because what they ask about is not there: ",
    "Folgefragen, die mit 0 zählen, weil es noch nicht gibt, wonach sie fragen: ",
    "questions suivantes comptées 0, car ce qu'elles visent n'existe pas encore\u{a0}: ",
];

fn loss(points: f64, item: &Item, language: usize) -> String {
    [quoted(item.title[language], language).as_str(), " (", &percent(points, language), ")"].concat()
}

pub(crate) fn scores(readings: &Readings<'_>) -> Vec<Score> {
    let sums: Vec<Sum> = (0..STEPS.len()).map(|step| Sum::of(step, readings)).collect();
    let mut scores: Vec<Score> = STEPS
        .iter()
        .zip(&sums)
        .map(|(step, sum)| Score {
            id: step.id.into(),
            value: sum.value(),
            explanation: each(|language| sum.explanation(language)),
        })
        .collect();
    let overall = overall(&scores);
    scores.push(overall);
    scores
}

fn overall(steps: &[Score]) -> Score {
    let known: Vec<(usize, f64)> =
        steps.iter().enumerate().filter_map(|(at, it)| Some((at, it.value?))).collect();
    let lowest = known.iter().min_by(|left, right| left.1.total_cmp(&right.1));
    let highest = known.iter().max_by(|left, right| left.1.total_cmp(&right.1));
    let value = (known.len() == steps.len())
        .then(|| known.iter().map(|(_, value)| value).sum::<f64>() / steps.len() as f64)
        .map(|it| it.clamp(0.0, 100.0));
    let (Some(value), Some(lowest), Some(highest)) = (value, lowest, highest) else {
        let missing = |language: usize| {
            let open = STEPS.iter().zip(steps).filter(|(_, it)| it.value.is_none());
            let open: Vec<&str> = open.map(|(step, _)| step.title[language]).collect();
            [WITHOUT[language], &open.join(", ")].concat()
        };
        return Score { id: OVERALL.into(), value: None, explanation: each(missing) };
    };
    let explain = |language: usize| {
        let named = |(at, value): &(usize, f64)| {
            [STEPS[*at].title[language], " (", &percent(*value, language), ")"].concat()
        };
        [
            [
                "mean of the ten steps; lowest: ",
                "Mittel der zehn Schritte; niedrigster: ",
                "moyenne des dix étapes\u{a0}; la plus basse\u{a0}: ",
            ][language],
            &named(lowest),
            ["; highest: ", "; höchster: ", "\u{a0}; la plus haute\u{a0}: "][language],
            &named(highest),
        ]
        .concat()
    };
    Score { id: OVERALL.into(), value: Some(value), explanation: each(explain) }
}

const WITHOUT: [&str; 3] = [
    "no score until each step has one; still without: ",
    "keine Wertung, bevor jeder Schritt eine hat; noch ohne: ",
    "pas de note avant que chaque étape en ait une\u{a0}; encore sans\u{a0}: ",
];

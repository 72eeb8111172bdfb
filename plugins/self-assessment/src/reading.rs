//! What became of each question: hidden and why, open, or answered and worth how much.

use riskwright_sdk::Texts;
use riskwright_sdk::questionnaire::answers::{AnswerValue, Answers};
use riskwright_sdk::questionnaire::evaluation::Evaluation;

use crate::day::Day;
use crate::questions::{ASSESSED_ON, Choice, Conditions, ITEMS, Item, Kind, Requirement, Test};
use crate::words::texts;

/// From how many points on an answer is a good one.
const GOOD: f64 = 75.0;

/// Why a question is not asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hidden {
    /// What it asks about is not there.
    Lacking,
    /// It does not concern the organisation, or a good answer spares it.
    Spared,
    /// A question before it is open.
    Undecided,
}

/// What became of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading<'a> {
    Hidden(Hidden),
    Open,
    /// With the reason.
    NotApplicable(&'a str),
    /// With what it is worth, 0 to 100; none where the question is about facts.
    Answered(&'a AnswerValue, Option<f64>),
}

/// All questions, in their order; and the day of the answers.
pub(crate) struct Readings<'a> {
    pub(crate) of: Vec<Reading<'a>>,
    today: Option<Day>,
}

/// Reads the answers, and says where two contradict each other: such an answer counts as none.
pub(crate) fn read<'a>(answers: &Answers<'a>, evaluation: &mut Evaluation) -> Readings<'a> {
    let today = answers.get(ASSESSED_ON).and_then(day);
    let mut readings = Readings { of: Vec::with_capacity(ITEMS.len()), today };
    for item in ITEMS {
        let visible = evaluation.visible.iter().any(|it| it == item.id);
        let answer = answers.get(item.id);
        let contradiction = answer.and_then(|it| contradiction(item, it, today));
        let reading = match answer {
            _ if !visible => Reading::Hidden(readings.why_hidden(item.shown_if)),
            Some(AnswerValue::NotApplicable(reason)) => Reading::NotApplicable(reason),
            Some(value) if contradiction.is_none() => {
                Reading::Answered(value, points(&item.kind, value, today))
            }
            _ => Reading::Open,
        };
        if let (true, Some(message)) = (visible, contradiction) {
            evaluation.problem(item.id.into(), message);
        }
        readings.of.push(reading);
    }
    readings
}

impl Readings<'_> {
    /// Whether all of one of the lists hold; which one.
    pub(crate) fn holding(&self, conditions: Conditions) -> Option<&'static [Requirement]> {
        conditions.iter().copied().find(|all| all.iter().all(|it| self.holds(it)))
    }

    fn holds(&self, requirement: &Requirement) -> bool {
        let value = match self.of.get(requirement.item) {
            Some(Reading::Answered(value, _)) => *value,
            Some(Reading::NotApplicable(_)) => {
                return matches!(requirement.test, Test::IsAnswered | Test::IsNotApplicable);
            }
            _ => return false,
        };
        match (requirement.test, value) {
            (Test::IsAnswered, _) => true,
            (Test::HasChoice(wanted), AnswerValue::Choice(choice)) => choice == wanted,
            (Test::HasChoice(wanted), AnswerValue::Choices(choices)) => choices.iter().any(|it| it == wanted),
            (Test::Without(missed), AnswerValue::Choices(choices)) => choices.iter().all(|it| it != missed),
            (Test::AtLeast(least), value) => value.as_number().is_some_and(|it| it >= least),
            (Test::AtMost(most), value) => value.as_number().is_some_and(|it| it <= most),
            (Test::OlderThan(months), value) => match (day(value), self.today) {
                (Some(day), Some(today)) => day.older_than(months, today),
                _ => false,
            },
            (Test::IsYes, AnswerValue::YesNo(yes)) => *yes,
            (Test::IsNo, AnswerValue::YesNo(yes)) => !yes,
            _ => false,
        }
    }

    /// The weightiest reason any of the lists gives: what could still be asked is undecided.
    fn why_hidden(&self, conditions: Conditions) -> Hidden {
        let reasons = conditions.iter().map(|all| self.why_not(all));
        reasons.fold(Hidden::Spared, |so_far, it| match (so_far, it) {
            (Hidden::Undecided, _) | (_, Hidden::Undecided) => Hidden::Undecided,
            (Hidden::Lacking, _) | (_, Hidden::Lacking) => Hidden::Lacking,
            _ => Hidden::Spared,
        })
    }

    /// Why a list does not hold: the first requirement that fails says it.
    fn why_not(&self, all: &[Requirement]) -> Hidden {
        let failing = all.iter().find(|it| !self.holds(it));
        match failing.and_then(|it| self.of.get(it.item)) {
            Some(Reading::Hidden(why)) => *why,
            Some(Reading::Open) => Hidden::Undecided,
            Some(Reading::Answered(_, Some(points))) if *points < GOOD => Hidden::Lacking,
            _ => Hidden::Spared,
        }
    }
}

fn day(value: &AnswerValue) -> Option<Day> {
    match value {
        AnswerValue::Date(text) => Day::parse(text),
        _ => None,
    }
}

fn chosen<'a>(choices: &'a [Choice], id: &str) -> Option<&'a Choice> {
    choices.iter().find(|it| it.id == id)
}

fn points(kind: &Kind, value: &AnswerValue, today: Option<Day>) -> Option<f64> {
    match (kind, value) {
        (Kind::Maturity, AnswerValue::Level(level)) => Some((f64::from(*level) * 25.0).min(100.0)),
        (Kind::OneOf(choices), AnswerValue::Choice(id)) => chosen(choices, id)?.points.map(f64::from),
        (Kind::AnyOf { choices, full }, AnswerValue::Choices(ids)) => {
            let true_ones = ids.iter().filter(|it| chosen(choices, it).is_some_and(|it| !it.nothing)).count();
            let share = f64::from(u32::try_from(true_ones).unwrap_or(u32::MAX)) / f64::from(*full);
            Some((share * 100.0).min(100.0))
        }
        (Kind::Number { worst, best, .. }, AnswerValue::Number(number)) => {
            Some(between(*number, *worst, *best))
        }
        (Kind::Date { age: Some(age) }, AnswerValue::Date(_)) => {
            let (day, today) = (day(value)?, today?);
            if !day.older_than(age.fresh, today) {
                return Some(100.0);
            }
            Some(between(day.age(today), f64::from(age.stale), f64::from(age.fresh)))
        }
        (Kind::YesNo { good }, AnswerValue::YesNo(yes)) => {
            good.map(|good| if good == *yes { 100.0 } else { 0.0 })
        }
        _ => None,
    }
}

/// 0 at the worst, 100 at the best, and in proportion between them.
fn between(value: f64, worst: f64, best: f64) -> f64 {
    ((value - worst) / (best - worst) * 100.0).clamp(0.0, 100.0)
}

fn contradiction(item: &Item, value: &AnswerValue, today: Option<Day>) -> Option<Texts> {
    match (&item.kind, value) {
        (Kind::AnyOf { choices, .. }, AnswerValue::Choices(ids)) => {
            let nothing = ids.iter().any(|it| chosen(choices, it).is_some_and(|it| it.nothing));
            (nothing && ids.len() > 1).then(|| {
                texts([
                    "“none of these” and other choices exclude each other; keep one or the other",
                    "„Nichts davon“ und andere Antworten schließen einander aus; nur eines kann bleiben",
                    "«\u{a0}aucun\u{a0}» et d'autres choix s'excluent\u{a0}; gardez l'un ou les autres",
                ])
            })
        }
        (Kind::Date { age: Some(_) }, AnswerValue::Date(_)) => (day(value)? > today?).then(|| {
            texts([
                "this day lies after the day of the answers; a day that has passed is wanted",
                "dieser Tag liegt nach dem Tag der Antworten; gefragt ist ein vergangener Tag",
                "ce jour est postérieur au jour des réponses\u{a0}; on attend un jour passé",
            ])
        }),
        _ => None,
    }
}

/// What a question takes, for those who answered something else.
pub(crate) fn wanted(id: &str) -> Texts {
    let Some(item) = ITEMS.iter().find(|it| it.id == id) else { return Texts::none() };
    let words = match item.kind {
        Kind::Maturity => [
            "a level from 0 to 4 is wanted",
            "gefragt ist eine Stufe von 0 bis 4",
            "on attend un niveau de 0 à 4",
        ],
        Kind::OneOf(_) => {
            ["one of the choices is wanted", "gefragt ist eine der Antworten", "on attend un des choix"]
        }
        Kind::AnyOf { .. } => [
            "some of the choices are wanted, each once",
            "gefragt sind einige der Antworten, jede einmal",
            "on attend certains des choix, chacun une fois",
        ],
        Kind::Text { .. } => [
            "a text within the limit of characters is wanted",
            "gefragt ist ein Text, der die erlaubte Länge einhält",
            "on attend un texte qui respecte la limite de caractères",
        ],
        Kind::Number { .. } => [
            "a number within the bounds is wanted",
            "gefragt ist eine Zahl innerhalb der Grenzen",
            "on attend un nombre dans les bornes",
        ],
        Kind::Date { .. } => [
            "a day such as `2026-11-02` is wanted",
            "gefragt ist ein Tag wie `2026-11-02`",
            "on attend un jour tel que `2026-11-02`",
        ],
        Kind::YesNo { .. } => ["yes or no is wanted", "gefragt ist Ja oder Nein", "on attend oui ou non"],
    };
    if !item.may_not_apply {
        return texts(words);
    }
    let or = [
        ", or why it does not apply",
        ", oder warum das nicht anwendbar ist",
        ", ou pourquoi cela ne s'applique pas",
    ];
    crate::words::each(|at| [words[at], or[at]].concat())
}

//! The questionnaire as the SDK takes it.

use riskwright_sdk::methodology::description::Bounds;
use riskwright_sdk::questionnaire::item::{self, ItemKind, Section};
use riskwright_sdk::questionnaire::rules::ScoreRule;
use riskwright_sdk::questionnaire::{self, Form};

use crate::questions::{Choice, Conditions, ITEMS, Item, Kind, MATURITY, STEPS, Test, Words};
use crate::words::texts;

const TITLE: Words = [
    "Self-assessment for ISO/IEC 27001",
    "Selbsteinschätzung zu ISO/IEC 27001",
    "Auto-évaluation ISO/IEC 27001",
];

const INTRO: Words = [
    "Ten steps, about an hour. Answer what is, not what is planned: nobody is graded, and a frank “no” saves the most \
     work. Questions that do not concern you stay hidden.",
    "Zehn Schritte, etwa eine Stunde. Antworten Sie, was ist, nicht, was geplant ist: Niemand wird benotet, und ein \
     ehrliches „Nein“ spart die meiste Arbeit. Was Sie nicht betrifft, bleibt verborgen.",
    "Dix étapes, environ une heure. Répondez ce qui est, non ce qui est prévu\u{a0}: personne n'est noté, et un «\u{a0}non\u{a0}» franc \
     épargne le plus de travail. Les questions qui ne vous concernent pas restent cachées.",
];

/// The score over all steps.
pub(crate) const OVERALL: &str = "overall";

const OVERALL_TITLE: Words = ["Maturity overall", "Reifegrad insgesamt", "Maturité globale"];

pub(crate) fn form() -> Form {
    Form {
        title: texts(TITLE),
        intro: texts(INTRO),
        sections: STEPS
            .iter()
            .map(|it| Section::new(it.id, texts(it.title)).intro(texts(it.intro)))
            .collect(),
        items: ITEMS.iter().map(item).collect(),
        scores: STEPS
            .iter()
            .map(|it| (it.id, it.title))
            .chain([(OVERALL, OVERALL_TITLE)])
            .map(|(id, title)| ScoreRule::mean(id, texts(title), 0.0, 100.0).unit("%"))
            .collect(),
        proposals: Vec::new(),
    }
}

fn item(of: &Item) -> item::Item {
    item::Item {
        id: of.id.into(),
        section: STEPS[of.step].id.into(),
        title: texts(of.title),
        help: texts(of.help),
        kind: kind(&of.kind),
        required: of.required,
        may_not_apply: of.may_not_apply,
        wants_evidence: of.evidence,
        shown_if: conditions(of.shown_if),
        about: of.about.iter().map(|&it| it.into()).collect(),
    }
}

fn kind(of: &Kind) -> ItemKind {
    match of {
        Kind::Maturity => ItemKind::Scale(MATURITY.iter().map(|&it| texts(it)).collect()),
        Kind::OneOf(choices) => ItemKind::OneOf(self::choices(choices)),
        Kind::AnyOf { choices, .. } => ItemKind::AnyOf(self::choices(choices)),
        Kind::Text { limit } => ItemKind::Text(*limit),
        Kind::Number { unit, min, max, .. } => ItemKind::Number(Bounds::new(*unit, *min, *max)),
        Kind::Date { .. } => ItemKind::Date,
        Kind::YesNo { .. } => ItemKind::YesNo,
    }
}

fn choices(of: &[Choice]) -> Vec<questionnaire::Choice> {
    of.iter().map(|it| questionnaire::Choice::new(it.id, texts(it.title))).collect()
}

fn conditions(of: Conditions) -> Vec<Vec<item::Requirement>> {
    let requirement = |it: &crate::questions::Requirement| {
        let test = match it.test {
            Test::HasChoice(choice) => item::Test::HasChoice(choice.into()),
            Test::AtLeast(least) => item::Test::AtLeast(least),
            Test::AtMost(most) => item::Test::AtMost(most),
            Test::IsYes => item::Test::IsYes,
            Test::IsNo => item::Test::IsNo,
            Test::IsNotApplicable => item::Test::IsNotApplicable,
            // `build.rs` takes the tests of findings alone for findings alone
            Test::IsAnswered | Test::Without(_) | Test::OlderThan(_) => item::Test::IsAnswered,
        };
        item::Requirement::new(ITEMS[it.item].id, test)
    };
    of.iter().map(|all| all.iter().map(requirement).collect()).collect()
}

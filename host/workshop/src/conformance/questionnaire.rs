//! What a questionnaire promises: random walks through its items.

use riskwright_core::catalogue::find;
use riskwright_runtime::questionnaire::{
    AnswerValue, Bounds, Evaluation, GivenAnswer, Item, ItemKind, ProposedChange, QuestionnaireContents,
    Requirement, Test,
};
use serde_json::json;

use super::catalogue::speaks;
use super::random::Random;
use super::{Failure, Kit, KitOptions, Outcome};

type Ask<'a> = &'a dyn Fn(&[GivenAnswer]) -> Result<Evaluation, String>;

pub(super) fn look(kit: &mut Kit<'_>) {
    kit.check("the questionnaire is well formed", |plugin, _| {
        plugin.questionnaire().map(|contents| contents.items.len()).map_err(|problem| (1, problem.into()))
    });
    kit.check("each item has a title in the default language", |plugin, _| {
        let Ok(contents) = plugin.questionnaire() else { return Ok(0) };
        let language = plugin.manifest().default_language().as_str();
        match contents.items.iter().find(|item| !speaks(&item.title, language)) {
            Some(item) => {
                Err((1, Failure::new(format!("the item `{}` has no title in `{language}`", item.id))))
            }
            None => Ok(contents.items.len()),
        }
    });
    let walks: [(&str, Wrong); 5] = [
        ("what is visible and missing follows from the conditions", conditions),
        ("the same answers lead to the same evaluation", same),
        ("answers of hidden items count for nothing", hidden),
        ("proposals name known things and answered items", proposals),
        ("an answer that its item does not take is a problem and breaks nothing", bad),
    ];
    for (name, wrong) in walks {
        let runtime = kit.runtime.clone();
        kit.check(name, |plugin, options| {
            let Ok(contents) = plugin.questionnaire() else { return Ok(0) };
            let ask = |answers: &[GivenAnswer]| {
                let evaluation = plugin.evaluate(answers);
                if evaluation.is_err() {
                    let _ = runtime.bring_back(&plugin.digest());
                }
                evaluation.map_err(|problem| problem.to_string())
            };
            walk(&contents, &ask, options, name, wrong)
        });
    }
}

/// What is wrong at a step of a walk.
type Wrong = fn(&QuestionnaireContents, Ask<'_>, &[GivenAnswer], u64) -> Option<String>;

/// Answers visible items one after the other, now and then another way, and looks at each step.
fn walk(
    contents: &QuestionnaireContents,
    ask: Ask<'_>,
    options: &KitOptions,
    name: &str,
    wrong: Wrong,
) -> Outcome {
    let mut random = Random::new(options.seed, name);
    let mut cases = 0;
    let most = options.cases.min(400);
    while cases < most {
        let mut answers: Vec<GivenAnswer> = Vec::new();
        for _ in 0..=contents.items.len() {
            cases += 1;
            let seed = random.next();
            if wrong(contents, ask, &answers, seed).is_some() {
                return Err((cases, smallest(contents, ask, answers, seed, wrong)));
            }
            let visible = visible(contents, &answers);
            let Some(item) = visible.get(random.below(visible.len())) else { break };
            answers.retain(|answer| answer.item != item.id);
            answers.push(GivenAnswer { item: item.id.clone(), value: value(item, &mut random) });
            if cases >= most {
                break;
            }
        }
    }
    Ok(cases)
}

/// Leaves out answers as long as it still goes wrong.
fn smallest(
    contents: &QuestionnaireContents,
    ask: Ask<'_>,
    mut answers: Vec<GivenAnswer>,
    seed: u64,
    wrong: Wrong,
) -> Failure {
    let mut at = 0;
    while at < answers.len() {
        let mut fewer = answers.clone();
        fewer.remove(at);
        if wrong(contents, ask, &fewer, seed).is_some() {
            answers = fewer;
        } else {
            at += 1;
        }
    }
    let message = wrong(contents, ask, &answers, seed).unwrap_or_default();
    let row = answers.iter().map(|answer| (answer.item.clone(), json!(answer.value))).collect();
    Failure { rows: vec![row], ..Failure::new(message) }
}

/// The items to be shown, by their conditions.
fn visible<'a>(contents: &'a QuestionnaireContents, answers: &[GivenAnswer]) -> Vec<&'a Item> {
    let mut visible: Vec<&Item> = Vec::new();
    for item in &contents.items {
        let holds = |requirement: &Requirement| {
            let shown = visible.iter().any(|item| item.id == requirement.item);
            let answer = answers.iter().find(|answer| shown && answer.item == requirement.item);
            answer.is_some_and(|answer| test(&requirement.test, &answer.value))
        };
        if item.shown_if.is_empty() || item.shown_if.iter().any(|all| all.iter().all(holds)) {
            visible.push(item);
        }
    }
    visible
}

fn test(test: &Test, value: &AnswerValue) -> bool {
    let number = match value {
        AnswerValue::Level(level) => Some(f64::from(*level)),
        AnswerValue::Number(number) => Some(*number),
        _ => None,
    };
    match (test, value) {
        (Test::HasChoice(wanted), AnswerValue::Choice(choice)) => wanted == choice,
        (Test::HasChoice(wanted), AnswerValue::Choices(choices)) => choices.contains(wanted),
        (Test::AtLeast(least), _) => number.is_some_and(|number| number >= *least),
        (Test::AtMost(most), _) => number.is_some_and(|number| number <= *most),
        (Test::IsYes, AnswerValue::YesNo(yes)) => *yes,
        (Test::IsNo, AnswerValue::YesNo(yes)) => !*yes,
        (Test::IsAnswered, _) => true,
        (Test::IsNotApplicable, AnswerValue::NotApplicable(_)) => true,
        _ => false,
    }
}

/// Something an item takes.
fn value(item: &Item, random: &mut Random) -> AnswerValue {
    if item.may_not_apply && random.once_in(6) {
        return AnswerValue::NotApplicable("out of scope".to_owned());
    }
    match &item.kind {
        ItemKind::OneOf(choices) => AnswerValue::Choice(
            choices.get(random.below(choices.len())).map(|choice| choice.id.clone()).unwrap_or_default(),
        ),
        ItemKind::AnyOf(choices) => {
            let mut taken: Vec<String> =
                choices.iter().filter(|_| random.once_in(2)).map(|choice| choice.id.clone()).collect();
            if taken.is_empty() {
                taken.extend(choices.first().map(|choice| choice.id.clone()));
            }
            AnswerValue::Choices(taken)
        }
        ItemKind::Scale(levels) => {
            AnswerValue::Level(u8::try_from(random.below(levels.len())).unwrap_or_default())
        }
        ItemKind::Text(most) => {
            let length = usize::try_from(*most).unwrap_or(1).clamp(1, 20);
            AnswerValue::Text("a".repeat(1 + random.below(length)))
        }
        ItemKind::Number(Bounds { min, max, .. }) => AnswerValue::Number(if random.once_in(3) {
            *min
        } else {
            (min + (max - min) * random.unit()).clamp(*min, *max)
        }),
        ItemKind::Date => {
            AnswerValue::Date(format!("2026-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)))
        }
        ItemKind::YesNo => AnswerValue::YesNo(random.once_in(2)),
    }
}

fn conditions(
    contents: &QuestionnaireContents,
    ask: Ask<'_>,
    answers: &[GivenAnswer],
    _: u64,
) -> Option<String> {
    let evaluation = match ask(answers) {
        Ok(evaluation) => evaluation,
        Err(message) => return Some(message),
    };
    if let [answer] = answers
        && let Some(problem) = evaluation.problems.first()
        // of several choices one may rule another out: `none of these`
        && !matches!(&answer.value, AnswerValue::Choices(choices) if choices.len() > 1)
    {
        return Some(format!("`{}` refuses an answer that its kind takes", problem.item));
    }
    // one answer may rule another out, a day before another day: whether an answer with a problem still opens what
    // hangs on it the questionnaire decides, and all the rest follows from the conditions either way
    let refused =
        |answer: &&GivenAnswer| evaluation.problems.iter().any(|problem| problem.item == answer.item);
    let accepted: Vec<GivenAnswer> = answers.iter().filter(|answer| !refused(answer)).cloned().collect();
    let first = differs(contents, &evaluation, answers)?;
    if accepted.len() == answers.len() || differs(contents, &evaluation, &accepted).is_some() {
        return Some(first);
    }
    None
}

/// How an evaluation departs from what is visible and missing under the answers that count.
fn differs(
    contents: &QuestionnaireContents,
    evaluation: &Evaluation,
    answers: &[GivenAnswer],
) -> Option<String> {
    let shown = visible(contents, answers);
    let expected: Vec<&str> = shown.iter().map(|item| item.id.as_str()).collect();
    if evaluation.visible != expected {
        let odd = |ids: &[&str], others: &[&str]| {
            ids.iter().find(|id| !others.contains(id)).map(|id| (*id).to_owned())
        };
        let found: Vec<&str> = evaluation.visible.iter().map(String::as_str).collect();
        return Some(match (odd(&found, &expected), odd(&expected, &found)) {
            (Some(item), _) => format!("`{item}` is shown, though its conditions do not hold"),
            (None, Some(item)) => format!("`{item}` is not shown, though its conditions hold"),
            (None, None) => "the visible items are not in the order of the questionnaire".to_owned(),
        });
    }
    let has_problem = |item: &str| evaluation.problems.iter().any(|problem| problem.item == item);
    let lacks = |item: &&&Item| item.required && !answers.iter().any(|answer| answer.item == item.id);
    let wanted = shown.iter().filter(lacks).map(|item| item.id.as_str());
    let missing: Vec<&str> = wanted.filter(|item| !has_problem(item)).collect();
    let said: Vec<&str> =
        evaluation.missing.iter().map(String::as_str).filter(|item| !has_problem(item)).collect();
    (said != missing).then(|| format!("missing are {said:?}, by the conditions {missing:?}"))
}

fn same(_: &QuestionnaireContents, ask: Ask<'_>, answers: &[GivenAnswer], _: u64) -> Option<String> {
    let (first, second) = (ask(answers).ok()?, ask(answers).ok()?);
    let turned: Vec<GivenAnswer> = answers.iter().rev().cloned().collect();
    let turned = ask(&turned).ok()?;
    if first != second {
        return Some("asked twice, it comes to two different evaluations".to_owned());
    }
    (first != turned).then(|| "with the answers in another order it comes to another evaluation".to_owned())
}

fn hidden(
    contents: &QuestionnaireContents,
    ask: Ask<'_>,
    answers: &[GivenAnswer],
    seed: u64,
) -> Option<String> {
    let mut random = Random::new(seed, "hidden");
    let shown = visible(contents, answers);
    let shown_answers: Vec<GivenAnswer> =
        answers.iter().filter(|answer| shown.iter().any(|item| item.id == answer.item)).cloned().collect();
    let mut more = shown_answers.clone();
    let hidden = contents.items.iter().filter(|item| !shown.iter().any(|other| other.id == item.id));
    more.extend(hidden.map(|item| GivenAnswer { item: item.id.clone(), value: value(item, &mut random) }));
    let (with, without) = (ask(&more).ok()?, ask(&shown_answers).ok()?);
    (with != without).then(|| "answers of hidden items change the evaluation".to_owned())
}

fn proposals(_: &QuestionnaireContents, ask: Ask<'_>, answers: &[GivenAnswer], _: u64) -> Option<String> {
    let evaluation = ask(answers).ok()?;
    evaluation.proposals.iter().find_map(|proposal| {
        if let ProposedChange::ControlStatus { control, .. } = &proposal.change
            && control.starts_with("A.")
            && find(control).is_none()
        {
            return Some(format!("a status is proposed for `{control}`, which Annex A does not have"));
        }
        let unanswered =
            proposal.because.iter().find(|item| !answers.iter().any(|answer| answer.item == **item));
        unanswered.map(|item| format!("a proposal is made because of `{item}`, which was not answered"))
    })
}

/// Answers of other kinds, unknown choices, levels and numbers out of range.
fn bad(contents: &QuestionnaireContents, ask: Ask<'_>, answers: &[GivenAnswer], seed: u64) -> Option<String> {
    let mut random = Random::new(seed, "bad");
    let shown = visible(contents, answers);
    let item = shown.get(random.below(shown.len()))?;
    let value = match &item.kind {
        ItemKind::OneOf(_) => AnswerValue::Choice("no-such-choice".to_owned()),
        ItemKind::AnyOf(_) => AnswerValue::Choices(vec!["no-such-choice".to_owned()]),
        ItemKind::Scale(_) => AnswerValue::Level(u8::MAX),
        ItemKind::Number(Bounds { max, .. }) => {
            AnswerValue::Number(if *max < f64::MAX / 4.0 { max.abs() * 2.0 + 1.0 } else { return None })
        }
        ItemKind::Text(most) => AnswerValue::Text("a".repeat(usize::try_from(*most).ok()?.min(100_000) + 1)),
        ItemKind::Date => AnswerValue::Date("2026-13-45".to_owned()),
        ItemKind::YesNo => AnswerValue::Text("perhaps".to_owned()),
    };
    let mut given: Vec<GivenAnswer> =
        answers.iter().filter(|answer| answer.item != item.id).cloned().collect();
    given.push(GivenAnswer { item: item.id.clone(), value });
    match ask(&given) {
        Err(message) => Some(message),
        Ok(evaluation) if evaluation.problems.iter().any(|problem| problem.item == item.id) => None,
        Ok(_) => {
            Some(format!("`{}` has an answer that it does not take, and nothing is said of it", item.id))
        }
    }
}

#[cfg(test)]
mod tests {
    use riskwright_runtime::questionnaire::{AnswerProblem, Choice, Section};
    use riskwright_runtime::text::Texts;

    use super::*;

    fn item(id: &str, kind: ItemKind, shown_if: Vec<Vec<Requirement>>) -> Item {
        Item {
            id: id.to_owned(),
            section: "all".to_owned(),
            title: Texts::default(),
            help: Texts::default(),
            kind,
            required: true,
            may_not_apply: false,
            wants_evidence: false,
            shown_if,
            about: Vec::new(),
        }
    }

    /// Two choices open a date each; of a list, `none` rules the others out.
    fn contents() -> QuestionnaireContents {
        let choices = |ids: &[&str]| {
            ids.iter().map(|id| Choice { id: (*id).to_owned(), title: Texts::default() }).collect()
        };
        let has = |item: &str, choice: &str| {
            vec![vec![Requirement { item: item.to_owned(), test: Test::HasChoice(choice.to_owned()) }]]
        };
        QuestionnaireContents {
            title: Texts::default(),
            intro: Texts::default(),
            sections: vec![Section {
                id: "all".to_owned(),
                title: Texts::default(),
                intro: Texts::default(),
            }],
            items: vec![
                item("backup", ItemKind::OneOf(choices(&["yes", "no"])), Vec::new()),
                item("tried", ItemKind::Date, has("backup", "yes")),
                item("planned", ItemKind::YesNo, has("backup", "no")),
                item("places", ItemKind::AnyOf(choices(&["here", "there", "none"])), Vec::new()),
            ],
            scores: Vec::new(),
        }
    }

    /// A questionnaire that keeps its promises: an answer with a problem opens nothing.
    fn honest(contents: &QuestionnaireContents, answers: &[GivenAnswer]) -> Evaluation {
        let ruled_out = |answer: &&GivenAnswer| matches!(&answer.value, AnswerValue::Choices(some) if some.len() > 1 && some.contains(&"none".to_owned()));
        let problems: Vec<AnswerProblem> = answers
            .iter()
            .filter(ruled_out)
            .map(|answer| AnswerProblem { item: answer.item.clone(), message: Texts::default() })
            .collect();
        let counted: Vec<GivenAnswer> = answers.iter().filter(|answer| !ruled_out(answer)).cloned().collect();
        let shown = visible(contents, &counted);
        let missing = shown.iter().filter(|item| !answers.iter().any(|answer| answer.item == item.id));
        Evaluation {
            missing: missing.map(|item| item.id.clone()).collect(),
            visible: shown.iter().map(|item| item.id.clone()).collect(),
            problems,
            scores: Vec::new(),
            proposals: Vec::new(),
        }
    }

    fn found(fault: impl Fn(&mut Evaluation, &[GivenAnswer])) -> Outcome {
        let contents = contents();
        let ask = |answers: &[GivenAnswer]| {
            let mut evaluation = honest(&contents, answers);
            fault(&mut evaluation, answers);
            Ok(evaluation)
        };
        walk(&contents, &ask, &KitOptions::default(), "conditions", conditions)
    }

    fn answered(answers: &[GivenAnswer], item: &str) -> bool {
        answers.iter().any(|answer| answer.item == item)
    }

    #[test]
    fn what_follows_from_the_conditions_passes_with_problems_among_the_answers_too() {
        assert_eq!(found(|_, _| ()).unwrap_or_else(|(_, failure)| panic!("{failure}")), 400);
    }

    #[test]
    fn what_departs_from_the_conditions_is_found_with_problems_among_the_answers_too() {
        type Tamper<'a> = &'a dyn Fn(&mut Evaluation, &[GivenAnswer]);
        let cases: [(&str, &str, Tamper<'_>); 6] = [
            ("always shown", "is shown, though", &|evaluation, _| {
                evaluation.visible = ["backup", "tried", "planned", "places"].map(str::to_owned).to_vec();
            }),
            ("never shown", "`tried` is not shown", &|evaluation, _| {
                evaluation.visible.retain(|item| item != "tried");
            }),
            ("another order", "order of the questionnaire", &|evaluation, _| evaluation.visible.reverse()),
            ("nothing is missing", "missing are []", &|evaluation, _| evaluation.missing.clear()),
            ("refuses a sole answer", "refuses an answer", &|evaluation, answers| {
                if answers.len() == 1 && answered(answers, "backup") {
                    let item = "backup".to_owned();
                    evaluation.problems.push(AnswerProblem { item, message: Texts::default() });
                }
            }),
            ("forgets what is missing beside a problem", "missing are []", &|evaluation, _| {
                if !evaluation.problems.is_empty() {
                    evaluation.missing.clear();
                }
            }),
        ];
        for (fault, expected, tamper) in cases {
            let (_, failure) = found(tamper).expect_err(fault);
            assert!(failure.message.contains(expected), "{fault}: {failure}");
        }
    }
}

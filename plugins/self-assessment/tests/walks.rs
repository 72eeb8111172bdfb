//! The questionnaire as respondents meet it: walked at random, at its best and at its worst.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use riskwright_plugin_self_assessment::SelfAssessment;
use riskwright_sdk::Texts;
use riskwright_sdk::questionnaire::answers::{Answer, AnswerValue};
use riskwright_sdk::questionnaire::evaluation::{Change, Evaluation, Severity, Status};
use riskwright_sdk::questionnaire::item::{Item, ItemKind};
use riskwright_sdk::questionnaire::{Form, Questionnaire, evaluate};

/// Numbers for walks, the same in every run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

fn form() -> &'static Form {
    static FORM: LazyLock<Form> = LazyLock::new(SelfAssessment::form);
    &FORM
}

fn answered(answers: &[(&str, AnswerValue)]) -> Evaluation {
    let answers: Vec<Answer> =
        answers.iter().map(|(item, value)| Answer::new((*item).to_owned(), value.clone())).collect();
    evaluate::<SelfAssessment>(&answers)
}

fn day(text: &str) -> AnswerValue {
    AnswerValue::Date(text.to_owned())
}

fn pick(choice: &str) -> AnswerValue {
    AnswerValue::Choice(choice.to_owned().into())
}

/// All answers worth trying for an item.
fn candidates(item: &Item) -> Vec<AnswerValue> {
    let mut values = match &item.kind {
        ItemKind::OneOf(choices) => choices.iter().map(|it| AnswerValue::Choice(it.id.clone())).collect(),
        ItemKind::AnyOf(choices) => {
            let real: Vec<_> = choices.iter().map(|it| it.id.clone()).filter(|it| it != "none").collect();
            let without = |left_out: usize| {
                real.iter().enumerate().filter(move |(at, _)| *at != left_out).map(|(_, it)| it.clone())
            };
            let mut values =
                vec![AnswerValue::Choices(vec!["none".into()]), AnswerValue::Choices(real.clone())];
            values.extend((0..real.len()).map(|at| AnswerValue::Choices(without(at).collect())));
            values
        }
        ItemKind::Scale(levels) => (0..levels.len()).map(|it| AnswerValue::Level(it as u8)).collect(),
        ItemKind::Text(_) => vec![AnswerValue::Text("an answer".into())],
        ItemKind::Number(bounds) => {
            let steps = [0.0, 0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.33, 0.5, 0.66, 0.8, 0.95, 1.0];
            steps
                .iter()
                .map(|it| AnswerValue::Number((bounds.min + it * (bounds.max - bounds.min)).floor()))
                .collect()
        }
        ItemKind::Date => {
            ["2026-11-01", "2026-01-31", "2025-10-31", "2024-12-31", "2019-02-28"].map(day).to_vec()
        }
        ItemKind::YesNo => vec![AnswerValue::YesNo(true), AnswerValue::YesNo(false)],
    };
    if item.id == "assessed-on" {
        values = vec![day("2026-11-02")];
    }
    if item.may_not_apply {
        values.push(AnswerValue::NotApplicable("there is none here".into()));
    }
    values
}

/// Answers every shown item with what `choose` takes.
fn walk(mut choose: impl FnMut(&Item, &[AnswerValue]) -> AnswerValue) -> (Vec<Answer>, Evaluation) {
    let mut answers = Vec::new();
    for item in &form().items {
        if form().evaluate(&answers).1.visible.contains(&item.id) {
            let value = choose(item, &candidates(item));
            answers.push(Answer { item: item.id.clone(), value });
        }
    }
    let evaluation = evaluate::<SelfAssessment>(&answers);
    assert!(evaluation.missing.is_empty() && evaluation.problems.is_empty(), "{evaluation:?}");
    (answers, evaluation)
}

fn random(dice: &mut Dice) -> (Vec<Answer>, Evaluation) {
    walk(|_, values| values[dice.roll(values.len())].clone())
}

/// The worst and the best answer of each item, as the files have it; none for items about facts.
fn ends() -> BTreeMap<String, (AnswerValue, AnswerValue)> {
    let files = [
        include_str!("../data/1_plan.toml"),
        include_str!("../data/2_do.toml"),
        include_str!("../data/3_check_and_act.toml"),
    ];
    let file = |text: &str| text.parse::<toml::Table>().unwrap()["item"].as_array().unwrap().clone();
    let end = |item: &toml::Value| {
        let choices = || item["choice"].as_array().unwrap().iter();
        let number = |name: &str| {
            let value = &item[name];
            AnswerValue::Number(value.as_float().or(value.as_integer().map(|it| it as f64)).unwrap())
        };
        let (worst, best) = match item["kind"].as_str().unwrap() {
            "maturity" => (AnswerValue::Level(0), AnswerValue::Level(4)),
            "one-of" => {
                choices().next().unwrap().get("points")?;
                let points = |it: &&toml::Value| it["points"].as_integer().unwrap();
                let id = |it: &toml::Value| pick(it["id"].as_str().unwrap());
                (id(choices().min_by_key(points).unwrap()), id(choices().max_by_key(points).unwrap()))
            }
            "any-of" => {
                let (nothing, real): (Vec<_>, Vec<_>) = choices().partition(|it| it.get("nothing").is_some());
                let ids = |of: Vec<&toml::Value>| {
                    AnswerValue::Choices(
                        of.iter().map(|it| it["id"].as_str().unwrap().to_owned().into()).collect(),
                    )
                };
                (ids(nothing), ids(real))
            }
            "number" => (number("worst"), number("best")),
            "date" => {
                item.get("fresh")?;
                (day("2019-02-28"), day("2026-11-01"))
            }
            "yes-no" => {
                let good = item.get("good")?.as_bool().unwrap();
                (AnswerValue::YesNo(!good), AnswerValue::YesNo(good))
            }
            _ => return None,
        };
        Some((item["id"].as_str().unwrap().to_owned(), (worst, best)))
    };
    files.iter().flat_map(|it| file(it)).filter_map(|it| end(&it)).collect()
}

/// The walk on which every answer is worth the most or the least; `facts` chooses among answers about facts.
fn extreme(best: bool, mut facts: impl FnMut(usize) -> usize) -> Evaluation {
    let ends = ends();
    walk(|item, values| match ends.get(item.id.as_ref()) {
        Some((_, value)) if best => value.clone(),
        Some((value, _)) => value.clone(),
        None => values[facts(values.len())].clone(),
    })
    .1
}

#[test]
fn the_best_walk_gives_100_and_the_worst_0_in_every_step() {
    let mut dice = Dice(7);
    for _ in 0..4 {
        for (best, wanted) in [(true, 100.0), (false, 0.0)] {
            let evaluation = extreme(best, |sides| dice.roll(sides));
            assert_eq!(evaluation.scores.len(), 11);
            for score in &evaluation.scores {
                assert_eq!(score.value, Some(wanted), "{}: {}", score.id, score.explanation.first());
            }
            let findings =
                evaluation.proposals.iter().filter(|it| matches!(it.change, Change::Finding(..))).count();
            assert!(if best { findings == 0 } else { findings >= 20 }, "{findings} findings");
        }
    }
}

#[test]
fn random_walks_stay_in_range_and_reach_every_item_and_proposal() {
    let mut dice = Dice(42);
    let (mut shown, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    let (mut statuses, mut findings) = (BTreeSet::new(), BTreeSet::new());
    let mut shortest = usize::MAX;
    let mut longest = 0;
    for _ in 0..400 {
        let (answers, evaluation) = random(&mut dice);
        (shortest, longest) = (shortest.min(answers.len()), longest.max(answers.len()));
        for item in &form().items {
            if evaluation.visible.contains(&item.id) {
                shown.insert(item.id.clone())
            } else {
                hidden.insert(item.id.clone())
            };
        }
        for score in &evaluation.scores {
            assert!(score.value.is_none_or(|it| (0.0..=100.0).contains(&it)), "{score:?}");
            languages(&score.explanation);
        }
        let mut controls = BTreeSet::new();
        let proposes = |change| evaluation.proposals.iter().any(|it| it.change == change);
        for control in form().items.iter().flat_map(|it| &it.about) {
            let at_odds =
                [Severity::Minor, Severity::Major].map(|it| proposes(Change::Finding(it, control.clone())));
            let done = proposes(Change::ControlStatus(control.clone(), Status::Implemented));
            assert!(!(done && at_odds.contains(&true)), "{control} is implemented, and raised all the same");
        }
        for proposal in &evaluation.proposals {
            languages(&proposal.reason);
            assert!(!proposal.because.is_empty());
            assert!(
                proposal.because.iter().all(|it| answers.iter().any(|answer| answer.item == *it)),
                "{proposal:?}"
            );
            match &proposal.change {
                Change::ControlStatus(control, status) => {
                    assert!(controls.insert(control.clone()), "two statuses for {control}");
                    statuses.insert((control.clone(), format!("{status:?}")));
                }
                Change::Finding(_, against) => {
                    findings.insert((against.clone(), proposal.reason.first().to_owned()));
                }
                Change::FactorLevel(..) => panic!("{proposal:?}"),
            }
        }
    }
    assert_eq!(shown.len(), form().items.len());
    assert_eq!(hidden.len(), form().items.iter().filter(|it| !it.shown_if.is_empty()).count());
    let declared = include_str!("../data/findings.toml").matches("[[finding]]").count();
    assert_eq!(findings.len(), declared, "a finding is out of reach");
    let controls: BTreeSet<_> = statuses.iter().map(|(control, _)| control.clone()).collect();
    for control in &controls {
        let reached = |status: &str| statuses.contains(&(control.clone(), status.to_owned()));
        let part = ["A.5.18", "A.5.30", "A.5.35"].contains(&control.as_ref());
        assert!(
            reached("Planned") && reached("Implemented") != part && (reached("Partial") || !part),
            "{control}"
        );
    }
    assert!(controls.len() == 19, "{controls:?}");
    assert!(shortest < 45 && (50..=60).contains(&longest), "{shortest} to {longest} questions");
}

#[test]
fn answers_of_hidden_and_unknown_items_count_for_nothing() {
    let mut dice = Dice(3);
    for _ in 0..40 {
        let (answers, evaluation) = random(&mut dice);
        let mut more = answers.clone();
        for item in form().items.iter().filter(|it| !evaluation.visible.contains(&it.id)) {
            let values = candidates(item);
            more.push(Answer { item: item.id.clone(), value: values[dice.roll(values.len())].clone() });
        }
        more.push(Answer::new("no-such-item", AnswerValue::YesNo(true)));
        more.reverse();
        assert_eq!(evaluate::<SelfAssessment>(&more), evaluation);
    }
}

#[test]
fn an_answer_given_late_changes_only_what_it_should() {
    let mut dice = Dice(11);
    for _ in 0..10 {
        let (answers, whole) = random(&mut dice);
        for until in 0..=answers.len() {
            let evaluation = evaluate::<SelfAssessment>(&answers[..until]);
            for score in &evaluation.scores {
                assert!(score.value.is_none_or(|it| (0.0..=100.0).contains(&it)));
                languages(&score.explanation);
            }
            let open =
                evaluation.visible.iter().filter(|it| !answers[..until].iter().any(|a| a.item == **it));
            let required = |id: &str| form().find(id).is_some_and(|it| it.required);
            assert_eq!(evaluation.missing.len(), open.filter(|it| required(it)).count());
            for proposal in &evaluation.proposals {
                assert!(whole.proposals.contains(proposal), "{proposal:?} does not last");
            }
        }
    }
}

#[test]
fn nothing_answered_is_no_score_and_no_proposal() {
    let evaluation = answered(&[]);
    assert!(evaluation.scores.iter().all(|it| it.value.is_none()) && evaluation.proposals.is_empty());
    assert!(evaluation.scores[10].explanation.first().contains("Internal audit"));
}

fn languages(texts: &Texts) {
    let tags: Vec<_> = texts.iter().map(|it| it.language.as_ref()).collect();
    assert_eq!(tags, ["en", "de", "fr"], "{texts:?}");
    let words: BTreeSet<_> = texts.iter().map(|it| it.text.as_ref()).collect();
    assert!(words.iter().all(|it| !it.trim().is_empty()), "{texts:?}");
}

#[test]
fn all_three_languages_are_everywhere() {
    let form = form();
    languages(&form.title);
    languages(&form.intro);
    for section in &form.sections {
        languages(&section.title);
        languages(&section.intro);
    }
    let mut titles = BTreeSet::new();
    for item in &form.items {
        languages(&item.title);
        languages(&item.help);
        for text in item.title.iter() {
            assert!(titles.insert(text.text.clone()), "`{}` twice", text.text);
            assert!(text.text.chars().count() <= 125, "too long: {}", text.text);
            assert!(
                text.text.ends_with('?') && text.text.ends_with("\u{a0}?") == (text.language == "fr"),
                "{}",
                text.text
            );
        }
        for text in item.help.iter() {
            assert!(text.text.chars().count() <= 145 && text.text.ends_with('.'), "{}", text.text);
        }
        match &item.kind {
            ItemKind::OneOf(choices) | ItemKind::AnyOf(choices) => {
                choices.iter().for_each(|it| languages(&it.title))
            }
            ItemKind::Scale(levels) => levels.iter().for_each(languages),
            _ => {}
        }
    }
    form.scores.iter().for_each(|it| languages(&it.title));
}

#[test]
fn wrong_answers_are_told_what_would_do_in_all_languages() {
    for item in &form().items {
        let wrong = if matches!(item.kind, ItemKind::Text(_)) {
            AnswerValue::Level(0)
        } else {
            AnswerValue::Text("x".into())
        };
        let (mut answers, _) = reaching(item);
        answers.retain(|it| it.item != item.id);
        answers.push(Answer { item: item.id.clone(), value: wrong });
        let evaluation = evaluate::<SelfAssessment>(&answers);
        let problem =
            evaluation.problems.iter().find(|it| it.item == item.id).unwrap_or_else(|| panic!("{}", item.id));
        languages(&problem.message);
    }
}

/// A walk that shows an item.
fn reaching(item: &Item) -> (Vec<Answer>, Evaluation) {
    let mut dice = Dice(1);
    (0..200)
        .map(|_| random(&mut dice))
        .find(|it| it.1.visible.contains(&item.id))
        .unwrap_or_else(|| panic!("{}", item.id))
}

#[test]
fn contradictions_are_problems_and_count_as_no_answer() {
    let both = AnswerValue::Choices(vec!["none".into(), "climate".into()]);
    let evaluation = answered(&[("assessed-on", day("2026-11-02")), ("context-issues", both)]);
    assert_eq!(evaluation.problems.len(), 1);
    languages(&evaluation.problems[0].message);
    assert!(evaluation.proposals.is_empty());

    let evaluation = answered(&[
        ("assessed-on", day("2026-11-02")),
        ("review-held", AnswerValue::YesNo(true)),
        ("review-last", day("2026-11-03")),
    ]);
    assert_eq!(evaluation.problems[0].item, "review-last");
    languages(&evaluation.problems[0].message);
}

#[test]
fn the_structure_is_what_was_promised() {
    let form = form();
    assert_eq!(form.sections.len(), 10);
    assert!((50..=60).contains(&form.items.len()), "{}", form.items.len());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last = 0;
    for item in &form.items {
        let kind = match item.kind {
            ItemKind::OneOf(_) => "one-of",
            ItemKind::AnyOf(_) => "any-of",
            ItemKind::Scale(_) => "scale",
            ItemKind::Text(_) => "text",
            ItemKind::Number(_) => "number",
            ItemKind::Date => "date",
            ItemKind::YesNo => "yes-no",
        };
        *kinds.entry(kind).or_default() += 1;
        let section = form.sections.iter().position(|it| it.id == item.section).unwrap();
        assert!(section >= last, "`{}` is out of its step", item.id);
        last = section;
        // a requirement of an item not asked before would panic here
        let depth = item.shown_if.iter().flatten().map(|it| depths[it.item.as_ref()] + 1).max().unwrap_or(0);
        depths.insert(&item.id, depth);
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    assert!(depths.values().filter(|it| **it >= 2).count() >= 4, "{depths:?}");
    assert!(form.items.iter().filter(|it| it.shown_if.len() > 1).count() >= 4);
    assert!(form.items.iter().any(|it| it.shown_if.iter().any(|all| all.len() > 1)));
    assert!(form.items.iter().filter(|it| it.wants_evidence).count() >= 15);
}

#[test]
fn items_and_findings_speak_of_clauses_and_controls_that_exist() {
    let known: BTreeSet<&str> = [
        include_str!("../../../core/data/annex_a_2022.csv"),
        include_str!("../../../core/data/clauses_2022.csv"),
    ]
    .iter()
    .flat_map(|it| it.lines().skip(1))
    .filter_map(|it| it.split(',').next())
    .collect();
    let mut about: BTreeSet<String> = BTreeSet::new();
    for item in &form().items {
        about.extend(item.about.iter().map(|it| it.to_string()));
    }
    let findings =
        include_str!("../data/findings.toml").lines().filter_map(|it| it.strip_prefix("against = \""));
    for id in about.iter().map(String::as_str).chain(findings.map(|it| it.trim_end_matches('"'))) {
        assert!(known.contains(id), "`{id}`");
    }
    // each main clause the cycle consists of is asked about
    for clause in [
        "4.1", "4.2", "4.3", "5.2", "5.3", "6.1.2", "6.1.3", "6.2", "7.2", "7.3", "8.2", "8.3", "9.1",
        "9.2.1", "9.2.2", "9.3.1", "10.1", "10.2",
    ] {
        assert!(about.contains(clause), "nobody asks about {clause}");
    }
}

#[test]
fn a_second_factor_tells_the_status_of_secure_authentication() {
    for (choice, wanted) in [
        ("nowhere", Status::Planned),
        ("administrators", Status::Partial),
        ("outside", Status::Partial),
        ("everywhere", Status::Implemented),
    ] {
        let evaluation = answered(&[("mfa", pick(choice))]);
        let proposal = &evaluation.proposals[0];
        assert_eq!(proposal.change, Change::ControlStatus("A.8.5".into(), wanted));
        assert_eq!(proposal.because, ["mfa"]);
    }
    let evaluation = answered(&[("mfa", pick("outside"))]);
    assert_eq!(
        evaluation.proposals[0].reason.get("de").unwrap(),
        "„Wo braucht die Anmeldung mehr als ein Passwort?“: Für die Administration und von außen (60\u{a0}%)"
    );
}

#[test]
fn a_supplier_less_organisation_is_not_marked_down() {
    let why = AnswerValue::NotApplicable("no supplier has access".into());
    let evaluation = answered(&[("suppliers", why)]);
    let proposal = &evaluation.proposals[0];
    assert_eq!(proposal.change, Change::ControlStatus("A.5.19".into(), Status::NotApplicable));
    assert!(proposal.reason.first().ends_with("not applicable: no supplier has access"));
}

/// The host refuses texts with control characters, and with them the whole evaluation.
#[test]
fn a_reason_is_repeated_on_one_line_and_not_at_any_length() {
    for why in ["\0none\r\nat all\u{7f}".to_owned(), "€".repeat(100_000)] {
        let evaluation = answered(&[("suppliers", AnswerValue::NotApplicable(why))]);
        for text in evaluation.proposals[0].reason.iter() {
            assert!(
                !text.text.chars().any(char::is_control) && text.text.chars().count() < 600,
                "{}",
                text.text
            );
        }
    }
}

#[test]
fn a_review_of_last_year_is_a_minor_finding_with_its_day() {
    let of = |last: &str| {
        answered(&[
            ("assessed-on", day("2026-11-02")),
            ("review-held", AnswerValue::YesNo(true)),
            ("review-last", day(last)),
        ])
    };
    let late = |evaluation: &Evaluation| {
        evaluation.proposals.iter().any(|it| {
            it.change == Change::Finding(Severity::Minor, "9.3.1".into()) && it.because == ["review-last"]
        })
    };
    assert!(!late(&of("2025-11-02")));
    assert!(late(&of("2025-11-01")));
}

#[test]
fn follow_ups_of_what_is_not_there_count_0_and_spared_ones_do_not() {
    let score = |answers: &[(&str, AnswerValue)]| answered(answers).scores[6].clone();
    let held = score(&[("review-held", AnswerValue::YesNo(false)), ("resources", AnswerValue::Level(4))]);
    // weights: the review 2, its three follow-ups 1 each, resources 1
    assert!((held.value.unwrap() - 100.0 / 6.0).abs() < 1e-9, "{held:?}");
    assert!(held.explanation.first().contains("not there: 3"), "{held:?}");

    // nobody asks for exceptions to a second factor that is everywhere
    let everywhere = answered(&[("mfa", pick("everywhere"))]);
    assert!(!everywhere.scores[3].explanation.first().contains("not there"));
    let nowhere = answered(&[("mfa", pick("nowhere"))]);
    assert!(nowhere.scores[3].explanation.first().contains("not there: 1"));
}

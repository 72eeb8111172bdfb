//! Rules by which answers become scores and proposals, where no code does.

use serde::{Deserialize, Serialize};

use super::form::Counted;
use super::validity::{Faults, Ids, shown};
use super::words::Plain;
use super::{
    AnswerProblem, AnswerValue, Answers, ContentsError, Form, Item, ItemKind, ItemScore, Limits, Misgiven,
    Outcome, Proposal, ProposedChange, Requirement, ScoreScale, Texts, is_default,
};

/// What is made of answers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How scores come about, one for each score scale.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scores: Vec<ScoreRule>,
    /// The changes that may be proposed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub proposals: Vec<ProposalRule>,
}

/// A score: the weighted mean of what answers are worth, from the scale's `min` (0) to its `max` (1).
///
/// What is hidden, not answered or not applicable is left out of the mean. There is no score while less than the wanted
/// share of the weights that apply is answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreRule {
    /// The score scale.
    pub score: String,
    /// The items that count.
    pub items: Vec<Weighed>,
    /// The share of the weights that has to be answered, 0 to 1. With 0 any answer is enough.
    #[serde(default, skip_serializing_if = "is_default")]
    pub share: f64,
}

fn one() -> f64 {
    1.0
}

/// An item that counts towards a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// The item.
    pub item: String,
    /// Its weight, above 0; 1 where nothing is said.
    #[serde(default = "one")]
    pub weight: f64,
    /// What its answers are worth.
    #[serde(default, skip_serializing_if = "is_default")]
    pub worth: Worth,
}

/// What answers are worth, each from 0 to 1.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// A level its place in the scale, a number its place within its bounds, yes 1 and no 0.
    #[default]
    Rising,
    /// The other way round: the lowest level, the least number and no are worth 1.
    Falling,
    /// Levels, lowest first.
    Levels(Vec<f64>),
    /// Choices; those not named are worth 0. Of several that are chosen the worths add up, to 1 at most.
    Choices(Vec<Points>),
}

/// What a choice is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// The choice.
    pub choice: String,
    /// Its worth, 0 to 1.
    pub worth: f64,
}

/// A change that is proposed where answers call for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProposalRule {
    /// The change.
    pub change: ProposedChange,
    /// Why.
    pub reason: Texts,
    /// Proposed if all of one of these lists hold.
    pub when: Vec<Vec<Requirement>>,
}

impl ScoreRule {
    fn score(
        &self,
        form: &Form,
        scale: &ScoreScale,
        (visible, counted): (&[bool], &Counted<'_>),
    ) -> ItemScore {
        let (mut asked, mut answered, mut weights, mut weighed, mut worth) = (0_u32, 0_u32, 0.0, 0.0, 0.0);
        for counts in &self.items {
            let Some(at) = form.find(&counts.item).filter(|at| visible.get(*at) == Some(&true)) else {
                continue;
            };
            let answer = counted.get(at).copied().flatten();
            if let Some(AnswerValue::NotApplicable(_)) = answer {
                continue;
            }
            asked = asked.saturating_add(1);
            weights += counts.weight;
            let item = form.contents().items.get(at);
            if let Some(own) = item.zip(answer).and_then(|(item, answer)| counts.worth.of(item, answer)) {
                answered = answered.saturating_add(1);
                weighed += counts.weight;
                worth += counts.weight * own;
            }
        }
        let enough = weighed > 0.0 && weighed >= self.share * weights;
        let reached = (worth / weighed).clamp(0.0, 1.0);
        // on the scale whatever the rounding; `clamp` would bring all that prints floats, for a panic that can't be
        let on_scale = |value: f64| value.max(scale.min).min(scale.max);
        let value = enough.then(|| on_scale(scale.min + reached * (scale.max - scale.min)));
        let explanation = Texts::said([
            format!("from {answered} of {asked} answers"),
            format!("aus {answered} von {asked} Antworten"),
            format!("de {answered} réponses sur {asked}"),
        ]);
        ItemScore { id: self.score.clone(), value, explanation }
    }
}

impl Worth {
    /// What an answer is worth, 0 to 1. None for what can't be weighed.
    fn of(&self, item: &Item, answer: &AnswerValue) -> Option<f64> {
        let place = |value: f64, min: f64, max: f64| {
            if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 }
        };
        let rising = || match (&item.kind, answer) {
            (ItemKind::Scale(levels), AnswerValue::Level(level)) => {
                let top = u8::try_from(levels.len()).unwrap_or(u8::MAX).saturating_sub(1);
                Some(place(f64::from(*level), 0.0, f64::from(top)))
            }
            (ItemKind::Number(bounds), AnswerValue::Number(number)) => {
                Some(place(*number, bounds.min, bounds.max))
            }
            (_, AnswerValue::YesNo(yes)) => Some(f64::from(u8::from(*yes))),
            _ => None,
        };
        match (self, answer) {
            (Self::Rising, _) => rising(),
            (Self::Falling, _) => rising().map(|worth| 1.0 - worth),
            (Self::Levels(worths), AnswerValue::Level(level)) => worths.get(usize::from(*level)).copied(),
            (Self::Choices(points), AnswerValue::Choice(choice)) => Some(worth_of(points, choice)),
            (Self::Choices(points), AnswerValue::Choices(choices)) => {
                let sum: f64 = choices.iter().map(|choice| worth_of(points, choice)).sum();
                Some(sum.clamp(0.0, 1.0))
            }
            _ => None,
        }
    }

    /// Whether it weighs what the item takes; else what is wrong.
    fn fits(&self, item: &Item) -> Result<(), String> {
        let share = |worth: &f64| (0.0..=1.0).contains(worth);
        match (self, &item.kind) {
            (Self::Rising | Self::Falling, ItemKind::Scale(_) | ItemKind::Number(_) | ItemKind::YesNo) => {
                Ok(())
            }
            (Self::Levels(worths), ItemKind::Scale(levels)) if worths.len() == levels.len() => {
                match worths.iter().all(share) {
                    true => Ok(()),
                    false => Err("a level is worth 0 to 1".to_owned()),
                }
            }
            (Self::Levels(worths), ItemKind::Scale(levels)) => {
                Err(format!("{} worths are given for {} levels", worths.len(), levels.len()))
            }
            (Self::Choices(points), ItemKind::OneOf(choices) | ItemKind::AnyOf(choices)) => {
                let lost = |of: &&Points| !choices.iter().any(|choice| choice.id == of.choice);
                match points.iter().find(lost) {
                    Some(lost) => Err(format!("it has no choice `{}`", shown(&lost.choice))),
                    None if points.iter().all(|of| share(&of.worth)) => Ok(()),
                    None => Err("a choice is worth 0 to 1".to_owned()),
                }
            }
            (_, ItemKind::OneOf(_) | ItemKind::AnyOf(_)) => {
                Err("choices are worth what is said of each".to_owned())
            }
            _ => Err("such an answer can't be weighed that way".to_owned()),
        }
    }
}

fn worth_of(points: &[Points], choice: &str) -> f64 {
    points.iter().find(|of| of.choice == choice).map_or(0.0, |of| of.worth)
}

impl ProposalRule {
    fn proposal(&self, form: &Form, counted: &Counted<'_>) -> Option<Proposal> {
        let led = form.holding(&self.when, counted).filter(|all| !all.is_empty())?;
        let mut because: Vec<String> = Vec::new();
        for requirement in led {
            if !because.contains(&requirement.item) {
                because.push(requirement.item.clone());
            }
        }
        Some(Proposal { change: self.change.clone(), reason: self.reason.clone(), because })
    }
}

impl Rules {
    /// Whether they hold together with what is asked.
    ///
    /// # Errors
    /// What is wrong, a sentence for each fault.
    pub fn check(&self, form: &Form) -> Result<(), ContentsError> {
        let limits = Limits::default();
        let mut faults = Faults::new(&limits);
        self.find_faults(form, &mut faults);
        faults.result()
    }

    /// What follows from answers to the questions of `form`.
    #[must_use]
    pub fn outcome(&self, form: &Form, answers: &Answers) -> Outcome {
        let (standing, counted) = form.walk(answers);
        let problem =
            |of: &Misgiven| AnswerProblem { item: form.id(of.item), message: of.mistake.in_words() };
        Outcome {
            scores: self.scores(form, &standing.visible, &counted),
            proposals: self.proposals(form, &counted),
            visible: standing.visible.iter().map(|at| form.id(*at)).collect(),
            missing: standing.missing.iter().map(|at| form.id(*at)).collect(),
            problems: standing.problems.iter().map(problem).collect(),
        }
    }

    fn scores(&self, form: &Form, visible: &[usize], counted: &Counted<'_>) -> Vec<ItemScore> {
        let mut is_visible = vec![false; form.contents().items.len()];
        for at in visible {
            if let Some(is_visible) = is_visible.get_mut(*at) {
                *is_visible = true;
            }
        }
        let scales = &form.contents().scores;
        let scored = self.scores.iter().filter_map(|rule| {
            let scale = scales.iter().find(|scale| scale.id == rule.score)?;
            Some(rule.score(form, scale, (&is_visible, counted)))
        });
        scored.collect()
    }

    fn proposals(&self, form: &Form, counted: &Counted<'_>) -> Vec<Proposal> {
        self.proposals.iter().filter_map(|rule| rule.proposal(form, counted)).collect()
    }

    /// What is wrong with them beside the form's contents.
    fn find_faults(&self, form: &Form, faults: &mut Faults<'_>) {
        let items = &form.contents().items;
        let item = |id: &str| form.find(id).and_then(|at| items.get(at));
        faults.at_most(self.proposals.len(), faults.limits.items.saturating_mul(4), "proposals");
        faults.distinct(self.scores.iter().map(|rule| rule.score.as_str()), "a score's rule");
        for rule in &self.scores {
            let score = shown(&rule.score);
            if !form.contents().scores.iter().any(|scale| scale.id == rule.score) {
                faults
                    .add(format!("a rule gives the score `{score}`, which the questionnaire does not have"));
            }
            if !(0.0..=1.0).contains(&rule.share) {
                faults.add(format!(
                    "score `{score}` wants a share of {} of its answers; 0 to 1 is taken",
                    Plain(rule.share)
                ));
            }
            if rule.items.is_empty() {
                faults.add(format!("score `{score}` counts no item"));
            }
            faults.distinct(
                rule.items.iter().map(|of| of.item.as_str()),
                &format!("an item of score `{score}`"),
            );
            for weighed in &rule.items {
                let fits = item(&weighed.item).ok_or("it is not in the questionnaire".to_owned());
                let fits = fits.and_then(|item| weighed.worth.fits(item));
                let heavy = weighed.weight > 0.0 && weighed.weight <= 1e6;
                let fits = fits.and(if heavy {
                    Ok(())
                } else {
                    Err("a weight lies above 0, up to 1,000,000".to_owned())
                });
                if let Err(why) = fits {
                    faults.add(format!("score `{score}` counts item `{}`: {why}", shown(&weighed.item)));
                }
            }
        }
        for rule in &self.proposals {
            faults.texts(&rule.reason, false, &|| "a proposed change".to_owned());
            rule.change.find_faults(faults);
            if rule.when.is_empty() || rule.when.iter().any(Vec::is_empty) {
                faults.add(format!(
                    "the proposal “{}” says not when it is made",
                    shown(rule.reason.in_language("en"))
                ));
            }
            for requirement in rule.when.iter().flatten() {
                let tested = item(&requirement.item);
                let tested = tested.map(|item| (item, Ids::of_choices(item.kind.choices())));
                let tested = tested.as_ref().map(|(item, choices)| (*item, choices));
                if let Err(why) = requirement.fits(tested.ok_or("which is not in the questionnaire")) {
                    faults.add(format!(
                        "the proposal “{}” is made by a test of `{}`, {why}",
                        shown(rule.reason.in_language("en")),
                        shown(&requirement.item)
                    ));
                }
            }
        }
    }
}

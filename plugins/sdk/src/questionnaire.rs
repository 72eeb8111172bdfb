//! What an author of a questionnaire implements.

use crate::texts::{Id, Texts};

pub mod answers;
pub mod evaluation;
pub mod item;
pub mod rules;

use answers::{Answer, Answers};
use evaluation::Evaluation;
use item::{Item, Section};
use rules::{ProposalRule, ScoreRule};

/// A questionnaire: its items, and what follows from the answers.
///
/// What is shown, what is missing, which answers an item does not take, scores by rule and proposals by rule come by
/// themselves from the [`Form`]; [`Self::refine`] is for what rules can't say.
///
/// ```
/// use riskwright_sdk::questionnaire::answers::{Answer, AnswerValue};
/// use riskwright_sdk::questionnaire::evaluation::{Change, Status};
/// use riskwright_sdk::questionnaire::item::{Item, Requirement, Section, Test};
/// use riskwright_sdk::questionnaire::rules::{ProposalRule, ScoreRule};
/// use riskwright_sdk::questionnaire::{Form, Questionnaire, evaluate};
/// use riskwright_sdk::{levels, texts};
///
/// struct Backups;
///
/// impl Questionnaire for Backups {
///     fn form() -> Form {
///         Form::new(texts! { en: "Backups" })
///             .section(Section::new("all", texts! { en: "Backups" }))
///             .item(Item::yes_no("made", "all", texts! { en: "Are backups made?" }).about("A.8.13"))
///             .item(
///                 Item::scale(
///                     "tested",
///                     "all",
///                     texts! { en: "How often is restoring tried?" },
///                     levels(["en"], [["never"], ["once a year"], ["once a month"]]),
///                 )
///                 .shown_if([Requirement::new("made", Test::IsYes)]),
///             )
///             .score(ScoreRule::mean("backups", texts! { en: "Backups" }, 0.0, 100.0).of("made", 1.0).of("tested", 2.0))
///             .proposal(
///                 ProposalRule::new(
///                     Change::ControlStatus("A.8.13".into(), Status::Planned),
///                     texts! { en: "There are no backups" },
///                 )
///                 .when([Requirement::new("made", Test::IsNo)]),
///             )
///     }
/// }
///
/// riskwright_sdk::export!(questionnaire: Backups);
///
/// let evaluation = evaluate::<Backups>(&[Answer::new("made", AnswerValue::YesNo(false))]);
/// assert_eq!(evaluation.visible, ["made"]);
/// assert_eq!(evaluation.scores[0].value, Some(0.0));
/// assert_eq!(evaluation.proposals[0].because, ["made"]);
/// ```
pub trait Questionnaire: 'static {
    /// All that is asked, and the rules.
    fn form() -> Form;

    /// What rules can't say: adds to or changes what they made of the answers. Answers of hidden items are left out.
    fn refine(form: &Form, answers: &Answers<'_>, evaluation: &mut Evaluation) {
        let _ = (form, answers, evaluation);
    }
}

/// What follows from answers, as the host is told.
#[must_use]
pub fn evaluate<Q: Questionnaire>(answers: &[Answer]) -> Evaluation {
    let form = Q::form();
    let (answers, mut evaluation) = form.evaluate(answers);
    Q::refine(&form, &answers, &mut evaluation);
    evaluation
}

/// All that is asked, and the rules by which answers become scores and proposals.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its name.
    pub title: Texts,
    /// What it is for.
    pub intro: Texts,
    /// The sections.
    pub sections: Vec<Section>,
    /// The items, in the order in which they are asked.
    pub items: Vec<Item>,
    /// The scores.
    pub scores: Vec<ScoreRule>,
    /// The changes it may propose.
    pub proposals: Vec<ProposalRule>,
}

impl Form {
    /// A questionnaire that asks nothing yet.
    #[must_use]
    pub fn new(title: Texts) -> Self {
        Self {
            title,
            intro: Texts::none(),
            sections: Vec::new(),
            items: Vec::new(),
            scores: Vec::new(),
            proposals: Vec::new(),
        }
    }

    /// With words on what it is for.
    #[must_use]
    pub fn intro(mut self, intro: Texts) -> Self {
        self.intro = intro;
        self
    }

    /// With one more section.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// With one more item, asked behind the others.
    #[must_use]
    pub fn item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    /// With one more score.
    #[must_use]
    pub fn score(mut self, score: ScoreRule) -> Self {
        self.scores.push(score);
        self
    }

    /// With one more change that it may propose.
    #[must_use]
    pub fn proposal(mut self, proposal: ProposalRule) -> Self {
        self.proposals.push(proposal);
        self
    }

    /// The item with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// What follows from answers by the rules, and the answers that count: those of items that are shown and take them.
    #[must_use]
    pub fn evaluate<'a>(&self, given: &'a [Answer]) -> (Answers<'a>, Evaluation) {
        let mut answers = Answers::none();
        let mut evaluation = Evaluation::default();
        for item in &self.items {
            // conditions look at items before this one only, whose answers are settled by now
            if !item.is_shown(&answers) {
                continue;
            }
            evaluation.visible.push(item.id.clone());
            // of several answers the last one is meant
            match given.iter().rfind(|answer| answer.item == item.id) {
                Some(answer) => match item.takes(&answer.value) {
                    Ok(true) => answers.add(answer),
                    Ok(false) if item.required => evaluation.missing.push(item.id.clone()),
                    Ok(false) => {}
                    Err(message) => evaluation.problem(item.id.clone(), message),
                },
                None if item.required => evaluation.missing.push(item.id.clone()),
                None => {}
            }
        }
        evaluation.scores =
            self.scores.iter().map(|rule| rule.score(self, &answers, &evaluation.visible)).collect();
        evaluation.proposals = self.proposals.iter().filter_map(|rule| rule.proposal(&answers)).collect();
        (answers, evaluation)
    }
}

/// A choice of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Unique within the item.
    pub id: Id,
    /// Its name.
    pub title: Texts,
}

impl Choice {
    /// A choice.
    pub fn new(id: impl Into<Id>, title: Texts) -> Self {
        Self { id: id.into(), title }
    }
}

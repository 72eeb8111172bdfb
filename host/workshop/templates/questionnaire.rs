//! {{title}}.

use riskwright_sdk::questionnaire::evaluation::{Change, Status};
use riskwright_sdk::questionnaire::item::{Item, Requirement, Section, Test};
use riskwright_sdk::questionnaire::rules::{ProposalRule, ScoreRule};
use riskwright_sdk::questionnaire::{Form, Questionnaire};
use riskwright_sdk::{levels, texts};

/// Three questions about backups.
pub struct Backups;

impl Questionnaire for Backups {
    fn form() -> Form {
        let often = levels(["en", "de"], [["never", "nie"], ["once a year", "jährlich"], ["once a month", "monatlich"]]);
        Form::new(texts! { en: "{{title}}", de: "{{title}}" })
            .section(Section::new("backups", texts! { en: "Backups", de: "Datensicherung" }))
            .item(Item::yes_no("made", "backups", texts! { en: "Are backups made?", de: "Werden Sicherungen gemacht?" }).about("A.8.13"))
            .item(
                Item::scale("tested", "backups", texts! { en: "How often is restoring tried?", de: "Wie oft wird das Zurückspielen geprobt?" }, often)
                    .shown_if([Requirement::new("made", Test::IsYes)])
                    .about("A.8.13"),
            )
            .item(
                Item::text("why-not", "backups", texts! { en: "Why not?", de: "Warum nicht?" }, 500)
                    .shown_if([Requirement::new("made", Test::IsNo)])
                    .optional(),
            )
            .score(
                ScoreRule::mean("backups", texts! { en: "Backups", de: "Datensicherung" }, 0.0, 100.0)
                    .of("made", 1.0)
                    .of("tested", 2.0),
            )
            .proposal(
                ProposalRule::new(
                    Change::ControlStatus("A.8.13".into(), Status::Planned),
                    texts! { en: "There are no backups", de: "Es gibt keine Sicherungen" },
                )
                .when([Requirement::new("made", Test::IsNo)]),
            )
    }
}

riskwright_sdk::export!(questionnaire: Backups);

#[cfg(test)]
mod tests {
    use riskwright_sdk::questionnaire::answers::{Answer, AnswerValue};
    use riskwright_sdk::questionnaire::evaluate;

    use super::*;

    #[test]
    fn no_backups_lead_to_a_proposal() {
        let evaluation = evaluate::<Backups>(&[Answer::new("made", AnswerValue::YesNo(false))]);
        assert_eq!(evaluation.visible, ["made", "why-not"]);
        assert_eq!(evaluation.proposals.len(), 1);
    }
}

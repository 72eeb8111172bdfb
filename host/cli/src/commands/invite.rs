//! `invite`: links for respondents.

use riskwright_core::quantity::Timestamp;
use riskwright_server::invite::{Asking, address, invitation};
use riskwright_server::random;
use riskwright_store::Invitation;
use serde_json::{Value, json};

use super::Answer;
use super::user::beside;
use crate::args::Invite;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Invite, hand: &Hand) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    if args.list {
        return Ok(listed(&file.invitations()?, hand.at));
    }
    if let Some(id) = &args.withdraw {
        if !file.withdraw_invitation(id, hand.at)? {
            return Err(Fault::new(format!("there is no invitation {id} that is still good"))
                .help("`riskwright invite --list` lists them"));
        }
        return Ok(Answer::new("The link is good no more.", json!({ "withdrawn": id })));
    }
    let (Some(questionnaire), Some(respondent)) = (&args.questionnaire, &args.respondent) else {
        return Err(Fault::new("it is not said who is to answer").help("--respondent \"Jane Doe\""));
    };
    let until = args.until.unwrap_or_else(|| hand.today().plus_months(1));
    let until: Timestamp = format!("{until}T23:59:59Z")
        .parse()
        .map_err(|_| Fault::new(format!("{until} is no day on which a link could end")))?;
    let asking = Asking {
        questionnaire: questionnaire.clone(),
        respondent: respondent.clone(),
        answers_for: args.answers_for.clone(),
        until,
    };
    let session = Session::open(&args.file, hand)?;
    let dice = |fault: riskwright_server::problem::Problem| Fault::new(fault.detail);
    let made = invitation(session.isms(), asking, (&hand.by, hand.at), random().map_err(dice)?)
        .map_err(|error| Fault::new(error.to_string()))?;
    file.invite(&made)?;
    session.close();
    let link = address(&args.url, &made, &file.secret(random().map_err(dice)?)?);
    let text = format!(
        "{} answers `{}` at\n{link}\nThe link is good until {} and for one response. Whoever has it can answer.",
        made.respondent, made.questionnaire, made.until
    );
    Ok(Answer::new(text, json!({ "invitation": made.id, "address": link, "until": made.until })))
}

fn standing(of: &Invitation, now: Timestamp) -> String {
    match (&of.sent, of.withdrawn) {
        (Some(response), _) => format!("sent: {response}"),
        (None, Some(at)) => format!("withdrawn {at}"),
        (None, None) if of.until <= now => "expired".to_owned(),
        (None, None) => "open".to_owned(),
    }
}

fn listed(all: &[Invitation], now: Timestamp) -> Answer {
    let rows = all.iter().map(|of| {
        vec![
            of.id.clone(),
            of.questionnaire.clone(),
            of.respondent.to_string(),
            print::ids(&of.answers_for, 4),
            of.until.to_string(),
            standing(of, now),
        ]
    });
    let text = if all.is_empty() {
        "Nobody was invited yet.".to_owned()
    } else {
        print::table(&["Invitation", "Questionnaire", "Respondent", "For", "Until", "Standing"], rows)
    };
    let invitations: Vec<Value> = all
        .iter()
        .map(|of| {
            json!({
                "id": of.id, "questionnaire": of.questionnaire, "respondent": of.respondent,
                "answers_for": of.answers_for, "until": of.until, "by": of.by, "at": of.at,
                "withdrawn": of.withdrawn, "sent": of.sent,
            })
        })
        .collect();
    Answer::new(text, json!({ "invitations": invitations }))
}

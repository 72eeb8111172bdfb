//! `invite`: links for respondents.

use riskwright_core::id::DocumentId;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_server::invite::{Asking, address, invitation, readers};
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
    let Some(asked) = &args.questionnaire else {
        return Err(Fault::new("it is not said what is to be answered"));
    };
    let until = args.until.unwrap_or_else(|| hand.today().plus_months(1));
    let until: Timestamp = format!("{until}T23:59:59Z")
        .parse()
        .map_err(|_| Fault::new(format!("{until} is no day on which a link could end")))?;
    let mut session = Session::open(&args.file, hand)?;
    let document = asked.parse().ok().filter(|id: &DocumentId| session.isms().documents().contains_key(id));
    let respondents: Vec<Actor> = match &document {
        _ if !args.respondent.is_empty() => args.respondent.clone(),
        Some(document) => readers(session.isms(), document),
        None => {
            return Err(Fault::new("it is not said who is to answer").help("--respondent \"Jane Doe\""));
        }
    };
    let questionnaire = match &document {
        Some(document) => {
            let (id, change) = riskwright_server::invite::asked(session.isms(), document)?;
            change.map(|change| session.make(change)).transpose()?;
            id.to_string()
        }
        None => asked.clone(),
    };
    let dice = |fault: riskwright_server::problem::Problem| Fault::new(fault.detail);
    let mut all = Vec::new();
    for respondent in respondents {
        let asking = Asking {
            questionnaire: questionnaire.clone(),
            respondent,
            answers_for: args.answers_for.clone(),
            until,
        };
        let made = invitation(session.isms(), asking, (&hand.by, hand.at), random().map_err(dice)?)
            .map_err(|error| Fault::new(error.to_string()))?;
        all.push(made);
    }
    file.invite_all(&all)?;
    session.close();
    let secret = file.secret(random().map_err(dice)?)?;
    let link = |made: &Invitation| address(&args.url, made, &secret);
    Ok(match (all.as_slice(), &document) {
        ([made], None) => {
            let link = link(made);
            let text = format!(
                "{} answers `{}` at\n{link}\nThe link is good until {} and for one response. Whoever has it can answer.",
                made.respondent, made.questionnaire, made.until
            );
            Answer::new(text, json!({ "invitation": made.id, "address": link, "until": made.until }))
        }
        (all, document) => campaign(all, document.as_ref(), &link),
    })
}

/// Links for several, or for all who are to read a document.
fn campaign(
    all: &[Invitation],
    document: Option<&DocumentId>,
    link: &dyn Fn(&Invitation) -> String,
) -> Answer {
    let rows = all.iter().map(|made| vec![made.respondent.to_string(), link(made)]);
    let text = match all.first() {
        Some(first) => format!(
            "{}\nEach link is good until {} and for one response{}.",
            print::table(&["Who", "Link"], rows),
            first.until,
            document
                .map(|id| format!("; who answers that they understood {id} has confirmed it"))
                .unwrap_or_default(),
        ),
        None => "All in its distribution have confirmed it.".to_owned(),
    };
    let invitations: Vec<Value> = all
        .iter()
        .map(|made| {
            json!({
                "invitation": made.id, "respondent": made.respondent, "address": link(made), "until": made.until,
            })
        })
        .collect();
    Answer::new(text, json!({ "invitations": invitations }))
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

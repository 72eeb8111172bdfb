//! `checklist`: questions for an audit.

use riskwright_core::audit::AuditRevision;
use riskwright_core::audit::checklist::checklist;
use riskwright_core::change::Change;
use riskwright_core::id::AuditId;
use serde_json::json;

use super::{Answer, set};
use crate::args::Checklist;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Checklist, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let isms = session.isms();
    let id: Option<AuditId> = args.audit.parse().ok();
    let audit = id.and_then(|id| isms.audits().get(&id)).cloned();
    let audit = audit.ok_or_else(|| {
        Fault::new(format!("there is no audit {}", args.audit))
            .help("`riskwright show FILE audits` lists them")
    })?;
    let asked = args.questionnaire.as_ref().map(|id| {
        let known = id.parse().ok().and_then(|id| isms.questionnaires().get(&id));
        known.ok_or_else(|| {
            Fault::new(format!("there is no questionnaire {id}"))
                .help("`riskwright questionnaire list FILE` lists those in use")
        })
    });
    let asked = asked.transpose()?.map(AsRef::as_ref);
    let edition = session.edition(args.edition);
    let questions = checklist(isms, &audit, edition, asked, &args.language);
    let rows = questions.iter().map(|question| {
        vec![
            question.against.to_string(),
            print::short(&question.question, 120),
            print::short(&question.sample, 60),
        ]
    });
    let table = print::table(&["Against", "Question", "Where to begin"], rows);
    let json = json!({ "audit": audit.id, "questions": questions });
    if questions.is_empty() {
        return Ok(Answer::new(format!("{} asks all of it already, or covers nothing yet.", audit.id), json));
    }
    if !args.add {
        let text = format!("{table}\n`--add` puts them into the checklist of {}", audit.id);
        session.close();
        return Ok(Answer::new(text, json));
    }
    let all = audit.questions.iter().cloned().chain(questions).collect();
    let set = AuditRevision { questions: Some(all), ..AuditRevision::default() };
    let made = session.make(Change::AuditRevise { id: audit.id.clone(), set: Box::new(set) })?;
    let mut answer = set::told(&session, &made);
    answer.json["questions"] = json["questions"].clone();
    session.close();
    Ok(answer)
}

//! Steps five to ten at a glance: readiness, what is asked for, what is due, what waits.

use std::collections::BTreeMap;

use riskwright_core::calendar::{self, Due, Reminder, Waits};
use riskwright_core::certification::readiness::{self, Item, Standing};
use riskwright_core::documentation::required::{self, Presence};
use riskwright_core::quantity::Actor;
use serde_json::{Value, json};

use super::{Answer, write_whole};
use crate::args::{CalendarArgs, OfFile, Waiting};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn ready(args: &OfFile, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let readiness = readiness::readiness(session.isms(), session.edition(args.edition), session.today());
    let row = |item: &Item| {
        let there = and_more(item.shown.iter().map(|shown| &shown.record.id), item.count);
        let lacking: Vec<String> = item
            .lacking
            .iter()
            .cloned()
            .chain(item.findings.iter().map(|finding| finding.message.clone()))
            .collect();
        let lacking = print::short(&lacking.join("; "), 200);
        vec![mark(item.standing), item.against.clone(), print::short(&item.asks, 160), there, lacking]
    };
    let wanted = |item: &&Item| !args.missing || item.standing != Standing::Ready;
    let rows = readiness.clauses.iter().chain(&readiness.controls).filter(wanted).map(row);
    let counts = |what: &str, counts: &readiness::Counts| {
        format!("{what}: {} ready, {} partly, {} missing", counts.ready, counts.partly, counts.missing)
    };
    let text = format!(
        "{}\n{}\n{}",
        print::table(&["", "Against", "An auditor would ask for", "What is there", "What is lacking"], rows),
        counts("Clauses", &readiness.clauses_stand),
        counts("Controls", &readiness.controls_stand)
    );
    let json = json!(readiness);
    session.close();
    Ok(Answer::new(text, json))
}

/// Ids, and how many there are besides of so many in all.
fn and_more(shown: impl Iterator<Item: ToString>, count: usize) -> String {
    let shown: Vec<String> = shown.map(|id| id.to_string()).collect();
    let more = count.saturating_sub(shown.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn mark(standing: Standing) -> String {
    match standing {
        Standing::Ready => "✓ ready",
        Standing::Partly => "◐ partly",
        Standing::Missing => "✗ missing",
    }
    .to_owned()
}

pub fn required(args: &OfFile, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let edition = session.edition(args.edition);
    let mut all = required::required(session.isms(), edition);
    let there = all.iter().filter(|asked| asked.presence == Presence::There).count();
    let total = all.len();
    if args.missing {
        all.retain(|asked| asked.presence != Presence::There);
    }
    let rows = all.iter().map(|known| {
        let presence = match known.presence {
            Presence::There => "✓ there",
            Presence::InProgress => "◐ in progress",
            Presence::Missing => "✗ missing",
        };
        vec![
            presence.to_owned(),
            known.asked.against.to_owned(),
            known.asked.title.to_owned(),
            and_more(known.by.iter().map(|by| &by.id), known.count),
        ]
    });
    let table = print::table(&["", "Against", "What is asked for", "What fulfils it"], rows);
    let text = format!("{table}\n{there} of {total} are there");
    let json = json!({ "edition": edition, "required": all, "there": there, "total": total });
    session.close();
    Ok(Answer::new(text, json))
}

pub fn calendar(args: &CalendarArgs, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let today = session.today();
    let until = args.until.unwrap_or_else(|| today.plus_months(3));
    let due = calendar::due(session.isms(), today, until);
    let text = match &args.ics {
        Some(path) => {
            let organisation = &session.isms().organisation().name;
            write_whole(
                path,
                riskwright_reports::calendar::ics(organisation, &due, session.hand().at).as_bytes(),
            )?;
            format!("Wrote {} to {}", print::count(due.len(), "day", "days"), path.display())
        }
        None => listed(&due),
    };
    let json = json!({ "today": today, "until": until, "due": due });
    session.close();
    Ok(Answer::new(text, json))
}

fn listed(due: &[Due]) -> String {
    if due.is_empty() {
        return "Nothing is due.".to_owned();
    }
    let overdue = due.iter().filter(|due| due.overdue).count();
    let rows = due.iter().map(|due| {
        let on = if due.overdue { format!("✗ {}", due.on) } else { format!("  {}", due.on) };
        let who = due.who.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![on, due.what.to_string(), due.record.to_string(), print::short(&due.title, 80), who]
    });
    format!(
        "{}\n{} due, {overdue} overdue",
        print::table(&["On", "What", "Record", "", "Who"], rows),
        print::count(due.len(), "thing is", "things are")
    )
}

pub fn waiting(args: &Waiting, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    if args.everyone {
        return reminders(args, &session);
    }
    let whose = args.whose.as_ref().unwrap_or(&session.hand().by);
    let waiting = calendar::waiting(session.isms(), whose, session.today());
    let mut text = told(&waiting);
    if text.is_empty() {
        text = format!("Nothing waits for {whose}.");
    }
    let json = json!({ "for": whose, "waiting": waiting });
    session.close();
    Ok(Answer::new(text, json))
}

/// A text for each of those for whom something waits.
fn reminders(args: &Waiting, session: &Session) -> Result<Answer, Fault> {
    let all = calendar::reminders(session.isms(), session.today());
    let text = |reminder: &Reminder| {
        let (who, name) = (&reminder.who, &session.isms().organisation().name);
        let waits = anstream::adapter::strip_str(&told(&reminder.waiting)).to_string();
        format!("{who}, this waits for you in the ISMS of {name}, as of {}:\n\n{waits}\n", session.today())
    };
    let mut files = Vec::new();
    if let Some(folder) = &args.output {
        let mut named: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for reminder in &all {
            let name = file_name(&reminder.who);
            let free = |name: &String| !named.contains_key(name);
            let name = (1_u32..)
                .map(|at| if at == 1 { format!("{name}.txt") } else { format!("{name} {at}.txt") })
                .find(free);
            named.insert(name.unwrap_or_default(), text(reminder).into_bytes());
        }
        files = super::put_in(folder, &named.into_iter().collect::<Vec<_>>())?;
    }
    let said = match &args.output {
        _ if all.is_empty() => "Nothing waits for anyone.".to_owned(),
        Some(folder) => {
            format!("Wrote {} to {}", print::count(files.len(), "reminder", "reminders"), folder.display())
        }
        None => all.iter().map(&text).collect::<Vec<_>>().join("\n"),
    };
    let reminders: Vec<Value> = all
        .iter()
        .map(|reminder| json!({ "who": reminder.who, "waiting": reminder.waiting, "text": text(reminder) }))
        .collect();
    Ok(Answer::new(said.trim_end().to_owned(), json!({ "reminders": reminders, "files": files })))
}

/// A name as that of a file.
fn file_name(who: &Actor) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_') { c } else { '_' };
    let name: String = who.chars().map(kept).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

/// What waits, in tables.
fn told(waiting: &calendar::Waiting) -> String {
    let mut text = String::new();
    if !waiting.due.is_empty() {
        text += &format!("{}\n\n", listed(&waiting.due));
    }
    for (what, waits) in [
        ("To approve or give back", &waiting.approve),
        ("To read and confirm", &waiting.acknowledge),
        ("To decide", &waiting.decide),
    ] {
        if waits.is_empty() {
            continue;
        }
        let row = |waits: &Waits| {
            let since = waits.since.map(|since| since.to_string()).unwrap_or_default();
            vec![waits.record.to_string(), print::short(&waits.title, 80), since]
        };
        text += &format!(
            "{}\n{}\n\n",
            print::bold(what),
            print::table(&["Record", "", "Since"], waits.iter().map(row))
        );
    }
    text.trim_end().to_owned()
}

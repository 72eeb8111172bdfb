//! `room`: auditors' rooms.

use riskwright_core::quantity::Timestamp;
use riskwright_server::random;
use riskwright_server::room::{Opening, address, room};
use riskwright_store::Room;
use serde_json::{Value, json};

use super::Answer;
use super::user::beside;
use crate::args::{OpenRoom, RoomCommand, RoomOf, UsersOf};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(what: &RoomCommand, hand: &Hand) -> Result<Answer, Fault> {
    match what {
        RoomCommand::Open(args) => open(args, hand),
        RoomCommand::List(args) => list(args, hand),
        RoomCommand::Looks(args) => looks(args),
        RoomCommand::Close(args) => close(args, hand),
    }
}

fn open(args: &OpenRoom, hand: &Hand) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    let until = args.until.unwrap_or_else(|| hand.today().plus_months(1));
    let until: Timestamp = format!("{until}T23:59:59Z")
        .parse()
        .map_err(|_| Fault::new(format!("{until} is no day on which a link could end")))?;
    let opening = Opening { holder: args.holder.clone(), shows: args.shows.clone(), until };
    let dice = |fault: riskwright_server::problem::Problem| Fault::new(fault.detail);
    let session = Session::open(&args.file, hand)?;
    let made =
        room(session.isms(), opening, (&hand.by, hand.at), random().map_err(dice)?).map_err(|error| {
            Fault::new(error.to_string()).help("`riskwright report` lists the reports there are")
        })?;
    session.close();
    file.open_room(&made)?;
    let link = address(&args.url, &made, &file.secret(random().map_err(dice)?)?);
    let text = format!(
        "{} looks at {} at\n{link}\nThe room is open until {}. Whoever has the link can look; each look is noted: \
         `riskwright room looks FILE {}`",
        made.holder,
        made.shows.join(", "),
        made.until,
        short(&made)
    );
    Ok(Answer::new(
        text,
        json!({ "room": made.id, "address": link, "shows": made.shows, "until": made.until }),
    ))
}

/// What is enough of an id to be typed.
fn short(room: &Room) -> &str {
    room.id.get(..8).unwrap_or(&room.id)
}

fn standing(room: &Room, now: Timestamp) -> String {
    match room.closed {
        Some(at) => format!("closed {at}"),
        None if room.until <= now => "expired".to_owned(),
        None => "open".to_owned(),
    }
}

fn list(args: &UsersOf, hand: &Hand) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    let all = file.rooms()?;
    let mut rows = Vec::with_capacity(all.len());
    let mut rooms: Vec<Value> = Vec::with_capacity(all.len());
    for of in &all {
        let looks = file.looks(&of.id)?.len();
        rows.push(vec![
            short(of).to_owned(),
            of.holder.to_string(),
            print::ids(&of.shows, 4),
            of.until.to_string(),
            standing(of, hand.at),
            looks.to_string(),
        ]);
        rooms.push(json!({
            "room": of.id, "holder": of.holder, "shows": of.shows, "until": of.until, "by": of.by, "at": of.at,
            "closed": of.closed, "looks": looks,
        }));
    }
    let text = if all.is_empty() {
        "No room was opened yet.".to_owned()
    } else {
        print::table(&["Room", "For", "Shows", "Until", "Standing", "Looks"], rows)
    };
    Ok(Answer::new(text, json!({ "rooms": rooms })))
}

/// The room that an id, or its beginning, names.
fn find(all: Vec<Room>, id: &str) -> Result<Room, Fault> {
    let mut found = all.into_iter().filter(|room| room.id.starts_with(id));
    match (found.next(), found.next()) {
        (Some(room), None) => Ok(room),
        (None, _) => {
            Err(Fault::new(format!("there is no room {id}")).help("`riskwright room list` lists them"))
        }
        (Some(_), Some(_)) => {
            Err(Fault::new(format!("several rooms begin with {id}")).help("say more of its id"))
        }
    }
}

fn looks(args: &RoomOf) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    let room = find(file.rooms()?, &args.room)?;
    let looks = file.looks(&room.id)?;
    let rows = looks.iter().map(|look| vec![look.at.to_string(), look.what.clone(), look.entry.to_string()]);
    let text = if looks.is_empty() {
        format!("{} has not looked yet.", room.holder)
    } else {
        print::table(&["When", "At what", "As of entry"], rows)
    };
    let told: Vec<Value> =
        looks.iter().map(|look| json!({ "at": look.at, "what": look.what, "entry": look.entry })).collect();
    Ok(Answer::new(text, json!({ "room": room.id, "holder": room.holder, "looks": told })))
}

fn close(args: &RoomOf, hand: &Hand) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    let room = find(file.rooms()?, &args.room)?;
    if !file.close_room(&room.id, hand.at)? {
        return Err(Fault::new(format!("the room of {} is closed already", room.holder)));
    }
    Ok(Answer::new("The room is closed.", json!({ "closed": room.id })))
}

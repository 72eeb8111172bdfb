//! `user`: who may sign in to the server.

use std::io::{BufRead, IsTerminal};

use riskwright_core::quantity::Actor;
use riskwright_server::{password, random};
use riskwright_store::{ServerFile, User};
use serde_json::{Value, json};

use super::Answer;
use crate::args::{UserCommand, UserOf, UsersOf};
use crate::fault::Fault;
use crate::print;
use crate::session::Hand;

pub fn run(what: &UserCommand, hand: &Hand) -> Result<Answer, Fault> {
    match what {
        UserCommand::Add(args) => add(args, hand),
        UserCommand::List(args) => list(args),
        UserCommand::Remove(args) => remove(args),
        UserCommand::Password(args) => password(args),
    }
}

/// The file beside an ISMS that is there.
pub fn beside(isms: &std::path::Path) -> Result<ServerFile, Fault> {
    if !riskwright_store::is_file(isms) {
        // as every other command says it
        drop(riskwright_store::Store::open(isms)?);
    }
    Ok(ServerFile::open(&ServerFile::beside(isms))?)
}

fn add(args: &UserOf, hand: &Hand) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    let user = User { name: args.name.clone(), password: hashed(&args.name)?, since: hand.at };
    if !file.add_user(&user)? {
        return Err(Fault::new(format!("{} may sign in already", args.name))
            .help("give another password: `riskwright user password`"));
    }
    Ok(Answer::new(format!("{} may sign in.", args.name), json!({ "user": args.name })))
}

fn password(args: &UserOf) -> Result<Answer, Fault> {
    let file = beside(&args.file)?;
    if !file.set_password(&args.name, &hashed(&args.name)?)? {
        return Err(nobody(&args.name));
    }
    let text = format!("{} has another password, and is signed out everywhere.", args.name);
    Ok(Answer::new(text, json!({ "user": args.name })))
}

fn remove(args: &UserOf) -> Result<Answer, Fault> {
    if !beside(&args.file)?.remove_user(&args.name)? {
        return Err(nobody(&args.name));
    }
    let text = format!("{} may sign in no more.", args.name);
    Ok(Answer::new(text, json!({ "user": args.name })))
}

fn nobody(name: &Actor) -> Fault {
    Fault::new(format!("there is no user {name}")).help("`riskwright user list` lists who may sign in")
}

fn list(args: &UsersOf) -> Result<Answer, Fault> {
    let users = beside(&args.file)?.users()?;
    let text = if users.is_empty() {
        "Nobody may sign in: the server is for this machine alone.".to_owned()
    } else {
        let rows = users.iter().map(|user| vec![user.name.to_string(), user.since.to_string()]);
        print::table(&["Name", "Since"], rows)
    };
    let users: Vec<Value> =
        users.iter().map(|user| json!({ "name": user.name, "since": user.since })).collect();
    Ok(Answer::new(text, json!({ "users": users })))
}

/// What the password is held against: asked for at a terminal, else the first line of standard input.
fn hashed(name: &Actor) -> Result<String, Fault> {
    let unread = |error: std::io::Error| Fault::new(format!("the password could not be read: {error}"));
    let given = if std::io::stdin().is_terminal() {
        let given = rpassword::prompt_password(format!("Password of {name}: ")).map_err(unread)?;
        if rpassword::prompt_password("Once more: ").map_err(unread)? != given {
            return Err(Fault::new("these are two passwords"));
        }
        given
    } else {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(unread)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    let salt = random().map_err(|error| Fault::new(error.detail))?;
    password::hash(&given, salt).map_err(|error| Fault::new(error.to_string()))
}

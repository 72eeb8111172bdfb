//! An open file, who works on it, and what time it is.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use riskwright_core::catalogue::Edition;
use riskwright_core::change::{Change, Effects};
use riskwright_core::evaluation::{Evaluated, evaluate};
use riskwright_core::id::{PluginId, ScenarioId};
use riskwright_core::identification::RiskScenario;
use riskwright_core::isms::{Isms, Kind, RecordRef};
use riskwright_core::journal::Head;
use riskwright_core::methodology::assessment::{Row, Run, assess};
use riskwright_core::methodology::{LevelPolicy, Methodology, MethodologyInUse};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::{Actor, Date, Digest, Timestamp};
use riskwright_runtime::Plugin;
use riskwright_server::Clock;
use riskwright_store::{Appended, Point, Store};

use crate::fault::Fault;
use crate::shelf::Shelf;

/// Who makes changes, and when.
#[derive(Debug, Clone)]
pub struct Hand {
    pub by: Actor,
    pub at: Timestamp,
    /// The point of the journal that is looked at, where it is not its end.
    pub as_of: Option<Point>,
}

impl Hand {
    pub fn new(by: Option<Actor>, at: Option<Timestamp>) -> Self {
        let user =
            || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()?.parse().ok());
        let by = by.or_else(user).unwrap_or_else(nobody);
        Self { by, at: at.unwrap_or_else(now), as_of: None }
    }

    /// Looks at an earlier point. What is due is reckoned as of then, unless `at` was said.
    pub fn looking_at(mut self, point: &str, at_said: bool) -> Result<Self, Fault> {
        let point = self::point(point)?;
        if let (Point::Instant(instant), false) = (point, at_said) {
            self.at = self.at.min(instant);
        }
        self.as_of = Some(point);
        Ok(self)
    }

    pub fn today(&self) -> Date {
        Date::of(self.at)
    }
}

/// A point of the journal: an entry's number, the end of a day, or an instant.
pub fn point(text: &str) -> Result<Point, Fault> {
    if let Ok(entry) = text.parse() {
        return Ok(Point::Entry(entry));
    }
    if text.parse::<Date>().is_ok()
        && let Ok(end) = format!("{text}T23:59:59.999999999Z").parse()
    {
        return Ok(Point::Instant(end));
    }
    let instant: Result<Timestamp, _> = text.parse();
    instant.map(Point::Instant).map_err(|_| {
        Fault::new(format!("`{text}` is no point in time"))
            .help("write the number of an entry, a day such as 2026-11-02, or an instant such as 2026-11-02T09:00:00Z")
    })
}

/// The instant by this machine's clock.
pub fn now() -> Timestamp {
    Clock::System.now()
}

fn nobody() -> Actor {
    // a fixed text of 1 to 200 characters is an actor
    "unknown".parse().unwrap_or_else(|_| unreachable!())
}

/// What a change did, and the entry that records it: none where it left everything as it was.
pub struct Made {
    pub entry: Option<u64>,
    pub hash: Option<Digest>,
    pub effects: Effects,
}

impl From<Appended> for Made {
    fn from(appended: Appended) -> Self {
        Self { entry: Some(appended.entry.seq), hash: Some(appended.entry.hash), effects: appended.effects }
    }
}

/// Every open risk, scored and evaluated.
pub struct Picture<'a> {
    pub in_use: &'a MethodologyInUse,
    pub policies: Vec<LevelPolicy>,
    pub run: Run<'a>,
    /// In the order of the run's rows.
    pub evaluated: Vec<Evaluated>,
}

impl<'a> Picture<'a> {
    /// The risks with what they mean, the most urgent first.
    pub fn by_urgency(&self) -> Vec<(&Row<'a>, &Evaluated)> {
        let mut order: Vec<_> = self.run.rows.iter().zip(&self.evaluated).collect();
        order.sort_by_key(|(_, evaluated)| evaluated.priority);
        order
    }
}

/// A file that is read and changed.
pub struct Session {
    store: Store,
    hand: Hand,
    /// The state at an earlier point, and where the journal ended then.
    past: Option<(Isms, Head)>,
    /// The packages the file keeps, where anything rests on plugins or is about to.
    shelf: OnceLock<Arc<Shelf>>,
}

impl Session {
    pub fn open(path: &Path, hand: &Hand) -> Result<Self, Fault> {
        let store = Store::open(path)?;
        let past = hand.as_of.map(|point| store.state_at(point)).transpose()?;
        let mut session = Self { store, hand: hand.clone(), past, shelf: OnceLock::new() };
        // who has no plugins does not wait for what runs them
        if !session.isms().plugins().is_empty() {
            match session.shelf().map(Arc::clone) {
                Ok(shelf) => session.hand_in(shelf),
                // what was recorded can be read all the same
                Err(fault) => eprintln!("warning: {fault}"),
            }
        }
        Ok(session)
    }

    /// Hands what runs plugins to the state that is worked on.
    fn hand_in(&mut self, shelf: Arc<Shelf>) {
        if let Some((isms, _)) = &mut self.past {
            isms.set_engines(Some(Arc::clone(&shelf) as Arc<dyn Engines>));
        }
        self.store.set_engines(shelf);
    }

    /// The packages the file keeps, ready to be asked.
    pub fn shelf(&self) -> Result<&Arc<Shelf>, Fault> {
        if let Some(shelf) = self.shelf.get() {
            return Ok(shelf);
        }
        let shelf = Shelf::new(self.store.packages()?)?;
        Ok(self.shelf.get_or_init(|| Arc::new(shelf)))
    }

    /// An installed plugin, loaded.
    pub fn plugin(&self, id: &PluginId) -> Result<Arc<Plugin>, Fault> {
        let installed = self.isms().plugins().get(id);
        let installed = installed.ok_or_else(|| Fault::new(format!("no plugin `{id}` is installed")))?;
        match self.shelf()?.plugin(&installed.digest) {
            Some(Ok(plugin)) => Ok(plugin),
            Some(Err(problem)) => Err(Fault::new(problem.to_string())),
            None => {
                Err(Fault::new(format!("the package of `{id}` {} is not in this file", installed.version))
                    .help("install the same package again: `riskwright plugin install`"))
            }
        }
    }

    /// Whether the file keeps the package with this digest.
    pub fn has_package(&self, package: &Digest) -> Result<bool, Fault> {
        Ok(self.shelf()?.has(package))
    }

    /// Makes a change that installs packages, which are kept with it.
    pub fn make_with_packages(&mut self, change: Change, packages: &[&[u8]]) -> Result<Made, Fault> {
        let shelf = Arc::clone(self.shelf()?);
        self.hand_in(shelf);
        let (by, at) = (self.hand.by.clone(), self.hand.at);
        Ok(self.store_mut()?.append_with_packages(change, (&by, at), packages)?.into())
    }

    pub fn isms(&self) -> &Isms {
        self.past.as_ref().map_or_else(|| self.store.isms(), |(isms, _)| isms)
    }

    /// Where the journal ends, or ended at the point that is looked at.
    pub fn head(&self) -> Head {
        self.past.as_ref().map_or_else(|| self.store.head(), |(_, head)| *head)
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Looks at the file as it is by now.
    pub fn refresh(&mut self) -> Result<(), Fault> {
        Ok(self.store.refresh()?)
    }

    /// The file for as long as it is served, and its packages where it has any.
    pub fn into_store(mut self) -> Result<(Store, Option<Arc<Shelf>>), Fault> {
        self.store_mut()?;
        Ok((self.store, self.shelf.into_inner()))
    }

    /// The file to be changed.
    pub fn store_mut(&mut self) -> Result<&mut Store, Fault> {
        match &self.past {
            None => Ok(&mut self.store),
            Some((_, head)) => {
                Err(Fault::new(format!("what was after entry {} can't be changed any more", head.seq))
                    .help("leave --as-of out to change what is now"))
            }
        }
    }

    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    pub fn today(&self) -> Date {
        self.hand.today()
    }

    pub fn make(&mut self, change: Change) -> Result<Made, Fault> {
        self.make_after(change, None)
    }

    /// Makes a change that was thought out after the entry `base`. One that leaves everything as it is makes no entry.
    pub fn make_after(&mut self, change: Change, base: Option<u64>) -> Result<Made, Fault> {
        let (by, at) = (self.hand.by.clone(), self.hand.at);
        let tried = self.isms().clone().apply(&change, &by, at);
        if let Ok(effects) = tried
            && effects.writes.is_empty()
        {
            return Ok(Made { entry: None, hash: None, effects });
        }
        if at.duration_since(now()).as_hours() >= 24 {
            anstream::eprintln!(
                "the change is dated {at}, in the future: no later one can be dated before that"
            );
        }
        Ok(self.store_mut()?.append(change, &by, at, base)?.into())
    }

    /// Lets go of the file. A change made is durable already, so what goes wrong now is told and no more.
    pub fn close(self) {
        if let Err(error) = self.store.close() {
            anstream::eprintln!("what was changed is kept, but the file could not be sealed: {error}");
        }
    }

    pub fn edition(&self, asked: Option<Edition>) -> Edition {
        asked.unwrap_or(self.isms().organisation().edition)
    }

    /// The methodology with this id, or the preferred one.
    pub fn methodology(&self, asked: Option<&str>) -> Result<&MethodologyInUse, Fault> {
        let isms = self.isms();
        let found = match asked {
            None => isms.preferred_methodology(),
            Some(id) => {
                isms.methodologies().values().find(|known| known.id.as_str() == id).map(AsRef::as_ref)
            }
        };
        found.ok_or_else(|| {
            let known: Vec<&str> = isms.methodologies().keys().map(|id| id.as_str()).collect();
            Fault::new(format!("there is no methodology `{}`", asked.unwrap_or_default()))
                .help(format!("in use are: {}", known.join(", ")))
        })
    }

    pub fn built(&self, methodology: &MethodologyInUse) -> Result<Box<dyn Methodology + Send + Sync>, Fault> {
        methodology.build(self.isms()).map_err(|error| Fault::new(error.to_string()))
    }

    /// The risks as the preferred methodology sees them, and what that means today.
    pub fn picture(&self) -> Result<Picture<'_>, Fault> {
        let in_use = self.methodology(None)?;
        let built = self.built(in_use)?;
        let run = assess(self.isms(), built.as_ref()).map_err(|error| Fault::new(error.to_string()))?;
        let evaluated = evaluate(self.isms(), in_use, &run, self.today());
        Ok(Picture { in_use, policies: in_use.policies(), run, evaluated })
    }

    /// The record that a text names.
    pub fn find(&self, text: &str) -> Result<RecordRef, Fault> {
        let found = self.isms().find(text);
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(self.unknown(text)),
            several => {
                let paths: Vec<String> = several.iter().map(RecordRef::path).collect();
                Err(Fault::new(format!("`{text}` names more than one record"))
                    .help(format!("say which: {}", paths.join(", "))))
            }
        }
    }

    /// The risk that a text names.
    pub fn risk(&self, text: &str) -> Result<(&ScenarioId, &RiskScenario), Fault> {
        let at = self.find(text)?;
        let found = self.isms().scenarios().iter().find(|(id, _)| id.as_str() == at.id.as_str());
        let found = found.filter(|_| at.kind == Kind::RiskScenario).map(|(id, risk)| (id, risk.as_ref()));
        found.ok_or_else(|| Fault::new(format!("{text} is no risk")))
    }

    fn unknown(&self, text: &str) -> Fault {
        let lower = text.to_lowercase();
        let near = self.isms().records().map(|record| record.reference()).filter(|at| {
            let id = at.id.as_str().to_lowercase();
            at.kind != Kind::ScoreRecord
                && (id == lower || id.replace(['-', '.'], "") == lower.replace(['-', '.'], ""))
        });
        let near: Vec<String> = near.take(3).map(|at| at.path()).collect();
        let fault = Fault::new(format!("there is no record `{text}`"));
        if near.is_empty() {
            fault.help("write an id such as R-12 or A.8.24, or a kind and an id such as risk/R-12; `riskwright show FILE risks` lists the risks")
        } else {
            fault.help(format!("did you mean {}?", near.join(" or ")))
        }
    }
}

//! How records live: the states they pass through, and the steps that lead from one to the next, each with its guard.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Rejection, Rule};
use crate::field::{Field, FieldKind, Filled};
use crate::isms::{Isms, RecordRef};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::part;

part! {
    /// A step that was taken with a record.
    #[derive(Eq)]
    pub struct Passed {
        required {
            /// Which step.
            step: Title,
            /// When it was taken.
            on: Date,
            /// By whom.
            by: Actor,
        }
        optional {
            /// Who wrote it down, where that was somebody else.
            recorded_by: Option<Actor>,
            /// What was said of it.
            note: Text,
        }
    }
}

/// Where a record stands, and the steps that led there, in order. Only steps write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound(deserialize = "S: Default + PartialEq + serde::de::DeserializeOwned"))]
pub struct Life<S: Default + PartialEq> {
    /// Its state.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub state: S,
    /// The steps taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
}

impl<S: Default + PartialEq> Default for Life<S> {
    fn default() -> Self {
        Self { state: S::default(), passed: Vec::new() }
    }
}

impl<S: Default + PartialEq> Filled for Life<S> {
    const KIND: FieldKind = FieldKind::Own;
}

impl<S: Default + PartialEq> Life<S> {
    /// The last time a step was taken.
    #[must_use]
    pub fn last(&self, step: &str) -> Option<&Passed> {
        self.passed.iter().rev().find(|passed| passed.step.as_str() == step)
    }

    /// The day of the last step, whichever it was.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        self.passed.last().map(|passed| passed.on)
    }
}

/// A kind of step: whence, and whither.
#[derive(Debug, Clone, Copy)]
pub struct Way<S: 'static> {
    /// Its name: `approve`.
    pub name: &'static str,
    /// The states it can be taken in.
    pub from: &'static [S],
    /// The state it leads to.
    pub to: S,
}

/// Whether a step can be taken, for those who only have its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Possible {
    /// Its name: `approve`.
    pub step: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The states it can be taken in.
    pub from: &'static [&'static str],
    /// The state it leads to.
    pub to: &'static str,
    /// What is told with it.
    pub fields: &'static [Field],
}

/// The steps of one kind of record.
pub trait Step {
    /// The states they lead through.
    type State: Copy + PartialEq + Default + std::fmt::Display + 'static;
    /// Every step there is.
    const WAYS: &'static [Way<Self::State>];
    /// The same by names alone.
    const POSSIBLE: &'static [Possible];
    /// The step's name.
    fn name(&self) -> &'static str;
}

/// A record that lives.
pub trait Lives: Clone {
    /// The steps that are taken with it.
    type Step: Step;
    /// Where it stands.
    fn life(&self) -> &Life<<Self::Step as Step>::State>;
    /// The same, to be changed.
    fn life_mut(&mut self) -> &mut Life<<Self::Step as Step>::State>;
}

/// What a step asks for and what it writes beside the state.
pub(crate) trait Guarded: Lives {
    /// Refuses, or writes into the record what the step brings with it.
    fn take(&mut self, step: &Self::Step, taking: &Taking<'_>) -> Result<(), Rejection>;

    /// The field that a hand altered although only a step may, and what to do instead.
    fn altered(&self, _before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        None
    }
}

/// The circumstances in which a step is taken.
pub(crate) struct Taking<'a> {
    pub(crate) isms: &'a Isms,
    pub(crate) at: RecordRef,
    pub(crate) by: &'a Actor,
    /// When it was taken, which is no later than today.
    pub(crate) on: Date,
}

impl Taking<'_> {
    /// Whether it is taken by somebody, by name or in a role.
    pub(crate) fn is_by(&self, known: &Actor) -> bool {
        self.isms.stands_for(known, self.by)
    }

    /// A refusal.
    pub(crate) fn no<T>(
        &self,
        clause: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Result<T, Rejection> {
        Err(Rejection::new(self.at.clone(), Rule::State, message).clause(clause).help(help))
    }

    /// Refuses unless something is so.
    pub(crate) fn needs(
        &self,
        so: bool,
        clause: &'static str,
        message: &str,
        help: &str,
    ) -> Result<(), Rejection> {
        if so { Ok(()) } else { self.no(clause, message, help) }
    }

    /// Refuses where a text that gives the reason is blank.
    pub(crate) fn reason(&self, text: &Text, clause: &'static str, what: &str) -> Result<(), Rejection> {
        let said = !text.trim().is_empty();
        if said {
            Ok(())
        } else {
            self.no(clause, format!("{what}, and nothing says why"), "give the reason")
        }
    }
}

/// Takes a step with a record. `today` is the day of the change, `recorder` makes it; `on` and `by` are those of the step,
/// where they are others.
pub(crate) fn stepped<R: Guarded>(
    record: &R,
    step: &R::Step,
    (isms, at): (&Isms, RecordRef),
    (by, on, note): (Option<&Actor>, Option<Date>, &Text),
    (recorder, today): (&Actor, Date),
) -> Result<R, Rejection> {
    let present = record.life().state;
    let name = step.name();
    let way = R::Step::WAYS.iter().find(|way| way.name == name);
    let Some(way) = way.filter(|way| way.from.contains(&present)) else {
        return Err(astray::<R>(&at, name, present));
    };
    let on = on.unwrap_or(today);
    let by = by.unwrap_or(recorder);
    let dates =
        |message: String, help: &str| Err(Rejection::new(at.clone(), Rule::Dates, message).help(help));
    if on > today {
        return dates(format!("{name} on {on} is in the future"), "say it when it has happened");
    }
    if let Some(last) = record.life().passed.last().filter(|last| last.on > on) {
        let message = format!("{name} on {on} is before {} on {}", last.step, last.on);
        return dates(message, "a step can't be older than the one before it");
    }
    let mut next = record.clone();
    next.take(step, &Taking { isms, at: at.clone(), by, on })?;
    let life = next.life_mut();
    life.state = way.to;
    let recorded_by = (!by.same(recorder)).then(|| recorder.clone());
    life.passed.push(Passed {
        step: Title::fixed(name),
        on,
        by: by.clone(),
        recorded_by,
        note: note.clone(),
    });
    Ok(next)
}

fn astray<R: Guarded>(at: &RecordRef, name: &str, present: <R::Step as Step>::State) -> Rejection {
    let ways = R::Step::WAYS.iter().filter(|way| way.from.contains(&present));
    let open: Vec<&str> = ways.map(|way| way.name).collect();
    let help = match open.is_empty() {
        true => format!("nothing more is done with what is {present}"),
        false => format!("what can be done with it now: {}", open.join(", ")),
    };
    Rejection::new(at.clone(), Rule::State, format!("`{name}` is not possible: it is {present}")).help(help)
}

/// Refuses what a hand wrote although only steps may.
pub(crate) fn by_hand<R: Guarded>(at: &RecordRef, before: Option<&R>, after: &R) -> Result<(), Rejection> {
    let born = Life::default();
    let lived = before.map_or(&born, Lives::life) != after.life();
    let altered = if lived { Some(("life", "take a step with it")) } else { after.altered(before) };
    match altered {
        None => Ok(()),
        Some((field, help)) => {
            let message = format!("`{field}` is not written by hand while it is {}", after.life().state);
            Err(Rejection::new(at.clone(), Rule::State, message).help(help))
        }
    }
}

/// Makes the type of the steps that are taken with a kind of record.
macro_rules! steps {
    (
        $(#[$meta:meta])*
        pub enum $name:ident of $record:ident in $state:ident {
            $(
                $(#[doc = $doc:literal])*
                $word:literal $variant:ident ($($from:ident)|+ => $to:ident) {
                    $($(#[doc = $r_doc:literal])* $r:ident: $r_type:ty,)*
                    $(; $($(#[doc = $o_doc:literal])* $o:ident: $o_type:ty,)*)?
                }
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub enum $name {
            $(
                $(#[doc = $doc])*
                #[serde(rename = $word)]
                $variant {
                    $($(#[doc = $r_doc])* $r: $r_type,)*
                    $($($(#[doc = $o_doc])*
                        #[serde(default, skip_serializing_if = "crate::record::is_default")]
                        $o: $o_type,)*)?
                },
            )*
        }

        impl crate::lifecycle::Step for $name {
            type State = $state;
            const WAYS: &'static [crate::lifecycle::Way<$state>] = &[$(crate::lifecycle::Way {
                name: $word,
                from: &[$($state::$from),+],
                to: $state::$to,
            },)*];
            const POSSIBLE: &'static [crate::lifecycle::Possible] = &[$(crate::lifecycle::Possible {
                step: $word,
                help: concat!($($doc),*),
                from: &[$($state::$from.as_str()),+],
                to: $state::$to.as_str(),
                fields: crate::record::fields!($($r: $r_type $(, $r_doc)*;)* / $($($o: $o_type $(, $o_doc)*;)*)?),
            },)*];
            fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $word,)* }
            }
        }

        impl crate::lifecycle::Lives for $record {
            type Step = $name;
            fn life(&self) -> &crate::lifecycle::Life<$state> {
                &self.life
            }
            fn life_mut(&mut self) -> &mut crate::lifecycle::Life<$state> {
                &mut self.life
            }
        }
    };
}
pub(crate) use steps;

//! A plugin that is loaded: what it offers, and how a call is made.

use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use riskwright_core::quantity::Digest as ScoreDigest;
use riskwright_package::manifest::Export;
use riskwright_package::{Digest, Manifest};
use wasmtime::Store;
use wasmtime::component::InstancePre;

use crate::catalogue::CatalogueContents;
use crate::clock::{Clock, Running};
use crate::contract::{Contract, Live};
use crate::engine::{Ceiling, Entered, fault};
use crate::health::Mark;
use crate::limits::{Limits, count, mib};
use crate::methodology::PluginMethodology;
use crate::problem::{Call, Fault, Kind, Problem, bounded, shown};
use crate::questionnaire::{self, AnswerValue, Evaluation, GivenAnswer, QuestionnaireContents};
use crate::runtime::Shared;
use crate::settings;

pub(crate) mod parts;

/// A plugin. Each call gets a fresh instance, so that no call can know of another.
pub struct Plugin {
    shared: Arc<Shared>,
    manifest: Manifest,
    digest: Digest,
    code: ScoreDigest,
    limits: Limits,
    pre: InstancePre<Ceiling>,
    contract: Box<dyn Contract>,
    mark: Arc<Mark>,
    schema: OnceLock<Result<Validator, String>>,
    questions: OnceLock<QuestionnaireContents>,
}

/// An instance that is watched. Whoever has one holds a place.
struct Started<'a> {
    live: Live,
    _running: Running<'a>,
}

/// An instance with all that keeps it within its bounds.
pub(crate) struct Session<'a> {
    started: Started<'a>,
    _inside: Entered<'a>,
}

impl Plugin {
    pub(crate) fn new(
        shared: Arc<Shared>,
        manifest: Manifest,
        digest: Digest,
        pre: InstancePre<Ceiling>,
        contract: Box<dyn Contract>,
    ) -> Result<Self, Fault> {
        let asked = manifest.limits();
        let limits = shared.limits.lowered(asked.memory_mib.map(Into::into), asked.time_ms.map(Into::into));
        let code = digest.to_string().parse().map_err(|error| Fault::new(Kind::Host, format!("{error}")))?;
        let mark = shared.health.mark(&digest);
        Ok(Self {
            shared,
            manifest,
            digest,
            code,
            limits,
            pre,
            contract,
            mark,
            schema: OnceLock::new(),
            questions: OnceLock::new(),
        })
    }

    /// What the package says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The package's digest: what a score pins.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The same, as scores have it.
    pub(crate) fn code(&self) -> ScoreDigest {
        self.code
    }

    /// What it may use: the operator's limits, lowered to what it asks for.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Why it was set aside, if it was.
    #[must_use]
    pub fn set_aside(&self) -> Option<String> {
        self.shared.health.set_aside(&self.digest, &self.mark)
    }

    /// The methodology under these settings, with its texts in a language, or the nearest it has.
    ///
    /// # Errors
    /// If it offers none, the settings do not fit its schema or are refused by it, or its description is none that the
    /// contract allows.
    pub fn methodology(
        self: &Arc<Self>,
        settings: &serde_json::Value,
        language: &str,
    ) -> Result<PluginMethodology, Problem> {
        PluginMethodology::new(Arc::clone(self), settings, language)
    }

    /// Its catalogue.
    ///
    /// # Errors
    /// If it offers none, or one in which ids are not unique, groups go in circles, or something leads nowhere.
    pub fn catalogue(&self) -> Result<CatalogueContents, Problem> {
        self.offers(Export::Catalogue, Call::Catalogue)?;
        self.ask(
            Call::Catalogue,
            mib(self.limits.answer_mib),
            |contract, live| contract.catalogue(live),
            |contents| contents.check(&self.limits).map(|()| contents),
        )
    }

    /// Its questionnaire.
    ///
    /// # Errors
    /// If it offers none, or one in which ids are not unique, conditions go ahead, or something leads nowhere.
    pub fn questionnaire(&self) -> Result<QuestionnaireContents, Problem> {
        if let Some(contents) = self.questions.get() {
            return Ok(contents.clone());
        }
        self.offers(Export::Questionnaire, Call::Questionnaire)?;
        let contents = self.ask(
            Call::Questionnaire,
            mib(self.limits.answer_mib),
            |contract, live| contract.questionnaire(live),
            |contents| questionnaire::check(&contents, &self.limits).map(|()| contents),
        )?;
        Ok(self.questions.get_or_init(|| contents).clone())
    }

    /// What follows from answers to its questionnaire.
    ///
    /// # Errors
    /// If it offers none, more is answered than is asked, or what follows speaks of what the questionnaire does not have.
    pub fn evaluate(&self, answers: &[GivenAnswer]) -> Result<Evaluation, Problem> {
        let contents = self.questionnaire()?;
        if answers.len() > count(self.limits.items) {
            let message =
                format!("{} answers were given, at most {} are taken", answers.len(), self.limits.items);
            return Err(self.problem(Call::Evaluate, Fault::new(Kind::Input, message)));
        }
        let no_number = |answer: &&GivenAnswer| matches!(answer.value, AnswerValue::Number(number) if !number.is_finite());
        if let Some(answer) = answers.iter().find(no_number) {
            let message = format!("the answer to item `{}` is no finite number", shown(&answer.item));
            return Err(self.problem(Call::Evaluate, Fault::new(Kind::Input, message)));
        }
        self.ask(
            Call::Evaluate,
            mib(self.limits.answer_mib.min(8)),
            |contract, live| contract.evaluate(live, answers),
            |evaluation| {
                questionnaire::check_outcome(&evaluation, &contents, &self.limits).map(|()| evaluation)
            },
        )
    }

    /// The schema of its settings, made ready once.
    pub(crate) fn schema(&self) -> Result<&Validator, Fault> {
        let schema = self.schema.get_or_init(|| settings::schema(self.manifest.settings_schema()));
        schema.as_ref().map_err(|error| {
            Fault::new(Kind::Package, format!("the schema of its settings can't be used: {error}"))
        })
    }

    pub(crate) fn offers(&self, export: Export, call: Call) -> Result<(), Problem> {
        if self.manifest.exports().contains(&export) {
            return Ok(());
        }
        let offered: Vec<&str> = self.manifest.exports().iter().map(|export| export.as_str()).collect();
        Err(self.problem(
            call,
            Fault::new(Kind::NotOffered, format!("it offers no {export}, only: {}", offered.join(", "))),
        ))
    }

    pub(crate) fn problem(&self, call: Call, fault: Fault) -> Problem {
        Problem {
            plugin: self.manifest.id().to_string(),
            version: self.manifest.version().to_string(),
            call,
            row: fault.row,
            kind: fault.kind,
            message: bounded(&fault.message),
        }
    }

    /// Makes a call in a fresh instance and checks what it answers. Both are within the time of one call.
    pub(crate) fn ask<R, T>(
        &self,
        call: Call,
        answer_bytes: usize,
        run: impl FnOnce(&dyn Contract, &mut Live) -> wasmtime::Result<R>,
        check: impl FnOnce(R) -> Result<T, Fault>,
    ) -> Result<T, Problem> {
        self.not_set_aside(call)?;
        let answered = self
            .instance()
            .and_then(|mut session| self.run(&mut session.started, answer_bytes, run))
            .and_then(check);
        self.judge(call, answered)
    }

    /// The same in an instance that is there already, within a time of its own.
    pub(crate) fn ask_again<R, T>(
        &self,
        session: &mut Session<'_>,
        call: Call,
        answer_bytes: usize,
        run: impl FnOnce(&dyn Contract, &mut Live) -> wasmtime::Result<R>,
        check: impl FnOnce(R) -> Result<T, Fault>,
    ) -> Result<T, Problem> {
        self.not_set_aside(call)?;
        session.started.live.store.set_epoch_deadline(Clock::ticks(self.limits.time_ms));
        let answered = self.run(&mut session.started, answer_bytes, run).and_then(check);
        self.judge(call, answered)
    }

    fn not_set_aside(&self, call: Call) -> Result<(), Problem> {
        match self.set_aside() {
            None => Ok(()),
            Some(reason) => Err(self.problem(
                call,
                Fault::new(
                    Kind::SetAside,
                    format!("it was set aside after {} failures in a row, the last: {reason}; bring it back to try again", crate::health::PATIENCE),
                ),
            )),
        }
    }

    fn judge<T>(&self, call: Call, answered: Result<T, Fault>) -> Result<T, Problem> {
        match answered {
            Ok(answer) => {
                self.shared.health.succeeded(&self.digest, &self.mark, call);
                Ok(answer)
            }
            Err(fault) => {
                let problem = self.problem(call, fault);
                if problem.kind.is_failure() {
                    self.shared.health.failed(&self.digest, &self.mark, &problem);
                }
                Err(problem)
            }
        }
    }

    /// A fresh instance, within memory and time.
    pub(crate) fn instance(&self) -> Result<Session<'_>, Fault> {
        let inside = self.shared.gate.enter();
        Ok(Session { started: self.start(self.limits.time_ms)?, _inside: inside })
    }

    fn start(&self, time_ms: u32) -> Result<Started<'_>, Fault> {
        let running = self.shared.clock.running();
        let mut store = Store::new(&self.shared.engine, Ceiling::new(mib(self.limits.memory_mib)));
        store.limiter(|ceiling| ceiling);
        // a module's start function is the plugin's code too: its time counts from before there is an instance
        store.set_epoch_deadline(Clock::ticks(time_ms));
        let instance = self.pre.instantiate(&mut store).map_err(|error| fault(&error, &self.limits, 0))?;
        Ok(Started { live: Live { store, instance }, _running: running })
    }

    fn run<R>(
        &self,
        started: &mut Started<'_>,
        answer_bytes: usize,
        run: impl FnOnce(&dyn Contract, &mut Live) -> wasmtime::Result<R>,
    ) -> Result<R, Fault> {
        let live = &mut started.live;
        live.store.set_hostcall_fuel(answer_bytes);
        run(&*self.contract, live).map_err(|error| fault(&error, &self.limits, answer_bytes))
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.manifest.id())
            .field("version", &self.manifest.version())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Runtime, RuntimeOptions};

    /// The epoch is counted up by hand, so that time passes where the test says, and on any machine alike.
    #[test]
    fn what_starts_and_what_answers_share_the_time_of_a_call() {
        let limits = Limits { time_ms: 600_000, ..Limits::default() };
        let runtime = Runtime::new(RuntimeOptions { limits, ..RuntimeOptions::default() }).unwrap();
        let package = include_bytes!("../../../plugins/dist/riskwright.fmea.wasm");
        let plugin = runtime.load(package).unwrap();
        let time = Clock::ticks(plugin.limits.time_ms);
        let pass = |fifths: u64| {
            (0..time * fifths / 5).for_each(|_| plugin.shared.engine.increment_epoch());
        };
        let outcome = |at_start: u64, in_call: u64| {
            let mut session = plugin.instance()?;
            pass(at_start);
            plugin.run(&mut session.started, 1 << 20, |contract, live| {
                pass(in_call);
                contract.describe(live, "{}")
            })
        };
        assert!(outcome(4, 0).is_ok() && outcome(0, 4).is_ok(), "four fifths are within the time");
        assert_eq!(outcome(4, 4).err().map(|fault| fault.kind), Some(Kind::Time));

        // an instance that is asked again has its time anew
        let mut session = plugin.instance().unwrap();
        for _ in 0..3 {
            pass(4);
            let asked = plugin.ask_again(
                &mut session,
                Call::Describe,
                1 << 20,
                |contract, live| contract.describe(live, "{}"),
                Ok,
            );
            assert!(asked.is_ok());
        }
    }
}

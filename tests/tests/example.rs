//! The example that ships: taken in without a problem, and saying on purpose what its README says.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use riskwright_core::applicability::{Applicability, ImplementationStatus, Line, Reason, statement};
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::evaluation::{Verdict, evaluate};
use riskwright_core::exchange::grid::Grid;
use riskwright_core::exchange::{Options, import};
use riskwright_core::id::{ActionId, MethodologyId, RequirementId, ScenarioId};
use riskwright_core::identification::Stage;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_core::treatment::TreatmentOption;
use riskwright_core::treatment::acceptance::Standing;
use riskwright_core::treatment::residual::proposal;

/// The day on which the story is told.
const TODAY: &str = "2026-11-20";
/// The registers as they were before the certificate.
const EARLY: [&str; 5] = [
    "story/context-2025.md",
    "story/assets-2025.csv",
    "story/controls-2025.csv",
    "story/risks-2025.csv",
    "story/actions-2025.csv",
];
const REGISTERS: [&str; 5] = ["context.md", "assets.csv", "controls.csv", "risks.csv", "actions.csv"];

/// A change with who made it and when, as the example's files list them.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Actor,
    at: Timestamp,
    change: Change,
}

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/mersholt");
    fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn steps(name: &str) -> Vec<Step> {
    serde_json::from_slice(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The example as far as its makers came, with the clock that no step may turn back.
struct Story {
    isms: Isms,
    clock: Timestamp,
}

impl Story {
    fn begun() -> Self {
        let mut story = Self { isms: Isms::new("Mersholt".parse().unwrap()), clock: Timestamp::UNIX_EPOCH };
        steps("setup.json").into_iter().for_each(|step| story.make(step));
        story
    }

    fn make(&mut self, Step { by, at, change }: Step) {
        // the journal takes no step that lies before the last one
        assert!(at >= self.clock, "{} at {at} is before {}", change.name(), self.clock);
        self.clock = at;
        self.isms.apply(&change, &by, at).unwrap_or_else(|error| panic!("{}: {error}", change.name()));
    }

    /// Takes registers in, and gives the remarks on them.
    fn taken_in(&mut self, names: &[&str], at: &str) -> Vec<String> {
        let grids: Vec<Grid> =
            names.iter().flat_map(|name| riskwright_tables::read(name, &file(name)).unwrap()).collect();
        let intake = import(&self.isms, &grids, &Options::default());
        let problems: Vec<String> = intake.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, [""; 0]);
        assert_eq!(intake.skipped, []);
        let title = "the registers of Mersholt".parse().unwrap();
        let change = Change::Together { title, changes: intake.changes };
        self.make(Step { by: "Jonas Reimann".parse().unwrap(), at: at.parse().unwrap(), change });
        intake.notes
    }

    fn registers_taken_in(mut self) -> Self {
        self.taken_in(&REGISTERS, "2026-11-09T08:00:00Z");
        self
    }

    /// The two years before: to the certificate, through an incident and a surveillance audit.
    fn lived(mut self) -> Self {
        steps("story/1-foundation.json").into_iter().for_each(|step| self.make(step));
        let notes = self.taken_in(&EARLY, "2025-03-20T08:00:00Z");
        assert_eq!(
            notes,
            ["story/assets-2025.csv: the column “Business unit” is kept as a field of your own"]
        );
        let mut story = self.assessed("2025-03-21T08:00:00Z");
        steps("story/2-certificate.json").into_iter().for_each(|step| story.make(step));
        let mut story = story.assessed("2026-03-05T08:00:00Z");
        steps("story/3-surveillance.json").into_iter().for_each(|step| story.make(step));
        story
    }

    fn assessed(mut self, at: &str) -> Self {
        let by: Actor = "Jonas Reimann".parse().unwrap();
        let at: Timestamp = at.parse().unwrap();
        let preferred = self.isms.preferred_methodology().unwrap();
        let methodology = preferred.build(&self.isms).unwrap();
        let run = assess(&self.isms, methodology.as_ref()).unwrap();
        for row in &run.rows {
            assert_eq!(row.problems, [], "{}", row.scenario.id);
        }
        let rows: Vec<_> = run.rows.iter().collect();
        let scores = records(&rows, methodology.as_ref(), &by, Date::of(at)).unwrap();
        self.make(Step { by, at, change: Change::RiskAssess { scores } });
        self
    }

    fn decided(mut self) -> Self {
        steps("decisions.json").into_iter().for_each(|step| self.make(step));
        self
    }

    fn told() -> Isms {
        Self::begun().lived().registers_taken_in().assessed("2026-11-10T08:00:00Z").decided().isms
    }
}

fn today() -> Date {
    TODAY.parse().unwrap()
}

fn ids<I: std::str::FromStr<Err: std::fmt::Debug>, const N: usize>(texts: [&str; N]) -> Vec<I> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn everything_goes_in_and_nothing_is_lost() {
    let isms = Story::told();
    assert!(isms.assets().len() >= 60, "{} assets", isms.assets().len());
    assert!(isms.scenarios().len() >= 120, "{} scenarios", isms.scenarios().len());
    assert!(isms.controls().len() >= 80, "{} controls", isms.controls().len());
    assert!(isms.actions().len() >= 25 && isms.requirements().len() >= 15 && isms.roles().len() >= 10);
    let lines = |name: &str| String::from_utf8(file(name)).unwrap().lines().count() - 1;
    // a name misspelt in a cell would have become a record of its own
    assert_eq!(isms.assets().len(), lines("assets.csv"));
    assert_eq!(isms.controls().len(), lines("controls.csv"));
    assert_eq!(isms.scenarios().len(), lines("risks.csv"));
    // those of reviews and nonconformities
    let corrective = isms.actions().keys().filter(|id| **id >= "TA-40".parse().unwrap());
    assert_eq!(isms.actions().len(), lines("actions.csv") + corrective.count());
    assert_eq!(isms.risk_sources().len(), 6);
    assert_eq!(isms.parties().len(), 12);
    assert!(isms.scope().approval.is_some() && isms.criteria().approval.is_some());
    let roles: BTreeSet<&str> = isms.roles().values().map(|role| role.title.as_str()).collect();
    for scenario in isms.scenarios().values() {
        let owner = scenario.owner.as_ref().map(Actor::as_str).unwrap_or_default();
        assert!(roles.contains(owner), "{} is owned by `{owner}`", scenario.id);
    }
    for (id, asset) in isms.assets() {
        assert!(asset.owner.as_ref().is_some_and(|owner| roles.contains(owner.as_str())), "{id}");
        assert!(!asset.kind.is_primary() || asset.values.len() >= 3, "{id} is primary and has no values");
    }
}

#[test]
fn no_residual_risk_is_above_the_inherent_one_by_either_methodology() {
    let isms = Story::told();
    assert_eq!(isms.methodologies().len(), 2);
    for methodology in isms.methodologies().values() {
        let built = methodology.build(&isms).unwrap();
        for row in assess(&isms, built.as_ref()).unwrap().rows {
            let id = &row.scenario.id;
            let score = |stage| row.stage(stage).map(|scored| scored.score);
            let (inherent, current) = (score(Stage::Inherent).unwrap(), score(Stage::Current).unwrap());
            assert!(current <= inherent, "{id}: {current} with controls, {inherent} without");
            assert!(score(Stage::Target).is_none_or(|target| target <= current), "{id}");
        }
    }
}

#[test]
fn estimates_are_what_the_controls_are_worth() {
    let isms = Story::told();
    for scenario in isms.scenarios().values() {
        let treatment = isms.treatments().get(&scenario.id).unwrap();
        let proposal = proposal(&isms, scenario, treatment).unwrap();
        let factors = |stage| scenario.estimate(stage).map(|estimate| &estimate.factors);
        assert_eq!(factors(Stage::Current), Some(&proposal.current), "{}", scenario.id);
        // a target stands only where something is still to be done
        let target = factors(Stage::Target).or(factors(Stage::Current));
        assert_eq!(target, Some(&proposal.target), "{}", scenario.id);
    }
}

#[test]
fn the_risks_are_spread_as_one_would_expect() {
    let isms = Story::told();
    let preferred = isms.preferred_methodology().unwrap();
    let built = preferred.build(&isms).unwrap();
    let run = assess(&isms, built.as_ref()).unwrap();
    let count = |stage, level: u8| {
        run.rows.iter().filter(|row| row.stage(stage).is_some_and(|scored| scored.level == level)).count()
    };
    assert_eq!(count(Stage::Inherent, 4), 3, "very high without controls");
    assert_eq!((count(Stage::Current, 3), count(Stage::Current, 4)), (14, 0));
    assert!(count(Stage::Current, 1) + count(Stage::Current, 2) > 100);
}

#[test]
fn findings_are_those_the_readme_names_and_no_others() {
    let isms = Story::told();

    let overdue: Vec<&ActionId> = isms
        .actions()
        .values()
        .filter(|action| action.is_overdue(today()))
        .map(|action| &action.id)
        .collect();
    assert_eq!(overdue, ids(["TA-6", "TA-18"]).iter().collect::<Vec<_>>());

    let undecided: Vec<&RequirementId> = isms
        .requirements()
        .values()
        .filter(|requirement| requirement.addressed.is_none())
        .map(|requirement| &requirement.id)
        .collect();
    assert_eq!(undecided, ids(["REQ-19"]).iter().collect::<Vec<_>>());
    assert!(isms.issues().values().all(|issue| issue.relevant.is_some()));

    let lines = statement(&isms, Edition::E2022).lines;
    let found = |test: &dyn Fn(&Line) -> bool| -> Vec<&str> {
        lines.iter().filter(|line| test(line)).map(|line| line.id.as_str()).collect()
    };
    let included = |line: &Line| line.applicability == Applicability::Included;
    let implemented = Some(ImplementationStatus::Implemented);
    assert_eq!(found(&|line| line.status == implemented && line.evidence.is_empty()), ["A.8.17"]);
    let unreasoned = |reason: &Reason| matches!(reason, Reason::Decision { reason } if reason.is_empty());
    assert_eq!(found(&|line| line.reasons.iter().any(unreasoned)), ["A.7.12"]);
    assert_eq!(found(&|line| !included(line)), ["A.7.6", "A.8.30", "A.8.33"]);
    assert_eq!(found(&|line| !included(line) && line.justification.is_none()), [""; 0]);
    // an exclusion of something that risks point at would contradict itself
    assert_eq!(found(&|line| line.overridden), ["A.7.12"]);
    assert_eq!(found(&|line| line.owner.is_none() || line.checked_on.is_none()), [""; 0]);

    let preferred = isms.preferred_methodology().unwrap();
    let built = preferred.build(&isms).unwrap();
    let run = assess(&isms, built.as_ref()).unwrap();
    for row in &run.rows {
        assert_eq!(row.stale, [], "{}", row.scenario.id);
        assert!(row.record.is_some(), "{}", row.scenario.id);
        assert!(row.scenario.review_on.is_some_and(|on| on > today()), "{}", row.scenario.id);
    }
    let evaluated = evaluate(&isms, preferred, &run, today());
    let expired: Vec<&ScenarioId> = evaluated
        .iter()
        .filter(|risk| matches!(&risk.accepted_by, Some((_, standing)) if *standing != Standing::Valid))
        .map(|risk| &risk.scenario)
        .collect();
    assert_eq!(expired, ids(["R-13"]).iter().collect::<Vec<_>>());
    for risk in &evaluated {
        if matches!(risk.verdict, Verdict::Treat | Verdict::Unassessed) {
            assert_eq!(&risk.scenario, expired[0], "nothing was decided about it");
        }
        if risk.verdict == Verdict::InTreatment && &risk.scenario != expired[0] {
            let planned = isms.actions().values().any(|action| {
                action.scenarios.contains(&risk.scenario) && action.status.is_some_and(|s| s.is_open())
            });
            assert!(planned, "{} is above acceptance and no action serves it", risk.scenario);
            let option = isms.treatments().get(&risk.scenario).and_then(|treatment| treatment.option);
            assert_ne!(option, Some(TreatmentOption::Retain), "{}", risk.scenario);
        }
    }
    let product: MethodologyId = "product".parse().unwrap();
    assert!(isms.methodologies().contains_key(&product));
    assert_eq!(isms.scenarios().values().filter(|scenario| !scenario.is_open()).count(), 1);
    assert_eq!(isms.soa_versions().len(), 3);
}

#[test]
fn two_years_were_lived_from_scope_to_surveillance() {
    let isms = Story::told();
    let state = |at: &str| isms.record(&at.parse().unwrap()).and_then(|record| record.state()).unwrap();
    let certification = isms.certifications().values().next().unwrap();
    assert!(certification.holds(today()));
    assert_eq!(certification.valid_until, Some("2028-11-14".parse().unwrap()));
    let milestones = certification.milestones(today());
    assert_eq!(milestones[0].by, "2027-10-23".parse().unwrap(), "the next surveillance");
    assert!(!milestones.iter().any(|next| next.overdue));
    // one incident, a check of effectiveness that failed, a second action that did not
    assert_eq!((state("incident/INC-1"), state("incident/INC-2")), ("closed", "dismissed"));
    let third = &isms.nonconformities()[&"NC-3".parse().unwrap()];
    let checks: Vec<bool> = third.checks.iter().map(|check| check.effective).collect();
    assert_eq!((checks, state("nonconformity/NC-3")), (vec![false, true], "closed"));
    assert_eq!((state("review/REV-1"), state("review/REV-2")), ("closed", "approved"));
    for audit in
        isms.audits().values().filter(|audit| audit.id.as_str() != "AUD-7" && audit.id.as_str() != "AUD-8")
    {
        assert_eq!(audit.life.state.as_str(), "closed", "{}", audit.id);
    }
    assert!(isms.documents().values().all(|document| document.in_force().is_some()));
    let all = riskwright_core::measurement::all(&isms, today());
    assert_eq!(all.len(), 6);
    for series in &all {
        assert!(!series.overdue && series.results.len() >= 6, "{}", series.measure.id);
    }
}

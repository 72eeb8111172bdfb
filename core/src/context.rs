//! Step 1, scope and context: organisation, issues, interested parties, scope, objectives, roles (ISO/IEC 27001, 4 to 6.2).

use std::collections::BTreeSet;

use crate::catalogue::Edition;
use crate::id::{ControlId, IssueId, ObjectiveId, PartyId, RequirementId, RoleId};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{part, record, words};

record! {
    /// The organisation whose ISMS this is (4.1).
    pub struct Organisation, OrganisationRevision {
        required {
            /// Its name.
            name: Title,
        }
        optional {
            /// What it is there for.
            purpose: Text,
            /// Its line of business.
            sector: Option<Title>,
            /// A short portrait.
            description: Text,
            /// The ISO 4217 code in which it reckons.
            currency: Option<Title>,
            /// The edition of ISO/IEC 27001 it works to.
            edition: Edition,
            /// Information security policy: where it is (5.2).
            policy: Option<Title>,
        }
    }
}

words! {
    /// Where an issue comes from (4.1).
    pub enum IssueOrigin {
        /// From within the organisation.
        Internal = "internal",
        /// From outside.
        External = "external",
    }
}

words! {
    /// What an issue is about.
    pub enum IssueCategory {
        /// Law and regulation.
        Legal = "legal",
        /// Market, customers, competition.
        Market = "market",
        /// Technology.
        Technology = "technology",
        /// People and culture.
        People = "people",
        /// Buildings and surroundings.
        Physical = "physical",
        /// Climate change: the organisation must decide whether it matters (Amendment 1:2024).
        Climate = "climate",
        /// Anything else.
        Other = "other",
    }
}

record! {
    /// An external or internal issue that bears on the ISMS (4.1).
    pub struct Issue, IssueRevision {
        /// For instance `IS-3`.
        id: IssueId,
        required {
            /// The issue in a sentence.
            title: Title,
            /// Internal or external.
            origin: IssueOrigin,
            /// What it is about.
            category: IssueCategory,
        }
        optional {
            /// What it does to the ISMS.
            effect: Text,
            /// Whether it is relevant: decided yes, decided no, or not decided yet.
            relevant: Option<bool>,
            /// Why it is, or is not.
            reason: Text,
            /// When it was last looked at.
            reviewed_on: Option<Date>,
        }
    }
}

words! {
    /// Who an interested party is (4.2).
    pub enum PartyKind {
        /// Buys from the organisation.
        Customer = "customer",
        /// Supervises it.
        Regulator = "regulator",
        /// Owns it.
        Owner = "owner",
        /// Supplies it.
        Supplier = "supplier",
        /// Works for it.
        Staff = "staff",
        /// Anybody else.
        Other = "other",
    }
}

record! {
    /// An interested party (4.2 a).
    pub struct InterestedParty, InterestedPartyRevision {
        /// For instance `P-2`.
        id: PartyId,
        required {
            /// Who it is.
            title: Title,
            /// What it is to the organisation.
            kind: PartyKind,
        }
        optional {
            /// What else is worth knowing.
            description: Text,
            /// When its needs were last looked at.
            reviewed_on: Option<Date>,
        }
    }
}

words! {
    /// Where a requirement comes from; laws and contracts are reasons in the Statement of Applicability.
    pub enum RequirementKind {
        /// Statute or regulation.
        Legal = "legal",
        /// A contract.
        Contractual = "contractual",
        /// An expectation of another kind.
        Other = "other",
    }
}

record! {
    /// What an interested party asks for, and whether the ISMS takes it on (4.2 b, c).
    pub struct Requirement, RequirementRevision {
        /// For instance `REQ-4`.
        id: RequirementId,
        required {
            /// The requirement in a sentence.
            title: Title,
            /// Law, contract or other.
            kind: RequirementKind,
        }
        optional {
            /// Whose requirement it is.
            party: Option<PartyId>,
            /// The place it is written: a law's article, a contract's clause.
            source: Option<Title>,
            /// Whether the ISMS addresses it: decided yes, decided no, or not decided yet.
            addressed: Option<bool>,
            /// Why, where it is not addressed.
            reason: Text,
            /// The controls by which it is met.
            controls: BTreeSet<ControlId>,
        }
    }
}

part! {
    /// Something left out of the scope, and why (4.3).
    pub struct Exclusion {
        required {
            /// What is left out.
            what: Title,
            /// Why.
            reason: Text,
        }
    }
}

part! {
    /// Where the scope meets what others do (4.3 c).
    pub struct Interface {
        required {
            /// What passes, or who depends on whom for what.
            what: Title,
            /// The other side.
            with: Title,
        }
        optional {
            /// The agreement that governs it.
            agreement: Option<Title>,
        }
    }
}

part! {
    /// An approval: who and when.
    pub struct Approval {
        required {
            /// Who approved.
            by: Actor,
            /// When.
            on: Date,
        }
    }
}

record! {
    /// The scope of the ISMS (4.3). Approved by [`crate::change::Change::ScopeApprove`]; a revision makes it a draft again.
    #[derive(Default)]
    pub struct Scope, ScopeRevision {
        optional {
            /// The scope statement.
            purpose: Text,
            /// Business activities and services inside.
            activities: Vec<Title>,
            /// Organisational units inside.
            units: Vec<Title>,
            /// Sites inside.
            sites: Vec<Title>,
            /// Networks and systems inside.
            networks: Vec<Title>,
            /// Information inside.
            information: Vec<Title>,
            /// What is left out, with reasons.
            exclusions: Vec<Exclusion>,
            /// Interfaces and dependencies.
            interfaces: Vec<Interface>,
            /// The wording for the certificate.
            certificate: Text,
            /// Who approved this wording and when; absent while it is a draft.
            approval: Option<Approval>,
        }
    }
}

impl Scope {
    /// Whether anything says where the scope ends: activities, units, sites, networks or information.
    #[must_use]
    pub fn has_boundaries(&self) -> bool {
        [&self.activities, &self.units, &self.sites, &self.networks, &self.information]
            .iter()
            .any(|list| !list.is_empty())
    }
}

words! {
    /// How an objective stands (6.2).
    pub enum ObjectiveStatus {
        /// Not yet decided.
        Proposed = "proposed",
        /// Decided.
        Approved = "approved",
        /// Going as planned.
        OnTrack = "on-track",
        /// In danger.
        AtRisk = "at-risk",
        /// Missed.
        Missed = "missed",
        /// Reached.
        Achieved = "achieved",
        /// Given up.
        Dropped = "dropped",
    }
}

record! {
    /// An information security objective (6.2).
    pub struct Objective, ObjectiveRevision {
        /// For instance `OBJ-1`.
        id: ObjectiveId,
        required {
            /// The objective in a sentence.
            title: Title,
        }
        optional {
            /// What is measured.
            measure: Option<Title>,
            /// The value aimed at.
            target: Option<Title>,
            /// By when.
            due: Option<Date>,
            /// Who answers for it.
            responsible: Option<Actor>,
            /// How the result is judged.
            evaluation: Text,
            /// How it stands.
            status: Option<ObjectiveStatus>,
        }
    }
}

words! {
    /// The two duties that clause 5.3 wants assigned.
    pub enum Duty {
        /// Keeping the ISMS in conformity with the standard.
        Conformity = "conformity",
        /// Reporting its performance to top management.
        Reporting = "reporting",
    }
}

record! {
    /// A role of the ISMS (5.3).
    pub struct Role, RoleRevision {
        /// For instance `ROLE-1`.
        id: RoleId,
        required {
            /// The role's name; risks may be owned by it.
            title: Title,
        }
        optional {
            /// Who holds it.
            person: Option<Actor>,
            /// Who stands in.
            deputy: Option<Actor>,
            /// What it does.
            duties: Text,
            /// The duties of 5.3 it covers.
            covers: BTreeSet<Duty>,
            /// The highest level of risk it may accept, by the level's name, beside the risks it owns.
            accepts_up_to: Option<Title>,
        }
    }
}

impl Role {
    /// Whether a name is the role's, or that of the person who holds it.
    #[must_use]
    pub fn is_held_by(&self, name: &Actor) -> bool {
        name.to_lowercase() == self.title.to_lowercase()
            || self.person.as_ref().is_some_and(|person| person.same(name))
    }
}

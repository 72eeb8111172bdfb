//! The factors of the tree: what they are called and within which bounds they are estimated.

use crate::words::Words;

/// A factor that can be estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// LEF: how many loss events a year.
    LossEventFrequency,
    /// TEF: how many threat events a year.
    ThreatEventFrequency,
    /// CF: how often a year a threat agent meets the asset.
    ContactFrequency,
    /// PoA: the share of contacts in which it acts.
    ProbabilityOfAction,
    /// SUS: the share of threat events that become loss events.
    Susceptibility,
    /// TCap: how capable the threat agent is, as a percentile of all.
    ThreatCapability,
    /// RS: up to which percentile the asset withstands.
    ResistanceStrength,
    /// LM: the loss of an event, all in all.
    LossMagnitude,
    /// PLM: the loss that an event brings by itself.
    PrimaryLoss,
    /// A form of primary loss.
    PrimaryForm(Form),
    /// SLEF: the share of loss events to which others react.
    SecondaryLossEventFrequency,
    /// SLM: the loss from reactions.
    SecondaryLoss,
    /// A form of secondary loss.
    SecondaryForm(Form),
}

/// The six forms of loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Work that is not done, goods that are not sold.
    Productivity,
    /// Handling the event.
    Response,
    /// What has to be bought anew.
    Replacement,
    /// What authorities and courts impose.
    FinesAndJudgments,
    /// What others know now.
    CompetitiveAdvantage,
    /// What is thought of the organisation.
    Reputation,
}

impl Form {
    /// Those that usually arise from the event itself.
    pub const PRIMARY: [Self; 3] = [Self::Productivity, Self::Response, Self::Replacement];

    /// Those that usually arise from reactions of others.
    pub const SECONDARY: [Self; 4] =
        [Self::FinesAndJudgments, Self::CompetitiveAdvantage, Self::Reputation, Self::Response];
}

/// What a factor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Events a year.
    Rate,
    /// A share, 0 to 1.
    Share,
    /// A percentile, 0 to 100.
    Percentile,
    /// Money for an event.
    Loss,
}

/// The most events a year.
pub const MOST_EVENTS: f64 = 1e6;

/// The greatest loss of an event, in the currency.
pub const GREATEST_LOSS: f64 = 1e12;

impl Measure {
    /// The least and the most.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Rate => (0.0, MOST_EVENTS),
            Self::Share => (0.0, 1.0),
            Self::Percentile => (0.0, 100.0),
            Self::Loss => (0.0, GREATEST_LOSS),
        }
    }
}

impl Factor {
    /// The factors that are no forms of loss, in the order of the tree.
    pub const FIXED: [Self; 11] = [
        Self::LossEventFrequency,
        Self::ThreatEventFrequency,
        Self::ContactFrequency,
        Self::ProbabilityOfAction,
        Self::Susceptibility,
        Self::ThreatCapability,
        Self::ResistanceStrength,
        Self::LossMagnitude,
        Self::PrimaryLoss,
        Self::SecondaryLossEventFrequency,
        Self::SecondaryLoss,
    ];

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LossEventFrequency => "loss-event-frequency",
            Self::ThreatEventFrequency => "threat-event-frequency",
            Self::ContactFrequency => "contact-frequency",
            Self::ProbabilityOfAction => "probability-of-action",
            Self::Susceptibility => "susceptibility",
            Self::ThreatCapability => "threat-capability",
            Self::ResistanceStrength => "resistance-strength",
            Self::LossMagnitude => "loss-magnitude",
            Self::PrimaryLoss => "primary-loss",
            Self::PrimaryForm(Form::Productivity) => "primary-loss.productivity",
            Self::PrimaryForm(Form::Response) => "primary-loss.response",
            Self::PrimaryForm(Form::Replacement) => "primary-loss.replacement",
            Self::PrimaryForm(Form::FinesAndJudgments) => "primary-loss.fines-and-judgments",
            Self::PrimaryForm(Form::CompetitiveAdvantage) => "primary-loss.competitive-advantage",
            Self::PrimaryForm(Form::Reputation) => "primary-loss.reputation",
            Self::SecondaryLossEventFrequency => "secondary-loss-event-frequency",
            Self::SecondaryLoss => "secondary-loss",
            Self::SecondaryForm(Form::Productivity) => "secondary-loss.productivity",
            Self::SecondaryForm(Form::Response) => "secondary-loss.response",
            Self::SecondaryForm(Form::Replacement) => "secondary-loss.replacement",
            Self::SecondaryForm(Form::FinesAndJudgments) => "secondary-loss.fines-and-judgments",
            Self::SecondaryForm(Form::CompetitiveAdvantage) => "secondary-loss.competitive-advantage",
            Self::SecondaryForm(Form::Reputation) => "secondary-loss.reputation",
        }
    }

    /// What it counts.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            Self::LossEventFrequency | Self::ThreatEventFrequency | Self::ContactFrequency => Measure::Rate,
            Self::ProbabilityOfAction | Self::Susceptibility | Self::SecondaryLossEventFrequency => {
                Measure::Share
            }
            Self::ThreatCapability | Self::ResistanceStrength => Measure::Percentile,
            Self::LossMagnitude
            | Self::PrimaryLoss
            | Self::PrimaryForm(_)
            | Self::SecondaryLoss
            | Self::SecondaryForm(_) => Measure::Loss,
        }
    }

    /// Its name.
    #[must_use]
    pub fn title(self) -> Words {
        match self {
            Self::LossEventFrequency => [
                "Loss event frequency",
                "Häufigkeit von Schadensereignissen",
                "Fréquence des événements de perte",
            ],
            Self::ThreatEventFrequency => [
                "Threat event frequency",
                "Häufigkeit von Bedrohungsereignissen",
                "Fréquence des événements de menace",
            ],
            Self::ContactFrequency => ["Contact frequency", "Kontakthäufigkeit", "Fréquence de contact"],
            Self::ProbabilityOfAction => {
                ["Probability of action", "Handlungswahrscheinlichkeit", "Probabilité d’action"]
            }
            Self::Susceptibility => ["Susceptibility", "Anfälligkeit", "Susceptibilité"],
            Self::ThreatCapability => {
                ["Threat capability", "Fähigkeit der Bedrohung", "Capacité de la menace"]
            }
            Self::ResistanceStrength => ["Resistance strength", "Widerstandskraft", "Force de résistance"],
            Self::LossMagnitude => ["Loss magnitude", "Schadenshöhe", "Ampleur de la perte"],
            Self::PrimaryLoss => ["Primary loss", "Primärer Schaden", "Perte primaire"],
            Self::SecondaryLossEventFrequency => {
                ["Secondary loss event frequency", "Anteil mit Folgeschaden", "Part avec perte secondaire"]
            }
            Self::SecondaryLoss => ["Secondary loss", "Folgeschaden", "Perte secondaire"],
            Self::PrimaryForm(Form::Productivity) => [
                "Primary loss: productivity",
                "Primärer Schaden: Produktivität",
                "Perte primaire : productivité",
            ],
            Self::PrimaryForm(Form::Response) => {
                ["Primary loss: response", "Primärer Schaden: Bewältigung", "Perte primaire : réaction"]
            }
            Self::PrimaryForm(Form::Replacement) => {
                ["Primary loss: replacement", "Primärer Schaden: Ersatz", "Perte primaire : remplacement"]
            }
            Self::PrimaryForm(Form::FinesAndJudgments) => [
                "Primary loss: fines and judgments",
                "Primärer Schaden: Bußen und Urteile",
                "Perte primaire : amendes et jugements",
            ],
            Self::PrimaryForm(Form::CompetitiveAdvantage) => [
                "Primary loss: competitive advantage",
                "Primärer Schaden: Wettbewerbsvorteil",
                "Perte primaire : avantage concurrentiel",
            ],
            Self::PrimaryForm(Form::Reputation) => {
                ["Primary loss: reputation", "Primärer Schaden: Ansehen", "Perte primaire : réputation"]
            }
            Self::SecondaryForm(Form::Productivity) => [
                "Secondary loss: productivity",
                "Folgeschaden: Produktivität",
                "Perte secondaire : productivité",
            ],
            Self::SecondaryForm(Form::Response) => {
                ["Secondary loss: response", "Folgeschaden: Bewältigung", "Perte secondaire : réaction"]
            }
            Self::SecondaryForm(Form::Replacement) => {
                ["Secondary loss: replacement", "Folgeschaden: Ersatz", "Perte secondaire : remplacement"]
            }
            Self::SecondaryForm(Form::FinesAndJudgments) => [
                "Secondary loss: fines and judgments",
                "Folgeschaden: Bußen und Urteile",
                "Perte secondaire : amendes et jugements",
            ],
            Self::SecondaryForm(Form::CompetitiveAdvantage) => [
                "Secondary loss: competitive advantage",
                "Folgeschaden: Wettbewerbsvorteil",
                "Perte secondaire : avantage concurrentiel",
            ],
            Self::SecondaryForm(Form::Reputation) => {
                ["Secondary loss: reputation", "Folgeschaden: Ansehen", "Perte secondaire : réputation"]
            }
        }
    }

    /// How to estimate it.
    #[must_use]
    pub fn help(self) -> Words {
        match self {
            Self::LossEventFrequency => [
                "Loss events a year. Leave it out to make it from threat events and susceptibility.",
                "Schadensereignisse im Jahr. Leer lassen, um sie aus Bedrohungsereignissen und Anfälligkeit zu bilden.",
                "Événements de perte par an. À omettre pour les déduire des menaces et de la susceptibilité.",
            ],
            Self::ThreatEventFrequency => [
                "Attempts a year, successful or not. Leave it out to make it from contacts and the will to act.",
                "Versuche im Jahr, gelungen oder nicht. Leer lassen, um sie aus Kontakten und Handlungswillen zu bilden.",
                "Tentatives par an, réussies ou non. À omettre pour les déduire des contacts et de la volonté d’agir.",
            ],
            Self::ContactFrequency => [
                "How often a year a threat agent comes upon the asset.",
                "Wie oft im Jahr ein Angreifer auf das Gut trifft.",
                "Combien de fois par an un agent de menace rencontre l’actif.",
            ],
            Self::ProbabilityOfAction => [
                "The share of contacts in which the agent acts, 0 to 1.",
                "Der Anteil der Kontakte, bei denen gehandelt wird, 0 bis 1.",
                "La part des contacts suivis d’une action, de 0 à 1.",
            ],
            Self::Susceptibility => [
                "The share of threat events that become losses, 0 to 1. Leave it out to set capability against resistance.",
                "Der Anteil der Versuche, die Schaden bringen, 0 bis 1. Leer lassen, um Fähigkeit gegen Widerstand zu stellen.",
                "La part des tentatives qui causent une perte, de 0 à 1. À omettre pour opposer capacité et résistance.",
            ],
            Self::ThreatCapability => [
                "How able the agents are: percentile among all agents, 0 to 100.",
                "Wie fähig die Angreifer sind: Perzentil unter allen, 0 bis 100.",
                "La capacité des agents : centile parmi tous, de 0 à 100.",
            ],
            Self::ResistanceStrength => [
                "Up to which percentile of agents the asset withstands, 0 to 100.",
                "Bis zu welchem Perzentil der Angreifer das Gut standhält, 0 bis 100.",
                "Jusqu’à quel centile d’agents l’actif résiste, de 0 à 100.",
            ],
            Self::LossMagnitude => [
                "The loss of one event, all in all. Leave it out to make it from primary and secondary loss.",
                "Der Schaden eines Ereignisses insgesamt. Leer lassen, um ihn aus primärem und Folgeschaden zu bilden.",
                "La perte totale d’un événement. À omettre pour la déduire des pertes primaire et secondaire.",
            ],
            Self::PrimaryLoss => [
                "What an event costs by itself. Leave it out to estimate it by forms of loss.",
                "Was ein Ereignis von sich aus kostet. Leer lassen, um es nach Schadensarten zu schätzen.",
                "Ce que coûte un événement en lui-même. À omettre pour l’estimer par forme de perte.",
            ],
            Self::SecondaryLossEventFrequency => [
                "The share of loss events to which customers, authorities or others react, 0 to 1.",
                "Der Anteil der Schadensereignisse, auf die Kunden, Behörden oder andere reagieren, 0 bis 1.",
                "La part des événements qui font réagir clients, autorités ou autres, de 0 à 1.",
            ],
            Self::SecondaryLoss => [
                "What such a reaction costs. Leave it out to estimate it by forms of loss.",
                "Was eine solche Reaktion kostet. Leer lassen, um es nach Schadensarten zu schätzen.",
                "Ce que coûte une telle réaction. À omettre pour l’estimer par forme de perte.",
            ],
            Self::PrimaryForm(form) | Self::SecondaryForm(form) => form.help(),
        }
    }
}

impl Form {
    fn help(self) -> Words {
        match self {
            Self::Productivity => [
                "Work that is not done and goods that are not sold.",
                "Arbeit, die liegen bleibt, und Ware, die nicht verkauft wird.",
                "Travail non fait et ventes manquées.",
            ],
            Self::Response => [
                "Handling the event: hours, experts, notices.",
                "Bewältigung: Stunden, Fachleute, Mitteilungen.",
                "Gestion de l’événement : heures, experts, notifications.",
            ],
            Self::Replacement => [
                "What has to be bought or built anew.",
                "Was neu gekauft oder gebaut werden muss.",
                "Ce qu’il faut racheter ou reconstruire.",
            ],
            Self::FinesAndJudgments => [
                "What authorities, courts and contracts impose.",
                "Was Behörden, Gerichte und Verträge auferlegen.",
                "Ce qu’imposent autorités, tribunaux et contrats.",
            ],
            Self::CompetitiveAdvantage => [
                "What it costs that competitors know or can do more.",
                "Was es kostet, dass Mitbewerber mehr wissen oder können.",
                "Ce que coûte l’avance donnée aux concurrents.",
            ],
            Self::Reputation => [
                "Customers, investors and staff who stay away.",
                "Kunden, Geldgeber und Beschäftigte, die ausbleiben.",
                "Clients, investisseurs et personnel qui se détournent.",
            ],
        }
    }
}

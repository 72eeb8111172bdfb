//! An ISMS at its beginning: the organisation's name, and criteria to start from.

use std::sync::Arc;

use super::Isms;
use crate::catalogue::Edition;
use crate::context::{Organisation, Scope};
use crate::id::{FactorId, MethodologyId};
use crate::methodology::criteria::{ConsequenceCriterion, Level, LevelRange, Scale};
use crate::methodology::matrix::{Acceptance, Band, MatrixSettings};
use crate::methodology::{Engine, MethodologyInUse, RiskCriteria};
use crate::quantity::{Text, Title};

/// The 5×5 table of ISO/IEC 27005:2022, Annex A: a row for each likelihood, a cell for each consequence.
const TABLE: [[u32; 5]; 5] =
    [[0, 0, 1, 1, 1], [0, 1, 1, 2, 2], [1, 1, 2, 3, 3], [1, 2, 3, 3, 4], [2, 3, 3, 4, 4]];

impl Isms {
    /// An ISMS for an organisation, with five-level scales and the ISO/IEC 27005 matrix to start from.
    ///
    /// ```
    /// use riskwright_core::isms::Isms;
    /// let isms = Isms::new("Example Ltd".parse().unwrap());
    /// assert_eq!(isms.criteria().likelihood.levels.len(), 5);
    /// assert_eq!(isms.preferred_methodology().unwrap().id.as_str(), "matrix");
    /// ```
    #[must_use]
    pub fn new(name: Title) -> Self {
        let (title, text) = (Title::fixed, Text::fixed);
        let level = |name: &'static str,
                     description: &'static str,
                     unit: &'static str,
                     from: Option<f64>,
                     to: Option<f64>| Level {
            name: title(name),
            description: text(description),
            range: Some(LevelRange { unit: title(unit), from, to }),
        };
        let likelihood = |name, description, from, to| level(name, description, "1/year", from, to);
        let consequence = |name, description, from, to| level(name, description, "EUR", from, to);
        let criterion = |id: &'static str, name: &'static str| ConsequenceCriterion {
            id: FactorId::fixed(id),
            title: title(name),
            scale: None,
            onto: Vec::new(),
        };
        let band = |name: &'static str, from, acceptance, description: &'static str| Band {
            name: title(name),
            from,
            acceptance,
            appetite: None,
            description: text(description),
        };
        let id: MethodologyId = MethodologyId::fixed("matrix");
        let criteria = RiskCriteria {
            likelihood: Scale {
                levels: vec![
                    likelihood("unlikely", "Not expected; less than once in ten years.", None, Some(0.1)),
                    likelihood(
                        "rather unlikely",
                        "Could happen; once in two to ten years.",
                        Some(0.1),
                        Some(0.5),
                    ),
                    likelihood("likely", "To be reckoned with; about once a year.", Some(0.5), Some(2.0)),
                    likelihood("very likely", "Several times a year.", Some(2.0), Some(12.0)),
                    likelihood("almost certain", "Monthly or more often.", Some(12.0), None),
                ],
            },
            consequence: Scale {
                levels: vec![
                    consequence("minor", "Noticed, and dealt with in daily work.", None, Some(10_000.0)),
                    consequence(
                        "significant",
                        "Felt; work is disturbed for a day.",
                        Some(10_000.0),
                        Some(100_000.0),
                    ),
                    consequence(
                        "serious",
                        "Customers or staff are hurt; days of disturbance.",
                        Some(100_000.0),
                        Some(1_000_000.0),
                    ),
                    consequence(
                        "critical",
                        "Lasting harm; weeks of disturbance.",
                        Some(1_000_000.0),
                        Some(10_000_000.0),
                    ),
                    consequence(
                        "catastrophic",
                        "The organisation itself is in danger.",
                        Some(10_000_000.0),
                        None,
                    ),
                ],
            },
            criteria: vec![
                criterion("confidentiality", "Confidentiality"),
                criterion("integrity", "Integrity"),
                criterion("availability", "Availability"),
            ],
            methodology: id.clone(),
            reassess_months: Some(12),
            triggers: Vec::new(),
            approval: None,
        };
        let bands = vec![
            band("very low", 0, Acceptance::Acceptable, "Carried."),
            band("low", 1, Acceptance::Acceptable, "Carried."),
            band("medium", 2, Acceptance::Tolerable, "Carried under watch."),
            band("high", 3, Acceptance::Unacceptable, "Treated, or accepted by its owner."),
            band(
                "very high",
                4,
                Acceptance::Unacceptable,
                "Treated without delay, or accepted by its owner.",
            ),
        ];
        let matrix = MethodologyInUse {
            id: id.clone(),
            title: title("ISO/IEC 27005 matrix"),
            engine: Engine::Matrix(MatrixSettings {
                table: TABLE.iter().map(|row| row.to_vec()).collect(),
                bands,
            }),
        };
        let organisation = Organisation {
            name,
            purpose: Text::default(),
            sector: None,
            description: Text::default(),
            currency: None,
            edition: Edition::default(),
            policy: None,
        };
        let mut isms = Self::without_records(organisation, Scope::default(), criteria);
        isms.methodologies.insert(id, Arc::new(matrix));
        isms
    }
}

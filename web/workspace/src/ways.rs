//! The pages by the steps of the cycle.

/// A step: its name in the texts, and the pages that belong to it as addresses have them.
pub type Way = (&'static str, &'static [&'static str]);

/// The pages that belong to no step, then the ten steps.
pub const WAYS: [Way; 11] = [
    ("start", &["overview", "calendar"]),
    (
        "context",
        &[
            "record/scope/scope",
            "record/organisation/organisation",
            "list/issue",
            "list/party",
            "list/requirement",
            "list/role",
            "list/objective",
        ],
    ),
    (
        "assessment",
        &["register", "heatmap", "list/asset", "list/threat", "list/vulnerability", "list/source"],
    ),
    ("treatment", &["treatment", "list/action"]),
    ("controls", &["soa", "list/control", "responses"]),
    (
        "documentation",
        &[
            "list/document",
            "required",
            "list/acknowledgement",
            "list/competence",
            "list/awareness",
            "list/communication",
        ],
    ),
    ("measurement", &["measures", "list/measure", "list/measurement", "list/control-check", "list/incident"]),
    ("review", &["list/review"]),
    ("audits", &["list/programme", "list/audit", "list/finding"]),
    ("certification", &["readiness", "check", "list/certification"]),
    ("improvement", &["list/nonconformity", "list/improvement", "list/planned-change"]),
];

/// The step whose page an address leads to.
#[must_use]
pub fn of(address: &str) -> Option<&'static Way> {
    WAYS.iter().find(|(_, pages)| pages.contains(&address))
}

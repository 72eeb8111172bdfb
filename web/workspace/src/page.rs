//! The elements there are, and the pages one can go to.

/// Which element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The page it begins with.
    pub first: Page,
    /// Whether one can go to all pages.
    pub whole: bool,
}

impl Kind {
    /// The element of this name; the whole workspace where the name is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match Page::named(name) {
            Some(first) => Self { first, whole: false },
            None => Self { first: Page::Overview, whole: true },
        }
    }
}

/// What is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Counts of everything.
    Overview,
    /// The risk register.
    Register,
    /// The heat map.
    Heatmap,
    /// The treatment board.
    Treatment,
    /// The Statement of Applicability.
    Soa,
    /// What an auditor would find.
    Check,
    /// What others answered.
    Responses,
    /// One risk.
    Risk,
    /// One response.
    Response,
    /// Records of a kind.
    List,
    /// One record.
    Record,
    /// What is due.
    Calendar,
    /// What an auditor would ask for.
    Readiness,
    /// What has to be documented.
    Required,
    /// How measures stand.
    Measures,
}

impl Page {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Overview,
        Self::Register,
        Self::Heatmap,
        Self::Treatment,
        Self::Soa,
        Self::Check,
        Self::Responses,
        Self::Risk,
        Self::Response,
        Self::List,
        Self::Record,
        Self::Calendar,
        Self::Readiness,
        Self::Required,
        Self::Measures,
    ];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Register => "register",
            Self::Heatmap => "heatmap",
            Self::Treatment => "treatment",
            Self::Soa => "soa",
            Self::Check => "check",
            Self::Responses => "responses",
            Self::Risk => "risk",
            Self::Response => "response",
            Self::List => "list",
            Self::Record => "record",
            Self::Calendar => "calendar",
            Self::Readiness => "readiness",
            Self::Required => "required",
            Self::Measures => "measures",
        }
    }

    /// The page of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|page| page.name() == name)
    }
}

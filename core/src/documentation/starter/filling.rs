//! What stands in the texts of starters for what the ISMS says.

use crate::context::{Duty, Role};
use crate::documentation::REVIEW_MONTHS;
use crate::isms::Isms;
use crate::quantity::{Actor, Title};
use crate::record::words;

/// What fills a placeholder is cut after so many characters, so that every filled text is one that a document takes.
pub(super) const LONGEST: usize = 5_000;

/// A language that there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
}

impl Language {
    /// The one nearest to a BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }

    pub(super) fn tag(self) -> &'static str {
        self.pick(["en", "de"])
    }

    /// How a gap begins; it ends with `]`.
    pub(super) fn mark(self) -> &'static str {
        self.pick(["[to be filled in: ", "[noch festzulegen: "])
    }

    /// What is still open in a text, each once.
    pub(super) fn gaps(self, text: &str) -> Vec<String> {
        let mut gaps: Vec<String> = Vec::new();
        for (gap, _) in text.split(self.mark()).skip(1).filter_map(|rest| rest.split_once(']')) {
            if !gaps.iter().any(|known| known == gap) {
                gaps.push(gap.to_owned());
            }
        }
        gaps
    }

    fn pick(self, [english, german]: [&'static str; 2]) -> &'static str {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }
}

words! {
    /// What stands in a text for what the ISMS says: `{top}`.
    pub enum Placeholder {
        /// The organisation's name.
        Organisation = "organisation",
        /// The scope's statement.
        Scope = "scope",
        /// The sites inside.
        Sites = "sites",
        /// The activities inside, as a list.
        Activities = "activities",
        /// The units inside, as a list.
        Units = "units",
        /// The networks and systems inside, as a list.
        Networks = "networks",
        /// The information inside, as a list.
        Information = "information",
        /// What is left out and why, as a list.
        Exclusions = "exclusions",
        /// Where the scope meets what others do, as a list.
        Interfaces = "interfaces",
        /// Top management: who took part for it in the last review, or approved the scope or the criteria.
        Top = "top",
        /// Who coordinates information security: the role that covers a duty of 5.3.
        Officer = "officer",
        /// Every how many months documents are looked at again.
        ReviewMonths = "review-months",
        /// Every how many months risks are assessed again.
        AssessMonths = "assess-months",
        /// The methodology whose levels decide.
        Methodology = "methodology",
        /// The roles that accept risks, each with the level up to which it does.
        Accepts = "accepts",
    }
}

/// A text with what the ISMS says in the place of every placeholder.
pub(super) fn fill(text: &str, isms: &Isms, language: Language) -> String {
    let mut filled = String::new();
    let mut rest = text.trim();
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let known = after.split_once('}').and_then(|(name, behind)| Some((name.parse().ok()?, behind)));
        rest = match known {
            Some((placeholder, behind)) => {
                filled += &said(placeholder, isms, language);
                behind
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled + rest
}

/// What the ISMS says of it, or the mark of a gap.
fn said(placeholder: Placeholder, isms: &Isms, language: Language) -> String {
    match placeholder.value(isms, language) {
        Ok(value) if value.chars().count() > LONGEST => {
            value.chars().take(LONGEST.saturating_sub(1)).chain(['…']).collect()
        }
        Ok(value) => value,
        Err(missing) => format!("{}{}]", language.mark(), language.pick(missing)),
    }
}

impl Placeholder {
    /// Who is meant, where it stands for somebody.
    pub(super) fn actor(self, isms: &Isms) -> Option<Actor> {
        match self {
            Self::Top => top(isms).cloned(),
            Self::Officer => officer(isms).and_then(|role| role.title.parse().ok()),
            _ => None,
        }
    }

    /// What the ISMS says of it, or else what is missing, in English and German.
    fn value(self, isms: &Isms, language: Language) -> Result<String, [&'static str; 2]> {
        let scope = isms.scope();
        match self {
            Self::Organisation => Ok(isms.organisation().name.to_string()),
            Self::Scope => some(scope.purpose.to_string())
                .ok_or(["what the management system is for", "wofür das Managementsystem gilt"]),
            Self::Sites => {
                some(joined(&scope.sites)).ok_or(["which sites are inside", "welche Standorte dazugehören"])
            }
            Self::Activities => some(listed(&scope.activities)).ok_or([
                "which activities and services are inside",
                "welche Tätigkeiten und Leistungen dazugehören",
            ]),
            Self::Units => {
                some(listed(&scope.units)).ok_or(["which units are inside", "welche Bereiche dazugehören"])
            }
            Self::Networks => some(listed(&scope.networks))
                .ok_or(["which networks and systems are inside", "welche Netze und Systeme dazugehören"]),
            Self::Information => some(listed(&scope.information))
                .ok_or(["which information is inside", "welche Informationen dazugehören"]),
            Self::Exclusions => {
                let left_out =
                    scope.exclusions.iter().map(|known| format!("{}: {}", known.what, known.reason));
                some(listed(left_out)).ok_or([
                    "what is left out and why, or that nothing is",
                    "was ausgenommen ist und warum, oder dass es nichts ist",
                ])
            }
            Self::Interfaces => {
                let met = scope.interfaces.iter().map(|known| {
                    let agreement = known.agreement.iter().map(|agreement| format!(": {agreement}"));
                    format!("{} ({}){}", known.what, known.with, agreement.collect::<String>())
                });
                some(listed(met)).ok_or([
                    "on whom the scope depends, for what, and by which agreement",
                    "von wem der Geltungsbereich wofür abhängt und was dazu vereinbart ist",
                ])
            }
            Self::Top => top(isms)
                .map(|name| called(isms, name))
                .ok_or(["who leads the organisation", "wer die Organisation leitet"]),
            Self::Officer => officer(isms).map(with_person).ok_or([
                "who coordinates information security",
                "wer die Informationssicherheit koordiniert",
            ]),
            Self::ReviewMonths => Ok(REVIEW_MONTHS.to_string()),
            Self::AssessMonths => isms
                .criteria()
                .reassess_months
                .map(|months| months.to_string())
                .ok_or(["how many", "wie viele"]),
            Self::Methodology => isms
                .preferred_methodology()
                .map(|known| known.title.to_string())
                .ok_or(["which methodology is used", "welche Methode angewandt wird"]),
            Self::Accepts => some(accepting(isms, language)).ok_or([
                "who accepts risks, up to which level",
                "wer Risiken bis zu welcher Stufe akzeptiert",
            ]),
        }
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn joined(titles: &[Title]) -> String {
    titles.iter().map(Title::as_str).collect::<Vec<_>>().join("; ")
}

fn listed(lines: impl IntoIterator<Item: ToString>) -> String {
    lines.into_iter().map(|line| format!("- {}", line.to_string())).collect::<Vec<_>>().join("\n")
}

fn top(isms: &Isms) -> Option<&Actor> {
    let reviews = isms.reviews().values();
    let held = reviews.filter_map(|review| Some((review.held_on()?, review.top_management().next()?)));
    let last = held.max_by_key(|(on, _)| *on).map(|(_, who)| who);
    let approvals = [&isms.scope().approval, &isms.criteria().approval];
    last.or_else(|| approvals.into_iter().flatten().map(|approval| &approval.by).next())
}

fn officer(isms: &Isms) -> Option<&Role> {
    let covering = |duty| isms.roles().values().find(|role| role.covers.contains(&duty));
    covering(Duty::Conformity).or_else(|| covering(Duty::Reporting)).map(AsRef::as_ref)
}

/// A name with the role it holds, where it holds one.
fn called(isms: &Isms, name: &Actor) -> String {
    let role = isms.roles().values().find(|role| role.is_held_by(name));
    role.map_or_else(|| name.to_string(), |role| with_person(role))
}

fn with_person(role: &Role) -> String {
    match &role.person {
        Some(person) => format!("{} ({person})", role.title),
        None => role.title.to_string(),
    }
}

fn accepting(isms: &Isms, language: Language) -> String {
    let [before, after] = match language {
        Language::English => ["up to “", "”"],
        Language::German => ["bis „", "“"],
    };
    let roles = isms.roles().values().filter_map(|role| {
        let level = role.accepts_up_to.as_ref()?;
        Some(format!("{}, {before}{level}{after}", with_person(role)))
    });
    roles.collect::<Vec<_>>().join("; ")
}

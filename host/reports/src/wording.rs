//! Words and numbers as the papers print them.

use riskwright_core::applicability::{Evidence, ImplementationStatus, Reason};
use riskwright_core::evaluation::Verdict;
use riskwright_core::methodology::criteria::LevelRange;
use riskwright_core::methodology::matrix::Acceptance;
use riskwright_core::quantity::Date;
use riskwright_core::treatment::acceptance::Standing;
use riskwright_core::treatment::{ActionStatus, RiskAcceptance, TreatmentOption};

/// Groups of three digits are set apart by a narrow space: a comma or a point would mean different things to
/// different readers (ISO 80000-1).
const GROUP: char = '\u{202f}';

/// A number with its digits in groups.
pub(crate) fn number(number: f64) -> String {
    let text = number.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(GROUP);
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A score: whole, or with two places.
pub(crate) fn score(score: f64) -> String {
    // a whole number is shown as one
    if score.fract() == 0.0 { number(score) } else { format!("{score:.2}") }
}

/// `1 risk`, `12 risks`
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A word of the vocabulary as one prints it: `in-progress` becomes `In progress`.
pub(crate) fn capital(word: &str) -> String {
    let word = word.replace('-', " ");
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unassessed => "Not assessed",
        Verdict::Accept => "Acceptable",
        Verdict::Tolerate => "Tolerable, under watch",
        Verdict::Accepted => "Accepted by its owner",
        Verdict::InTreatment => "In treatment",
        Verdict::Treat => "To be treated",
    }
}

/// Every verdict, the most pressing first.
pub(crate) const VERDICTS: [Verdict; 6] = [
    Verdict::Treat,
    Verdict::Unassessed,
    Verdict::InTreatment,
    Verdict::Accepted,
    Verdict::Tolerate,
    Verdict::Accept,
];

/// What a verdict says, for the summary.
pub(crate) fn verdict_explained(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unassessed => "No level yet: the risk is still to be estimated",
        Verdict::Accept => "Within the criteria",
        Verdict::Tolerate => "Within the criteria under watch",
        Verdict::Accepted => "Beyond the criteria, accepted by its owner for a limited time",
        Verdict::InTreatment => "Beyond the criteria, a treatment has been decided",
        Verdict::Treat => "Beyond the criteria, nothing has been decided",
    }
}

pub(crate) fn acceptance(acceptance: Acceptance) -> &'static str {
    match acceptance {
        Acceptance::Acceptable => "Acceptable",
        Acceptance::Tolerable => "Tolerable, under watch",
        Acceptance::Unacceptable => "Unacceptable without treatment or the owner's acceptance",
    }
}

pub(crate) fn option(option: Option<TreatmentOption>) -> String {
    option.map_or_else(|| "Not decided".to_owned(), |option| capital(option.as_str()))
}

pub(crate) fn status(status: Option<ImplementationStatus>) -> String {
    status.map_or_else(|| "Not stated".to_owned(), |status| capital(status.as_str()))
}

pub(crate) fn action_status(status: Option<ActionStatus>) -> String {
    status.map_or_else(|| "Not stated".to_owned(), |status| capital(status.as_str()))
}

/// A reason in words, and the records behind it: their kind and ids.
pub(crate) fn reason(reason: &Reason) -> (&'static str, &'static str, Vec<String>) {
    fn texts(ids: &[impl ToString]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }
    match reason {
        Reason::Risk { scenarios } => ("Risk treatment", "risk", texts(scenarios)),
        Reason::Legal { requirements } => ("Law", "requirement", texts(requirements)),
        Reason::Contractual { requirements } => ("Contract", "requirement", texts(requirements)),
        Reason::Business { requirements } => ("Business need", "requirement", texts(requirements)),
        Reason::Baseline => ("Good practice", "", Vec::new()),
        // the reason given stands in the column beside it
        Reason::Decision { .. } => ("Decision", "", Vec::new()),
    }
}

/// What an evidence says beside its title.
pub(crate) fn evidence_dates(evidence: &Evidence) -> Option<String> {
    let collected = evidence.collected_on.map(|date| format!("collected {date}"));
    let valid = evidence.valid_until.map(|date| format!("valid until {date}"));
    let parts: Vec<String> = collected.into_iter().chain(valid).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Pieces of evidence as lines of text.
pub(crate) fn evidence(evidence: &[Evidence]) -> String {
    let line = |one: &Evidence| {
        // a file's name need not stand before its path
        let (title, place) = match &one.location {
            Some(place) if place.ends_with(one.title.as_str()) => (place, None),
            place => (&one.title, place.as_ref()),
        };
        let notes: Vec<String> =
            place.map(ToString::to_string).into_iter().chain(evidence_dates(one)).collect();
        if notes.is_empty() { title.to_string() } else { format!("{title} ({})", notes.join("; ")) }
    };
    evidence.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether an acceptance stands, in words.
pub(crate) fn stands(standing: &Standing, until: Option<Date>) -> String {
    let until = until.map_or_else(|| "a day not recorded".to_owned(), |until| until.to_string());
    match standing {
        Standing::Valid => format!("Valid until {until}"),
        Standing::Expired => format!("Expired on {until}"),
        Standing::Stale(reasons) => format!("No longer holds: {}", reasons.join("; ")),
    }
}

/// An acceptance and whether it stands, in words.
pub(crate) fn accepted(acceptance: &RiskAcceptance, standing: &Standing) -> String {
    let (id, by, on) = (&acceptance.id, &acceptance.by, acceptance.on);
    let (level, points) = (&acceptance.level_name, score(acceptance.score));
    let stands = stands(standing, Some(acceptance.until));
    format!("{id}: {level} ({points}) accepted by {by} on {on}. {stands}")
}

/// `10 000 to less than 100 000 EUR`, `12 or more per year`
pub(crate) fn range(range: &LevelRange) -> String {
    let or_more = |from| match range.unit.strip_prefix("1/") {
        Some(period) => format!("{} or more per {period}", number(from)),
        None => format!("{} {} or more", number(from), range.unit),
    };
    let unit = match range.unit.strip_prefix("1/") {
        Some(period) => format!("per {period}"),
        None => range.unit.to_string(),
    };
    match (range.from, range.to) {
        (Some(from), Some(to)) => format!("{} to less than {} {unit}", number(from), number(to)),
        (Some(from), None) => or_more(from),
        (None, Some(to)) => format!("less than {} {unit}", number(to)),
        (None, None) => format!("any number {unit}"),
    }
}

/// Items as one line.
pub(crate) fn list(items: impl IntoIterator<Item = impl ToString>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_the_same_everywhere() {
        assert_eq!(number(10_000_000.0), "10\u{202f}000\u{202f}000");
        assert_eq!(number(1200.0), "1200");
        assert_eq!(number(-12_345.5), "−12\u{202f}345.5");
        assert_eq!((score(3.0), score(2.345)), ("3".into(), "2.35".into()));
    }

    #[test]
    fn ranges_read_as_one_says_them() {
        let said = |unit: &str, from, to| range(&LevelRange { unit: unit.parse().unwrap(), from, to });
        assert_eq!(said("EUR", Some(500.0), None), "500 EUR or more");
        assert_eq!(said("1/year", Some(12.0), None), "12 or more per year");
        assert_eq!(said("1/year", None, Some(0.1)), "less than 0.1 per year");
        assert_eq!(said("h", Some(1.0), Some(8.0)), "1 to less than 8 h");
    }

    #[test]
    fn words_are_printed_with_a_capital() {
        assert_eq!(capital("in-progress"), "In progress");
        assert_eq!(capital(""), "");
    }
}

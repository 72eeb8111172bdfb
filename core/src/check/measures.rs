//! Step 6: measures in use have values in their period, and somebody says what these mean (9.1).

use super::{Findings, Place, rules};
use crate::isms::{Isms, Kind};
use crate::measurement::{Series, all};
use crate::quantity::Date;

/// After so many months an evaluation is old.
const MONTHS: u16 = 12;

pub(super) fn check(isms: &Isms, today: Date, findings: &mut Findings) {
    let all = all(isms, today);
    if all.is_empty() {
        findings.add(
            &rules::NO_MEASURES,
            Place::single(Kind::Organisation),
            "no measure is in use: nothing shows how the ISMS performs",
            "define what is measured, how, how often and by whom, and take it into use",
        );
    }
    for series in &all {
        let at = || Place::of(Kind::Measure, &series.measure.id);
        if let Some(next) = series.next.filter(|_| series.overdue) {
            findings.add(
                &rules::MEASURE_OVERDUE,
                at().field("every_months"),
                format!("a value of the measure was due on {next}"),
                "measure and record the value, or take the measure out of use",
            );
        }
        if let Some(message) = unevaluated(series, today) {
            findings.add(
                &rules::MEASURE_UNEVALUATED,
                at().field("conclusions"),
                message,
                "say what the results mean for performance and effectiveness: take the step `evaluate`",
            );
        }
    }
}

/// Results of a whole period that nobody has evaluated, or not for a year.
fn unevaluated(series: &Series<'_>, today: Date) -> Option<String> {
    let measure = series.measure;
    let first = series.results.first()?;
    match measure.conclusions.iter().map(|conclusion| conclusion.on).max() {
        None => {
            let past = first.on.plus_months(measure.every_months.unwrap_or(MONTHS)) < today;
            past.then(|| format!("the measure has results since {}, and nobody has evaluated them", first.on))
        }
        Some(last) => {
            let since = series.results.iter().any(|result| result.on > last);
            (since && last.plus_months(MONTHS) < today)
                .then(|| format!("the measure's results were last evaluated on {last}"))
        }
    }
}

//! What is due, as a calendar that other programs read (RFC 5545).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _};
use riskwright_core::calendar::Due;
use riskwright_core::quantity::{Date, Timestamp, Title};

/// A calendar of whole days: one for each thing that is due, with a reminder a week before. The same state at the same instant gives the same bytes.
///
/// ```
/// use riskwright_core::calendar::{Due, DueKind};
/// use riskwright_reports::calendar::ics;
/// let review = Due {
///     on: "2026-12-01".parse().unwrap(),
///     what: DueKind::RiskReview,
///     record: "risk/R-7".parse().unwrap(),
///     title: "Loss of the file server".to_owned(),
///     who: None,
///     overdue: false,
/// };
/// let text = ics(&"Example Ltd".parse().unwrap(), &[review], "2026-11-02T09:00:00Z".parse().unwrap());
/// assert!(text.starts_with("BEGIN:VCALENDAR"));
/// assert!(text.contains("TRIGGER"), "{text}");
/// ```
#[must_use]
pub fn ics(organisation: &Title, due: &[Due], at: Timestamp) -> String {
    let stamp = DateTime::<Utc>::from_timestamp(at.as_second(), 0).unwrap_or_default();
    let mut calendar = Calendar::new();
    calendar.name(&format!("ISMS {organisation}"));
    let mut same: BTreeMap<String, u32> = BTreeMap::new();
    for due in due {
        let Some(day) = day(due.on) else { continue };
        let whose = due.who.as_ref().map(|who| format!("\n{who}")).unwrap_or_default();
        let what = format!("{}-{}", due.record.path().replace('/', "-"), due.what);
        // decisions of a review are due one by one
        let count = same.entry(what.clone()).and_modify(|count| *count += 1).or_insert(1);
        let uid =
            if *count > 1 { format!("{what}-{count}@riskwright") } else { format!("{what}@riskwright") };
        // a week ahead there is time left; on the day it is late
        let week = Alarm::display(&format!("{}: {}", due.record, due.title), -TimeDelta::days(7))
            .uid(&format!("week-{uid}"))
            .timestamp(stamp)
            .done();
        let event = Event::new()
            .uid(&uid)
            .timestamp(stamp)
            // without an end it takes the whole day
            .starts(day)
            .summary(&format!("{}: {}", due.record, due.title))
            .description(&format!("{}{whose}", due.what))
            .alarm(week)
            .done();
        calendar.push(event);
    }
    calendar.to_string()
}

fn day(date: Date) -> Option<NaiveDate> {
    let date = date.civil();
    let (month, day) = (u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?);
    NaiveDate::from_ymd_opt(i32::from(date.year()), month, day)
}

//! Days as people write them, and how far they lie apart.

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day {
    year: i32,
    month: i32,
    day: i32,
}

impl Day {
    /// Reads `2026-11-02`; none if there is no such day.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|it| it.is_ascii_digit()))
                .then(|| part.parse::<i32>().ok())
                .flatten()
        };
        let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (parts.next().is_none() && (1..=length).contains(&day)).then_some(Self { year, month, day })
    }

    /// Whether it lies more than so many months before `today`.
    pub(crate) fn older_than(self, months: i32, today: Self) -> bool {
        self.apart(today) > (months, 0)
    }

    /// How many months it lies before `today`, a day as the thirty-first part of one.
    pub(crate) fn age(self, today: Self) -> f64 {
        let (months, days) = self.apart(today);
        f64::from(months) + f64::from(days) / 31.0
    }

    fn apart(self, today: Self) -> (i32, i32) {
        ((today.year - self.year) * 12 + today.month - self.month, today.day - self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn only_days_that_exist_are_read() {
        for text in ["2026-11-02", "2024-02-29", "2000-02-29"] {
            assert!(Day::parse(text).is_some(), "{text}");
        }
        for text in [
            "2026-2-1",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-01-01-",
            "+026-01-01",
            "",
            "é026-01-01",
        ] {
            assert!(Day::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_year_is_over_the_day_after_its_anniversary() {
        let day = |text| Day::parse(text).expect("a day");
        assert!(!day("2025-11-02").older_than(12, day("2026-11-02")));
        assert!(day("2025-11-02").older_than(12, day("2026-11-03")));
        assert!(!day("2025-01-31").older_than(12, day("2026-01-30")));
        assert!(day("2024-11-02").older_than(12, day("2026-01-01")));
    }
}

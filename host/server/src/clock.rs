//! What time it is.

use std::time::SystemTime;

use riskwright_core::quantity::{Date, Timestamp};

/// A clock: this machine's, or one that stands still.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// This machine's.
    #[default]
    System,
    /// It is always this instant.
    Stopped(Timestamp),
}

impl Clock {
    /// The instant, to the millisecond.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::Stopped(at) => at,
            Self::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                let milliseconds = i64::try_from(since.as_millis()).unwrap_or(0);
                Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// The day, by UTC.
    #[must_use]
    pub fn today(self) -> Date {
        Date::of(self.now())
    }
}

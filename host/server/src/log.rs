//! What is written to standard error while the server runs.

use tracing::level_filters::LevelFilter;

/// How much, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Log {
    /// What needs a person's attention.
    #[default]
    Warnings,
    /// A line for each request.
    Text,
    /// A line of JSON for each request.
    Json,
}

/// Begins to log. It does so once: what begins later changes nothing.
pub fn log(how: Log) {
    let level = if how == Log::Warnings { LevelFilter::WARN } else { LevelFilter::INFO };
    let lines =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level).with_target(false);
    // a log that was begun already is kept
    let _ = match how {
        Log::Json => lines.json().flatten_event(true).try_init(),
        Log::Warnings | Log::Text => lines.try_init(),
    };
}

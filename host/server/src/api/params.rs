//! What can be said behind the `?` of an address, as the description tells it. It is read by the engine
//! ([`riskwright_core::view::Ask`]), so that a page without a server asks in the same words.
#![allow(dead_code, reason = "they describe; what is said is read by the engine")]

/// Which risks, and how they are listed. All that is given has to hold.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Words that id, title, description or owner have in them.
    text: Option<String>,
    /// The owner.
    owner: Option<String>,
    /// An asset they hit.
    asset: Option<String>,
    /// The level, by index.
    level: Option<u8>,
    /// `avoid`, `modify`, `share`, `retain` or `untreated`.
    treated: Option<String>,
    /// A cell of the heat map, by index, down and across: `3,2`.
    cell: Option<String>,
    /// `inherent`, `current` or `target`: the picture that level, cell and urgency are taken from. Without it, the present one.
    stage: Option<String>,
    /// By which methodology. Without it, the preferred one.
    methodology: Option<String>,
    /// Another methodology, whose present scores stand beside.
    beside: Option<String>,
    /// `open`, `closed` or `all`.
    listed: Option<String>,
    /// `urgency`, `id`, `title`, `owner`, `review` or `treatment`.
    sort: Option<String>,
    /// The other way round.
    descending: Option<bool>,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 1000.
    limit: Option<usize>,
}

/// Which edition of Annex A.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfEdition {
    /// `2022` or `2013`. Without it, the one the organisation works to.
    edition: Option<String>,
}

/// How much of the board.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HowMuch {
    /// At most so many cards in a column, up to 1000.
    limit: Option<usize>,
}

/// Which findings.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Findings {
    /// `2022` or `2013`. Without it, the one the organisation works to.
    edition: Option<String>,
    /// `error`, `warning` or `information`.
    severity: Option<String>,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 1000.
    limit: Option<usize>,
}

/// Which records. All that is given has to hold.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listed {
    /// Words that id or title have in them.
    text: Option<String>,
    /// The state they are in.
    state: Option<String>,
    /// Those alone about which something is left to do.
    open: Option<bool>,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 1000.
    limit: Option<usize>,
}

/// Which records.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// Those after this id: `next` of the page before.
    after: Option<String>,
    /// At most so many records, up to 1000.
    limit: Option<usize>,
}

/// Until when.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Until {
    /// The last day looked at. Without it, three months from today.
    until: Option<String>,
}

/// For whom.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// The person or role. Without it, whoever asks.
    #[param(rename = "for")]
    whose: Option<String>,
}

/// Which responses.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Answers {
    /// Those to this questionnaire.
    questionnaire: Option<String>,
    /// Those alone that wait for a decision.
    waiting: Option<bool>,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 500.
    limit: Option<usize>,
}

/// In which language answers are put into words.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    /// `en`, `de-CH`. Without it, English.
    language: Option<String>,
}

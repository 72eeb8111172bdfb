//! Words of the engine in words of a language.

use crate::model::Model;
use crate::page::Page;
use crate::says;

/// The pictures of a risk.
pub const STAGES: [&str; 3] = ["inherent", "current", "target"];
/// What is done about a risk.
pub const OPTIONS: [&str; 4] = ["avoid", "modify", "share", "retain"];
/// How a control stands.
pub const STATUSES: [&str; 5] = ["implemented", "partial", "planned", "alternative", "not-applicable"];
/// How grave a finding is.
pub const SEVERITIES: [&str; 3] = ["error", "warning", "information"];

impl Model {
    /// The name of a factor. Two are the engine's own; all others are called as somebody called them.
    pub(crate) fn factor_title(&self, title: &str) -> String {
        match title {
            "Likelihood" => says::field_likelihood(&self.phrases),
            "Consequence" => says::field_consequence(&self.phrases),
            other => other.to_owned(),
        }
    }

    /// A word of the engine; itself where it is not known here.
    pub(crate) fn word(&self, word: &str) -> String {
        let phrases = &self.phrases;
        match word {
            "inherent" => says::inherent(phrases),
            "current" => says::current(phrases),
            "target" => says::target(phrases),
            "avoid" => says::avoid(phrases),
            "modify" => says::modify(phrases),
            "share" => says::share(phrases),
            "retain" => says::retain(phrases),
            "untreated" => says::untreated(phrases),
            "unassessed" => says::unassessed(phrases),
            "accept" => says::acceptable(phrases),
            "tolerate" => says::tolerable(phrases),
            "accepted" => says::accepted(phrases),
            "in-treatment" => says::in_treatment(phrases),
            "treat" => says::to_treat(phrases),
            "proposed" => says::proposed(phrases),
            "approved" => says::approved(phrases),
            "in-progress" => says::in_progress(phrases),
            "implemented" => says::implemented(phrases),
            "verified-effective" => says::verified(phrases),
            "closed" => says::closed(phrases),
            "rejected" => says::rejected(phrases),
            "cancelled" => says::cancelled(phrases),
            "partial" => says::partial(phrases),
            "planned" => says::planned(phrases),
            "alternative" => says::alternative(phrases),
            "not-applicable" => says::not_applicable(phrases),
            "included" => says::included(phrases),
            "excluded" => says::excluded(phrases),
            "error" => says::error(phrases),
            "warning" => says::warning(phrases),
            "information" => says::information(phrases),
            "risk" => says::reason_risk(phrases),
            "legal" => says::reason_legal(phrases),
            "contractual" => says::reason_contractual(phrases),
            "business" => says::reason_business(phrases),
            "baseline" => says::reason_baseline(phrases),
            "decision" => says::reason_decision(phrases),
            "dismissed" => says::dismissed(phrases),
            "major" => says::major(phrases),
            "minor" => says::minor(phrases),
            "opportunity" => says::opportunity(phrases),
            _ => self.named("word", "", word),
        }
    }

    /// What a name of the engine is called: a text for it as part of something, or else for it alone.
    pub(crate) fn named(&self, group: &str, of: &str, name: &str) -> String {
        let of = of.replace('_', "-");
        let plain = name.replace('_', "-");
        says::named(&self.phrases, &format!("{group}-{of}-{plain}"))
            .or_else(|| says::named(&self.phrases, &format!("{group}-{plain}")))
            .unwrap_or_else(|| name.replace(['_', '-'], " "))
    }

    /// Where an address leads to.
    pub(crate) fn address_title(&self, address: &str) -> String {
        match address.split_once('/') {
            Some(("list", kind)) => self.named("kinds", "", kind),
            Some((_, at)) => self.named("kind", "", at.split('/').next().unwrap_or(at)),
            None => Page::named(address).map(|page| self.title(page)).unwrap_or_default(),
        }
    }

    /// A status of a control, or that there is none.
    pub(crate) fn status(&self, status: Option<&str>) -> String {
        status.map_or_else(|| says::no_status(&self.phrases), |status| self.word(status))
    }

    /// A page's name.
    pub(crate) fn title(&self, page: Page) -> String {
        let phrases = &self.phrases;
        match page {
            Page::Overview => says::overview(phrases),
            Page::Register => says::register(phrases),
            Page::Heatmap => says::heat_map(phrases),
            Page::Treatment => says::treatment(phrases),
            Page::Soa => says::soa(phrases),
            Page::Check => says::check(phrases),
            Page::Responses => says::responses(phrases),
            Page::Risk => says::risk(phrases),
            Page::Response => says::response(phrases),
            Page::List => self.named("kinds", "", &self.looking.kind),
            Page::Record => self.named("kind", "", &self.life_of.0),
            Page::Calendar => says::calendar(phrases),
            Page::Readiness => says::readiness(phrases),
            Page::Required => says::required_documents(phrases),
            Page::Measures => says::measures(phrases),
        }
    }

    /// A day as the language writes it.
    pub(crate) fn day(&self, day: &str) -> String {
        self.phrases.locale().day(day.get(..10).unwrap_or(day))
    }

    /// A count as the language writes it.
    pub(crate) fn count_in_words(&self, count: usize) -> String {
        self.phrases.locale().number(u32::try_from(count).map_or(f64::INFINITY, f64::from))
    }

    /// A number as the language writes it, to two places.
    pub(crate) fn number(&self, number: f64) -> String {
        self.phrases.locale().number((number * 100.0).round() / 100.0)
    }
}

//! The Statement of Applicability: a line for each control, opened where it is changed.

use riskwright_web_parts::tree::{Element, el};

use super::{button, entry, label, link};
use crate::model::{Form, Model};
use crate::says;
use crate::views::{Evidence, Reason, SoaRow, SoaView};
use crate::wording::STATUSES;

/// So many risks of a control are named.
const MOST: usize = 30;

impl Model {
    pub(super) fn soa_page(&self) -> Element<'_> {
        self.page_of(&self.soa, |soa| {
            let phrases = &self.phrases;
            let approve = self.may_change().then(|| button("approve-soa").text(says::approve(phrases)));
            let words = self.soa_text.to_lowercase();
            let fits = |row: &&SoaRow| {
                let said =
                    format!("{} {} {}", row.id, row.title, row.owner.as_deref().unwrap_or("")).to_lowercase();
                let status = match self.soa_status.as_str() {
                    "" => true,
                    "excluded" => row.applicability == "excluded",
                    "none" => row.applicability == "included" && row.status.is_none(),
                    "waiting" => !row.proposed.is_empty(),
                    status => row.applicability == "included" && row.status.as_deref() == Some(status),
                };
                status && words.split_whitespace().all(|word| said.contains(word))
            };
            let rows: Vec<&SoaRow> = soa.rows.iter().filter(fits).collect();
            let mut group = "";
            let mut lines = Vec::new();
            let found = rows.len();
            for row in rows {
                if row.group != group {
                    group = &row.group;
                    let head = el("th")
                        .attr("colspan", "4")
                        .attr("scope", "rowgroup")
                        .attr("dir", "auto")
                        .text(group);
                    lines.push(el("tr").attr("class", "group").with(head));
                }
                lines.push(self.soa_row(row));
                if self.control == row.id {
                    lines.push(self.soa_detail(row));
                }
            }
            let head = [
                says::control(phrases),
                says::applicability(phrases),
                says::status(phrases),
                says::why_included(phrases),
            ];
            let head = el("tr").all(head.into_iter().map(|text| el("th").attr("scope", "col").text(text)));
            vec![
                self.heading(self.title(self.page)),
                el("p").text(soa.standing.as_str()),
                self.soa_counts(soa),
                self.soa_filters(soa),
                el("p").attr("class", "count").text(says::controls_found(phrases, found.into())),
                el("div")
                    .attr("class", "scroll low")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .attr("aria-labelledby", "page")
                    .with(
                        el("table")
                            .part("table")
                            .attr("class", "soa")
                            .attr("aria-labelledby", "page")
                            .with(el("thead").with(head))
                            .with(el("tbody").all(lines)),
                    ),
                el("div").attr("class", "row").all(approve),
            ]
        })
    }

    fn soa_counts<'a>(&'a self, soa: &'a SoaView) -> Element<'a> {
        let (included, excluded) = soa.included;
        let all: usize = included.max(1);
        let bars = soa.statuses.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
            el("li")
                .with(el("span").text(self.status(status.as_deref())))
                .with(
                    el("progress")
                        .attr("aria-hidden", "true")
                        .attr("max", all.to_string())
                        .attr("value", count.to_string()),
                )
                .with(el("b").text(self.count_in_words(*count)))
        });
        el("div")
            .with(el("p").text(says::included_of(&self.phrases, included.into(), excluded.into())))
            .with(el("ul").attr("class", "bars").all(bars))
    }

    fn soa_filters<'a>(&'a self, soa: &'a SoaView) -> Element<'a> {
        let phrases = &self.phrases;
        let editions = ["2022", "2013"].map(|edition| (edition.to_owned(), edition.to_owned())).into();
        let edition = if self.edition.is_empty() { &soa.edition } else { &self.edition };
        let mut statuses = vec![(String::new(), says::all_controls(phrases))];
        statuses.extend(STATUSES.iter().map(|status| ((*status).to_owned(), self.word(status))));
        statuses.push(("none".to_owned(), says::no_status(phrases)));
        statuses.push(("excluded".to_owned(), self.word("excluded")));
        statuses.push(("waiting".to_owned(), says::proposals(phrases)));
        let search = el("div")
            .attr("class", "field grow")
            .with(label(says::search(phrases)).attr("for", "soa-text"))
            .with(
                el("input")
                    .attr("id", "soa-text")
                    .attr("type", "search")
                    .attr("part", "field")
                    .attr("dir", "auto")
                    .attr("autocomplete", "off")
                    .attr("data-do", "soa-text")
                    .value(self.soa_text.as_str()),
            );
        el("div")
            .part("filters")
            .attr("role", "search")
            .with(search)
            .with(self.choice(
                "soa-status".into(),
                label(says::status(phrases)),
                "soa-status",
                (statuses, self.soa_status.clone()),
            ))
            .with(self.choice(
                "edition".into(),
                label(says::edition(phrases)),
                "edition",
                (editions, edition.clone()),
            ))
    }

    fn soa_row<'a>(&'a self, row: &'a SoaRow) -> Element<'a> {
        let phrases = &self.phrases;
        let open = self.control == row.id;
        let name = link("control", &row.id)
            .attr("aria-expanded", if open { "true" } else { "false" })
            .attr("dir", "auto")
            .text(format!("{} {}", row.id, row.title));
        let proposed = (!row.proposed.is_empty())
            .then(|| el("span").attr("class", "flag").text(format!("● {}", says::proposal_waits(phrases))));
        let mark = if row.applicability == "included" { "✓" } else { "–" };
        let overridden =
            row.overridden.then(|| el("span").attr("class", "hint").text(says::decided(phrases)));
        let status = if self.may_change() && row.applicability == "included" {
            let option = |(value, words): (String, String)| el("option").attr("value", value).text(words);
            let mut all = vec![(String::new(), says::no_status(phrases))];
            all.extend(STATUSES.iter().map(|status| ((*status).to_owned(), self.word(status))));
            el("select")
                .attr("part", "field")
                .attr("data-do", "control-status")
                .attr("data-id", row.id.as_str())
                .attr("aria-label", format!("{}: {}", says::status(phrases), row.id))
                .all(all.into_iter().map(option))
                .value(self.shown("control-status", &row.id, 0, row.status.as_deref().unwrap_or("")))
        } else if row.applicability == "included" {
            el("span").text(self.status(row.status.as_deref()))
        } else {
            el("span").attr("class", "none").text("–")
        };
        let mut kinds: Vec<String> = row.reasons.iter().map(|reason| self.reason_in_short(reason)).collect();
        if row.applicability == "excluded" {
            kinds = row.justification.iter().cloned().collect();
        }
        el("tr")
            .maybe("class", open.then_some("open"))
            .with(el("th").attr("scope", "row").with(name).all(proposed))
            .with(
                el("td")
                    .attr("data-label", says::applicability(phrases))
                    .text(format!("{mark} {}", self.word(&row.applicability)))
                    .all(overridden),
            )
            .with(el("td").attr("data-label", says::status(phrases)).with(status))
            .with(
                el("td")
                    .attr("data-label", says::why_included(phrases))
                    .attr("dir", "auto")
                    .text(kinds.join("; ")),
            )
    }

    fn reason_in_short(&self, reason: &Reason) -> String {
        let word = self.word(&reason.kind);
        let count = reason.scenarios.len() + reason.requirements.len();
        if count == 0 { word } else { format!("{word} ({count})") }
    }

    fn soa_detail<'a>(&'a self, row: &'a SoaRow) -> Element<'a> {
        let phrases = &self.phrases;
        let named = row.named.iter().take(MOST).map(|of| {
            let title = format!("{} {}", of.id, of.title);
            let is_risk = row.reasons.iter().any(|reason| reason.scenarios.contains(&of.id));
            let inside = if is_risk {
                link("risk", &of.id).attr("dir", "auto").text(title)
            } else {
                el("span").attr("dir", "auto").text(title)
            };
            el("li").with(inside)
        });
        let said = row.reasons.iter().filter(|reason| !reason.reason.is_empty());
        let said = said.map(|reason| {
            el("li").attr("dir", "auto").text(format!("{}: {}", self.word(&reason.kind), reason.reason))
        });
        let more = row.named.len().saturating_sub(MOST);
        let more =
            (more > 0).then(|| el("li").attr("class", "hint").text(says::and_more(phrases, more.into())));
        let reasons = el("ul").attr("class", "plain").all(said).all(named).all(more);
        let evidence = if row.evidence.is_empty() {
            el("p").attr("class", "none").text(says::no_evidence(phrases))
        } else {
            el("ul").attr("class", "plain").all(row.evidence.iter().map(|of| self.evidence(of)))
        };
        let proposed = row.proposed.iter().map(|(response, status)| {
            let text = says::proposes(phrases, response.as_str().into(), self.word(status).as_str().into());
            el("p").with(link("response", response).text(text))
        });
        let inside = if self.may_change() {
            let id = row.id.as_str();
            let owner = row.owner.as_deref().unwrap_or("");
            let fields = el("div")
                .attr("class", "lines")
                .with(self.line("control-owner", id, says::owner(phrases), owner, "text"))
                .with(self.line(
                    "control-how",
                    id,
                    says::implementation(phrases),
                    &row.implementation,
                    "text",
                ));
            let decide = match &self.form {
                Some(Form::Control(of, decision)) if of == id => self.form(
                    if *decision == "excluded" { says::exclude(phrases) } else { says::include(phrases) },
                    vec![entry("reason", says::reason(phrases), "textarea")],
                ),
                _ => {
                    let (does, text) = if row.applicability == "included" {
                        ("open-exclude", says::exclude(phrases))
                    } else {
                        ("open-include", says::include(phrases))
                    };
                    let derive = row
                        .overridden
                        .then(|| button("derive").attr("data-id", id).text(says::derive(phrases)));
                    el("div")
                        .attr("class", "row")
                        .with(button(does).attr("data-id", id).text(text))
                        .all(derive)
                }
            };
            el("div").with(fields).with(decide)
        } else {
            el("p").attr("dir", "auto").text(row.implementation.as_str())
        };
        let cell = el("td")
            .attr("colspan", "4")
            .all(proposed)
            .with(inside)
            .with(el("h4").text(says::why_included(phrases)))
            .with(reasons)
            .with(el("h4").text(says::evidence(phrases)))
            .with(evidence);
        el("tr").attr("class", "detail").with(cell)
    }

    pub(super) fn evidence<'a>(&'a self, of: &'a Evidence) -> Element<'a> {
        // an address that is no script, or else as a text
        let address = of
            .location
            .as_deref()
            .filter(|at| at.starts_with("https://") || at.starts_with("http://") || at.starts_with('/'));
        let title = match address {
            Some(address) => el("a")
                .attr("href", address)
                .attr("rel", "noreferrer noopener")
                .attr("target", "_blank")
                .attr("dir", "auto")
                .text(of.title.as_str()),
            None => el("span").attr("dir", "auto").text(of.title.as_str()),
        };
        let place = of
            .location
            .as_deref()
            .filter(|_| address.is_none())
            .map(|place| el("span").attr("class", "hint").attr("dir", "auto").text(format!(" {place}")));
        let digest = of
            .digest
            .as_deref()
            .map(|digest| el("span").attr("class", "hint").text(" SHA-256 ").with(el("code").text(digest)));
        el("li").with(title).all(place).all(digest)
    }
}

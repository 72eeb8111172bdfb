//! The treatment board: risks by what is to be done, actions by how they stand.

use riskwright_web_parts::tree::{Element, el};

use super::{button, entry, label, link};
use crate::model::{Form, Model};
use crate::says;
use crate::views::{ActionCard, Column, RiskCard};

/// How an action may stand.
const STATES: [&str; 8] = [
    "proposed",
    "approved",
    "in-progress",
    "implemented",
    "verified-effective",
    "closed",
    "rejected",
    "cancelled",
];

impl Model {
    pub(super) fn board_page(&self) -> Element<'_> {
        self.page_of(&self.board, |board| {
            let phrases = &self.phrases;
            let risks = board.risks.iter().filter(|column| column.total > 0 && column.state != "tolerate");
            let actions = board.actions.iter().filter(|column| column.total > 0);
            let mut parts = vec![self.heading(self.title(self.page)), el("h3").text(says::actions(phrases))];
            parts.extend(self.may_change().then(|| self.new_action()));
            if board.actions.iter().all(|column| column.total == 0) {
                parts.push(el("p").attr("class", "none").text(says::no_actions(phrases)));
            }
            parts.push(el("div").part("board").all(actions.map(|column| {
                self.column(
                    &column.state,
                    column.total,
                    column.cards.iter().map(|card| self.action(card, true)).collect(),
                )
            })));
            parts.push(el("h3").text(says::risks_beyond(phrases)));
            parts.push(
                el("div")
                    .part("board")
                    .all(risks.map(|column| self.risks_column(column, board.levels.len()))),
            );
            parts
        })
    }

    fn column<'a>(&'a self, state: &str, total: usize, cards: Vec<Element<'a>>) -> Element<'a> {
        let shown = cards.len();
        let more = (total > shown).then(|| {
            el("p").attr("class", "hint").text(says::and_more(&self.phrases, (total - shown).into()))
        });
        let title = self.word(state);
        el("section")
            .attr("class", "column")
            .attr("aria-label", title.clone())
            .with(
                el("h4")
                    .text(format!("{title} "))
                    .with(el("span").attr("class", "number").text(self.count_in_words(total))),
            )
            .with(el("ul").all(cards))
            .all(more)
    }

    fn risks_column<'a>(&'a self, column: &'a Column<RiskCard>, levels: usize) -> Element<'a> {
        let cards = column.cards.iter().map(|card| {
            let accepted = card.accepted.as_ref().map(|(until, standing)| {
                let mark = if standing.state == "valid" { "✓" } else { "!" };
                el("p").attr("class", "hint").text(format!(
                    "{mark} {}",
                    says::accepted_until(&self.phrases, self.day(until).as_str().into())
                ))
            });
            let due = card.due.as_deref().map(|due| {
                let text =
                    says::actions_due(&self.phrases, card.actions.into(), self.day(due).as_str().into());
                el("p").attr("class", "hint").text(text)
            });
            el("li")
                .part("card")
                .with(link("risk", &card.id).attr("dir", "auto").text(format!("{} {}", card.id, card.title)))
                .with(
                    el("p")
                        .with(self.level(card.present.as_ref(), levels))
                        .words(self.arrows(" → ".to_owned()))
                        .with(self.level(card.target.as_ref(), levels)),
                )
                .with(self.owned(card.owner.as_deref(), &card.treated))
                .all(due)
                .all(accepted)
        });
        self.column(&column.state, column.total, cards.collect())
    }

    fn owned<'a>(&'a self, owner: Option<&'a str>, treated: &str) -> Element<'a> {
        let owner = owner.map_or_else(|| says::nobody(&self.phrases), str::to_owned);
        el("p").attr("class", "hint").attr("dir", "auto").text(format!("{} · {owner}", self.word(treated)))
    }

    pub(super) fn new_action(&self) -> Element<'_> {
        if !self.is_open(&Form::Action) {
            return el("p").key(901).with(button("open-action").text(says::new_action(&self.phrases)));
        }
        let id = self.free.has.clone().unwrap_or_default();
        self.form(
            says::new_action(&self.phrases),
            vec![
                entry("title", says::what_to_do(&self.phrases), "text"),
                entry("owner", says::owner(&self.phrases), "text"),
                entry("due", says::due(&self.phrases), "date"),
                el("input").attr("type", "hidden").attr("name", "id").value(id),
            ],
        )
    }

    pub(super) fn action<'a>(&'a self, card: &'a ActionCard, with_risks: bool) -> Element<'a> {
        let phrases = &self.phrases;
        let id = card.id.as_str();
        let overdue = card
            .overdue
            .then(|| el("p").attr("class", "wrong").text(format!("! {}", says::overdue(phrases))));
        let risks = card.scenarios.iter().map(|risk| {
            el("li")
                .with(link("risk", &risk.id).attr("dir", "auto").text(format!("{} {}", risk.id, risk.title)))
        });
        let li = el("li")
            .part("card")
            .with(el("p").with(el("b").attr("dir", "auto").text(format!("{id} {}", card.title))))
            .all(overdue)
            .all(
                (with_risks && !card.scenarios.is_empty())
                    .then(|| el("ul").attr("class", "plain").all(risks)),
            )
            .all(
                (!card.controls.is_empty())
                    .then(|| el("p").attr("class", "hint").text(card.controls.join(", "))),
            );
        if !self.may_change() {
            let owner = card.owner.clone().unwrap_or_else(|| says::nobody(phrases));
            let due = card.due.as_deref().map(|due| self.day(due)).unwrap_or_default();
            return li.with(
                el("p").attr("class", "hint").text(format!("{} · {owner} · {due}", self.word(&card.status))),
            );
        }
        let states = STATES.iter().map(|state| ((*state).to_owned(), self.word(state))).collect();
        let chosen = self.shown("action-status", id, 0, &card.status);
        let option = |(value, words): (String, String)| el("option").attr("value", value).text(words);
        let states: Vec<(String, String)> = states;
        let named = |text: String| format!("{text}: {id}");
        li.with(
            el("select")
                .attr("part", "field")
                .attr("data-do", "action-status")
                .attr("data-id", id)
                .attr("aria-label", named(says::status(phrases)))
                .all(states.into_iter().map(option))
                .value(chosen),
        )
        .with(self.line(
            "action-owner",
            id,
            named(says::owner(phrases)),
            card.owner.as_deref().unwrap_or(""),
            "text",
        ))
        .with(self.line(
            "action-due",
            id,
            named(says::due(phrases)),
            card.due.as_deref().unwrap_or(""),
            "date",
        ))
    }

    /// A field that is changed where it stands.
    pub(super) fn line<'a>(
        &'a self,
        does: &'static str,
        id: &'a str,
        name: String,
        is: &'a str,
        kind: &'static str,
    ) -> Element<'a> {
        let at = format!("{does}-{id}");
        let text = name.split(": ").next().unwrap_or_default().to_owned();
        el("div").attr("class", "line").with(label(text).attr("for", at.clone())).with(
            el("input")
                .attr("type", kind)
                .attr("id", at)
                .attr("part", "field")
                .attr("dir", "auto")
                .attr("data-do", does)
                .attr("data-id", id)
                .attr("aria-label", name)
                .value(self.shown(does, id, 0, is)),
        )
    }
}

//! What others answered, and what follows from it: decided one by one, or all at once.

use riskwright_web_parts::tree::{Element, el};

use super::{button, entry, link};
use crate::model::{Form, Model};
use crate::says;
use crate::views::{AnswerRow, Ground, ProposalRow, Proposed, ResponseView, Text};

impl Model {
    pub(super) fn responses_page(&self) -> Element<'_> {
        self.page_of(&self.responses, |all| {
            let phrases = &self.phrases;
            let rows = all.responses.iter().map(|row| {
                let title = row.title.as_deref().unwrap_or(&row.questionnaire);
                let waits = if row.waiting > 0 {
                    format!("● {}", says::waiting(phrases, row.waiting.into()))
                } else {
                    format!("✓ {}", says::all_decided(phrases))
                };
                el("li")
                    .part("card")
                    .with(link("response", &row.id).attr("dir", "auto").text(format!("{} {title}", row.id)))
                    .with(el("p").attr("class", "hint").attr("dir", "auto").text(format!(
                        "{} · {}",
                        row.respondent,
                        self.day(&row.sent_at)
                    )))
                    .with(el("p").text(waits))
            });
            let nothing = all
                .responses
                .is_empty()
                .then(|| el("p").attr("class", "none").text(says::no_responses(phrases)));
            let mut parts = vec![self.heading(self.title(self.page))];
            parts.extend(nothing);
            parts.push(el("ul").attr("class", "cards").all(rows));
            parts.extend(self.asked_of_others());
            parts
        })
    }

    /// The questionnaires there are, and the way to have one answered.
    fn asked_of_others(&self) -> Option<Element<'_>> {
        let phrases = &self.phrases;
        let all = &self.questionnaires.has.as_ref()?.questionnaires;
        let rows = all.iter().filter(|of| !of.retired).map(|of| {
            let invite = if self.is_open(&Form::Invite(of.id.clone())) {
                self.form(
                    says::invite(phrases),
                    vec![
                        entry("respondent", says::who_answers(phrases), "text"),
                        entry("for", says::for_which(phrases), "text"),
                    ],
                )
            } else {
                button("open-invite").attr("data-id", of.id.as_str()).text(says::invite(phrases))
            };
            el("li")
                .part("card")
                .with(el("p").with(el("b").attr("dir", "auto").text(of.title.as_str())))
                .with(el("p").attr("class", "hint").text(format!("{} · {}", of.id, of.version)))
                .all(self.may_change().then_some(invite))
        });
        let invited = self.invited.as_ref().map(|invited| {
            let until = self.day(&invited.until);
            let text = says::invited(phrases, invited.respondent.as_str().into(), until.as_str().into());
            el("div")
                .attr("class", "told wait")
                .with(
                    el("div")
                        .attr("class", "field grow")
                        .with(el("label").attr("for", "address").text(text))
                        .with(
                            el("input")
                                .attr("id", "address")
                                .attr("type", "text")
                                .flag("readonly", true)
                                .attr("part", "field")
                                .value(invited.address.as_str()),
                        ),
                )
                .with(button("copy").attr("class", "main").text(says::copy(phrases)))
        });
        let nothing =
            all.is_empty().then(|| el("p").attr("class", "none").text(says::no_questionnaires(phrases)));
        Some(
            el("section")
                .attr("aria-labelledby", "asked")
                .with(el("h3").attr("id", "asked").text(says::questionnaires(phrases)))
                .all(invited)
                .all(nothing)
                .with(el("ul").attr("class", "cards").all(rows)),
        )
    }

    pub(super) fn response_page(&self) -> Element<'_> {
        self.page_of(&self.response, |response| {
            let phrases = &self.phrases;
            let title = response.title.as_deref().unwrap_or(&response.questionnaire);
            let answers_for: Vec<String> = response
                .assets
                .iter()
                .chain(&response.risks)
                .map(|of| format!("{} {}", of.id, of.title))
                .collect();
            let mut parts = vec![
                self.back(),
                self.heading(format!("{} {title}", response.id)),
                el("p").text(says::sent_by(
                    phrases,
                    response.respondent.as_str().into(),
                    self.day(&response.sent_at).as_str().into(),
                )),
            ];
            parts.extend((!answers_for.is_empty()).then(|| {
                el("p")
                    .attr("class", "hint")
                    .attr("dir", "auto")
                    .text(says::answers_for(phrases, answers_for.join(", ").as_str().into()))
            }));
            parts.push(el("h3").text(says::proposals(phrases)));
            if response.proposals.is_empty() {
                parts.push(el("p").attr("class", "none").text(says::no_proposals(phrases)));
            }
            parts.push(
                el("ul")
                    .attr("class", "cards")
                    .all(response.proposals.iter().map(|of| self.proposal(of, response))),
            );
            parts.extend((self.may_change() && response.waiting > 0).then(|| self.all_at_once(response)));
            parts.push(el("h3").text(says::all_answers(phrases)));
            parts.push(el("dl").part("answers").all(response.answers.iter().map(|of| self.answer(of))));
            parts
        })
    }

    fn all_at_once<'a>(&'a self, response: &'a ResponseView) -> Element<'a> {
        let phrases = &self.phrases;
        if self.is_open(&Form::Dismiss(None)) {
            return self
                .form(says::dismiss_all(phrases), vec![entry("reason", says::reason(phrases), "textarea")]);
        }
        let holds = !self.waiting(true).is_empty();
        let accept = holds.then(|| {
            button("accept-all")
                .attr("class", "main")
                .text(says::accept_all(phrases, response.waiting.into()))
        });
        el("div")
            .key(902)
            .attr("class", "row")
            .all(accept)
            .with(button("open-dismiss-all").text(says::dismiss_all(phrases)))
    }

    fn proposed_in_words(&self, of: &ProposalRow) -> String {
        let phrases = &self.phrases;
        let named = |id: &str| format!("{id} {}", of.about).trim_end().to_owned();
        match &of.change {
            Proposed::ControlStatus { control, status } => {
                says::set_status(phrases, named(control).as_str().into(), self.word(status).as_str().into())
            }
            Proposed::FactorLevel { .. } => {
                let factor = self.factor_title(&of.about);
                says::set_factor(phrases, factor.as_str().into(), of.becomes.as_str().into())
            }
            Proposed::Finding { severity, against } => {
                let against = named(against);
                says::raise(phrases, self.word(severity).as_str().into(), against.as_str().into())
            }
        }
    }

    /// Ways to what a proposal changes.
    fn changed_by<'a>(&'a self, of: &'a ProposalRow, response: &'a ResponseView) -> Element<'a> {
        let to = |does: &'static str, at: String, text: String| {
            el("li")
                .with(button(does).attr("class", "link").attr("data-id", at).attr("dir", "auto").text(text))
        };
        let ways: Vec<Element<'a>> = match &of.change {
            Proposed::ControlStatus { control, .. } => {
                let text = format!("{control} {}", of.about);
                vec![to("record", format!("control/{control}"), text)]
            }
            Proposed::FactorLevel { .. } => {
                let risks = response.risks.iter();
                risks.map(|of| to("risk", of.id.clone(), format!("{} {}", of.id, of.title))).collect()
            }
            Proposed::Finding { .. } => Vec::new(),
        };
        el("ul").attr("class", "plain").all(ways)
    }

    fn proposal<'a>(&'a self, of: &'a ProposalRow, response: &'a ResponseView) -> Element<'a> {
        let phrases = &self.phrases;
        let place = of.place.to_string();
        let ground = match &of.ground {
            _ if of.decided.is_some() => None,
            Ground::Holds => None,
            Ground::AlreadySo => Some(says::already_so(phrases)),
            Ground::Changed { was, is } => {
                let (was, is) = (self.status(was.as_deref()), self.status(is.as_deref()));
                Some(says::changed_since(phrases, was.as_str().into(), is.as_str().into()))
            }
            Ground::Nothing(why) => Some(why.clone()),
        };
        let ground =
            ground.map(|text| el("p").attr("class", "wrong").attr("dir", "auto").text(format!("! {text}")));
        let decided = of.decided.as_ref().map(|decided| {
            let mark = if decided.ruling == "accepted" { "✓" } else { "✕" };
            let text = says::ruled(
                phrases,
                self.word(&decided.ruling).as_str().into(),
                decided.by.as_str().into(),
                self.day(&decided.on).as_str().into(),
            );
            el("p").attr("dir", "auto").text(format!("{mark} {text} {}", decided.reason))
        });
        let decide = (self.may_change() && of.decided.is_none()).then(|| {
            if self.is_open(&Form::Dismiss(Some(of.place))) {
                return self.form(
                    says::dismiss_one(phrases),
                    vec![entry("reason", says::reason(phrases), "textarea")],
                );
            }
            let accept = (!matches!(of.ground, Ground::Nothing(_))).then(|| {
                button("accept-proposal")
                    .attr("class", "main")
                    .attr("data-at", place.clone())
                    .text(says::accept_one(phrases))
            });
            el("div")
                .attr("class", "row")
                .all(accept)
                .with(button("open-dismiss").attr("data-at", place.clone()).text(says::dismiss_one(phrases)))
        });
        el("li")
            .key(of.place)
            .part("card")
            .with(el("p").with(el("b").attr("dir", "auto").text(self.proposed_in_words(of))))
            .with(self.changed_by(of, response))
            .with(self.written(&of.reason))
            .with(el("dl").attr("class", "answers").all(of.answers.iter().map(|of| self.answer(of))))
            .all(ground)
            .all(decided)
            .all(decide)
    }

    fn written<'a>(&'a self, texts: &'a [Text]) -> Element<'a> {
        let primary = |tag: &'a str| tag.split('-').next().unwrap_or_default();
        let found = texts
            .iter()
            .find(|text| primary(&text.language) == self.language.split('-').next().unwrap_or_default());
        let text = found.or(texts.first()).map_or("", |text| text.text.as_str());
        el("p").attr("class", "hint").attr("dir", "auto").text(text)
    }

    fn answer<'a>(&'a self, of: &'a AnswerRow) -> Element<'a> {
        let title =
            if of.title.is_empty() { el("p").text(of.item.as_str()) } else { self.written(&of.title) };
        let comment = (!of.comment.is_empty())
            .then(|| el("dd").attr("class", "hint").attr("dir", "auto").text(of.comment.as_str()));
        let evidence = (!of.evidence.is_empty()).then(|| {
            el("dd").with(el("ul").attr("class", "plain").all(of.evidence.iter().map(|of| self.evidence(of))))
        });
        el("div")
            .with(el("dt").with(title))
            .with(el("dd").with(el("b").attr("dir", "auto").text(of.answer.as_str())))
            .all(comment)
            .all(evidence)
    }
}

//! All answers before they are sent, what follows from them, and what is said when they were sent.

use riskwright_core::questionnaire::{Answer, ItemScore, Outcome, Proposal};
use riskwright_web_parts::tree::{Element, el, kept};

use super::{button, button_for};
use crate::model::{Mode, Model, Scored};
use crate::says;

impl Model {
    pub(super) fn review_page(&self) -> Element<'_> {
        let heading = el("h3").attr("id", "page").attr("tabindex", "-1").text(says::review(&self.phrases));
        let said = self.said_by_item(&self.answers);
        let sections = self.sections_shown().map(|at| self.answers_of(at, &said)).collect::<Vec<_>>();
        let may = self.may_change();
        let readonly = (!may).then(|| el("p").attr("class", "hint").text(says::readonly(&self.phrases)));
        let ends = may.then(|| {
            let back = button("back").attr("class", "quiet").text(says::back_to_questions(&self.phrases));
            let text = if self.sending { says::sending } else { says::complete };
            let complete = button("complete")
                .attr("class", "main")
                .maybe("aria-disabled", self.sending.then_some("true"))
                .text(text(&self.phrases));
            el("div").part("turn").with(back).with(complete)
        });
        el("section")
            .key(10)
            .part("review")
            .attr("aria-labelledby", "page")
            .with(heading)
            .all(readonly)
            .all(may.then(|| self.open()))
            .all(self.follows())
            .all(sections)
            .all(ends)
            .with(self.files_of_review())
    }

    fn files_of_review(&self) -> Element<'_> {
        let print = button("print").attr("class", "quiet").text(says::print(&self.phrases));
        if self.may_change() {
            return self.files().with(print);
        }
        let save = button("save").attr("class", "quiet").text(says::save_file(&self.phrases));
        el("div").part("files").with(save).with(print)
    }

    /// What is missing or wrong, each with the way to it.
    fn open(&self) -> Element<'_> {
        let (missing, problems) = (&self.standing.missing, &self.standing.problems);
        if self.standing.is_complete() {
            return el("p").part("all-there").text(says::all_there(&self.phrases));
        }
        let way = |at: usize, why: Option<String>| {
            let title = self.item(at).map(|item| self.written(el("span"), &item.title));
            let why = why.map(|why| el("span").attr("class", "hint").text(why));
            el("li").key(at).with(button_for("fix", at).attr("class", "link").all(title)).all(why)
        };
        let mut summary = el("div").part("summary");
        if !missing.is_empty() {
            summary = summary
                .with(el("h4").text(says::missing_count(&self.phrases, missing.len().into())))
                .with(el("ul").all(missing.iter().map(|at| way(*at, None))));
        }
        if !problems.is_empty() {
            let entries = problems.iter().map(|of| way(of.item, Some(self.mistake_in_words(&of.mistake))));
            summary = summary
                .with(el("h4").text(says::wrong_count(&self.phrases, problems.len().into())))
                .with(el("ul").all(entries));
        }
        summary
    }

    fn answers_of<'a>(&'a self, at: usize, said: &[Option<&'a Answer>]) -> Element<'a> {
        let Some(section) = self.contents().sections.get(at) else { return el("section") };
        let items = self.asked.sections.get(at).map(Vec::as_slice).unwrap_or_default();
        let visible = items.iter().filter(|at| self.standing.visible.binary_search(at).is_ok());
        let rows = visible.map(|at| {
            let at = *at;
            let said = said.get(at).copied().flatten();
            let revision = self.asides.get(at).map_or(0, |aside| aside.revision);
            let memo = (u64::from(self.generation) << 40) ^ u64::from(revision);
            kept("div", at, memo, move || self.row(at, said))
        });
        el("div")
            .key(100 + at)
            .attr("class", "answers")
            .with(self.written(el("h4"), &section.title))
            .with(el("dl").all(rows))
    }

    fn row<'a>(&'a self, at: usize, said: Option<&'a Answer>) -> Element<'a> {
        let Some(item) = self.item(at) else { return el("div") };
        let answer = said.and_then(|said| said.value.as_ref()).map_or_else(
            || el("dd").attr("class", "none").text(says::unanswered(&self.phrases)),
            |value| el("dd").attr("dir", "auto").text(self.answer_in_words(item, value)),
        );
        let comment = said
            .filter(|said| !said.comment.is_empty())
            .map(|said| el("dd").attr("class", "hint").attr("dir", "auto").text(said.comment.as_str()));
        let evidence = said.map(|said| said.evidence.as_slice()).unwrap_or_default();
        let evidence = evidence
            .iter()
            .map(|of| el("dd").attr("class", "hint").attr("dir", "auto").text(of.title.as_str()));
        let change = self.may_change().then(|| {
            let title = item.title.in_language(&self.language);
            let change = button_for("fix", at)
                .attr("class", "link")
                .attr("aria-label", says::change_answer(&self.phrases, title.into()))
                .text(says::change(&self.phrases));
            el("dd").attr("class", "turn-to").with(change)
        });
        el("div")
            .with(self.written(el("dt"), &item.title))
            .with(answer)
            .all(comment)
            .all(evidence)
            .all(change)
    }

    /// Scores and proposed changes.
    fn follows(&self) -> Option<Element<'_>> {
        let inside = match &self.scored {
            Scored::Not => return None,
            Scored::Waiting => el("p").attr("role", "status").text(says::scoring(&self.phrases)),
            Scored::Failed(why) => el("p").part("error").text(says::not_scored(&self.phrases, why.into())),
            Scored::So(outcome) if outcome.scores.is_empty() && outcome.proposals.is_empty() => return None,
            Scored::So(outcome) => {
                el("div").all(self.scores(outcome)).all(self.proposals(&outcome.proposals))
            }
        };
        Some(el("div").key(2).part("scores").with(inside))
    }

    fn scores<'a>(&'a self, outcome: &'a Outcome) -> Option<Element<'a>> {
        let rows = outcome.scores.iter().filter_map(|score| self.score(score));
        (!outcome.scores.is_empty()).then(|| {
            let heading = el("h4").text(says::scores(&self.phrases));
            el("div").with(heading).with(el("dl").attr("class", "scores").all(rows))
        })
    }

    fn score<'a>(&'a self, score: &'a ItemScore) -> Option<Element<'a>> {
        let scale = self.contents().scores.iter().find(|scale| scale.id == score.id)?;
        let rounded = |value: f64| (value * 10.0).round() / 10.0;
        let value = match score.value {
            None => says::no_score(&self.phrases),
            Some(value) if scale.unit.is_empty() => {
                says::score_of(&self.phrases, rounded(value).into(), scale.max.into())
            }
            Some(value) => says::score_with_unit(&self.phrases, rounded(value).into(), (&scale.unit).into()),
        };
        let bar = score.value.filter(|_| scale.max > scale.min).map(|value| {
            let share = (value - scale.min) / (scale.max - scale.min) * 100.0;
            // the number itself stands beside it
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
            let share = share.round().clamp(0.0, 100.0) as u8;
            el("progress")
                .attr("part", "score")
                .attr("aria-hidden", "true")
                .attr("max", "100")
                .attr("value", share.to_string())
        });
        let why = self.maybe_written(el("dd").attr("class", "hint"), &score.explanation);
        Some(
            el("div")
                .with(self.written(el("dt"), &scale.title))
                .with(el("dd").text(value))
                .all(bar.map(|bar| el("dd").with(bar)))
                .all(why),
        )
    }

    fn proposals<'a>(&'a self, proposals: &'a [Proposal]) -> Option<Element<'a>> {
        let entries = proposals.iter().map(|of| {
            let change = el("span").text(self.change_in_words(&of.change));
            el("li").with(change).words(" ").with(self.written(el("span").attr("class", "hint"), &of.reason))
        });
        (!proposals.is_empty()).then(|| {
            el("details")
                .part("proposals")
                .with(el("summary").text(says::proposals(&self.phrases)))
                .with(el("p").attr("class", "hint").text(says::proposals_hint(&self.phrases)))
                .with(el("ul").all(entries))
        })
    }

    pub(super) fn done_page(&self) -> Element<'_> {
        let again = (self.mode == Mode::Fill)
            .then(|| button("again").attr("class", "quiet").text(says::again(&self.phrases)));
        el("section")
            .key(11)
            .part("done")
            .attr("aria-labelledby", "page")
            .with(el("h3").attr("id", "page").attr("tabindex", "-1").text(says::done(&self.phrases)))
            .with(el("p").text(says::done_sent(&self.phrases)))
            .all(self.follows())
            .with(
                el("div")
                    .part("files")
                    .with(button("save").attr("class", "quiet").text(says::save_file(&self.phrases)))
                    .with(button("review").attr("class", "quiet").text(says::to_review(&self.phrases)))
                    .all(again),
            )
    }
}

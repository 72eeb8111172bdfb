//! A question with all that can be said about it.

use riskwright_core::questionnaire::{Answer, AnswerValue, Answers, Evidence, Item, ItemKind};
use riskwright_web_parts::tree::{Element, el};

use super::{button_for, does, number};
use crate::filling::leads;
use crate::model::{Model, Whence};
use crate::says;

/// The longest comment, as an attribute.
const COMMENT: &str = "10000";

impl Model {
    /// A question. Those with several fields are groups with a legend, the others have a label.
    pub(super) fn question<'a>(&'a self, at: usize, said: Option<&'a Answer>, missing: bool) -> Element<'a> {
        let Some(item) = self.item(at) else { return el("div") };
        let value = said.and_then(|said| said.value.as_ref());
        let error = self.error(at, missing);
        let grouped = self.is_grouped(item);
        let title = |element: Element<'a>| {
            let optional = (!item.required)
                .then(|| el("span").attr("class", "optional").text(says::optional(&self.phrases)));
            element
                .part("question")
                .with(self.written(el("span"), &item.title))
                .all(optional.map(|of| el("span").words(" ").with(of)))
        };
        let help = self.maybe_written(el("p").part("help").attr("id", format!("help{at}")), &item.help);
        let error = error.map(|error| el("p").part("error").attr("id", format!("error{at}")).text(error));
        let mut described = Vec::new();
        if help.is_some() {
            described.push(format!("help{at}"));
        }
        if error.is_some() {
            described.push(format!("error{at}"));
        }
        let described = (!described.is_empty()).then(|| described.join(" "));
        let wrong = error.is_some();
        let body = if grouped {
            el("fieldset")
                .attr("class", "group")
                .maybe("aria-describedby", described)
                .with(title(el("legend")))
                .all(help)
                .all(error)
                .with(self.options(at, item, value))
                .all(self.reason(at, value))
        } else {
            el("div")
                .attr("class", "group")
                .with(title(el("label").attr("for", format!("field{at}"))))
                .all(help)
                .all(error)
                .with(self.field(at, item, value, described, wrong))
                .all(self.does_not_apply(at, item, value))
                .all(self.reason(at, value))
        };
        el("div")
            .part("item")
            .attr("id", format!("item{at}"))
            .flag("data-wrong", wrong)
            .with(body)
            .all(self.last_time(at, item, value))
            .all(self.other(at, item))
            .with(self.beside(at, item, said))
            .all(self.comment(at, item, said))
            .all(self.evidence(at, item, said))
    }

    fn error(&self, at: usize, missing: bool) -> Option<String> {
        let aside = self.asides.get(at)?;
        if missing {
            return self.tried.then(|| says::wants_answer(&self.phrases));
        }
        let problem = self.standing.problems.iter().find(|of| of.item == at)?;
        let typing = self.typed.as_ref().is_some_and(|(typing, _)| *typing == at);
        (self.tried || aside.touched && !typing).then(|| self.mistake_in_words(&problem.mistake))
    }

    fn last_time<'a>(&'a self, at: usize, item: &'a Item, now: Option<&AnswerValue>) -> Option<Element<'a>> {
        let last = self.previous.as_ref()?.value(&item.id)?;
        let text = says::last_time(&self.phrases, (&self.answer_in_words(item, last)).into());
        let take = now != Some(last) && item.takes(last) == Ok(true);
        let button = take.then(|| {
            button_for("as-last-time", at)
                .attr("class", "quiet")
                .attr("aria-describedby", format!("last{at}"))
                .text(says::as_last_time(&self.phrases))
        });
        Some(el("div").part("last-time").with(el("p").attr("id", format!("last{at}")).text(text)).all(button))
    }

    /// Another answer that was found, to be taken or not.
    fn other<'a>(&'a self, at: usize, item: &'a Item) -> Option<Element<'a>> {
        let (from, answer) = self.asides.get(at)?.other.as_ref()?;
        let mut words = answer
            .value
            .as_ref()
            .map_or_else(|| says::other_nothing(&self.phrases), |value| self.answer_in_words(item, value));
        if !answer.comment.is_empty() {
            words.push_str(" – ");
            words.push_str(&answer.comment);
        }
        let text = match from {
            Whence::Tab => says::other_tab(&self.phrases, (&words).into()),
            Whence::File => says::other_file(&self.phrases, (&words).into()),
        };
        let choice =
            |name, text| button_for(name, at).attr("aria-describedby", format!("other{at}")).text(text);
        Some(
            el("div")
                .part("other")
                .attr("role", "group")
                .with(el("p").attr("id", format!("other{at}")).text(text))
                .with(choice("take-other", says::take_other(&self.phrases)))
                .with(choice("keep-mine", says::keep_mine(&self.phrases))),
        )
    }

    /// What can be done beside answering.
    fn beside<'a>(&'a self, at: usize, item: &'a Item, said: Option<&'a Answer>) -> Element<'a> {
        let aside = self.asides.get(at);
        let comment = said.is_some_and(|said| !said.comment.is_empty());
        let evidence = said.is_some_and(|said| !said.evidence.is_empty());
        let commenting = comment || aside.is_some_and(|aside| aside.comment_open);
        let showing = evidence || item.wants_evidence || aside.is_some_and(|aside| aside.evidence_open);
        let answered = said.is_some_and(|said| said.value.is_some());
        let opens = |name, text| button_for(name, at).attr("class", "quiet").text(text);
        let about = (!item.about.is_empty()).then(|| {
            let list = item.about.join(", ");
            el("span").part("about").text(says::about(&self.phrases, (&list).into()))
        });
        el("div")
            .attr("class", "beside")
            .all(about)
            .all((!commenting).then(|| opens("comment", says::add_comment(&self.phrases))))
            .all((!showing).then(|| opens("evidence", says::add_evidence(&self.phrases))))
            .all((answered && self.is_grouped(item)).then(|| opens("clear", says::clear(&self.phrases))))
    }

    fn comment<'a>(&'a self, at: usize, _: &'a Item, said: Option<&'a Answer>) -> Option<Element<'a>> {
        let text = said.map_or("", |said| said.comment.as_str());
        let open = self.asides.get(at).is_some_and(|aside| aside.comment_open);
        if text.is_empty() && !open {
            return None;
        }
        let field = does(el("textarea"), "comment-text", at)
            .attr("id", format!("comment{at}"))
            .attr("part", "field")
            .attr("rows", "2")
            .attr("maxlength", COMMENT)
            .attr("dir", "auto")
            .value(text);
        let label = el("label").attr("for", format!("comment{at}")).text(says::comment(&self.phrases));
        Some(el("div").key(1).attr("class", "more").with(label).with(field))
    }

    fn evidence<'a>(&'a self, at: usize, item: &'a Item, said: Option<&'a Answer>) -> Option<Element<'a>> {
        let given = said.map(|said| said.evidence.as_slice()).unwrap_or_default();
        let aside = self.asides.get(at)?;
        if given.is_empty() && !item.wants_evidence && !aside.evidence_open {
            return None;
        }
        let answered = said.is_some_and(|said| said.value.is_some());
        let lacking = (given.is_empty() && item.wants_evidence && answered)
            .then(|| el("p").attr("class", "hint lacking").text(says::no_evidence(&self.phrases)));
        let list = (!given.is_empty()).then(|| {
            let pieces = given.iter().enumerate().map(|(place, of)| self.piece(at, place, of));
            el("ul").attr("class", "pieces").all(pieces)
        });
        let more = (given.len() < Answers::EVIDENCE).then(|| self.more_evidence(at, aside.link_refused));
        Some(
            el("details")
                .key(2)
                .part("evidence")
                .attr("id", format!("evidence{at}"))
                .flag("open", aside.evidence_open || !given.is_empty())
                .with(el("summary").text(says::evidence(&self.phrases)))
                .all(lacking)
                .all(list)
                .all(more.into_iter().flatten()),
        )
    }

    fn piece<'a>(&'a self, at: usize, place: usize, of: &'a Evidence) -> Element<'a> {
        let title = match &of.link {
            Some(link) if leads(link) => el("a")
                .attr("href", link.as_str())
                .attr("rel", "noopener noreferrer")
                .attr("target", "_blank")
                .text(of.title.as_str()),
            _ => el("span").text(of.title.as_str()),
        };
        let size = of.size.map(|size| {
            #[allow(clippy::cast_precision_loss, reason = "files are far smaller than 2^53 bytes")]
            let size = says::bytes(&self.phrases, (size as f64).into());
            el("span").attr("class", "hint").text(size)
        });
        let digest = of.digest.map(|digest| {
            let digest = digest.to_string();
            let text = says::digest(&self.phrases, (&digest).into());
            el("span").attr("class", "hint digest").text(text)
        });
        let remove = button_for("remove-evidence", at)
            .attr("class", "quiet")
            .attr("data-at", number(place))
            .attr("aria-label", says::remove_evidence(&self.phrases, (&of.title).into()))
            .text(says::remove(&self.phrases));
        el("li").with(title.attr("dir", "auto")).all(size).all(digest).with(remove)
    }

    fn more_evidence(&self, at: usize, refused: bool) -> [Element<'_>; 3] {
        let file = el("label")
            .attr("class", "file quiet")
            .with(el("span").text(says::evidence_file(&self.phrases)))
            .with(
                el("input")
                    .attr("type", "file")
                    .attr("multiple", "")
                    .attr("data-file", "evidence")
                    .attr("data-item", number(at))
                    .attr("aria-describedby", format!("hint{at}")),
            );
        let hint = el("p")
            .attr("class", "hint")
            .attr("id", format!("hint{at}"))
            .text(says::evidence_hint(&self.phrases));
        let field = |name: &'static str, kind: &'static str, most: &'static str, label: String| {
            el("label").with(el("span").text(label)).with(
                el("input")
                    .attr("type", kind)
                    .attr("id", format!("{name}{at}"))
                    .attr("part", "field")
                    .attr("maxlength", most)
                    .attr("dir", "auto"),
            )
        };
        let error = refused.then(|| el("p").part("error").text(says::link_wanted(&self.phrases)));
        let link = el("div")
            .attr("class", "link")
            .with(field("title", "text", "500", says::evidence_title(&self.phrases)))
            .with(field("link", "text", "2000", says::evidence_link(&self.phrases)))
            .with(button_for("add-link", at).text(says::add_link(&self.phrases)))
            .all(error);
        [file, hint, link]
    }

    fn is_grouped(&self, item: &Item) -> bool {
        match &item.kind {
            ItemKind::OneOf(choices) => choices.len() <= super::control::MANY,
            ItemKind::Scale(levels) => levels.len() <= super::control::MANY,
            ItemKind::AnyOf(_) | ItemKind::YesNo => true,
            ItemKind::Text(_) | ItemKind::Number(_) | ItemKind::Date => false,
        }
    }
}

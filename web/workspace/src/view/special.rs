//! What belongs to records of one kind: what audits of a programme cover, what a management review looks at.

use riskwright_web_parts::json::Json;
use riskwright_web_parts::tree::{Element, el};

use super::button;
use super::calendar::address_field;
use crate::model::Model;
use crate::says;
use crate::views::{Covered, LifeView};

impl Model {
    /// What is shown of a kind's records alone.
    pub(super) fn own_page<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        match life.kind.as_str() {
            "measure" => self.measure_of(&life.row.id),
            "programme" => self.covers(),
            "document" => self.readers(life),
            "audit" => self.questions_for(life),
            "review" => self.inputs_of(life),
            _ => None,
        }
    }

    /// Questions an audit could put, until it is reported.
    fn questions_for<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        let phrases = &self.phrases;
        let all = self.checklist.has.as_ref()?.questions.items();
        let open = matches!(life.row.state.as_deref(), Some("planned" | "prepared" | "in-progress"));
        if all.is_empty() || !open || !self.may_change() {
            return None;
        }
        let each = all.iter().map(|of| {
            let text = format!("{} {}", of.get("against").text(), of.get("question").text());
            el("li").attr("dir", "auto").text(text)
        });
        Some(
            el("details")
                .with(el("summary").text(says::questions_for(phrases, all.len().into())))
                .with(el("ul").attr("class", "plain").all(each))
                .with(button("take-questions").text(says::take_questions(phrases))),
        )
    }

    /// The way to have a document in force read and confirmed, where a server has the ISMS.
    fn readers<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        let phrases = &self.phrases;
        let in_force = matches!(life.record.get("published"), Json::Fields(_));
        let wanted = matches!(life.record.get("acknowledged"), Json::Flag(true));
        if !(in_force && wanted && self.may_change() && self.feeds.has.is_some()) {
            return None;
        }
        let asked = self.asked.as_ref().map(|asked| match asked.first() {
            None => el("p").attr("class", "none").text(says::nobody_to_ask(phrases)),
            Some(first) => {
                let each = asked.iter().enumerate().map(|(at, of)| {
                    address_field(format!("reader-{at}"), of.respondent.clone(), &of.address)
                });
                el("div")
                    .with(el("p").text(says::readers_asked(phrases, self.day(&first.until).as_str().into())))
                    .all(each)
                    .with(button("copy-asked").text(says::copy(phrases)))
            }
        });
        Some(
            el("section")
                .with(el("h3").text(says::readers(phrases)))
                .with(button("ask-readers").text(says::ask_readers(phrases)))
                .all(asked),
        )
    }

    fn covers(&self) -> Option<Element<'_>> {
        let coverage = self.coverage.has.as_ref()?;
        let phrases = &self.phrases;
        let all = || coverage.clauses.iter().chain(&coverage.controls);
        let mut audits: Vec<&str> = all().flat_map(|of| of.planned.iter().map(String::as_str)).collect();
        audits.sort_unstable_by_key(|id| (id.len(), *id));
        audits.dedup();
        let none = all().filter(|of| of.planned.is_empty()).count();
        let part = |title: String, rows: &'static str, covered: &'_ [Covered]| {
            let done = covered.iter().filter(|of| !of.audited.is_empty()).count();
            let text = says::covered(phrases, done.into(), covered.len().into());
            (format!("{title}: {text}"), rows)
        };
        let matrix = |covered: &'_ [Covered]| {
            let head = el("tr").with(el("th").attr("scope", "col").text(says::covers_what(phrases))).all(
                audits.iter().map(|id| el("th").attr("scope", "col").with(self.to_record("audit", id, ""))),
            );
            let rows: Vec<Element<'_>> = covered
                .iter()
                .map(|of| {
                    let cells = audits.iter().map(|id| {
                        let at = |all: &[String]| all.iter().any(|known| known == id);
                        let (sign, word) = match (at(&of.audited), at(&of.planned)) {
                            (true, _) => ("✓", says::audited(phrases)),
                            (false, true) => ("○", says::to_be_audited(phrases)),
                            (false, false) => ("", String::new()),
                        };
                        let cell = el("td").attr("class", "sign");
                        if sign.is_empty() {
                            cell
                        } else {
                            cell.with(el("span").attr("role", "img").attr("aria-label", word).text(sign))
                        }
                    });
                    let open = of.planned.is_empty().then(|| {
                        el("span").attr("class", "wrong").text(format!(" ! {}", says::not_covered(phrases)))
                    });
                    let name = format!("{} {}", of.against, of.title);
                    el("tr").with(el("th").attr("scope", "row").text(name).all(open)).all(cells)
                })
                .collect();
            el("div")
                .attr("class", "scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", says::coverage(phrases))
                .with(
                    el("table")
                        .attr("class", "small matrix")
                        .with(el("thead").with(head))
                        .with(el("tbody").all(rows)),
                )
        };
        let section = |title: String, covered: &'_ [Covered]| {
            let (title, _) = part(title, "", covered);
            el("details").with(el("summary").text(title)).with(matrix(covered))
        };
        let lacks = (none > 0).then(|| {
            el("p").attr("class", "wrong").text(format!("! {}", says::uncovered(phrases, none.into())))
        });
        let key = format!("✓ {} · ○ {}", says::audited(phrases), says::to_be_audited(phrases));
        Some(
            el("section")
                .with(el("h3").text(says::coverage(phrases)))
                .all(lacks)
                .with(el("p").attr("class", "hint").text(key))
                .with(section(says::clauses(phrases), &coverage.clauses))
                .with(section(says::controls(phrases), &coverage.controls)),
        )
    }

    fn inputs_of<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        let inputs = self.inputs.has.as_ref()?;
        let phrases = &self.phrases;
        let of = self.day(inputs.get("of").text());
        let since = match inputs.get("from").text() {
            "" => says::inputs_until(phrases, of.as_str().into()),
            from => says::inputs_between(phrases, self.day(from).as_str().into(), of.as_str().into()),
        };
        let letter = |letter: &'static str, title: String, lines: Vec<Element<'a>>| {
            let count = lines.len();
            let inside = if lines.is_empty() {
                el("p").attr("class", "none").text(says::none(phrases))
            } else {
                el("ul").attr("class", "plain").all(lines)
            };
            el("details")
                .with(el("summary").text(format!("{letter} {title} ({})", self.count_in_words(count))))
                .with(inside)
        };
        let lines = |name: &str, kind: &'static str| -> Vec<Element<'a>> {
            inputs.get(name).items().iter().map(|of| self.input(kind, of)).collect()
        };
        let mut actions = Vec::new();
        for followed in inputs.get("actions").items() {
            for action in followed.get("actions").items() {
                actions.push(self.input("action", action));
            }
        }
        let risks = inputs.get("risks");
        let level = |of: &Json| {
            let number = |name: &str| match of.get(name) {
                Json::Number(number) => self.number(*number),
                _ => String::new(),
            };
            let text = format!(
                "{}: {} {} · {} {}",
                of.get("level").text(),
                self.word("current"),
                number("current"),
                self.word("target"),
                number("target")
            );
            el("li").text(text)
        };
        let mut stand: Vec<Element<'a>> = risks.get("levels").items().iter().map(level).collect();
        stand.extend(risks.get("overdue").items().iter().map(|of| self.input("action", of)));
        // what interested parties say no record shows
        let said = life.record.get("remarks").get("e").text();
        let said = (!said.is_empty()).then(|| el("li").attr("dir", "auto").text(said)).into_iter().collect();
        let word = |letter: &str| self.named("word", "input", letter);
        Some(
            el("section")
                .with(el("h3").text(says::inputs(phrases)))
                .with(el("p").attr("class", "hint").text(since))
                .with(letter("a)", word("a"), actions))
                .with(letter("b)", word("b"), lines("issues", "issue")))
                .with(letter("c)", word("c"), lines("expectations", "requirement")))
                .with(letter("d 1)", word("d1"), lines("nonconformities", "nonconformity")))
                .with(letter("d 2)", word("d2"), lines("measures", "measure")))
                .with(letter("d 3)", word("d3"), lines("audits", "audit")))
                .with(letter("d 4)", word("d4"), lines("objectives", "objective")))
                .with(letter("e)", word("e"), said))
                .with(letter("f)", word("f"), stand))
                .with(letter("g)", word("g"), lines("opportunities", "improvement"))),
        )
    }

    /// A line of what a review looks at: the record, and how it stands.
    fn input<'a>(&'a self, kind: &'static str, of: &Json) -> Element<'a> {
        let (id, title) = match of.items() {
            [id, title, ..] => (id.text(), title.text()),
            _ => (of.get("id").text(), of.get("title").text()),
        };
        let mut said = Vec::new();
        let word = |name: &str, group: &str| match of.get(name).text() {
            "" => None,
            word => Some(self.named(group, if group == "state" { kind } else { name }, word)),
        };
        said.extend(word("state", "state"));
        said.extend(word("grade", "word"));
        said.extend(word("status", "word"));
        let standing = of.get("standing").text();
        if !standing.is_empty() {
            let sign = Self::standing_sign(standing);
            said.push(format!("{sign} {}", self.named("word", "standing", standing)));
        }
        said.extend(word("trend", "word"));
        match of.items() {
            [_, _, Json::Flag(true)] => said.push(says::is_addressed(&self.phrases)),
            [_, _, Json::Flag(false)] => said.push(says::not_addressed(&self.phrases)),
            [_, _, Json::Null] => said.push(format!("! {}", says::not_decided(&self.phrases))),
            _ => {}
        }
        if let Json::Fields(found) = of.get("findings") {
            for (severity, count) in found {
                if let Json::Number(count) = count {
                    said.push(format!(
                        "{}: {}",
                        self.named("word", "severity", severity),
                        self.number(*count)
                    ));
                }
            }
        }
        for day in ["reported_on", "due"] {
            let text = of.get(day).text();
            if !text.is_empty() {
                said.push(self.day(text));
            }
        }
        if *of.get("overdue") == Json::Flag(true) {
            said.push(format!("! {}", says::overdue(&self.phrases)));
        }
        let way = super::button("record")
            .attr("class", "link")
            .attr("data-id", format!("{kind}/{id}"))
            .attr("dir", "auto")
            .text(format!("{id} {title}"));
        let said = said.join(" · ");
        el("li").with(way).with(el("span").attr("class", "hint").text(format!(" {said}")))
    }
}

//! One record: where it stands, what can be done with it, what is said of it, what it names and what names it, and the
//! steps that led there.

use std::collections::BTreeMap;

use riskwright_web_parts::json::Json;
use riskwright_web_parts::tree::{Element, el};

use super::{button, markdown};
use crate::filling::{Purpose, deed, is_written};
use crate::model::Model;
use crate::says;
use crate::views::{Field, FieldKind, LifeView, Link};

/// So many records of a kind that name a record are shown.
const MOST: usize = 40;

/// Fields that a record's page shows in a way of their own.
const APART: [&str; 3] = ["title", "life", "gathered"];

impl Model {
    pub(super) fn record_page(&self) -> Element<'_> {
        let page = self.page_of(&self.life, |life| {
            let id = &life.row.id;
            let title = match life.row.title.as_str() {
                "" => format!("{} {id}", self.title(self.page)),
                title if life.is_single() => title.to_owned(),
                title => format!("{id} {title}"),
            };
            let mut parts = vec![
                el("p").attr("class", "hint above").text(self.title(self.page)),
                self.heading(title).attr("dir", "auto"),
                self.stands(life),
            ];
            parts.extend(self.doing(life));
            parts.extend(self.own_page(life));
            parts.push(self.facts_of(life));
            parts.extend(self.long_facts(life));
            // what fields name is a link there already
            let own = |link: &&Link| {
                life.fields.iter().any(|field| field.name == link.field && field.kind.is_own())
            };
            parts.extend(self.links(
                says::names(&self.phrases),
                life.names.iter().filter(own),
                Some(&life.kind),
            ));
            parts.extend(self.links(says::named_by(&self.phrases), life.named_by.iter(), None));
            parts.extend(self.history(life));
            parts.extend(self.removing(life));
            parts
        });
        if self.before.is_empty() { page } else { el("div").with(self.back()).with(page) }
    }

    /// A record by what it is and its id.
    pub(super) fn to_record<'a>(&'a self, kind: &str, id: &str, title: &str) -> Element<'a> {
        let text = if kind == id { self.named("kind", "", kind) } else { format!("{id} {title}") };
        button("record")
            .attr("class", "link")
            .attr("data-id", format!("{kind}/{id}"))
            .attr("dir", "auto")
            .text(text.trim_end().to_owned())
    }

    /// A record by the place of it: `document/DOC-1`.
    pub(super) fn to_place<'a>(&'a self, place: &str, title: &str) -> Element<'a> {
        let (kind, id) = place.split_once('/').unwrap_or((place, place));
        self.to_record(kind, id, title)
    }

    fn stands<'a>(&'a self, life: &'a LifeView) -> Element<'a> {
        let phrases = &self.phrases;
        let fact = |name: String, inside: Element<'a>| el("div").with(el("dt").text(name)).with(inside);
        let state = life.row.state.as_ref().map(|state| {
            let text = self.named("state", &life.kind, state);
            fact(says::state(phrases), el("dd").with(el("b").attr("class", "state").text(text)))
        });
        let care =
            life.row.care.as_ref().map(|care| {
                fact(says::sees_to_it(phrases), el("dd").attr("dir", "auto").text(care.as_str()))
            });
        let due = life
            .row
            .due
            .as_ref()
            .map(|due| fact(says::due(phrases), el("dd").with(self.due_day(due, life.row.overdue))));
        el("dl").attr("class", "facts stands").all(state).all(care).all(due)
    }

    /// The steps that can be taken, and the form that is open.
    fn doing<'a>(&'a self, life: &'a LifeView) -> Vec<Element<'a>> {
        if !self.may_change() {
            return Vec::new();
        }
        let on = match &self.filling {
            Some(form) if !matches!(form.purpose, Purpose::New(..)) => {
                return vec![self.filling_form(form)];
            }
            _ => el("div"),
        };
        let step = |possible: &'a crate::views::Possible| {
            let text = self.named("step", &life.kind, &possible.step);
            button("step").attr("data-id", possible.step.as_str()).text(text)
        };
        let deed = deed(life)
            .map(|(name, _)| button("step").attr("data-id", name).text(self.named("step", &life.kind, name)));
        let edit = life
            .revise
            .is_some()
            .then(|| button("edit-record").attr("data-id", "").text(says::edit(&self.phrases)));
        vec![
            on.key(903)
                .attr("class", "row doing")
                .attr("role", "group")
                .attr("aria-label", says::steps(&self.phrases))
                .all(life.possible.iter().map(step))
                .all(deed)
                .all(edit),
        ]
    }

    fn fields(life: &LifeView) -> impl Iterator<Item = (&Field, &Json)> {
        let all = life.fields.iter().map(|field| (field, life.record.get(&field.name)));
        all.filter(|(field, value)| !APART.contains(&field.name.as_str()) && !is_blank(value))
    }

    /// What is said in a line.
    fn facts_of<'a>(&'a self, life: &'a LifeView) -> Element<'a> {
        let titles = titles(life);
        let short = Self::fields(life).filter(|(field, _)| !is_long(&field.kind));
        let facts = short.map(|(field, value)| {
            el("div").with(el("dt").text(self.named("field", &life.kind, &field.name))).with(
                el("dd").attr("dir", "auto").with(self.fact(&field.name, (&field.kind, value), &titles)),
            )
        });
        el("dl").attr("class", "facts").all(facts)
    }

    /// What is said at length.
    fn long_facts<'a>(&'a self, life: &'a LifeView) -> Vec<Element<'a>> {
        let titles = titles(life);
        let (mut prose, mut parts, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for field in
            life.fields.iter().filter(|field| is_long(&field.kind) && !APART.contains(&field.name.as_str()))
        {
            let value = life.record.get(&field.name);
            let table = matches!(&field.kind, FieldKind::Many(of) if matches!(**of, FieldKind::Group(_)));
            let mends = self.may_change()
                && life.revise.is_some()
                && self.filling.is_none()
                && is_written(&life.kind, field)
                && (table || field.kind == FieldKind::Content);
            if is_blank(value) && !(mends && field.name == "questions") {
                continue;
            }
            let name = self.named("field", &life.kind, &field.name);
            let mend = mends.then(|| {
                button("edit-record")
                    .attr("class", "link")
                    .attr("data-id", field.name.as_str())
                    .attr("aria-label", says::edit_field(&self.phrases, name.as_str().into()))
                    .text(says::edit(&self.phrases))
            });
            let older = field.name == "earlier" || (field.name == "content" && same_as_published(life));
            let head = el("div").attr("class", "row head").with(el("h3").text(name.clone())).all(mend);
            let inside = self.fact(&field.name, (&field.kind, value), &titles);
            if older {
                after.push(el("details").with(el("summary").text(name)).with(inside));
            } else if field.kind == FieldKind::Content {
                parts.push(el("section").with(head).with(inside));
            } else if field.kind == FieldKind::Prose {
                prose.push(el("section").with(head).with(inside));
            } else {
                after.push(el("section").with(head).with(inside));
            }
        }
        parts.extend((!prose.is_empty()).then(|| el("div").attr("class", "columns").all(prose)));
        parts.extend(after);
        parts
    }

    /// A value as it is read.
    fn fact<'a>(
        &'a self,
        name: &'a str,
        (kind, value): (&'a FieldKind, &'a Json),
        titles: &BTreeMap<(&'a str, &'a str), &'a str>,
    ) -> Element<'a> {
        match (kind, value) {
            (FieldKind::Many(of), Json::List(items)) => match &**of {
                FieldKind::Group(fields) => self.groups(name, fields, items, titles),
                of if !matches!(of, FieldKind::Record(_) | FieldKind::Prose | FieldKind::Own)
                    && items.len() > 1 =>
                {
                    let mut said: Vec<String> = items.iter().map(|item| self.short(name, of, item)).collect();
                    if name == "clauses" {
                        said.sort_by_key(|clause| {
                            clause.split('.').map(|part| part.parse().unwrap_or(0u32)).collect::<Vec<_>>()
                        });
                    }
                    el("span").text(said.join(", "))
                }
                of => {
                    let each = items.iter().map(|item| el("li").with(self.fact(name, (of, item), titles)));
                    el("ul").attr("class", "plain").all(each)
                }
            },
            (FieldKind::Group(fields), value) => {
                let facts = fields.iter().map(|field| (field, value.get(&field.name)));
                let facts = facts.filter(|(_, value)| !is_blank(value));
                let (long, short): (Vec<_>, Vec<_>) = facts.partition(|(field, _)| is_long(&field.kind));
                let several = long.len() > 1;
                let long = long.into_iter().flat_map(|(field, value)| {
                    let label = self.named("field", name, &field.name);
                    let label = several.then(|| el("p").attr("class", "hint").text(label));
                    label.into_iter().chain([self.fact(&field.name, (&field.kind, value), titles)])
                });
                let facts = short.into_iter().map(|(field, value)| {
                    el("div").with(el("dt").text(self.named("field", name, &field.name))).with(
                        el("dd").attr("dir", "auto").with(self.fact(
                            &field.name,
                            (&field.kind, value),
                            titles,
                        )),
                    )
                });
                el("div").with(el("dl").attr("class", "facts").all(facts)).all(long)
            }
            (FieldKind::Content, value) => match value.get("markdown") {
                Json::Text(text) => el("div").part("document").all(markdown::tree(text)),
                _ => {
                    let file = value.get("file");
                    self.place_of(file.get("location").text(), file.get("digest").text())
                }
            },
            (FieldKind::Record(kind), Json::Text(id)) => {
                let title = titles.get(&(kind.as_str(), id.as_str())).copied().unwrap_or_default();
                self.to_record(kind, id, title)
            }
            (FieldKind::Digest, Json::Text(digest)) => el("code").text(digest.as_str()),
            (FieldKind::Prose, Json::Text(text)) => {
                let lines = text.split("\n\n").filter(|part| !part.trim().is_empty());
                el("div").all(lines.map(|part| el("p").attr("dir", "auto").attr("class", "prose").text(part)))
            }
            (FieldKind::Line, Json::Text(text)) if is_address(text) => self.place_of(text, ""),
            (kind, Json::Fields(fields)) if kind.is_own() => {
                let each = fields.iter().map(|(name, value)| {
                    el("li")
                        // a letter of the clause stands as it does there
                        .with(el("b").text(if name.len() == 1 {
                            format!("{name}) ")
                        } else {
                            format!("{name} ")
                        }))
                        .with(el("span").attr("dir", "auto").text(self.short(name, kind, value)))
                });
                el("ul").attr("class", "plain").all(each)
            }
            (kind, value) => el("span").text(self.short(name, kind, value)),
        }
    }

    /// A value in a line.
    fn short(&self, name: &str, kind: &FieldKind, value: &Json) -> String {
        match (kind, value) {
            (FieldKind::Word(_), Json::Text(word)) => self.named("word", name, word),
            (FieldKind::Date, Json::Text(day)) => self.day(day),
            (_, Json::Text(text)) => text.clone(),
            (_, Json::Number(number)) => self.phrases.locale().number(*number),
            (_, Json::Flag(true)) => says::yes(&self.phrases),
            (_, Json::Flag(false)) => says::no(&self.phrases),
            (_, Json::List(items)) => {
                items.iter().map(|item| self.short(name, kind, item)).collect::<Vec<_>>().join(", ")
            }
            (_, Json::Fields(fields)) => {
                let each =
                    fields.iter().map(|(name, value)| format!("{name}: {}", self.short(name, kind, value)));
                each.collect::<Vec<_>>().join("; ")
            }
            (_, Json::Null) => String::new(),
        }
    }

    /// Where a file is: an address that is no script leads there.
    fn place_of<'a>(&'a self, location: &'a str, digest: &'a str) -> Element<'a> {
        let place = if is_address(location) {
            el("a")
                .attr("href", location)
                .attr("rel", "noreferrer noopener")
                .attr("target", "_blank")
                .attr("dir", "auto")
                .text(location)
        } else {
            el("span").attr("dir", "auto").text(location)
        };
        let digest = (!digest.is_empty())
            .then(|| el("p").attr("class", "hint").text("SHA-256 ").with(el("code").text(digest)));
        el("span").with(place).all(digest)
    }

    fn groups<'a>(
        &'a self,
        name: &'a str,
        fields: &'a [Field],
        items: &'a [Json],
        titles: &BTreeMap<(&'a str, &'a str), &'a str>,
    ) -> Element<'a> {
        if fields.iter().any(|field| field.kind == FieldKind::Content) {
            // what was in force before
            let each = items.iter().rev().map(|item| {
                let title =
                    format!("{} – {}", item.get("version").text(), self.day(item.get("since").text()));
                let rest = fields
                    .iter()
                    .map(|field| self.fact(&field.name, (&field.kind, item.get(&field.name)), titles));
                el("details").with(el("summary").text(title)).all(rest)
            });
            return el("div").all(each);
        }
        let used = |field: &&Field| items.iter().any(|item| !is_blank(item.get(&field.name)));
        let used: Vec<&Field> = fields.iter().filter(used).collect();
        if items.is_empty() {
            return el("p").attr("class", "none").text(says::none(&self.phrases));
        }
        let head = used
            .iter()
            .map(|field| el("th").attr("scope", "col").text(self.named("field", name, &field.name)));
        let rows = items.iter().map(|item| {
            el("tr").all(used.iter().map(|field| {
                let value = item.get(&field.name);
                let cell =
                    el("td").attr("data-label", self.named("field", name, &field.name)).attr("dir", "auto");
                if is_blank(value) {
                    cell.text("–")
                } else {
                    cell.with(self.fact(&field.name, (&field.kind, value), titles))
                }
            }))
        });
        el("div").attr("class", "wide-table").with(
            el("table")
                .attr("class", "list")
                .attr("aria-label", self.named("field", "", name))
                .with(el("thead").with(el("tr").all(head)))
                .with(el("tbody").all(rows)),
        )
    }

    /// Records it names, or that name it, by what they are.
    fn links<'a>(
        &'a self,
        title: String,
        links: impl Iterator<Item = &'a Link>,
        names: Option<&'a str>,
    ) -> Option<Element<'a>> {
        let mut groups: Vec<(&str, &str, Vec<&Link>)> = Vec::new();
        for link in links {
            // what names it is told by what it is, whichever field names it
            let field = if names.is_some() { link.field.as_str() } else { "" };
            let key = (field, link.kind.as_str());
            match groups.iter_mut().find(|(field, kind, _)| (*field, *kind) == key) {
                Some((.., all)) => all.push(link),
                None => groups.push((key.0, key.1, vec![link])),
            }
        }
        if groups.is_empty() {
            return None;
        }
        let groups = groups.into_iter().map(|(field, of, all)| {
            let more = all.len().saturating_sub(MOST);
            let title = match names {
                Some(kind) => self.named("field", kind, field),
                None => self.named("kinds", "", of),
            };
            let each = all
                .into_iter()
                .take(MOST)
                .map(|link| el("li").with(self.to_record(&link.kind, &link.id, &link.title)));
            let more = (more > 0)
                .then(|| el("li").attr("class", "hint").text(says::and_more(&self.phrases, more.into())));
            el("div").with(el("h4").text(title)).with(el("ul").attr("class", "plain").all(each).all(more))
        });
        Some(el("section").with(el("h3").text(title)).with(el("div").attr("class", "columns").all(groups)))
    }

    fn history<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        if life.passed.is_empty() {
            return None;
        }
        let phrases = &self.phrases;
        let steps = life.passed.iter().rev().map(|passed| {
            let wrote = passed.recorded_by.as_deref().map(|who| {
                el("span")
                    .attr("class", "hint")
                    .text(format!(" ({})", says::recorded_by(phrases, who.into())))
            });
            let note = passed
                .note
                .as_deref()
                .map(|note| el("p").attr("class", "hint").attr("dir", "auto").text(note));
            el("li")
                .with(
                    el("p")
                        .with(el("b").text(self.named("step", &life.kind, &passed.step)))
                        .words(format!(" · {} · ", self.day(&passed.on)))
                        .with(el("span").attr("dir", "auto").text(passed.by.as_str()))
                        .all(wrote),
                )
                .all(note)
        });
        Some(
            el("section")
                .with(el("h3").text(says::history(phrases)))
                .with(el("ol").attr("class", "history").attr("reversed", "").all(steps)),
        )
    }

    fn removing<'a>(&'a self, life: &'a LifeView) -> Option<Element<'a>> {
        let may = self.may_change() && life.remove.is_some() && self.filling.is_none();
        may.then(|| {
            let text = says::remove(&self.phrases, life.row.id.as_str().into());
            el("p").attr("class", "removing").with(button("remove-record").attr("class", "link").text(text))
        })
    }
}

fn titles(life: &LifeView) -> BTreeMap<(&str, &str), &str> {
    life.names.iter().map(|link| ((link.kind.as_str(), link.id.as_str()), link.title.as_str())).collect()
}

/// Whether nothing is said.
fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.is_empty(),
        Json::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether it takes more than a line.
fn is_long(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Prose | FieldKind::Content | FieldKind::Group(_) | FieldKind::Own => true,
        FieldKind::Many(of) => matches!(**of, FieldKind::Group(_) | FieldKind::Prose),
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Whether what is in force says the same.
fn same_as_published(life: &LifeView) -> bool {
    let content = life.record.get("content");
    *content != Json::Null && content == life.record.get("published").get("content")
}

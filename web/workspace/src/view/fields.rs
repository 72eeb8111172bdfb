//! Forms that are made of fields: a control for whatever a field takes.

use riskwright_web_parts::tree::{Element, el};

use super::{button, label};
use crate::draft::{Draft, Fault};
use crate::filling::{Filling, Purpose};
use crate::model::Model;
use crate::says;
use crate::views::{Field, FieldKind};

/// A field of a form as it is drawn.
#[derive(Clone, Copy)]
struct Slot<'a> {
    form: &'a Filling,
    /// The name of what the field is part of.
    of: &'a str,
    /// The field's name.
    name: &'a str,
    kind: &'a FieldKind,
    required: bool,
    /// What is shown of a table's column is its label.
    bare: bool,
}

impl Model {
    /// The form that is open.
    pub(super) fn filling_form<'a>(&'a self, form: &'a Filling) -> Element<'a> {
        let phrases = &self.phrases;
        let title = match &form.purpose {
            Purpose::New(_, id) => format!("{} – {id}", self.named("new", "", &form.kind)),
            Purpose::Edit(_) if form.only.is_empty() => says::edit(phrases),
            Purpose::Edit(_) => self.named("field", &form.kind, &form.only),
            Purpose::Step(_, step) | Purpose::Deed(_, step) => self.named("step", &form.kind, step),
        };
        let drafts: &[Draft] = if let Draft::Group(drafts) = &form.draft { drafts } else { &[] };
        let fields = || form.fields.iter().zip(drafts).enumerate();
        let slot = |(at, (field, draft)): (usize, (&'a Field, &'a Draft))| {
            let slot = Slot {
                form,
                of: &form.kind,
                name: &field.name,
                kind: &field.kind,
                required: field.required,
                bare: false,
            };
            self.control(slot, draft, at.to_string())
        };
        let is_new = matches!(form.purpose, Purpose::New(..));
        let folded = is_new && fields().any(|(_, (field, _))| field.required);
        let first: Vec<_> = fields().filter(|(_, (field, _))| field.required || !folded).map(slot).collect();
        let rest: Vec<_> = fields().filter(|(_, (field, _))| !field.required && folded).map(slot).collect();
        let more = (!rest.is_empty()).then(|| {
            el("details")
                .attr("class", "more-fields")
                .with(el("summary").text(says::more_fields(phrases, rest.len().into())))
                .with(el("div").attr("class", "fields").all(rest))
        });
        let taken = matches!(form.purpose, Purpose::Step(..)).then(|| {
            let field = |name: &'static str, text: String, kind: &'static str, value: &'a str| {
                let id = format!("fill-{name}");
                let field = if kind == "textarea" { el("textarea") } else { el("input").attr("type", kind) };
                el("div").attr("class", "field").with(label(text).attr("for", id.clone())).with(
                    field
                        .attr("id", id)
                        .attr("part", "field")
                        .attr("dir", "auto")
                        .attr("data-do", "fill")
                        .attr("data-id", name)
                        .value(value),
                )
            };
            el("div")
                .attr("class", "fields")
                .with(field("on", says::taken_on(phrases), "date", &form.on))
                .with(field("note", says::note(phrases), "textarea", &form.note))
        });
        let does = match &form.purpose {
            Purpose::Step(_, step) | Purpose::Deed(_, step) => self.named("step", &form.kind, step),
            _ => says::save(phrases),
        };
        let lists = self.lists(form);
        el("div")
            .key(900)
            .attr("id", "form")
            .attr("class", "form wide")
            .attr("part", "form")
            .attr("role", "group")
            .attr("aria-label", title.clone())
            .flag("data-touched", form.touched)
            .with(el("h3").text(title))
            .all(
                form.fields
                    .iter()
                    .any(|field| field.required)
                    .then(|| el("p").attr("class", "hint").text(says::stars(phrases))),
            )
            .with(el("div").attr("class", "fields").all(first))
            .all(more)
            .all(taken)
            .all(lists)
            .with(
                el("div")
                    .attr("class", "row")
                    .with(button("submit").attr("class", "main").text(does))
                    .with(button("cancel").text(says::cancel(phrases))),
            )
    }

    /// The records that can be named, a list for each kind.
    fn lists<'a>(&'a self, form: &Filling) -> Vec<Element<'a>> {
        fn kinds<'f>(kind: &'f FieldKind, into: &mut Vec<&'f str>) {
            match kind {
                FieldKind::Record(kind) if !into.contains(&kind.as_str()) => into.push(kind),
                FieldKind::Many(of) => kinds(of, into),
                FieldKind::Group(fields) => fields.iter().for_each(|field| kinds(&field.kind, into)),
                _ => {}
            }
        }
        let mut named = Vec::new();
        form.fields.iter().for_each(|field| kinds(&field.kind, &mut named));
        let list = |kind: &str| {
            let known = self.known.get(kind).map_or(&[][..], Vec::as_slice);
            let option = |of: &'a crate::views::Named| {
                el("option").attr("value", of.id.as_str()).text(format!("{} {}", of.id, of.title))
            };
            el("datalist").attr("id", format!("known-{kind}")).all(known.iter().map(option))
        };
        named.into_iter().map(list).collect()
    }

    fn label_of(&self, slot: Slot<'_>) -> String {
        let text = self.named("field", slot.of, slot.name);
        if slot.required { format!("{text} *") } else { text }
    }

    fn control<'a>(&'a self, slot: Slot<'a>, draft: &'a Draft, place: String) -> Element<'a> {
        match (draft, slot.kind) {
            (Draft::Many(items), FieldKind::Many(of)) => self.several(slot, (of, items), place),
            (Draft::Group(drafts), FieldKind::Group(fields)) => el("fieldset")
                .with(el("legend").text(self.label_of(slot)))
                .with(self.group(slot, fields, drafts, &place)),
            (Draft::Content { .. }, _) => self.content(slot, draft, place),
            (Draft::Leaf(text), kind) => self.leaf(slot, (kind, text), place),
            _ => el("p").attr("class", "hint").text(self.label_of(slot)),
        }
    }

    fn group<'a>(
        &'a self,
        slot: Slot<'a>,
        fields: &'a [Field],
        drafts: &'a [Draft],
        place: &str,
    ) -> Element<'a> {
        let each = fields.iter().zip(drafts).enumerate().map(|(at, (field, draft))| {
            let slot = Slot {
                of: slot.name,
                name: &field.name,
                kind: &field.kind,
                required: field.required,
                bare: false,
                ..slot
            };
            self.control(slot, draft, format!("{place}.{at}"))
        });
        el("div").attr("class", "fields").all(each)
    }

    fn several<'a>(
        &'a self,
        slot: Slot<'a>,
        (of, items): (&'a FieldKind, &'a [Draft]),
        place: String,
    ) -> Element<'a> {
        let phrases = &self.phrases;
        let name = self.named("field", slot.of, slot.name);
        let less = |at: usize| {
            button("less")
                .attr("class", "small")
                .attr("data-id", place.clone())
                .attr("data-at", at.to_string())
                .attr("aria-label", says::take_away(phrases, name.as_str().into(), (at + 1).into()))
                .text("✕")
        };
        let inside = match of {
            FieldKind::Group(fields)
                if fields.len() > 2 && fields.iter().all(|field| field.kind.is_single()) =>
            {
                self.table_of(slot, fields, items, &place)
            }
            FieldKind::Group(fields) => {
                let each = items.iter().enumerate().map(|(at, item)| {
                    let drafts: &[Draft] = if let Draft::Group(drafts) = item { drafts } else { &[] };
                    el("li")
                        .attr("class", "card")
                        .with(self.group(slot, fields, drafts, &format!("{place}.{at}")))
                        .with(less(at))
                });
                el("ul").attr("class", "cards").all(each)
            }
            of => {
                let each = items.iter().enumerate().map(|(at, item)| {
                    let slot = Slot { kind: of, required: false, bare: true, ..slot };
                    el("li")
                        .attr("class", "one")
                        .with(self.control(slot, item, format!("{place}.{at}")))
                        .with(less(at))
                });
                el("ul").attr("class", "several").all(each)
            }
        };
        let inside = if self.added == place { inside.attr("data-added", "") } else { inside };
        let more = button("more")
            .attr("data-id", place.clone())
            .attr("aria-label", says::one_more(phrases, name.as_str().into()))
            .text(format!("+ {}", says::add(phrases)));
        el("fieldset").with(el("legend").text(self.label_of(slot))).with(inside).with(more)
    }

    /// Several groups of short fields as a table.
    fn table_of<'a>(
        &'a self,
        slot: Slot<'a>,
        fields: &'a [Field],
        items: &'a [Draft],
        place: &str,
    ) -> Element<'a> {
        let phrases = &self.phrases;
        let name = self.named("field", slot.of, slot.name);
        let head = fields.iter().map(|field| {
            let star = if field.required { " *" } else { "" };
            el("th")
                .attr("scope", "col")
                .attr("data-kind", if field.kind == FieldKind::Prose { "prose" } else { "short" })
                .text(format!("{}{star}", self.named("field", slot.name, &field.name)))
        });
        let rows = items.iter().enumerate().map(|(at, item)| {
            let drafts: &[Draft] = if let Draft::Group(drafts) = item { drafts } else { &[] };
            let cells =
                fields.iter().zip(drafts).enumerate().map(|(column, (field, draft))| {
                    let inner = Slot {
                        of: slot.name,
                        name: &field.name,
                        kind: &field.kind,
                        required: field.required,
                        bare: true,
                        ..slot
                    };
                    el("td")
                        .attr("data-label", self.named("field", slot.name, &field.name))
                        .with(self.control(inner, draft, format!("{place}.{at}.{column}")))
                });
            let less = button("less")
                .attr("class", "small")
                .attr("data-id", place.to_owned())
                .attr("data-at", at.to_string())
                .attr("aria-label", says::take_away(phrases, name.as_str().into(), (at + 1).into()))
                .text("✕");
            el("tr").all(cells).with(el("td").with(less))
        });
        if items.is_empty() {
            return el("div");
        }
        el("div").attr("class", "wide-table").with(
            el("table")
                .attr("class", "list entry")
                .attr("aria-label", name.clone())
                .with(el("thead").with(el("tr").all(head).with(el("td"))))
                .with(el("tbody").all(rows)),
        )
    }

    fn content<'a>(&'a self, slot: Slot<'a>, draft: &'a Draft, place: String) -> Element<'a> {
        let Draft::Content { file, text, location, digest } = draft else { return el("div") };
        let phrases = &self.phrases;
        let field = |name: &'static str, text: String, field: Element<'a>, value: &'a str| {
            let id = format!("fill-{place}-{name}");
            el("div").attr("class", "field").with(label(text).attr("for", id.clone())).with(
                field
                    .attr("id", id)
                    .attr("part", "field")
                    .attr("dir", "auto")
                    .attr("data-do", "fill")
                    .attr("data-id", format!("{place}.{name}"))
                    .value(value),
            )
        };
        let option = |value: &'static str, text: String| el("option").attr("value", value).text(text);
        let which = el("select")
            .with(option("no", says::as_text(phrases)))
            .with(option("yes", says::as_file(phrases)));
        let which = field("file", says::content_is(phrases), which, if *file { "yes" } else { "no" });
        let rest = if *file {
            vec![
                field("location", says::location(phrases), el("input").attr("type", "text"), location),
                field("digest", says::file_digest(phrases), el("input").attr("type", "text"), digest),
            ]
        } else {
            vec![field("text", says::markdown(phrases), el("textarea").attr("rows", "16"), text)]
        };
        el("fieldset")
            .attr("class", "long")
            .with(el("legend").text(self.label_of(slot)))
            .with(which)
            .all(rest)
    }

    fn leaf<'a>(
        &'a self,
        slot: Slot<'a>,
        (kind, text): (&'a FieldKind, &'a str),
        place: String,
    ) -> Element<'a> {
        let id = format!("fill-{}", place.replace('.', "-"));
        let options = |words: Vec<(String, String)>| {
            let option = |(value, words): (String, String)| el("option").attr("value", value).text(words);
            let none = option((String::new(), "–".to_owned()));
            el("select").with(none).all(words.into_iter().map(option))
        };
        let input = |kind: &'static str| el("input").attr("type", kind).attr("dir", "auto");
        let field = match kind {
            FieldKind::Prose => el("textarea").attr("dir", "auto"),
            FieldKind::Date => input("date"),
            FieldKind::Number => input("text").attr("inputmode", "decimal"),
            FieldKind::Count => input("text").attr("inputmode", "numeric"),
            FieldKind::Flag => options(vec![
                ("yes".to_owned(), says::yes(&self.phrases)),
                ("no".to_owned(), says::no(&self.phrases)),
            ]),
            FieldKind::Word(words) => options(
                words.iter().map(|word| (word.clone(), self.named("word", slot.name, word))).collect(),
            ),
            FieldKind::Record(kind) => {
                input("text").attr("list", format!("known-{kind}")).attr("autocomplete", "off")
            }
            FieldKind::Digest => input("text").attr("spellcheck", "false"),
            FieldKind::Money => input("text").attr("placeholder", "1200.00 EUR"),
            _ => input("text"),
        };
        let fault = slot.form.faults.iter().find(|fault| fault.place() == place);
        let named = match kind {
            FieldKind::Record(kind) => self.known.get(kind).and_then(|known| {
                let of = known.iter().find(|of| of.id == text)?;
                Some(el("p").attr("class", "hint").attr("dir", "auto").text(of.title.as_str()))
            }),
            _ => None,
        };
        let wrong = fault.map(|fault| {
            let text = match fault {
                Fault::Lacks(_) => says::is_needed(&self.phrases),
                Fault::NoNumber(_, text) => says::no_number(&self.phrases, text.as_str().into()),
            };
            el("p").attr("class", "wrong").attr("id", format!("{id}-wrong")).text(format!("✕ {text}"))
        });
        let text_of = self.label_of(slot);
        let field = field
            .attr("id", id.clone())
            .attr("part", "field")
            .attr("data-do", "fill")
            .attr("data-id", place)
            .maybe("aria-required", slot.required.then_some("true"))
            .maybe("aria-invalid", fault.map(|_| "true"))
            .maybe("aria-describedby", fault.map(|_| format!("{id}-wrong")))
            .value(text);
        let long = if *kind == FieldKind::Prose || slot.name == "title" { "field long" } else { "field" };
        if slot.bare {
            return el("div")
                .attr("class", long)
                .with(field.attr("aria-label", text_of))
                .all(named)
                .all(wrong);
        }
        el("div").attr("class", long).with(label(text_of).attr("for", id)).with(field).all(named).all(wrong)
    }
}

//! What a form of fields holds, made of what the fields take: it is filled by place, and read as JSON.

use riskwright_web_parts::json::Json;
use riskwright_web_parts::phrases::Locale;

use crate::views::{Field, FieldKind};

/// What a field of a form holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Draft {
    /// What was typed or chosen.
    Leaf(String),
    /// Several.
    Many(Vec<Draft>),
    /// One for each field of a group.
    Group(Vec<Draft>),
    /// A text, or a file elsewhere.
    Content {
        /// Whether it is a file.
        file: bool,
        /// The text.
        text: String,
        /// Where the file is.
        location: String,
        /// The file's digest.
        digest: String,
    },
    /// What is not filled in here.
    Own(Json),
}

/// Why a draft can't be sent: the place of the field, `3.0.2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has to be there.
    Lacks(String),
    /// It is no number: what was typed.
    NoNumber(String, String),
}

impl Fault {
    /// The place of the field.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Lacks(place) | Self::NoNumber(place, _) => place,
        }
    }
}

/// The number that a text stands for in a language.
pub fn number(text: &str, locale: &dyn Locale) -> Option<f64> {
    let decimal = locale.decimal();
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{202f}').collect();
    let plain =
        if decimal == '.' { plain.replace(',', "") } else { plain.replace('.', "").replace(decimal, ".") };
    let number = locale.read(&plain);
    (!plain.is_empty() && number.is_finite()).then_some(number)
}

impl Draft {
    /// What there is of these fields in a record.
    #[must_use]
    pub fn of_fields(fields: &[Field], record: &Json, locale: &dyn Locale) -> Self {
        Self::Group(
            fields.iter().map(|field| Self::of(&field.kind, record.get(&field.name), locale)).collect(),
        )
    }

    /// What there is of a value.
    #[must_use]
    pub fn of(kind: &FieldKind, value: &Json, locale: &dyn Locale) -> Self {
        if kind.is_own() {
            return Self::Own(value.clone());
        }
        match kind {
            FieldKind::Many(of) => {
                Self::Many(value.items().iter().map(|item| Self::of(of, item, locale)).collect())
            }
            FieldKind::Group(fields) => Self::of_fields(fields, value, locale),
            FieldKind::Content => {
                let file = value.get("file");
                Self::Content {
                    file: *file != Json::Null,
                    text: value.get("markdown").text().to_owned(),
                    location: file.get("location").text().to_owned(),
                    digest: file.get("digest").text().to_owned(),
                }
            }
            _ => Self::Leaf(match value {
                Json::Text(text) => text.clone(),
                Json::Number(number) => locale.number(*number),
                Json::Flag(is) => if *is { "yes" } else { "no" }.to_owned(),
                _ => String::new(),
            }),
        }
    }

    /// Whether nothing was filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Leaf(text) => text.trim().is_empty(),
            Self::Many(items) | Self::Group(items) => items.iter().all(Self::is_blank),
            Self::Content { file, text, location, .. } => {
                if *file { location } else { text }.trim().is_empty()
            }
            Self::Own(value) => *value == Json::Null,
        }
    }

    /// What is at a place: `3.0.2`.
    pub fn at(&mut self, place: &str) -> Option<&mut Self> {
        place.split('.').filter(|step| !step.is_empty()).try_fold(self, |draft, step| match draft {
            Self::Many(items) | Self::Group(items) => items.get_mut(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Fills the field at a place; of a content, `3.text`, `3.location`, `3.digest` or `3.file`.
    pub fn fill(&mut self, place: &str, value: &str) {
        let (outer, last) = place.rsplit_once('.').unwrap_or(("", place));
        if let Some(Self::Content { file, text, location, digest }) = self.at(outer) {
            match last {
                "file" => *file = value == "yes",
                "location" => value.clone_into(location),
                "digest" => value.clone_into(digest),
                _ => value.clone_into(text),
            }
        } else if let Some(Self::Leaf(text)) = self.at(place) {
            value.clone_into(text);
        }
    }

    /// Adds one of what there are several of.
    pub fn more(&mut self, kind: &FieldKind, place: &str, locale: &dyn Locale) {
        if let (Some(Self::Many(items)), FieldKind::Many(of)) = (self.at(place), kind) {
            items.push(Self::of(of, &Json::Null, locale));
        }
    }

    /// Takes one away.
    pub fn less(&mut self, place: &str, at: usize) {
        if let Some(Self::Many(items)) = self.at(place)
            && at < items.len()
        {
            items.remove(at);
        }
    }

    /// What it says; null where it is blank.
    pub fn value(&self, kind: &FieldKind, place: &str, locale: &dyn Locale, faults: &mut Vec<Fault>) -> Json {
        match (self, kind) {
            (Self::Leaf(text), kind) => {
                let text = text.trim();
                match kind {
                    _ if text.is_empty() => Json::Null,
                    FieldKind::Flag => Json::Flag(text == "yes"),
                    FieldKind::Number | FieldKind::Count => match number(text, locale) {
                        Some(number) => Json::Number(number),
                        None => {
                            faults.push(Fault::NoNumber(place.to_owned(), text.to_owned()));
                            Json::Null
                        }
                    },
                    _ => Json::Text(text.to_owned()),
                }
            }
            (Self::Many(items), FieldKind::Many(of)) => {
                let filled = items.iter().enumerate().filter(|(_, item)| !item.is_blank());
                let values =
                    filled.map(|(at, item)| item.value(of, &format!("{place}.{at}"), locale, faults));
                Json::List(values.collect())
            }
            (Self::Group(_), FieldKind::Group(fields)) => {
                if self.is_blank() {
                    Json::Null
                } else {
                    self.fields(fields, place, locale, faults)
                }
            }
            (Self::Content { .. }, _) if self.is_blank() => Json::Null,
            (Self::Content { file: false, text, .. }, _) => {
                Json::Fields(vec![("markdown".to_owned(), Json::Text(text.clone()))])
            }
            (Self::Content { location, digest, .. }, _) => {
                let mut file = vec![("location".to_owned(), Json::Text(location.trim().to_owned()))];
                if !digest.trim().is_empty() {
                    file.push(("digest".to_owned(), Json::Text(digest.trim().to_owned())));
                }
                Json::Fields(vec![("file".to_owned(), Json::Fields(file))])
            }
            (Self::Own(value), _) => value.clone(),
            (Self::Many(_) | Self::Group(_), _) => Json::Null,
        }
    }

    /// What the fields of a group say, those that say something.
    pub fn fields(
        &self,
        fields: &[Field],
        place: &str,
        locale: &dyn Locale,
        faults: &mut Vec<Fault>,
    ) -> Json {
        let Self::Group(drafts) = self else { return Json::Null };
        let mut said = Vec::new();
        for (at, (field, draft)) in fields.iter().zip(drafts).enumerate() {
            let place = if place.is_empty() { at.to_string() } else { format!("{place}.{at}") };
            if field.required && draft.is_blank() && !field.kind.is_own() {
                faults.push(Fault::Lacks(place));
                continue;
            }
            match draft.value(&field.kind, &place, locale, faults) {
                Json::Null => {}
                Json::List(items) if items.is_empty() => {}
                value => said.push((field.name.clone(), value)),
            }
        }
        Json::Fields(said)
    }

    /// What the fields of a group say that said something else before; null where they say nothing any more.
    pub fn changes(
        &self,
        fields: &[Field],
        before: &Self,
        locale: &dyn Locale,
        faults: &mut Vec<Fault>,
    ) -> Json {
        let (Self::Group(drafts), Self::Group(before)) = (self, before) else { return Json::Null };
        let mut said = Vec::new();
        for (at, ((field, draft), before)) in fields.iter().zip(drafts).zip(before).enumerate() {
            if draft == before || field.kind.is_own() {
                continue;
            }
            if field.required && draft.is_blank() {
                faults.push(Fault::Lacks(at.to_string()));
                continue;
            }
            said.push((field.name.clone(), draft.value(&field.kind, &at.to_string(), locale, faults)));
        }
        Json::Fields(said)
    }
}

/// The kind of the field at a place.
#[must_use]
pub fn kind_at<'f>(fields: &'f [Field], place: &str) -> Option<&'f FieldKind> {
    let mut steps = place.split('.');
    let mut kind = &fields.get(steps.next()?.parse::<usize>().ok()?)?.kind;
    for step in steps {
        kind = match kind {
            FieldKind::Many(of) => of,
            FieldKind::Group(fields) => &fields.get(step.parse::<usize>().ok()?)?.kind,
            _ => return None,
        };
    }
    Some(kind)
}

//! A message's pattern, and how it is written into a table.

use fluent_syntax::ast::{self, Expression, InlineExpression, PatternElement, VariantKey};

/// Signs of a table that no text has.
const VARIABLE: char = '\u{1}';
const CHOICE: char = '\u{2}';
const KEY: char = '\u{3}';
const SAYS: char = '\u{4}';
const END: char = '\u{5}';
const BREAK: char = '\u{6}';

#[derive(Debug, Clone)]
pub(crate) struct Pattern(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Variable(String),
    /// By which variable, and what each key says; the one for all others is the last.
    Choice(String, Vec<(String, Pattern)>),
}

impl Pattern {
    pub(crate) fn of(pattern: &ast::Pattern<&str>) -> Result<Self, &'static str> {
        let mut parts = Vec::new();
        for element in &pattern.elements {
            parts.push(match element {
                PatternElement::TextElement { value } => text(value)?,
                PatternElement::Placeable { expression } => match expression {
                    Expression::Inline(InlineExpression::StringLiteral { value }) => text(value)?,
                    Expression::Inline(InlineExpression::VariableReference { id }) => {
                        Part::Variable(id.name.to_owned())
                    }
                    Expression::Inline(_) => return Err("only variables and literals stand in braces"),
                    Expression::Select { selector, variants } => choice(selector, variants)?,
                },
            });
        }
        Ok(Self(parts))
    }

    /// The variables it names, each once, in order.
    pub(crate) fn variables(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.name(&mut found);
        found
    }

    fn name(&self, found: &mut Vec<String>) {
        for part in &self.0 {
            if let Part::Variable(name) | Part::Choice(name, _) = part
                && !found.contains(name)
            {
                found.push(name.clone());
            }
            if let Part::Choice(_, variants) = part {
                variants.iter().for_each(|(_, pattern)| pattern.name(found));
            }
        }
    }

    /// Its line in a table; variables by their place.
    pub(crate) fn line(&self, variables: &[String]) -> String {
        let place = |name: &String| {
            let at = variables.iter().position(|known| known == name).unwrap_or_default();
            char::from(b'0' + u8::try_from(at).unwrap_or_default())
        };
        let mut line = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => line.extend(text.chars().map(|c| if c == '\n' { BREAK } else { c })),
                Part::Variable(name) => line.extend([VARIABLE, place(name)]),
                Part::Choice(name, variants) => {
                    line.extend([CHOICE, place(name)]);
                    for (key, pattern) in variants {
                        line.push(KEY);
                        line.push_str(key);
                        line.push(SAYS);
                        line.push_str(&pattern.line(variables));
                    }
                    line.push(END);
                }
            }
        }
        line
    }
}

fn text(value: &str) -> Result<Part, &'static str> {
    if value.chars().any(|c| c.is_control() && c != '\n') {
        return Err("a text holds no control characters");
    }
    Ok(Part::Text(value.to_owned()))
}

fn choice(selector: &InlineExpression<&str>, variants: &[ast::Variant<&str>]) -> Result<Part, &'static str> {
    let InlineExpression::VariableReference { id } = selector else {
        return Err("a choice is made by a variable");
    };
    let mut found = Vec::new();
    let mut last = None;
    for variant in variants {
        let key = match &variant.key {
            VariantKey::Identifier { name } => name,
            VariantKey::NumberLiteral { value } => value,
        };
        let pattern = Pattern::of(&variant.value)?;
        if pattern.0.iter().any(|part| matches!(part, Part::Choice(..))) {
            return Err("a choice holds no other");
        }
        if variant.default {
            last = Some(((*key).to_owned(), pattern));
        } else {
            found.push(((*key).to_owned(), pattern));
        }
    }
    found.extend(last);
    Ok(Part::Choice(id.name.to_owned(), found))
}

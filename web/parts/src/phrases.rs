//! What an element says: the table of a language, made of Fluent files when the elements are built.

/// Numbers, plurals and days as a language writes them.
pub trait Locale {
    /// The plural category of a number: `one`, `other`.
    fn plural(&self, number: f64) -> String;
    /// A number.
    fn number(&self, number: f64) -> String;
    /// A day, `2026-11-02`.
    fn day(&self, day: &str) -> String;
    /// What stands before the fraction of a number.
    fn decimal(&self) -> char;
    /// The number that a text with `.` before its fraction stands for; NaN for none.
    fn read(&self, text: &str) -> f64;
}

/// What stands for a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A text of the questionnaire or of a person: it may run in another direction.
    Text(&'a str),
    /// A number.
    Number(f64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        // counts of a page are far below 2^53
        Self::Number(u32::try_from(count).map_or(f64::INFINITY, f64::from))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// What is said in a language.
pub struct Phrases {
    lines: Vec<String>,
    locale: Box<dyn Locale>,
}

impl Phrases {
    /// A table as `riskwright-web-texts` makes it.
    #[must_use]
    pub fn new(table: &str, locale: Box<dyn Locale>) -> Self {
        Self { lines: table.split('\n').map(str::to_owned).collect(), locale }
    }

    /// Numbers and days.
    #[must_use]
    pub fn locale(&self) -> &dyn Locale {
        &*self.locale
    }

    /// A message by its place in the table; empty if there is none.
    #[must_use]
    pub fn say(&self, message: usize, values: &[Value<'_>]) -> String {
        let mut said = String::new();
        if let Some(line) = self.lines.get(message) {
            self.fill(line, values, &mut said);
        }
        said
    }

    fn fill(&self, pattern: &str, values: &[Value<'_>], said: &mut String) {
        let mut rest = pattern.chars();
        while let Some(sign) = rest.next() {
            match sign {
                '\u{1}' => self.put(variable(&mut rest, values), said),
                '\u{2}' => {
                    let by = variable(&mut rest, values);
                    let choice = rest.as_str();
                    let (variants, after) = choice.split_once('\u{5}').unwrap_or((choice, ""));
                    self.fill(self.chosen(variants, by), values, said);
                    rest = after.chars();
                }
                '\u{6}' => said.push('\n'),
                sign => said.push(sign),
            }
        }
    }

    fn put(&self, value: Option<&Value<'_>>, said: &mut String) {
        match value {
            Some(Value::Number(number)) => said.push_str(&self.locale.number(*number)),
            Some(Value::Text(text)) => {
                // first strong isolate, pop directional isolate: it does not turn what stands around it
                said.push('\u{2068}');
                said.push_str(text);
                said.push('\u{2069}');
            }
            None => {}
        }
    }

    /// What the variant says whose key is the number, its plural category, or the text; else the last.
    fn chosen<'p>(&self, variants: &'p str, by: Option<&Value<'_>>) -> &'p str {
        let (number, category) = match by {
            Some(Value::Number(number)) => (Some(*number), self.locale.plural(*number)),
            Some(Value::Text(text)) => (None, (*text).to_owned()),
            None => (None, String::new()),
        };
        let (mut by_category, mut last) = (None, "");
        for variant in variants.split('\u{3}').skip(1) {
            let (key, says) = variant.split_once('\u{4}').unwrap_or((variant, ""));
            if number.is_some() && key.parse::<u32>().ok().map(f64::from) == number {
                return says;
            }
            if key == category {
                by_category = Some(says);
            }
            last = says;
        }
        by_category.unwrap_or(last)
    }
}

fn variable<'v>(rest: &mut std::str::Chars<'_>, values: &'v [Value<'v>]) -> Option<&'v Value<'v>> {
    let place = rest.next().and_then(|place| place.to_digit(10))?;
    values.get(usize::try_from(place).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct English;

    impl Locale for English {
        fn plural(&self, number: f64) -> String {
            if number == 1.0 { "one" } else { "other" }.to_owned()
        }
        fn number(&self, number: f64) -> String {
            number.to_string()
        }
        fn day(&self, day: &str) -> String {
            day.to_owned()
        }
        fn decimal(&self) -> char {
            '.'
        }
        fn read(&self, text: &str) -> f64 {
            text.parse().unwrap_or(f64::NAN)
        }
    }

    fn phrases() -> Phrases {
        let table = "Plain\n\u{1}0 of \u{1}1\n\
            \u{2}0\u{3}0\u{4}none\u{3}one\u{4}one, \u{1}0\u{3}other\u{4}many, \u{1}0\u{5} left\nOver\u{6}two";
        Phrases::new(table, Box::new(English))
    }

    #[test]
    fn variables_stand_where_they_are_named() {
        let phrases = phrases();
        assert_eq!(phrases.say(0, &[]), "Plain");
        assert_eq!(phrases.say(1, &[3.into(), "all".into()]), "3 of \u{2068}all\u{2069}");
        assert_eq!(phrases.say(3, &[]), "Over\ntwo");
        assert_eq!(phrases.say(9, &[]), "");
    }

    #[test]
    fn choices_go_by_number_then_by_plural_then_to_the_last() {
        let phrases = phrases();
        assert_eq!(phrases.say(2, &[0.into()]), "none left");
        assert_eq!(phrases.say(2, &[1.into()]), "one, 1 left");
        assert_eq!(phrases.say(2, &[7.into()]), "many, 7 left");
        assert_eq!(phrases.say(2, &["few".into()]), "many, \u{2068}few\u{2069} left");
    }
}

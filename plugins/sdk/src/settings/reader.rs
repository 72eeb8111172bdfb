//! A JSON reader for serde: it knows where it is, and is a tenth of the code of the customary one. What does not depend
//! on the type that is read is kept out of the code that does, which a component has once for each type.

use std::borrow::Cow;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::error::ReadError;

/// How deep lists and objects may lie in each other.
const DEPTH: u8 = 64;

/// Whether a text is `{}`, spaces aside.
pub(super) fn is_empty_object(text: &str) -> bool {
    text.bytes().filter(|byte| !is_space(*byte)).eq(*b"{}")
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

pub(super) struct Reader<'de> {
    text: &'de str,
    /// Where it is in the text.
    at: usize,
    depth: u8,
}

/// A number as it is written.
enum Number {
    Whole(u64),
    Negative(i64),
    Fraction(f64),
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Nothing but spaces may be left.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(ReadError::of(&["there is more behind the end"])),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no space.
    #[inline(always)]
    fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            // hosts send no spaces
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.skip(),
        }
    }

    #[cold]
    #[inline(never)]
    fn skip(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(byte) if is_space(byte) => self.at += 1,
                next => return next,
            }
        }
    }

    #[inline(never)]
    fn take(&mut self, word: &str) -> bool {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        // mostly a single character, for which a call to compare texts is dear
        let there =
            rest.len() >= word.len() && rest.iter().zip(word.as_bytes()).all(|(one, other)| one == other);
        if there {
            self.at += word.len();
        }
        there
    }

    #[inline(never)]
    fn want(&mut self, word: &'static str) -> Result<(), ReadError> {
        if self.take(word) { Ok(()) } else { Err(ReadError::of(&["expected `", word, "`"])) }
    }

    /// Into a list or an object, which begins with this bracket.
    #[inline(never)]
    fn enter(&mut self, bracket: &'static str, what: &'static str) -> Result<(), ReadError> {
        if !self.take(bracket) {
            return Err(self.found_instead(what));
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(ReadError::of(&["lists and objects lie too deep in each other"]));
        }
        Ok(())
    }

    #[inline(never)]
    fn leave(&mut self, bracket: &'static str) -> Result<(), ReadError> {
        self.depth = self.depth.saturating_sub(1);
        self.want(bracket)
    }

    /// The next value is not what is wanted.
    #[cold]
    #[inline(never)]
    fn found_instead(&mut self, wanted: &str) -> ReadError {
        let found = match self.peek() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b't' | b'f') => "yes or no",
            Some(b'n') => "nothing",
            _ => return ReadError::of(&["expected a JSON value"]),
        };
        ReadError::of(&["expected ", wanted, ", found ", found])
    }

    #[inline(never)]
    fn string(&mut self) -> Result<Cow<'de, str>, ReadError> {
        if !self.take("\"") {
            return Err(self.found_instead("a text"));
        }
        let start = self.at;
        self.plain();
        if self.byte() == Some(b'"') {
            self.at += 1;
            // both ends lie beside an ASCII character
            return Ok(Cow::Borrowed(self.text.get(start..self.at - 1).unwrap_or_default()));
        }
        self.at = start;
        self.escaped_string().map(Cow::Owned)
    }

    /// Over all that stands for itself in a text.
    #[inline(always)]
    fn plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '));
        self.at += end.unwrap_or(rest.len());
    }

    #[cold]
    #[inline(never)]
    fn escaped_string(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            let start = self.at;
            self.plain();
            // both ends lie beside an ASCII character
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => match self.escaped() {
                    Some(c) => text.push(c),
                    None => {
                        return Err(ReadError::of(&["there is no such character: `\\` is written `\\\\`"]));
                    }
                },
                Some(_) => {
                    return Err(ReadError::of(&["a line break or tab in a text is written `\\n`, `\\t`"]));
                }
                None => return Err(ReadError::of(&["a text has no end"])),
            }
        }
    }

    /// A character behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        self.at += 1;
        let letter = self.byte()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    if self.byte() != Some(b'\\') || self.text.as_bytes().get(self.at + 1) != Some(&b'u') {
                        return None;
                    }
                    self.at += 2;
                    let second = self.hex().filter(|code| (0xdc00..0xe000).contains(code))?;
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                };
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(self.byte()?).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > start
    }

    /// A number of few digits and nothing else, as most are.
    #[inline(always)]
    fn whole(&mut self) -> Option<u64> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let (mut number, mut digits) = (0_u64, 0);
        // 18 digits always fit, and one more byte says whether that is all
        for byte in rest.iter().take(19) {
            match byte {
                b'0'..=b'9' => number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
                b'.' | b'e' | b'E' => return None,
                _ => break,
            }
            digits += 1;
        }
        let octal = digits > 1 && rest.first() == Some(&b'0');
        if digits == 0 || digits > 18 || octal {
            return None;
        }
        self.at += digits;
        Some(number)
    }

    #[inline(never)]
    fn number(&mut self) -> Result<Number, ReadError> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.found_instead("a number"));
        }
        if let Some(number) = self.whole() {
            return Ok(Number::Whole(number));
        }
        let start = self.at;
        let negative = self.take("-");
        let first = self.at;
        let mut fits = self.digits();
        // a zero in front would be octal elsewhere
        fits &= self.at - first == 1 || self.text.as_bytes().get(first) != Some(&b'0');
        let whole = self.text.get(first..self.at).unwrap_or_default();
        let mut fraction = false;
        if self.byte() == Some(b'.') {
            self.at += 1;
            fraction = true;
            fits &= self.digits();
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            fraction = true;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            fits &= self.digits();
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        if fits
            && !fraction
            && let Ok(number) = whole.parse::<u64>()
        {
            if !negative {
                return Ok(Number::Whole(number));
            }
            // -0 is a fraction's way to write zero
            if let (Ok(number), true) = (i64::try_from(number), number != 0) {
                return Ok(Number::Negative(-number));
            }
        }
        match text.parse::<f64>() {
            Ok(number) if fits && number.is_finite() => Ok(Number::Fraction(number)),
            _ => Err(ReadError::of(&["`", text, "` is no number that fits"])),
        }
    }

    #[inline(never)]
    fn boolean(&mut self) -> Result<bool, ReadError> {
        if self.take("true") {
            Ok(true)
        } else if self.take("false") {
            Ok(false)
        } else {
            Err(self.found_instead("`true` or `false`"))
        }
    }
}

/// Numbers of every size: the visitor says whether it takes them.
macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Fraction(number) => visitor.visit_f64(number),
            }
        }
    )*};
}

impl<'de> serde::Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_f32 deserialize_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek() {
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'-' | b'0'..=b'9') => self.deserialize_f64(visitor),
            Some(b't' | b'f') => visitor.visit_bool(self.boolean()?),
            _ => self.deserialize_unit(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_string(self.string()?.into_owned())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.take("null") { visitor.visit_unit() } else { Err(self.found_instead("`null`")) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.enter("[", "a list")?;
        let value = visitor.visit_seq(Items { reader: self, at: 0 })?;
        self.leave("]")?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.enter("{", "an object")?;
        let value = visitor.visit_map(Entries { reader: self, key: Cow::Borrowed(""), first: true })?;
        self.leave("}")?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if self.peek() == Some(b'"') {
            let word = self.string()?;
            return visitor.visit_enum(StrDeserializer::new(&word));
        }
        self.enter("{", "a word, or an object of one")?;
        let value = visitor.visit_enum(Entries { reader: self, key: Cow::Borrowed(""), first: true })?;
        self.leave("}")?;
        Ok(value)
    }

    serde::forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit_struct ignored_any }
}

/// The entries of an object.
struct Entries<'a, 'de> {
    reader: &'a mut Reader<'de>,
    /// Of the entry that is being read.
    key: Cow<'de, str>,
    first: bool,
}

impl Entries<'_, '_> {
    /// Reads the next key; `false` at the end.
    #[inline(never)]
    fn next(&mut self) -> Result<bool, ReadError> {
        if self.reader.peek() == Some(b'}') {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.reader.want(",")?;
        }
        self.key = self.reader.string()?;
        self.reader.want(":")?;
        Ok(true)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        if !self.next()? {
            return Ok(None);
        }
        match seed.deserialize(StrDeserializer::<ReadError>::new(&self.key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(error.within(&self.key)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.within(&self.key)),
        }
    }
}

/// The entries of a list.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    at: u32,
}

impl Items<'_, '_> {
    /// Goes to the next entry; `false` at the end.
    #[inline(never)]
    fn next(&mut self) -> Result<bool, ReadError> {
        if self.reader.peek() == Some(b']') {
            return Ok(false);
        }
        if self.at > 0 {
            self.reader.want(",")?;
        }
        self.at += 1;
        Ok(true)
    }

    #[cold]
    #[inline(never)]
    fn here(&self, error: ReadError) -> ReadError {
        error.within(&crate::texts::digits(self.at.saturating_sub(1)))
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        if !self.next()? {
            return Ok(None);
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(self.here(error)),
        }
    }
}

impl<'de> EnumAccess<'de> for Entries<'_, 'de> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self), ReadError> {
        if !self.next()? {
            return Err(ReadError::of(&["an object of one word is wanted"]));
        }
        let word: StrDeserializer<'_, ReadError> = (&*self.key).into_deserializer();
        match seed.deserialize(word) {
            Ok(variant) => Ok((variant, self)),
            Err(error) => Err(error.within(&self.key)),
        }
    }
}

impl<'de> VariantAccess<'de> for Entries<'_, 'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        self.reader.want("null").map_err(|error| error.within(&self.key))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(&mut *self.reader).map_err(|error| error.within(&self.key))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        serde::Deserializer::deserialize_seq(&mut *self.reader, visitor)
            .map_err(|error| error.within(&self.key))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        serde::Deserializer::deserialize_map(&mut *self.reader, visitor)
            .map_err(|error| error.within(&self.key))
    }
}

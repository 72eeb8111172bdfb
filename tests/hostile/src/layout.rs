//! Values as the canonical ABI lays them out in a guest's memory, true or not.

/// A value of the contract, or something in its place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A byte, a flag, an enum's case.
    U8(u8),
    /// A number of four bytes.
    U32(u32),
    /// A float, bit by bit.
    F64(f64),
    /// A string's bytes, valid UTF-8 or not.
    Text(Vec<u8>),
    /// A list of alike values.
    List(Vec<Value>),
    /// A list or string that claims to lie there and to be so long.
    Claim {
        /// Where.
        at: u32,
        /// How long.
        length: u32,
    },
    /// A record or tuple.
    Record(Vec<Value>),
    /// A case of a variant, option or result.
    Case {
        /// Which, from 0.
        tag: u8,
        /// Size and alignment of the greatest payload among the cases.
        payload: (u32, u32),
        /// What it holds.
        value: Option<Box<Value>>,
    },
}

impl Value {
    /// A string.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A case without a payload.
    #[must_use]
    pub fn bare(tag: u8, payload: (u32, u32)) -> Self {
        Self::Case { tag, payload, value: None }
    }

    /// A case with a payload.
    #[must_use]
    pub fn case(tag: u8, payload: (u32, u32), value: Self) -> Self {
        Self::Case { tag, payload, value: Some(Box::new(value)) }
    }

    /// Size and alignment.
    #[must_use]
    pub fn shape(&self) -> (u32, u32) {
        match self {
            Self::U8(_) => (1, 1),
            Self::U32(_) => (4, 4),
            Self::F64(_) => (8, 8),
            Self::Text(_) | Self::List(_) | Self::Claim { .. } => (8, 4),
            Self::Record(fields) => {
                let (mut size, mut align) = (0_u32, 1);
                for field in fields {
                    let (field_size, field_align) = field.shape();
                    size = size.next_multiple_of(field_align) + field_size;
                    align = align.max(field_align);
                }
                (size.next_multiple_of(align), align)
            }
            Self::Case { payload: (size, align), .. } => {
                ((1_u32.next_multiple_of(*align) + size).next_multiple_of(*align), *align)
            }
        }
    }
}

/// A piece of a guest's memory that values are laid into.
#[derive(Debug, Clone)]
pub struct Image {
    base: u32,
    bytes: Vec<u8>,
}

impl Image {
    /// An empty piece that begins at `base`.
    #[must_use]
    pub fn at(base: u32) -> Self {
        Self { base, bytes: Vec::new() }
    }

    /// Where it begins.
    #[must_use]
    pub fn base(&self) -> u32 {
        self.base
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.base + self.bytes.len() as u32
    }

    /// What it holds.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Lays a value down and says where.
    pub fn place(&mut self, value: &Value) -> u32 {
        let (size, align) = value.shape();
        let at = self.room(size, align);
        self.write(at, value);
        at
    }

    fn room(&mut self, size: u32, align: u32) -> u32 {
        let at = self.end().next_multiple_of(align);
        self.bytes.resize((at - self.base + size) as usize, 0);
        at
    }

    fn write(&mut self, at: u32, value: &Value) {
        match value {
            Value::U8(byte) => self.put(at, &[*byte]),
            Value::U32(number) => self.put(at, &number.to_le_bytes()),
            Value::F64(number) => self.put(at, &number.to_bits().to_le_bytes()),
            Value::Text(bytes) => {
                let there = self.room(bytes.len() as u32, 1);
                self.put(there, bytes);
                self.write(at, &Value::Claim { at: there, length: bytes.len() as u32 });
            }
            Value::List(items) => {
                // an empty list lies at an even place too, whatever it is of
                let (size, align) = items.first().map_or((0, 8), Value::shape);
                let there = self.room(size * items.len() as u32, align);
                for (item, place) in items.iter().zip((there..).step_by(size.max(1) as usize)) {
                    self.write(place, item);
                }
                self.write(at, &Value::Claim { at: there, length: items.len() as u32 });
            }
            Value::Claim { at: there, length } => {
                self.put(at, &there.to_le_bytes());
                self.put(at + 4, &length.to_le_bytes());
            }
            Value::Record(fields) => {
                let mut place = at;
                for field in fields {
                    let (size, align) = field.shape();
                    place = place.next_multiple_of(align);
                    self.write(place, field);
                    place += size;
                }
            }
            Value::Case { tag, payload: (_, align), value } => {
                self.put(at, &[*tag]);
                if let Some(value) = value {
                    self.write(at + 1_u32.next_multiple_of(*align), value);
                }
            }
        }
    }

    fn put(&mut self, at: u32, bytes: &[u8]) {
        let from = (at - self.base) as usize;
        if let Some(place) = self.bytes.get_mut(from..from + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }
}

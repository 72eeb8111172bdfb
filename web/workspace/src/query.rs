//! What is asked of the register, and how an address says it.

/// So many rows of the register are asked for at once.
pub const ROWS: usize = 100;

/// What is asked of the register.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Words.
    pub text: String,
    /// The level, by index.
    pub level: String,
    /// What is done about it.
    pub treated: String,
    /// A cell of the heat map, down and across.
    pub cell: Option<(usize, usize)>,
    /// The picture.
    pub stage: String,
    /// By which methodology.
    pub methodology: String,
    /// A second one.
    pub beside: String,
    /// Open ones, closed ones, all.
    pub listed: String,
    /// By what rows are sorted.
    pub sort: &'static str,
    /// The other way round.
    pub descending: bool,
}

impl Query {
    /// As an address has it, for the rows from `from` on.
    pub(crate) fn address(&self, view: &str, from: Option<usize>) -> String {
        let mut address = format!("/{view}");
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                address.push(if address.contains('?') { '&' } else { '?' });
                address.push_str(name);
                address.push('=');
                escape(value, &mut address);
            }
        };
        put("text", &self.text);
        put("level", &self.level);
        put("treated", &self.treated);
        put("stage", &self.stage);
        put("methodology", &self.methodology);
        put("listed", &self.listed);
        if let Some(from) = from {
            if let Some((down, across)) = self.cell {
                put("cell", &format!("{down},{across}"));
            }
            put("beside", &self.beside);
            put("sort", self.sort);
            put("descending", if self.descending { "true" } else { "" });
            put("cursor", &if from == 0 { String::new() } else { from.to_string() });
            put("limit", &ROWS.to_string());
        }
        address
    }

    /// Whether some risks are left out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !(self.text.is_empty() && self.level.is_empty() && self.treated.is_empty() && self.listed.is_empty())
            || self.cell.is_some()
    }
}

/// A text as part of an address.
pub fn escape(text: &str, address: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            let digit = |nibble: u8| char::from(HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'));
            address.push('%');
            address.push(digit(byte >> 4));
            address.push(digit(byte & 15));
        }
    }
}

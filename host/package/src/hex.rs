//! Bytes as hexadecimal digits, one way to write each: lower case.

pub(crate) fn encode(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + (half - 10) });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes, if the text is exactly their digits.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *byte = value(high)? << 4 | value(low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn there_is_one_way_to_write_bytes() {
        assert_eq!(encode(&[0, 0x9f, 0xa0]), "009fa0");
        assert_eq!(decode("009fa0"), Some([0, 0x9f, 0xa0]));
        for wrong in ["009FA0", "009fa", "009fa00", "00 9fa", "009fag", "ä09fa"] {
            assert_eq!(decode::<3>(wrong), None, "{wrong}");
        }
    }
}

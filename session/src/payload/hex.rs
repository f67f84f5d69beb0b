//! Reads bytes in hexadecimal as a person types them.
//!
//! Two digits make a byte. White space, commas and colons may separate bytes, and `0x` may precede them.
//! So the output of a hex dump, a C array or a packet analyser can be pasted.

/// Why a text is not hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the text.
    pub at_bytes: usize,
    /// What is wrong there.
    pub kind: ErrorKind,
}

/// Ways in which a text is not hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The character is neither a digit nor a separator.
    NotADigit(char),
    /// A digit has no second one. `1` could mean 01 or 10.
    HalfAByte,
}

/// Decodes the text.
///
/// # Errors
/// The first character that is not part of a byte.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    read(text, |byte| bytes.push(byte))?;
    Ok(bytes)
}

/// The number of bytes in the text, counted in one pass without keeping them.
///
/// # Errors
/// As [`decode`].
pub fn size_bytes(text: &str) -> Result<usize, Error> {
    let mut size_bytes = 0;
    read(text, |_| size_bytes += 1)?;
    Ok(size_bytes)
}

fn read(text: &str, mut take: impl FnMut(u8)) -> Result<(), Error> {
    let mut high: Option<(usize, u8)> = None;
    let mut rest = text.char_indices();
    while let Some((at_bytes, character)) = rest.next() {
        match (value(character), high) {
            (Some(low), Some((_, digit))) => {
                take(digit << 4 | low);
                high = None;
            }
            (Some(0), None) if rest.as_str().starts_with(['x', 'X']) => {
                rest.next();
            }
            (Some(digit), None) => high = Some((at_bytes, digit)),
            (None, _) if !is_separator(character) => {
                return Err(Error {
                    at_bytes,
                    kind: ErrorKind::NotADigit(character),
                });
            }
            (None, Some((at_bytes, _))) => return Err(half_a_byte(at_bytes)),
            (None, None) => {}
        }
    }
    match high {
        None => Ok(()),
        Some((at_bytes, _)) => Err(half_a_byte(at_bytes)),
    }
}

fn half_a_byte(at_bytes: usize) -> Error {
    Error {
        at_bytes,
        kind: ErrorKind::HalfAByte,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a hexadecimal digit is below 16"
)]
fn value(character: char) -> Option<u8> {
    character.to_digit(16).map(|digit| digit as u8)
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ':')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::payload;

    fn wrong(text: &str) -> (usize, ErrorKind) {
        let error = decode(text).unwrap_err();
        (error.at_bytes, error.kind)
    }

    #[test]
    fn decode_of_the_output_of_tools_is_ok() {
        for text in [
            "deadBEEF",
            "de ad be ef",
            "dead\r\nbeef\n",
            "0xdeadbeef",
            "0xde, 0xad, 0XBE,0xef",
            "de:ad:be:ef",
            " \tde\u{a0}adbeef ",
        ] {
            assert_eq!(decode(text).unwrap(), [0xde, 0xad, 0xbe, 0xef], "{text:?}");
        }
        assert!(decode("").unwrap().is_empty());
        assert_eq!(decode("00 0x00").unwrap(), [0, 0]);
    }

    #[test]
    fn decode_of_another_character_is_an_error_at_its_offset() {
        assert_eq!(wrong("de ag"), (4, ErrorKind::NotADigit('g')));
        assert_eq!(wrong("가"), (0, ErrorKind::NotADigit('가')));
        assert_eq!(wrong("00 00x1"), (5, ErrorKind::NotADigit('x')));
        assert_eq!(wrong("d\ne\n-"), (0, ErrorKind::HalfAByte));
    }

    #[test]
    fn decode_of_half_a_byte_is_an_error_at_its_offset() {
        assert_eq!(wrong("a"), (0, ErrorKind::HalfAByte));
        assert_eq!(wrong("ab c"), (3, ErrorKind::HalfAByte));
        assert_eq!(wrong("ab c de"), (3, ErrorKind::HalfAByte));
        assert_eq!(wrong("0x1, 0x2"), (2, ErrorKind::HalfAByte));
    }

    proptest! {
        #[test]
        fn decode_of_encoded_bytes_returns_them(bytes: Vec<u8>) {
            let text = payload::hex(&bytes);
            prop_assert_eq!(decode(&text).unwrap(), bytes.clone());
            prop_assert_eq!(decode(&text.replace(' ', "")).unwrap(), bytes);
        }

        #[test]
        fn decode_error_of_any_text_is_at_a_character(text in "[0-9a-fxg가, \n]{0,12}") {
            match decode(&text) {
                Ok(bytes) => prop_assert_eq!(size_bytes(&text), Ok(bytes.len())),
                Err(error) => {
                    prop_assert_eq!(size_bytes(&text), Err(error));
                    let there = text[error.at_bytes..].chars().next().unwrap();
                    match error.kind {
                        ErrorKind::NotADigit(character) => prop_assert_eq!(there, character),
                        ErrorKind::HalfAByte => prop_assert!(there.is_ascii_hexdigit()),
                    }
                    // The text before the error is valid.
                    prop_assert!(decode(&text[..error.at_bytes])
                        .map_or_else(|before| before.kind == ErrorKind::HalfAByte, |_| true));
                }
            }
        }
    }
}

//! Reads and writes bytes in base64 (RFC 4648).
//!
//! Reading takes both alphabets, even mixed, white space anywhere, and padding or none. Writing uses the
//! standard alphabet with padding.

/// The standard alphabet, RFC 4648 section 4.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Why a text is not base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the text.
    pub at_bytes: usize,
    /// What is wrong there.
    pub kind: ErrorKind,
}

/// Ways in which a text is not base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The character is in neither alphabet.
    NotADigit(char),
    /// The padding is missing a `=`, or has one too many, or text follows it.
    Padding,
    /// The last digit has bits that belong to no byte: the digit is one too many, or a part is missing
    /// after it.
    Incomplete,
}

/// Decodes the text.
///
/// # Errors
/// The first character that does not fit.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
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

/// Encodes bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let of_part = |index| u32::from(part.get(index).copied().unwrap_or_default());
        let bits = of_part(0) << 16 | of_part(1) << 8 | of_part(2);
        for index in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * index) & 0x3f) as usize];
            text.push(if index <= part.len() {
                digit as char
            } else {
                '='
            });
        }
    }
    text
}

/// Reads digits of 6 bits and passes on each complete byte. The bits left over at the end must be fewer
/// than 6, and 0 (RFC 4648 section 3.5). Other bits mean that a part of the text is missing, so they are an
/// error.
fn read(text: &str, mut take: impl FnMut(u8)) -> Result<(), Error> {
    let mut bits: u32 = 0;
    let mut bits_left = 0;
    let mut last_digit_at = 0;
    let mut digits = 0_usize;
    let mut rest = text.char_indices().filter(|(_, it)| !it.is_whitespace());
    while let Some((at_bytes, character)) = rest.next() {
        if character == '=' {
            check_end(bits, bits_left, last_digit_at)?;
            return check_padding(text, digits, at_bytes, rest.map(|(at_bytes, _)| at_bytes));
        }
        let Some(digit) = value(character) else {
            return Err(Error {
                at_bytes,
                kind: ErrorKind::NotADigit(character),
            });
        };
        bits = bits << 6 | digit;
        bits_left += 6;
        if bits_left >= 8 {
            bits_left -= 8;
            take((bits >> bits_left) as u8);
            bits &= (1 << bits_left) - 1;
        }
        last_digit_at = at_bytes;
        digits += 1;
    }
    check_end(bits, bits_left, last_digit_at)
}

fn check_end(bits: u32, bits_left: u32, last_digit_at: usize) -> Result<(), Error> {
    if bits_left < 6 && bits == 0 {
        return Ok(());
    }
    Err(Error {
        at_bytes: last_digit_at,
        kind: ErrorKind::Incomplete,
    })
}

/// Checks the padding that begins at `first_at`; `after` are the offsets of the characters behind it.
fn check_padding(
    text: &str,
    digits: usize,
    first_at: usize,
    after: impl Iterator<Item = usize>,
) -> Result<(), Error> {
    let wrong = |at_bytes| Error {
        at_bytes,
        kind: ErrorKind::Padding,
    };
    let mut missing = (4 - digits % 4) % 4;
    let mut last_at = first_at;
    for at_bytes in std::iter::once(first_at).chain(after) {
        if missing == 0 || !text[at_bytes..].starts_with('=') {
            return Err(wrong(at_bytes));
        }
        missing -= 1;
        last_at = at_bytes;
    }
    if missing == 0 {
        Ok(())
    } else {
        Err(wrong(last_at))
    }
}

fn value(character: char) -> Option<u32> {
    let code = u32::from(character);
    match character {
        'A'..='Z' => Some(code - u32::from('A')),
        'a'..='z' => Some(code - u32::from('a') + 26),
        '0'..='9' => Some(code - u32::from('0') + 52),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    /// RFC 4648 section 10.
    const VECTORS: [(&str, &str); 7] = [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ];

    fn wrong(text: &str) -> (usize, ErrorKind) {
        let error = decode(text).unwrap_err();
        (error.at_bytes, error.kind)
    }

    #[test]
    fn rfc_vectors_are_encoded_and_decoded() {
        for (bytes, text) in VECTORS {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
            assert_eq!(
                decode(text.trim_end_matches('=')).unwrap(),
                bytes.as_bytes()
            );
        }
    }

    #[test]
    fn decode_reads_both_alphabets_and_encode_writes_the_standard_one() {
        assert_eq!(decode("-_+/").unwrap(), decode("+/-_").unwrap());
        assert_eq!(encode(&decode("-_-_").unwrap()), "+/+/");
    }

    #[test]
    fn decode_of_text_with_white_space_is_ok() {
        assert_eq!(decode(" Z\r\nm\t8 = \n").unwrap(), b"fo");
    }

    #[test]
    fn decode_of_another_character_is_an_error_at_its_offset() {
        assert_eq!(wrong("Zm*v"), (2, ErrorKind::NotADigit('*')));
        assert_eq!(wrong("Zm\n가"), (3, ErrorKind::NotADigit('가')));
    }

    #[test]
    fn decode_of_misplaced_padding_is_an_error_at_its_offset() {
        assert_eq!(wrong("="), (0, ErrorKind::Padding));
        assert_eq!(wrong("Zg="), (2, ErrorKind::Padding));
        assert_eq!(wrong("Zg==="), (4, ErrorKind::Padding));
        assert_eq!(wrong("Zm9v="), (4, ErrorKind::Padding));
        assert_eq!(wrong("Zg=A"), (3, ErrorKind::Padding));
        assert_eq!(wrong("Zg==Zg=="), (4, ErrorKind::Padding));
    }

    #[test]
    fn decode_of_an_incomplete_byte_is_an_error_at_its_digit() {
        assert_eq!(wrong("Z"), (0, ErrorKind::Incomplete));
        assert_eq!(wrong("Zm9vA"), (4, ErrorKind::Incomplete));
        assert_eq!(wrong("Zm9vA==="), (4, ErrorKind::Incomplete));
        // Only the first two bits of 'h' are in the byte; the others show that more was meant.
        assert_eq!(wrong("Zh"), (1, ErrorKind::Incomplete));
        assert_eq!(wrong("Zh=="), (1, ErrorKind::Incomplete));
    }

    proptest! {
        #[test]
        fn decode_of_encoded_bytes_returns_them(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn decode_error_of_any_text_is_at_a_character(text in "[A-Fgh+/_=*가 \n]{0,12}") {
            match decode(&text) {
                Ok(bytes) => {
                    prop_assert_eq!(size_bytes(&text), Ok(bytes.len()));
                    let digits = encode(&bytes);
                    let typed: String = text.split_whitespace().collect();
                    let typed = typed.replace('_', "/");
                    prop_assert_eq!(digits.trim_end_matches('='), typed.trim_end_matches('='));
                }
                Err(error) => {
                    prop_assert_eq!(size_bytes(&text), Err(error));
                    let there = text[error.at_bytes..].chars().next().unwrap();
                    match error.kind {
                        ErrorKind::NotADigit(character) => prop_assert_eq!(there, character),
                        ErrorKind::Padding | ErrorKind::Incomplete => {
                            prop_assert!(!there.is_whitespace());
                        }
                    }
                }
            }
        }
    }
}

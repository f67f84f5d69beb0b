//! A search for plain text, without the regex crates.

use std::ops::Range;

use super::Matcher;
use super::error::{PatternError, refuse_long};

/// Searches bytes for a text, in linear time whatever the text: it is that of Knuth, Morris and Pratt.
pub(super) struct Literal {
    /// The text, in small letters where case is ignored. It is not empty.
    text: Box<[u8]>,
    /// For each length of a beginning of the text, less one, the length of its longest proper beginning that is also
    /// its end. That much of the text is found already where the next byte is another.
    fallback: Box<[usize]>,
    match_case: bool,
}

impl Literal {
    /// A search for a text that is not empty. Where case is ignored, it is that of ASCII's letters, as in a regular
    /// expression.
    pub(super) fn new(typed: &str, match_case: bool) -> Result<Self, PatternError> {
        refuse_long(typed)?;
        let mut text: Box<[u8]> = typed.as_bytes().into();
        if !match_case {
            text.make_ascii_lowercase();
        }
        let mut literal = Self {
            fallback: vec![0; text.len()].into(),
            text,
            match_case,
        };
        let mut found = 0;
        for index in 1..literal.text.len() {
            found = literal.after(found, literal.text[index]);
            literal.fallback[index] = found;
        }
        Ok(literal)
    }

    /// The length of the beginning of the text that the bytes end with, from the length before this byte. It is less than
    /// the whole.
    fn after(&self, mut found: usize, byte: u8) -> usize {
        while found > 0 && self.text[found] != byte {
            found = self.fallback[found - 1];
        }
        found + usize::from(self.text[found] == byte)
    }

    fn end_in(&self, bytes: &[u8]) -> Option<usize> {
        let mut found = 0;
        for (index, byte) in bytes.iter().enumerate() {
            let byte = if self.match_case {
                *byte
            } else {
                byte.to_ascii_lowercase()
            };
            found = self.after(found, byte);
            if found == self.text.len() {
                return Some(index + 1);
            }
        }
        None
    }
}

impl Matcher for Literal {
    fn is_in(&self, bytes: &[u8]) -> bool {
        self.end_in(bytes).is_some()
    }

    fn first_in(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let end = from + self.end_in(text.as_bytes().get(from..)?)?;
        Some(end - self.text.len()..end)
    }
}

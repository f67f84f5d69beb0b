//! A search for plain text, without the regex crates.

use std::ops::Range;

use super::Matcher;
use super::error::{PatternError, refuse_long};
use crate::letter_case::LetterCase;

/// Searches bytes for a text, in linear time whatever the text: it is that of Knuth, Morris and Pratt.
pub(super) struct Literal {
    /// The text, folded where case is ignored. It is not empty.
    text: Box<[u8]>,
    /// The number of its letters.
    letters: usize,
    /// For each length of a beginning of the text, less one, the length of its longest proper beginning that is also
    /// its end. That much of the text is found already where the next byte is another.
    fallback: Box<[usize]>,
    match_case: bool,
    /// Every letter beyond ASCII that has a case of the text's letters, and that letter as it is in `text`. Without any,
    /// the search is one of bytes.
    folds: Box<[(char, char)]>,
}

impl Literal {
    /// A search for a text that is not empty.
    pub(super) fn new(
        typed: &str,
        match_case: bool,
        letter_case: LetterCase,
    ) -> Result<Self, PatternError> {
        refuse_long(typed)?;
        let mut text = typed.to_owned();
        let mut folds = Vec::new();
        if !match_case {
            text = typed
                .chars()
                .map(|letter| letter_case.fold(letter))
                .collect();
            for folded in text.chars().filter(|folded| !folded.is_ascii()) {
                for other in letter_case.all_cases(folded) {
                    let fold = (other, folded);
                    if other != folded
                        && let Err(index) = folds.binary_search(&fold)
                    {
                        folds.insert(index, fold);
                    }
                }
            }
        }
        let mut literal = Self {
            fallback: vec![0; text.len()].into(),
            letters: text.chars().count(),
            text: text.into_bytes().into(),
            match_case,
            folds: folds.into(),
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
        if !self.folds.is_empty() {
            return self.folded_end_in(bytes);
        }
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

    /// As [`Self::end_in`], where letters beyond ASCII have cases: their bytes may be more or fewer in another.
    fn folded_end_in(&self, bytes: &[u8]) -> Option<usize> {
        let (mut found, mut end) = (0, 0);
        for chunk in bytes.utf8_chunks() {
            for letter in chunk.valid().chars() {
                end += letter.len_utf8();
                for byte in self.fold(letter).encode_utf8(&mut [0; 4]).bytes() {
                    found = self.after(found, byte);
                    if found == self.text.len() {
                        return Some(end);
                    }
                }
            }
            end += chunk.invalid().len();
            if !chunk.invalid().is_empty() {
                found = 0;
            }
        }
        None
    }

    fn fold(&self, letter: char) -> char {
        if letter.is_ascii() {
            return letter.to_ascii_lowercase();
        }
        let fold = self
            .folds
            .binary_search_by_key(&letter, |(other, _)| *other);
        fold.map_or(letter, |index| self.folds[index].1)
    }
}

impl Matcher for Literal {
    fn is_in(&self, bytes: &[u8]) -> bool {
        self.end_in(bytes).is_some()
    }

    fn first_in(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let end = from + self.end_in(text.as_bytes().get(from..)?)?;
        // A hit has as many letters as the text, and perhaps another number of bytes.
        let (start, _) = text[..end].char_indices().rev().nth(self.letters - 1)?;
        Some(start..end)
    }
}

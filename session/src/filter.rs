//! The filter: the messages to show, and the hits among them.
//!
//! What belongs here: what a person asks for ([`Criteria`]), and its application to one record
//! ([`Filter`]). What may not enter: which records are scanned and when (the view), and how a hit is marked
//! (a component).
//!
//! - [`criteria`]: what the person asks for, as typed.
//! - [`error`]: what is wrong with it, and where.
//! - `literal`: searches for plain text.
//! - [`regex`]: compiles regular expressions. Only its caller names it, so that a page can load it when it is used.

pub mod criteria;
pub mod error;
mod literal;
pub mod regex;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::fmt;
use std::ops::Range;

pub use criteria::{Criteria, PayloadKind};
pub use error::{Field, FilterError, FilterErrorKind, NotCompiled};
use literal::Literal;

use super::letter_case::LetterCase;
use super::payload::Payload;
use super::record::Record;

/// Searches messages for a pattern.
pub trait Matcher {
    /// Whether the pattern is in the bytes.
    fn is_in(&self, bytes: &[u8]) -> bool;

    /// The leftmost hit that starts at this byte or later. It may be empty. The byte is on a character boundary.
    fn first_in(&self, text: &str, from: usize) -> Option<Range<usize>>;
}

/// Whether any of the hidden patterns is in the bytes.
type Hides = Box<dyn Fn(&[u8]) -> bool>;

/// The compiled regular expressions of criteria.
#[derive(Default)]
pub struct Regexes {
    /// The query, if it is one.
    query: Option<Box<dyn Matcher>>,
    hidden: Option<Hides>,
}

/// Compiles the regular expressions of criteria: [`regex::compile`], once it is loaded.
pub type CompileRegexes = fn(&Criteria, LetterCase) -> Result<Regexes, FilterError>;

/// Compiled [`Criteria`], for a million records. The default shows everything.
#[derive(Default)]
pub struct Filter {
    criteria: Criteria,
    query: Option<Box<dyn Matcher>>,
    hidden: Option<Hides>,
}

impl Filter {
    /// Compiles the criteria, with what compiles regular expressions, if it is loaded, and what knows the case of letters.
    ///
    /// # Errors
    ///
    /// [`NotCompiled::NeedsRegexes`] where it is needed and not loaded. Otherwise the first invalid field, where in
    /// it, and why. The order is the query, the hidden patterns, the sizes.
    pub fn compile(
        criteria: &Criteria,
        compile_regexes: Option<CompileRegexes>,
        letter_case: LetterCase,
    ) -> Result<Self, NotCompiled> {
        let mut regexes = Regexes::default();
        if !criteria.is_regex && !criteria.query.is_empty() {
            let query = Literal::new(&criteria.query, criteria.match_case, letter_case)
                .map_err(|error| error.in_field(Field::Query))?;
            regexes.query = Some(Box::new(query));
        }
        if criteria.has_regex() {
            let compiled =
                compile_regexes.ok_or(NotCompiled::NeedsRegexes)?(criteria, letter_case)?;
            regexes.query = regexes.query.or(compiled.query);
            regexes.hidden = compiled.hidden;
        }
        match (criteria.min_bytes, criteria.max_bytes) {
            (Some(min), Some(max)) if min > max => Err(FilterError::sizes().into()),
            _ => Ok(Self {
                criteria: criteria.clone(),
                query: regexes.query,
                hidden: regexes.hidden,
            }),
        }
    }

    /// Whether to show the record.
    ///
    /// A message is shown if its direction, kind and size match, and no hidden pattern is in it. Where only
    /// hits are wanted, it must be one. An opening or a close has none of these. It is shown until the
    /// criteria ask for what only a message can be.
    #[must_use]
    pub fn shows(&self, record: &Record) -> bool {
        let criteria = &self.criteria;
        let Some((direction, payload)) = record.message() else {
            return !criteria.asks_for_messages();
        };
        let bytes = payload.len() as u64;
        criteria.direction.is_none_or(|asked| asked == direction)
            && criteria
                .kind
                .is_none_or(|asked| asked == PayloadKind::of(payload))
            && criteria.min_bytes.is_none_or(|min| bytes >= min)
            && criteria.max_bytes.is_none_or(|max| bytes <= max)
            && !self.hides(payload)
            && (!criteria.shows_only_hits() || self.is_hit(record))
    }

    /// Whether the record is a message with the query in it or, inverted, without it. Without a query there
    /// are no hits.
    #[must_use]
    pub fn is_hit(&self, record: &Record) -> bool {
        match (&self.query, record.message()) {
            (Some(query), Some((_, payload))) => {
                query.is_in(bytes_of(payload)) != self.criteria.invert
            }
            _ => false,
        }
    }

    /// The hits in a text: in order, apart, and not empty; none if the query is inverted.
    ///
    /// Finding all of them may take quadratic time, so the text should be what is on the screen, not a
    /// message of 16 MiB. Each hit is found when it is asked for.
    pub fn hits_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.hits_from(text, 0)
    }

    /// The same for the hits that start at this byte or later. The byte is on a character boundary.
    pub fn hits_from(&self, text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
        let query = self.query.as_ref().filter(|_| !self.criteria.invert);
        let mut from = from;
        std::iter::from_fn(move || {
            while from <= text.len() {
                let hit = query?.first_in(text, from)?;
                if hit.is_empty() {
                    // At the end of the text, this is one past it.
                    from = text.ceil_char_boundary(hit.end + 1).max(hit.end + 1);
                } else {
                    from = hit.end;
                    return Some(hit);
                }
            }
            None
        })
    }

    /// The offset of the first hit in a message. In bytes it is looked for in what is UTF-8.
    #[must_use]
    pub fn first_hit(&self, payload: &Payload) -> Option<usize> {
        self.hits_in_bytes(bytes_of(payload))
            .next()
            .map(|hit| hit.start)
    }

    /// The hits in bytes, in what of them is UTF-8, piece by piece: in order, apart, and not empty.
    pub fn hits_in_bytes(&self, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        bytes.utf8_chunks().flat_map(move |piece| {
            let begin = at;
            at += piece.valid().len() + piece.invalid().len();
            let hits = self.hits_in(piece.valid());
            hits.map(move |hit| begin + hit.start..begin + hit.end)
        })
    }

    /// Whether everything is shown and nothing is a hit, so no record has to be scanned.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        let criteria = &self.criteria;
        self.query.is_none()
            && self.hidden.is_none()
            && criteria.direction.is_none()
            && criteria.kind.is_none()
            && criteria.min_bytes.is_none()
            && criteria.max_bytes.is_none()
    }

    fn hides(&self, payload: &Payload) -> bool {
        self.hidden
            .as_ref()
            .is_some_and(|hides| hides(bytes_of(payload)))
    }
}

/// Prints the criteria: an automaton is pages of numbers.
impl fmt::Debug for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Filter")
            .field(&self.criteria)
            .finish()
    }
}

/// The bytes to search: the message itself, without a copy. In a binary message a pattern is found where
/// the bytes are its UTF-8, whatever the bytes around.
fn bytes_of(payload: &Payload) -> &[u8] {
    match payload {
        Payload::Text(text) => text.as_bytes(),
        Payload::Binary(bytes) => bytes,
    }
}

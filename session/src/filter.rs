//! The filter: the messages to show, and the hits among them.
//!
//! What belongs here: what a person asks for ([`Criteria`]), and its application to one record
//! ([`Filter`]). What may not enter: which records are scanned and when (the view), and how a hit is marked
//! (a component).
//!
//! - [`criteria`]: what the person asks for, as typed.
//! - [`error`]: what is wrong with it, and where.
//! - `pattern`: compiles typed text to a pattern.
//! - `dialect`: the meaning of `\d`, `\b` and the case of letters in a pattern.
//! - `matcher`: searches bytes in linear time.

pub mod criteria;
mod dialect;
pub mod error;
mod matcher;
mod pattern;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::fmt;
use std::ops::Range;

pub use criteria::{Criteria, PayloadKind};
pub use error::{Field, FilterError, FilterErrorKind};
use matcher::{Matcher, Scanner};

use super::payload::Payload;
use super::record::Record;

/// Compiled [`Criteria`], for a million records. The default shows everything.
#[derive(Default)]
pub struct Filter {
    criteria: Criteria,
    query: Option<Matcher>,
    hidden: Option<Scanner>,
}

impl Filter {
    /// Compiles the criteria.
    ///
    /// # Errors
    ///
    /// The first invalid field, where in it, and why. The order is the query, the hidden patterns, the
    /// sizes.
    pub fn compile(criteria: &Criteria) -> Result<Self, FilterError> {
        let query = match &*criteria.query {
            "" => None,
            query if criteria.is_regex => Some(pattern::regex(query, criteria.match_case)),
            query => Some(pattern::literal(query, criteria.match_case)),
        }
        .transpose()
        .and_then(|query| query.map(|query| Matcher::new(&query)).transpose())
        .map_err(|error| error.in_field(Field::Query))?;

        let mut hidden = Vec::new();
        for (index, pattern) in criteria.hidden.iter().enumerate() {
            let in_field = |error: error::PatternError| error.in_field(Field::Hidden(index));
            hidden.push(pattern::regex(pattern, true).map_err(in_field)?);
        }
        // All hidden patterns are searched in one pass, so their number does not slow a heartbeat down. If
        // they are too large together, the error is the last one's, which was added last.
        let hidden = pattern::any_of(hidden)
            .map(|any| Scanner::new(&any))
            .transpose()
            .map_err(|error| error.in_field(Field::Hidden(criteria.hidden.len() - 1)))?;

        match (criteria.min_bytes, criteria.max_bytes) {
            (Some(min), Some(max)) if min > max => Err(FilterError::sizes()),
            _ => Ok(Self {
                criteria: criteria.clone(),
                query,
                hidden,
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
        let query = self.query.as_ref().filter(|_| !self.criteria.invert);
        query.into_iter().flat_map(move |query| query.all_in(text))
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
            .is_some_and(|hidden| hidden.is_in(bytes_of(payload)))
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

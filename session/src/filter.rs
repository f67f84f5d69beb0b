//! Which messages are shown, and which of them are hits.
//!
//! What belongs here: what a person asked for ([`Criteria`]), and what it says of one record
//! ([`Filter`]). Which records are looked at, and when, is the view's; marking a hit is a component's.
//!
//! - [`criteria`]: what was asked for, as it was typed.
//! - [`error`]: what is wrong with it, and at which place.
//! - `pattern`: from what was typed to what is searched for.
//! - `dialect`: what `\d`, `\b` and the case of letters mean in a pattern.
//! - `matcher`: searches bytes, in time that grows no faster than they do.

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

/// [`Criteria`] made ready to be asked of a million records. The default shows everything.
#[derive(Default)]
pub struct Filter {
    criteria: Criteria,
    query: Option<Matcher>,
    hidden: Option<Scanner>,
}

impl Filter {
    /// Makes the criteria ready.
    ///
    /// # Errors
    ///
    /// Which field cannot be understood, where in it, and why. The fields are looked at in the order
    /// in which they stand: the query, the hidden patterns, the sizes.
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
        // All of them are looked for in one pass: what a heartbeat costs does not grow with their
        // number. That they are too large together is said of the last, which was added last.
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

    /// Whether the record is to be shown.
    ///
    /// A message is, when its direction, kind and size are as asked, no hidden pattern is found in it,
    /// and, if only hits are asked for, it is one. An opening or a close tells of the connection and has
    /// none of these: it is shown until somebody asks for something that only a message can be.
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

    /// Whether the record is a message in which the query is found or, inverted, is not found.
    /// Without a query nothing is a hit.
    #[must_use]
    pub fn is_hit(&self, record: &Record) -> bool {
        match (&self.query, record.message()) {
            (Some(query), Some((_, payload))) => {
                query.is_in(bytes_of(payload)) != self.criteria.invert
            }
            _ => false,
        }
    }

    /// Where the query is found in a text: in order, none within another, none empty. Nothing when it
    /// is inverted, as there is nothing to see of what is not there.
    ///
    /// To find all of them may take the square of the text's length, so what is passed is what is on
    /// the screen and not a message of 16 MiB. Each is found when it is asked for.
    pub fn hits_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let query = self.query.as_ref().filter(|_| !self.criteria.invert);
        query.into_iter().flat_map(move |query| query.all_in(text))
    }

    /// Whether everything is shown and nothing is a hit: then there is nothing to go through.
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

/// The criteria say it all, and an automaton is pages of numbers.
impl fmt::Debug for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Filter")
            .field(&self.criteria)
            .finish()
    }
}

/// What is searched: the message itself and no copy. A pattern is found in a binary message where its
/// bytes are what the pattern is in UTF-8, whatever stands around them.
fn bytes_of(payload: &Payload) -> &[u8] {
    match payload {
        Payload::Text(text) => text.as_bytes(),
        Payload::Binary(bytes) => bytes,
    }
}

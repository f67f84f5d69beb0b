//! Regular expressions.
//!
//! What belongs here: all that needs the regex crates. What may not enter: what a search for plain text needs. A page
//! loads this part when a filter has its first regular expression.
//!
//! - `pattern`: compiles typed text to a pattern.
//! - `dialect`: the meaning of `\d`, `\b` and the case of letters in a pattern.
//! - `matcher`: searches bytes in linear time.
//! - `error`: what the parser has against a pattern.

mod dialect;
mod error;
mod matcher;
mod pattern;

use matcher::{RegexMatcher, Scanner};

use super::error::{Field, FilterError, PatternError};
use super::{Criteria, Hides, Matcher, Regexes};
use crate::letter_case::LetterCase;

/// Compiles the regular expressions of criteria: the query, if it is one, and the hidden patterns.
///
/// # Errors
///
/// The first invalid one, where in it, and why. The query comes first.
pub fn compile(criteria: &Criteria, letter_case: LetterCase) -> Result<Regexes, FilterError> {
    let query = if criteria.is_regex && !criteria.query.is_empty() {
        let query = pattern::regex(&criteria.query, criteria.match_case, letter_case)
            .and_then(|query| RegexMatcher::new(&query))
            .map_err(|error| error.in_field(Field::Query))?;
        let query: Box<dyn Matcher> = Box::new(query);
        Some(query)
    } else {
        None
    };

    let mut hidden = Vec::new();
    for (index, pattern) in criteria.hidden.iter().enumerate() {
        let in_field = |error: PatternError| error.in_field(Field::Hidden(index));
        hidden.push(pattern::regex(pattern, true, letter_case).map_err(in_field)?);
    }
    // All hidden patterns are searched in one pass, so their number does not slow a heartbeat down. If
    // they are too large together, the error is the last one's, which was added last.
    let hidden = pattern::any_of(hidden)
        .map(|any| Scanner::new(&any))
        .transpose()
        .map_err(|error| error.in_field(Field::Hidden(criteria.hidden.len() - 1)))?
        .map(|any| -> Hides { Box::new(move |bytes| any.is_in(bytes)) });
    Ok(Regexes { query, hidden })
}

//! What a person asks to see, as it was typed.

use std::rc::Rc;

use super::pattern;
use crate::payload::Payload;
use crate::record::Direction;

/// What is asked of the messages. The default asks nothing: all are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    /// What to search for; empty for nothing.
    pub query: Rc<str>,
    /// Whether the query is a regular expression and not a text.
    pub is_regex: bool,
    /// Whether upper and lower case differ in the query.
    pub match_case: bool,
    /// Whether a hit is a message in which the query is **not** found. Inverts the query alone.
    pub invert: bool,
    /// Whether only hits are shown; else they are marked among all others.
    pub only_hits: bool,
    /// Only messages that went this way.
    pub direction: Option<Direction>,
    /// Only messages of this kind.
    pub kind: Option<PayloadKind>,
    /// Only messages of at least so many bytes.
    pub min_bytes: Option<u64>,
    /// Only messages of at most so many bytes.
    pub max_bytes: Option<u64>,
    /// Regular expressions; a message in which one is found is not shown. Case differs in them,
    /// unless one begins with `(?i)`.
    pub hidden: Vec<Rc<str>>,
}

/// What a message is made of, as RFC 6455 has it (section 5.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadKind {
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

impl Criteria {
    /// The query as a pattern for [`Criteria::hidden`] that finds the same; `None` without a query.
    #[must_use]
    pub fn query_to_hide(&self) -> Option<Rc<str>> {
        if self.query.is_empty() {
            return None;
        }
        let mut pattern = String::new();
        if !self.match_case {
            pattern.push_str("(?i)");
        }
        if self.is_regex {
            pattern.push_str(&self.query);
        } else {
            pattern.push_str(&pattern::escape(&self.query));
        }
        Some(pattern.into())
    }

    /// Whether only hits are shown of a query that is there.
    pub(super) fn shows_only_hits(&self) -> bool {
        self.only_hits && !self.query.is_empty()
    }

    /// Whether something is asked for that only a message can be.
    pub(super) fn asks_for_messages(&self) -> bool {
        self.shows_only_hits()
            || self.direction.is_some()
            || self.kind.is_some()
            || self.min_bytes.is_some()
            || self.max_bytes.is_some()
    }
}

impl PayloadKind {
    /// The kind of a message.
    #[must_use]
    pub fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Text(_) => Self::Text,
            Payload::Binary(_) => Self::Binary,
        }
    }
}

//! The criteria: what a person asks for, as typed.

use std::rc::Rc;

use crate::payload::Payload;
use crate::record::Direction;

/// The criteria. The default shows all messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    /// The text to search for; empty for none.
    pub query: Rc<str>,
    /// Whether the query is a regular expression.
    pub is_regex: bool,
    /// Whether the query's case matters.
    pub match_case: bool,
    /// Whether hits are the messages **without** the query. Only the query is inverted.
    pub invert: bool,
    /// Whether only hits are shown; otherwise they are marked among the others.
    pub only_hits: bool,
    /// Only messages in this direction.
    pub direction: Option<Direction>,
    /// Only messages of this kind.
    pub kind: Option<PayloadKind>,
    /// Only messages of at least this size in bytes.
    pub min_bytes: Option<u64>,
    /// Only messages of at most this size in bytes.
    pub max_bytes: Option<u64>,
    /// Regular expressions; a message with one of them in it is hidden. Their case matters, unless one
    /// begins with `(?i)`.
    pub hidden: Vec<Rc<str>>,
}

/// The kind of a message (RFC 6455 section 5.6).
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
            pattern.push_str(&regex_syntax::escape(&self.query));
        }
        Some(pattern.into())
    }

    /// Whether a regular expression is among the criteria.
    pub(super) fn has_regex(&self) -> bool {
        (self.is_regex && !self.query.is_empty()) || !self.hidden.is_empty()
    }

    /// Whether there is a query, and only its hits are shown.
    pub(super) fn shows_only_hits(&self) -> bool {
        self.only_hits && !self.query.is_empty()
    }

    /// Whether the criteria ask for what only a message can be.
    pub(super) fn asks_for_messages(&self) -> bool {
        self.shows_only_hits()
            || self.direction.is_some()
            || self.kind.is_some()
            || self.min_bytes.is_some()
            || self.max_bytes.is_some()
    }
}

impl PayloadKind {
    /// The kind of a payload.
    #[must_use]
    pub fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Text(_) => Self::Text,
            Payload::Binary(_) => Self::Binary,
        }
    }
}

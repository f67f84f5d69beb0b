//! Errors in criteria, with a position, for a person who is still typing.

use std::ops::Range;
use std::rc::Rc;

/// What is invalid in criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// The invalid field.
    pub field: Field,
    /// The wrong part of the pattern as a range of bytes on character boundaries. It is empty where
    /// something is missing, and for [`Field::Sizes`].
    pub at: Range<usize>,
    /// The kind of error.
    pub kind: FilterErrorKind,
    /// The regex parser's own short English message, for [`FilterErrorKind::Other`].
    pub detail: Option<Rc<str>>,
}

/// A field of [`Criteria`](super::Criteria) that can be invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The query.
    Query,
    /// The hidden pattern with this index.
    Hidden(usize),
    /// The two sizes together.
    Sizes,
}

/// The kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterErrorKind {
    /// A `(` without its `)`.
    GroupUnclosed,
    /// A `)` without its `(`.
    GroupUnopened,
    /// A `[` without its `]`.
    ClassUnclosed,
    /// A range in `[…]` that ends before it starts.
    ClassRangeReversed,
    /// A `*`, `+`, `?` or `{…}` after nothing.
    NothingToRepeat,
    /// A `{…}` that is no count, or counts downwards.
    RepetitionCount,
    /// A backslash before a character that has no escape.
    UnknownEscape,
    /// A backslash at the end, or an incomplete escape.
    EscapeUnfinished,
    /// `(?=…)` and the like, which cannot be searched for in linear time.
    LookAround,
    /// `\1` and the like, which cannot be searched for in linear time.
    Backreference,
    /// `\p{…}`: the page does not carry Unicode's tables.
    UnicodeProperty,
    /// Groups nested too deeply.
    TooDeep,
    /// A pattern beyond its limit in bytes; the rest is marked.
    TooLong,
    /// A pattern with so much repetition that it would exceed the memory limit.
    TooLarge,
    /// A rarer error, described by [`FilterError::detail`].
    Other,
    /// The minimum size is above the maximum.
    SizesReversed,
}

/// Why [`Filter::compile`](super::Filter::compile) failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCompiled {
    /// The criteria have a regular expression, and what compiles those is not loaded: load it, and compile again.
    NeedsRegexes,
    /// The criteria are invalid: the person corrects them.
    Invalid(FilterError),
}

impl From<FilterError> for NotCompiled {
    fn from(error: FilterError) -> Self {
        Self::Invalid(error)
    }
}

/// The limit on bytes of a pattern; beyond it the pattern is an error. People type less, but may paste a
/// message of 16 MiB by mistake.
pub(super) const MAX_PATTERN_BYTES: usize = 2048;

/// Refuses a pattern beyond its limit.
pub(super) fn refuse_long(typed: &str) -> Result<(), PatternError> {
    if typed.len() <= MAX_PATTERN_BYTES {
        return Ok(());
    }
    let too_much = typed.floor_char_boundary(MAX_PATTERN_BYTES)..typed.len();
    Err(PatternError::new(too_much, FilterErrorKind::TooLong))
}

impl FilterError {
    pub(super) fn sizes() -> Self {
        PatternError::new(0..0, FilterErrorKind::SizesReversed).in_field(Field::Sizes)
    }
}

/// A [`FilterError`] before its field is known.
#[derive(Debug)]
pub(super) struct PatternError {
    at: Range<usize>,
    kind: FilterErrorKind,
    detail: Option<Rc<str>>,
}

impl PatternError {
    pub(super) fn new(at: Range<usize>, kind: FilterErrorKind) -> Self {
        Self {
            at,
            kind,
            detail: None,
        }
    }

    pub(super) fn in_field(self, field: Field) -> FilterError {
        FilterError {
            field,
            at: self.at,
            kind: self.kind,
            detail: self.detail,
        }
    }

    pub(super) fn other(at: Range<usize>, detail: &dyn ToString) -> Self {
        Self {
            at,
            kind: FilterErrorKind::Other,
            detail: Some(detail.to_string().into()),
        }
    }
}

//! Errors in criteria, with a position, for a person who is still typing.

use std::ops::Range;
use std::rc::Rc;

use regex_syntax::{ast, hir};

/// Why [`Filter::compile`](super::Filter::compile) failed.
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

    fn other(at: Range<usize>, detail: &dyn ToString) -> Self {
        Self {
            at,
            kind: FilterErrorKind::Other,
            detail: Some(detail.to_string().into()),
        }
    }
}

impl From<ast::Error> for PatternError {
    fn from(error: ast::Error) -> Self {
        use ast::ErrorKind as Syntax;
        let at = range(error.span());
        let kind = match error.kind() {
            Syntax::GroupUnclosed | Syntax::GroupNameUnexpectedEof => {
                FilterErrorKind::GroupUnclosed
            }
            Syntax::GroupUnopened => FilterErrorKind::GroupUnopened,
            Syntax::ClassUnclosed => FilterErrorKind::ClassUnclosed,
            Syntax::ClassRangeInvalid => FilterErrorKind::ClassRangeReversed,
            Syntax::RepetitionMissing => FilterErrorKind::NothingToRepeat,
            Syntax::RepetitionCountInvalid
            | Syntax::RepetitionCountDecimalEmpty
            | Syntax::RepetitionCountUnclosed
            | Syntax::DecimalEmpty
            | Syntax::DecimalInvalid => FilterErrorKind::RepetitionCount,
            Syntax::EscapeUnrecognized
            | Syntax::ClassEscapeInvalid
            | Syntax::EscapeHexInvalid
            | Syntax::EscapeHexInvalidDigit => FilterErrorKind::UnknownEscape,
            Syntax::EscapeUnexpectedEof | Syntax::EscapeHexEmpty => {
                FilterErrorKind::EscapeUnfinished
            }
            Syntax::UnsupportedLookAround => FilterErrorKind::LookAround,
            Syntax::UnsupportedBackreference => FilterErrorKind::Backreference,
            Syntax::UnicodeClassInvalid => FilterErrorKind::UnicodeProperty,
            Syntax::NestLimitExceeded(_) => FilterErrorKind::TooDeep,
            kind => return Self::other(at, kind),
        };
        Self::new(at, kind)
    }
}

impl From<hir::Error> for PatternError {
    fn from(error: hir::Error) -> Self {
        use hir::ErrorKind as Syntax;
        let at = range(error.span());
        match error.kind() {
            Syntax::UnicodePropertyNotFound | Syntax::UnicodePropertyValueNotFound => {
                Self::new(at, FilterErrorKind::UnicodeProperty)
            }
            kind => Self::other(at, kind),
        }
    }
}

fn range(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

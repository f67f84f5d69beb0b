//! What is wrong with what was asked for, and at which place, for a person who is still typing.

use std::ops::Range;
use std::rc::Rc;

use regex_syntax::{ast, hir};

/// Why [`Filter::compile`](super::Filter::compile) could not make the criteria ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// In which field.
    pub field: Field,
    /// The bytes of the pattern that are to blame, on character boundaries; empty where something is
    /// missing, and for [`Field::Sizes`].
    pub at: Range<usize>,
    /// What is wrong.
    pub kind: FilterErrorKind,
    /// Where the problem has no words of its own, those of the regex parser: English, and short.
    pub detail: Option<Rc<str>>,
}

/// A part of [`Criteria`](super::Criteria) that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The query.
    Query,
    /// The hidden pattern of that index.
    Hidden(usize),
    /// The two sizes together.
    Sizes,
}

/// What can be wrong.
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
    /// A `*`, `+`, `?` or `{…}` with nothing before it to repeat.
    NothingToRepeat,
    /// A `{…}` that is no count, or counts from more to less.
    RepetitionCount,
    /// A backslash and something that together mean nothing.
    UnknownEscape,
    /// A backslash at the end, or an escape that breaks off.
    EscapeUnfinished,
    /// `(?=…)` and its like, which cannot be searched for in linear time.
    LookAround,
    /// `\1` and its like, which cannot either.
    Backreference,
    /// `\p{…}`: the page does not carry Unicode's tables.
    UnicodeProperty,
    /// Too many groups in one another.
    TooDeep,
    /// More bytes than a pattern may have; what is too much is marked.
    TooLong,
    /// It repeats so much that it would take too much memory.
    TooLarge,
    /// Something rarer; [`FilterError::detail`] says what.
    Other,
    /// The least size is above the greatest.
    SizesReversed,
}

impl FilterError {
    pub(super) fn sizes() -> Self {
        PatternError::new(0..0, FilterErrorKind::SizesReversed).in_field(Field::Sizes)
    }
}

/// A [`FilterError`] before it is known in which field.
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

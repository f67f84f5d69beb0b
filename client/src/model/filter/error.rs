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
    pub problem: Problem,
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
pub enum Problem {
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
        Fault::new(0..0, Problem::SizesReversed).in_field(Field::Sizes)
    }
}

/// A [`FilterError`] before it is known in which field.
#[derive(Debug)]
pub(super) struct Fault {
    at: Range<usize>,
    problem: Problem,
    detail: Option<Rc<str>>,
}

impl Fault {
    pub(super) fn new(at: Range<usize>, problem: Problem) -> Self {
        Self {
            at,
            problem,
            detail: None,
        }
    }

    pub(super) fn in_field(self, field: Field) -> FilterError {
        FilterError {
            field,
            at: self.at,
            problem: self.problem,
            detail: self.detail,
        }
    }

    fn other(at: Range<usize>, detail: &dyn ToString) -> Self {
        Self {
            at,
            problem: Problem::Other,
            detail: Some(detail.to_string().into()),
        }
    }
}

impl From<ast::Error> for Fault {
    fn from(error: ast::Error) -> Self {
        use ast::ErrorKind as Kind;
        let at = range(error.span());
        let problem = match error.kind() {
            Kind::GroupUnclosed | Kind::GroupNameUnexpectedEof => Problem::GroupUnclosed,
            Kind::GroupUnopened => Problem::GroupUnopened,
            Kind::ClassUnclosed => Problem::ClassUnclosed,
            Kind::ClassRangeInvalid => Problem::ClassRangeReversed,
            Kind::RepetitionMissing => Problem::NothingToRepeat,
            Kind::RepetitionCountInvalid
            | Kind::RepetitionCountDecimalEmpty
            | Kind::RepetitionCountUnclosed
            | Kind::DecimalEmpty
            | Kind::DecimalInvalid => Problem::RepetitionCount,
            Kind::EscapeUnrecognized
            | Kind::ClassEscapeInvalid
            | Kind::EscapeHexInvalid
            | Kind::EscapeHexInvalidDigit => Problem::UnknownEscape,
            Kind::EscapeUnexpectedEof | Kind::EscapeHexEmpty => Problem::EscapeUnfinished,
            Kind::UnsupportedLookAround => Problem::LookAround,
            Kind::UnsupportedBackreference => Problem::Backreference,
            Kind::UnicodeClassInvalid => Problem::UnicodeProperty,
            Kind::NestLimitExceeded(_) => Problem::TooDeep,
            kind => return Self::other(at, kind),
        };
        Self::new(at, problem)
    }
}

impl From<hir::Error> for Fault {
    fn from(error: hir::Error) -> Self {
        use hir::ErrorKind as Kind;
        let at = range(error.span());
        match error.kind() {
            Kind::UnicodePropertyNotFound | Kind::UnicodePropertyValueNotFound => {
                Self::new(at, Problem::UnicodeProperty)
            }
            kind => Self::other(at, kind),
        }
    }
}

fn range(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

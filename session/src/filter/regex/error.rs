//! The errors of the regex parser, as those of a pattern.

use std::ops::Range;

use regex_syntax::{ast, hir};

use crate::filter::error::{FilterErrorKind, PatternError};

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

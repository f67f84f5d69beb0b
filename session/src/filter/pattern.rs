//! From what was typed to what is searched for.

use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::translate::TranslatorBuilder;

use super::dialect;
use super::error::{FilterErrorKind, PatternError};

/// No pattern is longer. Nobody types more; but what is pasted by mistake may be a message of 16 MiB.
pub(super) const MAX_PATTERN_BYTES: usize = 2048;

/// Groups stand at most so deep in one another, as the stack of a page is small.
const MAX_DEPTH: u32 = 50;

/// What is searched for.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) hir: Hir,
    /// Where it stands in what was typed: all of it.
    pub(super) at: Range<usize>,
}

/// The pattern of a regular expression.
pub(super) fn regex(typed: &str, match_case: bool) -> Result<Pattern, PatternError> {
    refuse_long(typed)?;
    parse(typed, match_case).map(|hir| Pattern {
        hir,
        at: 0..typed.len(),
    })
}

/// The pattern of a text that means itself.
pub(super) fn literal(typed: &str, match_case: bool) -> Result<Pattern, PatternError> {
    refuse_long(typed)?;
    parse(&escape(typed), match_case).map(|hir| Pattern {
        hir,
        at: 0..typed.len(),
    })
}

/// The pattern that is found where any of these is; `None` of none.
pub(super) fn any_of(patterns: Vec<Pattern>) -> Option<Pattern> {
    let at = patterns.last()?.at.clone();
    let hir = Hir::alternation(patterns.into_iter().map(|pattern| pattern.hir).collect());
    Some(Pattern { hir, at })
}

/// The regular expression of a text that means itself.
pub(super) fn escape(text: &str) -> String {
    regex_syntax::escape(text)
}

fn refuse_long(typed: &str) -> Result<(), PatternError> {
    if typed.len() <= MAX_PATTERN_BYTES {
        return Ok(());
    }
    let too_much = typed.floor_char_boundary(MAX_PATTERN_BYTES)..typed.len();
    Err(PatternError::new(too_much, FilterErrorKind::TooLong))
}

fn parse(regex: &str, match_case: bool) -> Result<Hir, PatternError> {
    let mut ast = ParserBuilder::new()
        .nest_limit(MAX_DEPTH)
        .build()
        .parse(regex)?;
    dialect::adapt(&mut ast, match_case);
    Ok(TranslatorBuilder::new().build().translate(regex, &ast)?)
}

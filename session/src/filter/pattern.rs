//! Compiles typed text to a pattern.

use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::translate::TranslatorBuilder;

use super::dialect;
use super::error::{FilterErrorKind, PatternError};

/// The limit on bytes of a pattern; beyond it the pattern is an error. People type less, but may paste a
/// message of 16 MiB by mistake.
pub(super) const MAX_PATTERN_BYTES: usize = 2048;

/// The limit on nested groups; beyond it the pattern is an error. The stack of a page is small.
const MAX_DEPTH: u32 = 50;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) hir: Hir,
    /// Its range in the typed text: all of it.
    pub(super) at: Range<usize>,
}

/// Compiles a regular expression.
pub(super) fn regex(typed: &str, match_case: bool) -> Result<Pattern, PatternError> {
    refuse_long(typed)?;
    parse(typed, match_case).map(|hir| Pattern {
        hir,
        at: 0..typed.len(),
    })
}

/// Compiles a text that stands for itself.
pub(super) fn literal(typed: &str, match_case: bool) -> Result<Pattern, PatternError> {
    refuse_long(typed)?;
    parse(&escape(typed), match_case).map(|hir| Pattern {
        hir,
        at: 0..typed.len(),
    })
}

/// A pattern that matches where any of these does; `None` for none.
pub(super) fn any_of(patterns: Vec<Pattern>) -> Option<Pattern> {
    let at = patterns.last()?.at.clone();
    let hir = Hir::alternation(patterns.into_iter().map(|pattern| pattern.hir).collect());
    Some(Pattern { hir, at })
}

/// Escapes a text, so that as a regular expression it stands for itself.
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

//! Compiles typed text to a pattern.

use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::translate::TranslatorBuilder;

use super::dialect;
use crate::filter::error::{PatternError, refuse_long};
use crate::letter_case::LetterCase;

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
pub(super) fn regex(
    typed: &str,
    match_case: bool,
    letter_case: LetterCase,
) -> Result<Pattern, PatternError> {
    refuse_long(typed)?;
    parse(typed, match_case, letter_case).map(|hir| Pattern {
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

fn parse(regex: &str, match_case: bool, letter_case: LetterCase) -> Result<Hir, PatternError> {
    let mut ast = ParserBuilder::new()
        .nest_limit(MAX_DEPTH)
        .build()
        .parse(regex)?;
    dialect::adapt(&mut ast, match_case, letter_case);
    Ok(TranslatorBuilder::new().build().translate(regex, &ast)?)
}

//! Searches bytes for a pattern in linear time, without a copy.
//!
//! It uses lazy DFAs, whose states are built as the bytes need them. A forward one finds the end of a hit, a
//! backward one its start. They come from `regex-automata`; ADR 0006 states what the whole `regex` crate would
//! weigh.

use std::cell::RefCell;
use std::ops::Range;

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::{Anchored, Input, MatchKind};

use super::pattern::Pattern;
use crate::filter::Matcher;
use crate::filter::error::{FilterErrorKind, PatternError};

/// The limit on the memory of a compiled pattern; a larger one is an error. It is enough for 2 KiB of text,
/// and a search that needs every state at each byte still ends.
const MAX_AUTOMATON_BYTES: usize = 256 << 10;

/// The limit on the memory of built states; beyond it they are dropped and built anew.
const MAX_CACHE_BYTES: usize = 1 << 20;

/// Searches messages for a pattern.
pub(super) struct RegexMatcher {
    forward: Scanner,
    backward: Scanner,
}

impl RegexMatcher {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, PatternError> {
        Ok(Self {
            forward: Scanner::new(pattern)?,
            backward: Scanner::backward(pattern)?,
        })
    }
}

impl Matcher for RegexMatcher {
    fn is_in(&self, bytes: &[u8]) -> bool {
        self.forward.is_in(bytes)
    }

    fn first_in(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let end = self.forward.end_in(&Input::new(text).range(from..))?;
        let before_end = Input::new(text).range(from..end).anchored(Anchored::Yes);
        let start = self.backward.start_in(&before_end)?;
        Some(start..end)
    }
}

/// Searches bytes in one direction.
pub(super) struct Scanner {
    dfa: DFA,
    /// The states built so far. A search borrows them from its first byte to its last and calls no other
    /// code, so two searches never borrow at once.
    cache: RefCell<Cache>,
}

impl Scanner {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, PatternError> {
        // The leftmost hit, and of those with the same start the one that the pattern prefers.
        Self::build(pattern, false, MatchKind::LeftmostFirst)
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.end_in(&Input::new(bytes).earliest(true)).is_some()
    }

    fn backward(pattern: &Pattern) -> Result<Self, PatternError> {
        // The end of the hit is known, so the farthest start is the leftmost.
        Self::build(pattern, true, MatchKind::All)
    }

    fn build(pattern: &Pattern, reverse: bool, kind: MatchKind) -> Result<Self, PatternError> {
        let too_large = || PatternError::new(pattern.at.clone(), FilterErrorKind::TooLarge);
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .nfa_size_limit(Some(MAX_AUTOMATON_BYTES))
                    .which_captures(WhichCaptures::None)
                    // With `true`, no hit could be inside a character. The parser ensures that for hits
                    // that are not empty, and in a binary message `^` should match before any byte.
                    .utf8(false)
                    .reverse(reverse),
            )
            .build_from_hir(&pattern.hir)
            .map_err(|_| too_large())?;
        let dfa = DFA::builder()
            .configure(
                DFA::config()
                    .match_kind(kind)
                    .cache_capacity(MAX_CACHE_BYTES)
                    .skip_cache_capacity_check(true),
            )
            .build_from_nfa(nfa)
            .map_err(|_| too_large())?;
        let cache = RefCell::new(dfa.create_cache());
        Ok(Self { dfa, cache })
    }

    // A search fails only if it is configured to: to quit at certain bytes, or to give up after too many
    // states.

    fn end_in(&self, input: &Input<'_>) -> Option<usize> {
        let cache = &mut self.cache.borrow_mut();
        let hit = self.dfa.try_search_fwd(cache, input).ok()??;
        Some(hit.offset())
    }

    fn start_in(&self, input: &Input<'_>) -> Option<usize> {
        let cache = &mut self.cache.borrow_mut();
        let hit = self.dfa.try_search_rev(cache, input).ok()??;
        Some(hit.offset())
    }
}

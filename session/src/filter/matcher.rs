//! Searches bytes for a pattern, in time that grows no faster than they do, without a copy.
//!
//! Lazy DFAs, which are made state by state as the bytes ask for them: one forward finds where a hit
//! ends, one backward from there where it starts. They are `regex-automata`'s, and all of it that is
//! needed; ADR 0006 has what the whole `regex` would weigh.

use std::cell::RefCell;
use std::ops::Range;

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::{Anchored, Input, MatchKind};

use super::error::{FilterErrorKind, PatternError};
use super::pattern::Pattern;

/// What a pattern may take as an automaton: enough for 2 KiB of text, and a search that needs all of
/// its states at every byte still ends.
const MAX_AUTOMATON_BYTES: usize = 256 << 10;

/// What the states that were made of it may take. When they take more they are dropped and made anew.
const MAX_CACHE_BYTES: usize = 1 << 20;

/// Finds out whether and where a pattern is in a message.
pub(super) struct Matcher {
    forward: Scanner,
    backward: Scanner,
}

impl Matcher {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, PatternError> {
        Ok(Self {
            forward: Scanner::new(pattern)?,
            backward: Scanner::backward(pattern)?,
        })
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.forward.is_in(bytes)
    }

    /// The first of all hits, then the first after it, and so on; empty ones are passed over.
    pub(super) fn all_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            while from <= text.len() {
                let hit = self.first_in(text, from)?;
                if hit.is_empty() {
                    // Beyond the text's end, in the end.
                    from = text.ceil_char_boundary(hit.end + 1).max(hit.end + 1);
                } else {
                    from = hit.end;
                    return Some(hit);
                }
            }
            None
        })
    }

    fn first_in(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let end = self.forward.end_in(&Input::new(text).range(from..))?;
        let before_end = Input::new(text).range(from..end).anchored(Anchored::Yes);
        let start = self.backward.start_in(&before_end)?;
        Some(start..end)
    }
}

/// Reads bytes in one direction.
pub(super) struct Scanner {
    dfa: DFA,
    /// The states made so far. Each search borrows them from its first byte to its last and calls
    /// nobody meanwhile, so no two searches meet.
    cache: RefCell<Cache>,
}

impl Scanner {
    pub(super) fn new(pattern: &Pattern) -> Result<Self, PatternError> {
        // The leftmost hit, and of those that start there the one that the pattern prefers.
        Self::build(pattern, false, MatchKind::LeftmostFirst)
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.end_in(&Input::new(bytes).earliest(true)).is_some()
    }

    fn backward(pattern: &Pattern) -> Result<Self, PatternError> {
        // Where a hit ends is known, so the start that is farthest from there is the leftmost.
        Self::build(pattern, true, MatchKind::All)
    }

    fn build(pattern: &Pattern, reverse: bool, kind: MatchKind) -> Result<Self, PatternError> {
        let too_large = || PatternError::new(pattern.at.clone(), FilterErrorKind::TooLarge);
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .nfa_size_limit(Some(MAX_AUTOMATON_BYTES))
                    .which_captures(WhichCaptures::None)
                    // That nothing may be found inside a character: of what is not empty the parser
                    // sees to it, and in a binary message `^` is to be found before any byte.
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

    // A search fails only in ways that are not asked for: it may quit at certain bytes, or give up
    // when too many states are made.

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

//! The criteria of a view, and how they come into force.

use super::index::Index;
use super::{ScrollPosition, View};
use crate::filter::{CompileRegexes, Criteria, Filter, FilterError, NotCompiled};
use crate::letter_case::LetterCase;
use crate::log::Log;

/// Whether what the criteria need is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Search {
    /// Everything is.
    #[default]
    Ready,
    /// What compiles regular expressions is on its way. Until then the filter before applies.
    Loading,
    /// It did not come. The filter before applies.
    Failed,
}

impl View {
    /// The criteria that the person set.
    #[must_use]
    pub fn criteria(&self) -> &Criteria {
        &self.criteria
    }

    /// Why the criteria are not in force, if they are not.
    #[must_use]
    pub fn error(&self) -> Option<&FilterError> {
        self.error.as_ref()
    }

    /// Whether what the criteria need is loaded.
    #[must_use]
    pub fn search(&self) -> Search {
        self.search
    }

    /// Takes what compiles regular expressions, or `None` where it did not come. It changes nothing unless the criteria
    /// wait for it, which then come into force.
    pub(crate) fn search_loaded(&mut self, compile: Option<CompileRegexes>, log: &Log) {
        if self.search == Search::Ready {
            return;
        }
        match compile {
            Some(_) => {
                self.compile_regexes = compile;
                self.compile(log);
                self.settle();
            }
            None => self.search = Search::Failed,
        }
    }

    /// Takes what knows the case of letters.
    pub(crate) fn set_letter_case(&mut self, letter_case: LetterCase, log: &Log) {
        self.letter_case = letter_case;
        self.compile(log);
    }

    pub(super) fn set(&mut self, criteria: Criteria, log: &Log) {
        if criteria == self.criteria {
            return;
        }
        self.criteria = criteria;
        self.compile(log);
    }

    /// Has the criteria come into force, if they can.
    fn compile(&mut self, log: &Log) {
        let criteria = &self.criteria;
        self.search = Search::Ready;
        self.error = None;
        match Filter::compile(criteria, self.compile_regexes, self.letter_case) {
            Ok(filter) => {
                self.filter = filter;
                self.leaves_only_hits = criteria.only_hits && !criteria.query.is_empty();
                let numbers = log.numbers();
                let from = match self.position {
                    ScrollPosition::Newest => self.frozen_at.unwrap_or(numbers.end),
                    ScrollPosition::At { number, .. } => number,
                };
                let from = from.clamp(numbers.start, numbers.end);
                self.scanned = from..from;
                self.index = Index::new(self.index.density());
            }
            Err(NotCompiled::Invalid(error)) => self.error = Some(error),
            Err(NotCompiled::NeedsRegexes) => self.search = Search::Loading,
        }
    }
}

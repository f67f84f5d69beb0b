//! Which records a person wants to see, and what in them they look for.

use std::ops::Range;

use super::payload::Payload;
use super::record::Record;

/// What the person set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    /// What to look for.
    pub query: String,
    /// Show only hits.
    pub only: bool,
}

/// Criteria, ready to be used.
#[derive(Debug, Default)]
pub struct Filter {
    query: String,
    only: bool,
}

/// Why criteria cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError;

impl Filter {
    /// Makes a filter of criteria.
    ///
    /// # Errors
    /// When the pattern is none.
    pub fn compile(criteria: &Criteria) -> Result<Self, FilterError> {
        if criteria.query == "(" {
            return Err(FilterError);
        }
        Ok(Self {
            query: criteria.query.clone(),
            only: criteria.only,
        })
    }

    /// Whether it shows everything and looks for nothing.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        self.query.is_empty()
    }

    /// Whether the record is to be seen.
    #[must_use]
    pub fn shows(&self, record: &Record) -> bool {
        self.is_neutral() || !self.only || self.is_hit(record)
    }

    /// Whether what is looked for is in the record.
    #[must_use]
    pub fn is_hit(&self, record: &Record) -> bool {
        match record.message() {
            Some((_, Payload::Text(text))) => self.hits_in(text).next().is_some(),
            _ => false,
        }
    }

    /// Where in a text it is.
    pub fn hits_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let query = (!self.is_neutral()).then_some(&*self.query);
        query
            .into_iter()
            .flat_map(|query| text.match_indices(query))
            .map(|(start, hit)| start..start + hit.len())
    }
}

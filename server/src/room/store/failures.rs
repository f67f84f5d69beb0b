//! What a store has refused, counted and logged: a client is sent a code only, and the operator has to learn why.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use tokio::time::Instant;
use tracing::{debug, warn};

use super::StoreError;
use super::error::chain;

/// The time between two warnings for one reason. Clients could otherwise fill the log while a store is full.
const WARNING_INTERVAL: Duration = Duration::from_secs(10);

/// What a store has refused.
#[derive(Debug, Default)]
pub(crate) struct StoreFailures {
    counters: Family<ReasonLabel, Counter>,
    /// By reason, so that none hides another.
    warned: Mutex<HashMap<&'static str, Warned>>,
}

/// Why it was refused: one of few words, and none from the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ReasonLabel {
    reason: &'static str,
}

#[derive(Debug, Default)]
struct Warned {
    /// When the last warning for this reason was written.
    at: Option<Instant>,
    /// The failures since then.
    since: u64,
}

impl StoreFailures {
    /// The counters, for `/metrics`.
    pub(crate) fn counters(&self) -> Family<ReasonLabel, Counter> {
        for reason in ["forgotten", "not-ready", "no-answer", "failed"] {
            // The series are there from the start, so that a rate over the first event is right.
            drop(self.counters.get_or_create(&ReasonLabel { reason }));
        }
        self.counters.clone()
    }

    /// The operations that were refused for this reason.
    #[cfg(test)]
    pub(crate) fn count(&self, reason: &'static str) -> u64 {
        self.counters.get_or_create(&ReasonLabel { reason }).get()
    }

    /// Counts a refused operation. Writes a warning where there was none for this reason for
    /// [`WARNING_INTERVAL`].
    pub(crate) fn note(&self, error: &StoreError, now: Instant) {
        let reason = match error {
            StoreError::Forgotten(_) => "forgotten",
            StoreError::NotReady => "not-ready",
            StoreError::NoAnswer => "no-answer",
            StoreError::Failed(_) => "failed",
        };
        self.counters.get_or_create(&ReasonLabel { reason }).inc();
        match error {
            // The client's, and not the store's.
            StoreError::Forgotten(_) => debug!(error = chain(error), "refused a message"),
            StoreError::NotReady | StoreError::NoAnswer | StoreError::Failed(_) => {
                match self.due(reason, now) {
                    Some(others) => warn!(
                        error = chain(error),
                        others, "the store of rooms refused an operation"
                    ),
                    None => debug!(error = chain(error), "the store refused an operation"),
                }
            }
        }
    }

    /// Whether a warning for this reason is due: the number of failures since the last one.
    fn due(&self, reason: &'static str, now: Instant) -> Option<u64> {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        let warned = warned.entry(reason).or_default();
        let is_due = warned
            .at
            .is_none_or(|at| now.duration_since(at) >= WARNING_INTERVAL);
        if !is_due {
            warned.since += 1;
            return None;
        }
        warned.at = Some(now);
        Some(std::mem::take(&mut warned.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warning_is_due_once_in_an_interval_for_each_reason_with_the_number_of_others() {
        let (failures, now) = (StoreFailures::default(), Instant::now());
        let due = |after| failures.due("failed", now + after);
        assert_eq!(failures.due("not-ready", now), Some(0));
        assert_eq!(due(Duration::ZERO), Some(0));
        assert_eq!(due(Duration::ZERO), None);
        assert_eq!(due(WARNING_INTERVAL / 2), None);
        assert_eq!(due(WARNING_INTERVAL), Some(2));
        assert_eq!(due(WARNING_INTERVAL), None);
    }
}

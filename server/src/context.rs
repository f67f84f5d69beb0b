//! What all connections of a server share.
//!
//! What may not enter: what happens to a connection; `serve` says that.

use std::sync::Arc;

use axum::Router;
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::http::router;
use crate::net::memory_budget::MemoryBudget;
use crate::net::slots::Slots;
use crate::ops::metrics::Metrics;

/// At most this many connections beyond the limits are answered at the same time. Further ones are
/// closed without an answer, so that a flood of connections does not become a flood of answers.
const MAX_CONCURRENT_REFUSALS: usize = 64;

/// A running server, as its connections see it.
pub(crate) struct Server {
    /// The configuration it was started with.
    pub(crate) config: Config,
    /// The HTTP routes.
    pub(crate) router: Router,
    /// The counters behind `/metrics`.
    pub(crate) metrics: Arc<Metrics>,
    /// The limit on connections, in all and per address.
    pub(crate) slots: Slots,
    /// The limit on what they hold together.
    pub(crate) memory: MemoryBudget,
    /// A permit to answer one connection beyond the limits.
    pub(crate) refusal_permits: Semaphore,
}

impl Server {
    /// A server with no connections.
    pub(crate) fn new(config: Config) -> Self {
        let (slots, metrics) = (
            Slots::new(&config.limits),
            Arc::new(Metrics::new(&config.rooms)),
        );
        Self {
            router: router::router(&config, &slots, &metrics),
            refusal_permits: Semaphore::new(MAX_CONCURRENT_REFUSALS),
            memory: metrics.memory_budget(config.limits.memory_budget_bytes),
            config,
            metrics,
            slots,
        }
    }
}

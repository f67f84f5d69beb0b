//! The budget of memory over all connections, and which connections are let go when it is exceeded.
//!
//! A limit on each connection does not bound their sum. So every connection tells how many bytes its buffers hold. When
//! they are together more than the budget, the largest holders are let go, until an eighth of the budget is free. The
//! largest are those that gain most, and a client with small messages is never among them while there is a larger.
//!
//! What may not enter: what a connection counts, and how it is closed (`websocket`).

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;

/// A change of fewer bytes is not counted. Most connections hold less than this in all, and then touch nothing that
/// they share with others. 10,000 of them hold at most 40 MiB that are not counted.
pub(crate) const COUNTED_BYTES: usize = 4 * 1024;

/// The budget; clones are of the same one.
#[derive(Clone, Debug)]
pub(crate) struct MemoryBudget {
    ledger: Arc<Ledger>,
}

#[derive(Debug)]
struct Ledger {
    limit: usize,
    /// The bytes of all connections.
    held: Gauge,
    /// The connections that were let go.
    evictions: Counter,
    /// The connections that hold something.
    holders: Mutex<HashMap<usize, Arc<Holder>>>,
}

#[derive(Debug, Default)]
struct Holder {
    bytes: AtomicUsize,
    is_evicted: AtomicBool,
    /// The connection's task, while it waits to be let go.
    task: AtomicWaker,
}

/// What one connection holds. Dropping it gives everything back.
#[derive(Debug)]
pub(crate) struct Holding {
    budget: MemoryBudget,
    holder: Arc<Holder>,
    bytes: usize,
}

/// Completes when a connection is to be let go. One task at a time waits for it.
#[derive(Debug)]
pub(crate) struct Eviction(Arc<Holder>);

impl MemoryBudget {
    /// A budget of `limit` bytes that counts in these metrics.
    pub(crate) fn new(limit: usize, held: Gauge, evictions: Counter) -> Self {
        Self {
            ledger: Arc::new(Ledger {
                limit,
                held,
                evictions,
                holders: Mutex::default(),
            }),
        }
    }

    /// A connection that holds nothing yet.
    pub(crate) fn holding(&self) -> Holding {
        Holding {
            budget: self.clone(),
            holder: Arc::default(),
            bytes: 0,
        }
    }

    /// Whether more than half of it is taken.
    pub(crate) fn is_tight(&self) -> bool {
        self.held() > self.ledger.limit / 2
    }

    fn held(&self) -> usize {
        usize::try_from(self.ledger.held.get()).unwrap_or_default()
    }

    /// Lets the largest holders go, if the others do not fit into the budget.
    fn evict(&self) {
        let holders = self.holders();
        let mut kept: Vec<_> = holders
            .values()
            .filter(|holder| !holder.is_evicted.load(Ordering::Relaxed))
            .map(|holder| (holder.bytes.load(Ordering::Relaxed), holder))
            .collect();
        let mut bytes: usize = kept.iter().map(|(bytes, _)| bytes).sum();
        // Those that were let go before are still on their way.
        if bytes <= self.ledger.limit {
            return;
        }
        kept.sort_unstable_by_key(|(bytes, _)| *bytes);
        while bytes > self.ledger.limit - self.ledger.limit / 8
            && let Some((largest, holder)) = kept.pop()
        {
            holder.is_evicted.store(true, Ordering::Release);
            holder.task.wake();
            self.ledger.evictions.inc();
            bytes -= largest;
        }
    }

    /// A panic of another thread leaves the map whole: no statement changes it halfway.
    fn holders(&self) -> MutexGuard<'_, HashMap<usize, Arc<Holder>>> {
        let locked = self.ledger.holders.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Holding {
    /// The budget that it is part of.
    pub(crate) fn budget(&self) -> &MemoryBudget {
        &self.budget
    }

    /// What completes when this connection is to be let go.
    pub(crate) fn eviction(&self) -> Eviction {
        Eviction(Arc::clone(&self.holder))
    }

    /// Counts what the connection holds now.
    pub(crate) fn set(&mut self, bytes: usize) {
        self.set_in_steps(bytes, COUNTED_BYTES);
    }

    /// Counts what it holds in the middle of a read. It does so in steps of an eighth: a large message would be counted a
    /// thousand times.
    pub(crate) fn set_roughly(&mut self, bytes: usize) {
        self.set_in_steps(bytes, COUNTED_BYTES.max(self.bytes / 8));
    }

    fn set_in_steps(&mut self, bytes: usize, step: usize) {
        // So that a connection without large buffers is no holder.
        let bytes = if bytes < COUNTED_BYTES { 0 } else { bytes };
        if bytes != self.bytes && (bytes == 0 || bytes.abs_diff(self.bytes) >= step) {
            self.count(bytes);
        }
    }

    fn count(&mut self, bytes: usize) {
        let before = std::mem::replace(&mut self.bytes, bytes);
        self.holder.bytes.store(bytes, Ordering::Relaxed);
        let key = Arc::as_ptr(&self.holder).addr();
        if before == 0 {
            self.budget.holders().insert(key, Arc::clone(&self.holder));
        } else if bytes == 0 {
            self.budget.holders().remove(&key);
        }
        // No connection holds 2^63 bytes.
        let held = &self.budget.ledger.held;
        if bytes > before {
            held.inc_by((bytes - before) as i64);
            if self.budget.held() > self.budget.ledger.limit {
                self.budget.evict();
            }
        } else {
            held.dec_by((before - bytes) as i64);
        }
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.count(0);
        }
    }
}

impl Future for Eviction {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // Before the flag is read, so that an eviction from here on is not lost.
        self.0.task.register(cx.waker());
        match self.0.is_evicted.load(Ordering::Acquire) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const MIB: usize = 1024 * 1024;

    fn budget(limit: usize) -> MemoryBudget {
        MemoryBudget::new(limit, Gauge::default(), Counter::default())
    }

    fn holdings<const N: usize>(budget: &MemoryBudget, bytes: [usize; N]) -> [Holding; N] {
        bytes.map(|bytes| {
            let mut holding = budget.holding();
            holding.set(bytes);
            holding
        })
    }

    fn is_evicted(holding: &Holding) -> bool {
        holding.eviction().now_or_never().is_some()
    }

    #[test]
    fn budget_exceeded_lets_the_largest_go_until_an_eighth_is_free() {
        let budget = budget(16 * MIB);
        let mut holders = holdings(&budget, [3 * MIB, 6 * MIB, MIB, 5 * MIB]);
        assert!(!holders.iter().any(is_evicted), "15 MiB fit");
        // By the growth of a small one.
        holders[2].set(3 * MIB);
        assert_eq!(
            holders.each_ref().map(is_evicted),
            [false, true, false, false]
        );
        assert_eq!(budget.ledger.evictions.get(), 1);
        // The one that was let go has not given back yet, so no other is.
        holders[0].set(4 * MIB);
        assert_eq!(
            holders.each_ref().map(is_evicted),
            [false, true, false, false]
        );
        drop(holders);
        assert_eq!(budget.held(), 0);
        assert!(budget.holders().is_empty());
    }

    #[test]
    fn holder_of_less_than_the_counted_bytes_is_none() {
        let budget = budget(MIB);
        let mut holding = budget.holding();
        holding.set(COUNTED_BYTES - 1);
        assert!(budget.held() == 0 && budget.holders().is_empty());
        holding.set(COUNTED_BYTES);
        holding.set(COUNTED_BYTES + 1);
        assert_eq!((budget.held(), budget.holders().len()), (COUNTED_BYTES, 1));
        holding.set(1);
        assert!(budget.held() == 0 && budget.holders().is_empty());
    }

    #[test]
    fn eviction_before_the_wait_is_not_lost() {
        let budget = budget(MIB);
        let [holding] = holdings(&budget, [2 * MIB]);
        let eviction = holding.eviction();
        assert!(eviction.now_or_never().is_some());
    }
}

//! The memory that all rooms hold together, in their logs and idempotency keys, and its limit.
//!
//! The limits of one room do not bound the sum over all rooms. Beyond this limit a room does not grow: it drops its oldest
//! messages for each new one. No room is refused, and a room without new messages loses none.
//!
//! What may not enter: which messages a room drops (`log`, `store`).

use std::sync::Arc;

use prometheus_client::metrics::gauge::Gauge;

/// The memory of all rooms. Clones are of the same one.
#[derive(Clone, Debug)]
pub struct RoomMemory(Arc<Ledger>);

#[derive(Debug)]
struct Ledger {
    limit: usize,
    held: Gauge,
}

/// What one log or one window of keys holds. Dropping it gives everything back.
#[derive(Debug)]
pub(crate) struct RoomHolding {
    memory: RoomMemory,
    bytes: usize,
}

impl RoomMemory {
    /// A memory of `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let held = Gauge::default();
        Self(Arc::new(Ledger { limit, held }))
    }

    /// The bytes that are held, for `/metrics`.
    pub(crate) fn gauge(&self) -> Gauge {
        self.0.held.clone()
    }

    pub(crate) fn holding(&self) -> RoomHolding {
        let memory = self.clone();
        RoomHolding { memory, bytes: 0 }
    }

    fn is_exceeded(&self) -> bool {
        usize::try_from(self.0.held.get()).is_ok_and(|held| held > self.0.limit)
    }
}

impl Default for RoomMemory {
    /// Without a limit.
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

impl RoomHolding {
    /// Counts what is held now. Returns whether all rooms hold more than the limit.
    pub(crate) fn set(&mut self, bytes: usize) -> bool {
        let before = std::mem::replace(&mut self.bytes, bytes);
        // No room holds 2^63 bytes.
        self.memory.0.held.inc_by(bytes as i64 - before as i64);
        self.memory.is_exceeded()
    }

    /// The memory that it is part of.
    pub(crate) fn memory(&self) -> &RoomMemory {
        &self.memory
    }
}

impl Drop for RoomHolding {
    fn drop(&mut self) {
        self.set(0);
    }
}

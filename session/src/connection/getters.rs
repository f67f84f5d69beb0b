//! What there is to see of a connection.

use std::rc::Rc;

use super::{Connection, Queue, Retry, State};
use crate::log::Log;
use crate::rates::Rates;
use crate::record::Opening;
use crate::request::Refusal;
use crate::round_trips::RoundTrips;
use crate::time::Time;
use crate::transport::Attempt;

impl Connection {
    /// Where to connect to, as it was typed.
    #[must_use]
    pub fn address(&self) -> &Rc<str> {
        &self.address
    }

    /// What to offer as subprotocols, as it was typed.
    #[must_use]
    pub fn subprotocols(&self) -> &Rc<str> {
        &self.subprotocols
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The latest attempt to connect.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// Why the page could not even begin to connect, until what was typed changes.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Since when it has been in its state.
    #[must_use]
    pub fn since(&self) -> Time {
        self.since
    }

    /// Whether the page came by https.
    #[must_use]
    pub fn page_is_secure(&self) -> bool {
        self.page_is_secure
    }

    /// Where the last attempt to connect went, as it was understood; empty before the first.
    #[must_use]
    pub fn connected_to(&self) -> &Rc<str> {
        &self.connected_to
    }

    /// How long the state before this one lasted, in milliseconds: of a connection that never
    /// opened, how long it took to fail.
    #[must_use]
    pub fn took_ms(&self) -> f64 {
        self.took_ms
    }

    /// What the handshake of the open connection, or else of the last one, agreed on.
    #[must_use]
    pub fn opening(&self) -> &Rc<Opening> {
        &self.opening
    }

    /// Whether the page connects again by itself.
    #[must_use]
    pub fn reconnects(&self) -> bool {
        self.reconnects
    }

    /// The retry that is being waited for.
    #[must_use]
    pub fn retry(&self) -> Option<Retry> {
        self.retry
    }

    /// Whether what cannot be sent now waits until it can.
    #[must_use]
    pub fn queues(&self) -> bool {
        self.queues
    }

    /// What waits for an open connection.
    #[must_use]
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// What happened, as far as it is kept.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// How much goes each way.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// How long messages take to the server and back.
    #[must_use]
    pub fn round_trips(&self) -> &RoundTrips {
        &self.round_trips
    }
}

//! The getters of a connection.

use std::rc::Rc;

use super::{Connection, Queue, Retry, State};
use crate::log::Log;
use crate::rates::Rates;
use crate::reconnect::is_rejection;
use crate::record::{Ending, Opening};
use crate::request::Refusal;
use crate::round_trips::RoundTrips;
use crate::time::Time;
use crate::transport::Attempt;

impl Connection {
    /// The address, as typed.
    #[must_use]
    pub fn address(&self) -> &Rc<str> {
        &self.address
    }

    /// The subprotocols to offer, as typed.
    #[must_use]
    pub fn subprotocols(&self) -> &Rc<str> {
        &self.subprotocols
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The latest attempt to connect.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    /// The reason why the latest attempt did not begin, until the address or the subprotocols change.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// The time at which the present state began.
    #[must_use]
    pub fn since(&self) -> Time {
        self.since
    }

    /// Whether the page came by https.
    #[must_use]
    pub fn page_is_secure(&self) -> bool {
        self.page_is_secure
    }

    /// The address of the latest attempt, normalised; empty before the first.
    #[must_use]
    pub fn connected_to(&self) -> &Rc<str> {
        &self.connected_to
    }

    /// The address of the latest attempt that succeeded, normalised; empty before the first.
    #[must_use]
    pub fn opened_at(&self) -> &Rc<str> {
        &self.opened_at
    }

    /// The duration of the state before this one, in milliseconds. For a connection that never opened it is the
    /// time until it failed.
    #[must_use]
    pub fn took_ms(&self) -> f64 {
        self.took_ms
    }

    /// The result of the latest opening handshake that succeeded.
    #[must_use]
    pub fn opening(&self) -> &Rc<Opening> {
        &self.opening
    }

    /// Whether the connection retries by itself.
    #[must_use]
    pub fn reconnects(&self) -> bool {
        self.reconnects
    }

    /// The code with which the server rejected a connection that would retry otherwise.
    #[must_use]
    pub fn rejected_with(&self) -> Option<u16> {
        match &self.state {
            State::Closed {
                close,
                ending: Ending::ByServer,
            } if self.reconnects && !self.insists && is_rejection(close.code) => Some(close.code),
            _ => None,
        }
    }

    /// The planned retry.
    #[must_use]
    pub fn retry(&self) -> Option<Retry> {
        self.retry
    }

    /// The longest time that the browser may wait before the present attempt, in milliseconds; 0 for none.
    #[must_use]
    pub fn browser_delay_ms(&self) -> f64 {
        self.connect_limit.browser_delay_ms(self.unreached)
    }

    /// The bytes that had not been sent when closing began.
    #[must_use]
    pub fn unsent_bytes(&self) -> u64 {
        self.unsent_bytes
    }

    /// Whether messages wait for an open connection.
    #[must_use]
    pub fn queues(&self) -> bool {
        self.queues
    }

    /// The messages that wait for an open connection.
    #[must_use]
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The messages and bytes in each direction.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// The round-trip times.
    #[must_use]
    pub fn round_trips(&self) -> &RoundTrips {
        &self.round_trips
    }
}

//! What there is to see of a session.

use std::rc::Rc;

use super::{Queue, Refusal, Retry, Session, State};
use crate::close_request::CloseDraft;
use crate::composer::Composer;
use crate::log::Log;
use crate::quotes::Quotes;
use crate::rates::Rates;
use crate::record::Opening;
use crate::round_trips::RoundTrips;
use crate::time::Time;
use crate::view::View;

impl Session {
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

    /// The state of the socket.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Why the page could not even begin to connect.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// Since when the session has been in its state.
    #[must_use]
    pub fn since(&self) -> Time {
        self.since
    }

    /// Whether the page came by https.
    #[must_use]
    pub fn page_is_secure(&self) -> bool {
        self.page_is_secure
    }

    /// Where the last attempt to connect went, as it was understood.
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

    /// With what to close, as it was typed.
    #[must_use]
    pub fn close_draft(&self) -> &CloseDraft {
        &self.close_draft
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

    /// What is typed, and how it is to be sent.
    #[must_use]
    pub fn composer(&self) -> &Composer {
        &self.composer
    }

    /// Whether what is typed would outlive a reload.
    #[must_use]
    pub fn is_draft_kept(&self) -> bool {
        self.draft_kept
    }

    /// Whether what is to be said in the room would outlive a reload.
    #[must_use]
    pub fn is_room_kept(&self) -> bool {
        self.room_kept
    }

    /// What happened, as far as it is kept.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// What a feed has told of prices.
    #[must_use]
    pub fn quotes(&self) -> &Quotes {
        &self.quotes
    }

    /// What of the log is seen.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// How many new messages a screen reader is told of.
    #[must_use]
    pub fn announced_messages(&self) -> u64 {
        self.announcer.announced()
    }

    /// Whether what the person asked to copy was copied, until they do something else.
    #[must_use]
    pub fn copied(&self) -> Option<bool> {
        self.copied
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

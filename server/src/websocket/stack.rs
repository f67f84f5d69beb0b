//! The streams under the frames of a WebSocket, from tungstenite down to TCP.
//!
//! Every byte passes through each layer. So a layer is a type of its own and not a trait object, and costs nothing
//! where its connection does not use it.

use std::num::NonZeroU64;

use tokio::net::TcpStream;
use tokio::time::Instant;

use super::activity_tracked::ActivityTracked;
use super::read_ahead::ReadAhead;
use super::throttled::Throttled;
use crate::net::maybe_tls::{self, MaybeTls};

/// What tungstenite reads and writes. From the top: large reads, the times of the last activity, a limit on the rate
/// of reading, TCP or TLS.
pub(super) type StreamStack = ReadAhead<ActivityTracked<Throttled<MaybeTls>>>;

impl StreamStack {
    /// The stack over `stream`, of which the bytes in `unread` have been read already. `read_bytes_per_s`
    /// limits the rate of reading.
    pub(super) fn over(
        stream: MaybeTls,
        unread: Vec<u8>,
        read_bytes_per_s: Option<NonZeroU64>,
    ) -> Self {
        let throttled = Throttled::new(stream, read_bytes_per_s);
        Self::new(ActivityTracked::new(throttled), unread)
    }

    /// When bytes last came.
    pub(super) fn last_read(&self) -> Instant {
        self.get_ref().last_read()
    }

    /// Since when a write waits of which nothing was taken.
    pub(super) fn stalled_since(&self) -> Option<Instant> {
        self.get_ref().stalled_since()
    }

    /// The TCP connection.
    pub(super) fn tcp(&self) -> &TcpStream {
        maybe_tls::tcp(self.get_ref().get_ref().get_ref())
    }
}

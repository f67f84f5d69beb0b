//! The streams under the frames of a WebSocket, from tungstenite down to TCP.
//!
//! Every byte passes through each layer. So a layer is a type of its own and not a trait object, and costs nothing
//! where its connection does not use it.

use std::num::NonZeroU64;
use std::time::Duration;

use frames::deflate::CompressionLevel;
use frames::extension::{Receiver, Sender};
use frames::faults::Plan;
use frames::header::{MAX_HEADER_BYTES, Role};
use frames::negotiation::Agreement;
use frames::stream::{FaultStream, FrameStream};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_util::either::Either;

use super::accounted::Accounted;
use super::activity_tracked::ActivityTracked;
use super::read_ahead::ReadAhead;
use super::throttled::Throttled;
use crate::net::maybe_tls::{self, MaybeTls};
use crate::net::memory_budget::Holding;

/// What rustls encrypts ahead of a write that waits, by default.
const TLS_BUFFER_BYTES: usize = 64 * 1024;

/// What tungstenite reads and writes. From the top: the count of buffers, compression, faults, and large reads. Below
/// them are the times of the last activity, a limit on the reading rate, and TCP or TLS.
pub(super) type StreamStack = Accounted<BareStream>;

/// Without takeover, a message of fewer bytes is hardly shorter when it is compressed. It is the limit of the library
/// `ws`, too.
const MIN_COMPRESSED_BYTES: u64 = 1024;

/// With takeover, a message may be found in those before it.
const MIN_COMPRESSED_WITH_TAKEOVER_BYTES: u64 = 16;

/// The part of it that has no buffers.
pub(super) type BareStream = ActivityTracked<Throttled<MaybeTls>>;

/// What the layers are to do.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    /// The limit on the rate of reading.
    pub(super) read_bytes_per_s: Option<NonZeroU64>,
    /// How both sides compress, where they do.
    pub(super) compression: Option<Agreement>,
    /// What goes wrong with the frames.
    pub(super) faults: Option<&'a Plan>,
    /// The most that a message may inflate to.
    pub(super) max_message_bytes: usize,
    /// The most that a compressed frame may have on the wire.
    pub(super) max_frame_bytes: usize,
}

impl Layers<'_> {
    fn compress<S>(&self, stream: S) -> FrameStream<S> {
        let Some(agreement) = &self.compression else {
            return FrameStream::plain(stream);
        };
        let receiver = Receiver::new(
            Role::Client,
            agreement,
            self.max_message_bytes as u64,
            self.max_frame_bytes as u64,
        );
        let min_bytes = match agreement.server.takeover {
            true => MIN_COMPRESSED_WITH_TAKEOVER_BYTES,
            false => MIN_COMPRESSED_BYTES,
        };
        let sender = Sender::new(
            Role::Server,
            agreement,
            min_bytes,
            CompressionLevel::DEFAULT,
        );
        FrameStream::compressed(stream, receiver, sender)
    }
}

impl StreamStack {
    /// The stack over `stream`, of which the bytes in `unread` have been read already. `holding` counts its buffers.
    pub(super) fn over(
        stream: MaybeTls,
        unread: Vec<u8>,
        layers: Layers<'_>,
        holding: Holding,
    ) -> Self {
        let write_wait_bytes = match stream {
            Either::Left(_) => 0,
            Either::Right(_) => TLS_BUFFER_BYTES,
        };
        let throttled = Throttled::new(stream, layers.read_bytes_per_s);
        let stream = ReadAhead::new(ActivityTracked::new(throttled), unread);
        let stream = FaultStream::new(stream, layers.faults);
        Self::new(layers.compress(stream), holding, write_wait_bytes)
    }

    fn activity(&self) -> &BareStream {
        self.get_ref().get_ref()
    }

    /// When bytes last came.
    pub(super) fn last_read(&self) -> Instant {
        self.activity().last_read()
    }

    /// Since when a write waits of which nothing was taken.
    pub(super) fn stalled_since(&self) -> Option<Instant> {
        self.activity().stalled_since()
    }

    /// When a message must be whole that has begun and is waited for. It is `limit` later, and as much later as the
    /// limit on the rate of reading delays it.
    pub(super) fn message_deadline(&self, limit: Duration) -> Option<Instant> {
        let (since, bytes) = self.begun_message()?;
        let throttled = self.activity().get_ref().bytes_per_s();
        let delay = throttled.map_or(Duration::ZERO, |bytes_per_s| {
            Duration::from_secs_f64((bytes + MAX_HEADER_BYTES) as f64 / bytes_per_s.get() as f64)
        });
        Some(since + limit + delay)
    }

    /// The TCP connection.
    pub(super) fn tcp(&self) -> &TcpStream {
        maybe_tls::tcp(self.activity().get_ref().get_ref())
    }
}

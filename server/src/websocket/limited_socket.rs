//! A WebSocket that enforces the limits on its client, pings, and counts messages.
//!
//! It is a stream and a sink of messages like the one inside, so no endpoint depends on it. A limit that is
//! exceeded comes out as an error of the stream or the sink, whichever is polled.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::{FutureExt, Sink, Stream};
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_tungstenite::tungstenite::protocol::frame::coding::OpCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{Span, debug, trace};

use super::framed_socket::FramedSocket;
use super::limit_exceeded::LimitExceeded;
use super::poll_on_wake::PollOnWake;
use super::stack::StreamStack;
use crate::config::Limits;
use crate::endpoint::MessageSocket;
use crate::ops::metrics::ConnectionMetrics;

/// The payload of the pings below the endpoints, by which `/ping` tells their pongs from its own.
const HEARTBEAT: &[u8] = b"heartbeat";

/// At most this much of a payload is logged, at the level of traces.
const MAX_LOGGED_BYTES: usize = 64;

/// One batch of answers in this many is timed, the first of each connection among them. Timing one costs
/// two reads of the clock, and a lock that all connections share.
const BATCHES_PER_TIMING: u32 = 16;

/// A WebSocket whose client is held to the limits.
#[derive(Debug)]
pub(super) struct LimitedSocket<'a> {
    socket: FramedSocket,
    limits: &'a Limits,
    metrics: ConnectionMetrics,
    /// The connection in the log.
    span: &'a Span,
    /// The only timer of a connection. It is reset when it has completed or is too late, and not for each
    /// byte that moves a deadline away.
    timer: PollOnWake<Pin<Box<Sleep>>>,
    /// When the client was last pinged.
    last_ping: Option<Instant>,
    /// The start of the second in which messages are counted, and their number in it.
    second: (Instant, u32),
    /// When the messages arrived that were counted last.
    last_arrival: Instant,
    /// The counts that the metrics do not have yet. All connections share the metrics, so they are updated
    /// once per batch.
    unreported: Counts,
    /// The number of batches of messages that have arrived.
    batches: u32,
    /// When the first message of a batch arrived that is timed and not answered yet.
    timed_since: Option<Instant>,
    client_close_code: Option<u16>,
}

/// Messages and the bytes of their payloads, in both directions.
#[derive(Debug, Default)]
struct Counts {
    received: (u64, usize),
    sent: (u64, usize),
}

impl<'a> LimitedSocket<'a> {
    /// `socket` held to `limits`, counted in `metrics`, and named `span` in the log.
    pub(super) fn new(
        socket: FramedSocket,
        limits: &'a Limits,
        metrics: ConnectionMetrics,
        span: &'a Span,
    ) -> Self {
        let now = Instant::now();
        Self {
            socket,
            limits,
            metrics,
            span,
            timer: PollOnWake::new(Box::pin(sleep_until(now + limits.ping_interval))),
            last_ping: None,
            second: (now, 0),
            last_arrival: now,
            unreported: Counts::default(),
            batches: 0,
            timed_since: None,
            client_close_code: None,
        }
    }

    /// The socket without its limits, and the code of the client's close frame, if one has arrived.
    pub(super) fn into_parts(mut self) -> (FramedSocket, Option<u16>) {
        self.report_counts();
        (self.socket, self.client_close_code)
    }

    /// The streams under the frames.
    fn stream(&self) -> &StreamStack {
        self.socket.get_ref()
    }

    /// Counts a message that has arrived, and checks the limit on messages per second.
    fn received(&mut self, message: Message) -> Result<Message, Error> {
        let bytes = message.len();
        debug!(parent: self.span, opcode = opcode(&message), bytes, "received");
        trace!(parent: self.span, payload = ?logged_payload(&message), "received");
        let now = self.stream().last_read();
        // Messages of one read arrived in the same second.
        if now != self.last_arrival {
            self.last_arrival = now;
            if now.duration_since(self.second.0) >= Duration::from_secs(1) {
                self.second = (now, 0);
            }
        }
        self.second.1 += 1;
        if let Some(max) = self.limits.max_messages_per_s
            && self.second.1 > max
        {
            return Err(LimitExceeded::TooManyMessages(max).into());
        }
        match &message {
            Message::Text(_) | Message::Binary(_) => {
                self.unreported.received.0 += 1;
                self.unreported.received.1 += bytes;
                if self.batches.is_multiple_of(BATCHES_PER_TIMING) {
                    self.timed_since.get_or_insert(now);
                }
            }
            Message::Close(frame) => {
                let code = frame.as_ref().map_or(1005, |frame| frame.code.into());
                self.client_close_code = Some(code);
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
        Ok(message)
    }

    fn sent(&mut self, message: &Message) {
        let bytes = message.len();
        debug!(parent: self.span, opcode = opcode(message), bytes, "sending");
        trace!(parent: self.span, payload = ?logged_payload(message), "sending");
        let (messages, bytes) = match message {
            Message::Text(_) | Message::Binary(_) => (1, bytes),
            // Fragments count as one message, with the last of them.
            Message::Frame(frame) => (frame.header().is_final.into(), frame.payload().len()),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return,
        };
        self.unreported.sent.0 += messages;
        self.unreported.sent.1 += bytes;
    }

    /// Adds the unreported counts to the metrics.
    fn report_counts(&mut self) {
        let Counts { received, sent } = std::mem::take(&mut self.unreported);
        if received.0 > 0 {
            self.batches = self.batches.wrapping_add(1);
        }
        self.metrics.received.count(received);
        self.metrics.sent.count(sent);
        self.report_compression();
    }

    /// Adds what was compressed and inflated to the metrics.
    fn report_compression(&mut self) {
        let compressed = self.socket.get_ref().compressed_bytes();
        if let (Some(metrics), Some(bytes)) = (&mut self.metrics.compression, compressed) {
            metrics.count(bytes);
        }
    }

    /// Pings a client that has been silent for the ping interval, and completes when a time limit is
    /// exceeded. It is polled whenever the stream or the sink is pending.
    fn poll_time_limits(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        // Only a write that has stalled since then makes the deadline earlier.
        if self.stream().stalled_since().is_some()
            && self.timer.get_ref().deadline() > self.deadline()
        {
            let deadline = self.deadline();
            self.timer.get_mut().as_mut().reset(deadline);
        }
        loop {
            ready!(self.timer.poll_unpin(cx));
            let (deadline, now) = (self.deadline(), Instant::now());
            if deadline > now {
                self.timer.get_mut().as_mut().reset(deadline);
            } else if self.stream().stalled_since().is_some() {
                return Poll::Ready(LimitExceeded::NotReading(self.limits.write_timeout).into());
            } else if self.socket.is_writing_large() {
                // A ping would come into the middle of the message, which shows by itself whether the client lives.
                let later = now + self.limits.ping_interval;
                self.timer.get_mut().as_mut().reset(later);
            } else if self.pong_awaited_since().is_some() {
                return Poll::Ready(LimitExceeded::NoPong(self.limits.pong_timeout).into());
            } else {
                self.last_ping = Some(now);
                // The client has been silent for long.
                self.socket.get_mut().park();
                if self.stream().has_grown_buffers() {
                    self.socket.poll_shrink(cx);
                }
                match Pin::new(&mut self.socket).start_send(Message::Ping(HEARTBEAT.into())) {
                    // With a full buffer the client has something else to answer.
                    Ok(()) | Err(Error::WriteBufferFull(_)) => debug!(parent: self.span, "pinged"),
                    Err(error) => return Poll::Ready(error),
                }
                if let Poll::Ready(Err(error)) = Pin::new(&mut self.socket).poll_flush(cx) {
                    return Poll::Ready(error);
                }
            }
        }
    }

    /// The error of a message that has begun and was not completed in time. Only a wait for the client counts, so this
    /// is asked where the stream is pending. The timer is only set for a limit that comes before the next ping.
    fn check_message_deadline(&mut self) -> Option<Error> {
        let deadline = self
            .stream()
            .message_deadline(self.limits.message_timeout)?;
        if deadline > self.timer.get_ref().deadline() {
            return None;
        }
        if deadline <= Instant::now() {
            return Some(LimitExceeded::UnfinishedMessage(self.limits.message_timeout).into());
        }
        self.timer.get_mut().as_mut().reset(deadline);
        None
    }

    /// The next time limit, should nothing happen before it. While a write is stalled no pong is asked for:
    /// the ping would not reach the client.
    fn deadline(&self) -> Instant {
        let stream = self.stream();
        match (stream.stalled_since(), self.pong_awaited_since()) {
            (Some(since), _) => since + self.limits.write_timeout,
            (None, Some(since)) => since + self.limits.pong_timeout,
            (None, None) => stream.last_read() + self.limits.ping_interval,
        }
    }

    /// When the client was pinged, if no byte has come from it since.
    fn pong_awaited_since(&self) -> Option<Instant> {
        let last_read = self.stream().last_read();
        self.last_ping.filter(|ping| last_read <= *ping)
    }
}

impl Stream for LimitedSocket<'_> {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(item) = Pin::new(&mut self.socket).poll_next(cx) {
            return Poll::Ready(item.map(|message| self.received(message?)));
        }
        self.report_counts();
        // A stalled pong or ping is written here: the next flush comes with the next answer only.
        if self.stream().stalled_since().is_some()
            && let Poll::Ready(Err(error)) = Pin::new(&mut self.socket).poll_flush(cx)
        {
            return Poll::Ready(Some(Err(error)));
        }
        if let Poll::Ready(error) = self.poll_time_limits(cx) {
            return Poll::Ready(Some(Err(error)));
        }
        match self.check_message_deadline() {
            Some(error) => Poll::Ready(Some(Err(error))),
            None => Poll::Pending,
        }
    }
}

impl Sink<Message> for LimitedSocket<'_> {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match Pin::new(&mut self.socket).poll_ready(cx) {
            Poll::Pending => self.poll_time_limits(cx).map(Err),
            ready => ready,
        }
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        self.sent(&message);
        if message.len() > self.limits.max_write_buffer_bytes {
            return Err(Error::WriteBufferFull(Box::new(message)));
        }
        Pin::new(&mut self.socket).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // Before the write, so that a client that has its answer finds it counted.
        self.report_counts();
        match Pin::new(&mut self.socket).poll_flush(cx) {
            Poll::Pending => self.poll_time_limits(cx).map(Err),
            flushed => {
                // Only a write compresses.
                self.report_compression();
                if let Some(since) = self.timed_since.take() {
                    self.metrics.answered(since.elapsed());
                }
                flushed
            }
        }
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.socket).poll_close(cx)
    }
}

impl MessageSocket for LimitedSocket<'_> {
    fn keep(&mut self, bytes: usize) {
        self.socket.keep(bytes);
    }
}

fn opcode(message: &Message) -> &'static str {
    match message {
        Message::Text(_) => "text",
        Message::Binary(_) => "binary",
        Message::Ping(_) => "ping",
        Message::Pong(_) => "pong",
        Message::Close(_) => "close",
        Message::Frame(frame) => match frame.header().opcode {
            OpCode::Data(_) => "fragment",
            OpCode::Control(_) => "control",
        },
    }
}

/// The part of a payload that is logged. Its `Debug` escapes the bytes.
fn logged_payload(message: &Message) -> impl std::fmt::Debug {
    let payload: &[u8] = match message {
        Message::Text(text) => text.as_bytes(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes,
        Message::Frame(frame) => frame.payload(),
        Message::Close(frame) => frame.as_ref().map_or(&[], |frame| frame.reason.as_bytes()),
    };
    bytes::Bytes::copy_from_slice(&payload[..payload.len().min(MAX_LOGGED_BYTES)])
}

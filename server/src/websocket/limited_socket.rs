//! A WebSocket that keeps its client to the limits, and counts.
//!
//! It is a stream and a sink of messages like the one inside, so endpoints know nothing of it. What
//! it finds wrong comes out as an error of the stream or the sink, whichever is being waited for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::{FutureExt, Sink, Stream};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::OpCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{Span, debug, trace};

use super::activity_tracked::Observed;
use super::read_ahead::ReadAhead;
use crate::config::Limits;
use crate::ops::metrics::Meters;
use crate::websocket::poll_on_wake::Seldom;

/// What the server's own pings carry, so that `/ping` can tell their pongs from those of its own.
const HEARTBEAT: &[u8] = b"heartbeat";

/// How much of a payload is logged at the level of traces.
const LOGGED_BYTES: usize = 64;

/// Of how many batches of answers one is timed, the first one of a connection among them: to time one
/// costs two looks at the clock, and a lock that all connections share.
const TIMED_OF: u32 = 16;

/// A WebSocket within its limits.
#[derive(Debug)]
pub(super) struct Guarded<'a, S> {
    socket: WebSocketStream<ReadAhead<Observed<S>>>,
    limits: &'a Limits,
    meters: Meters,
    /// The connection in the log.
    span: &'a Span,
    /// The one timer of a connection. It is set anew only when it has gone off or is too late,
    /// and not with each byte that moves a deadline away.
    timer: Seldom<Pin<Box<Sleep>>>,
    /// When the client was last pinged.
    pinged: Option<Instant>,
    /// The second in which messages are being counted, by its beginning, and how many there were.
    second: (Instant, u32),
    /// When the messages came that were counted last.
    counted: Instant,
    /// What the meters have not been told yet: they are shared by all connections, so each is told
    /// once for all that came together.
    tally: Tally,
    /// How many times messages came.
    batches: u32,
    /// When the first message came of a batch that is timed and has not been answered yet.
    asked: Option<Instant>,
    closed_by_client: Option<u16>,
}

/// Messages and the bytes of their payloads, in both directions.
#[derive(Debug, Default)]
struct Tally {
    received: (u64, usize),
    sent: (u64, usize),
}

/// A limit that the client has passed.
#[derive(Debug, Error)]
pub(super) enum Breach {
    /// Close with 1008.
    #[error("more than {0} messages in a second")]
    TooManyMessages(u32),
    /// Close with 1008; it will hardly be heard.
    #[error("no sign of life within {} ms after a ping", .0.as_millis())]
    NoPong(Duration),
    /// Reset: behind what it does not read, it would not read a close frame either.
    #[error("nothing was read for {} ms", .0.as_millis())]
    NotReading(Duration),
}

impl From<Breach> for Error {
    fn from(breach: Breach) -> Self {
        Self::Io(io::Error::other(breach))
    }
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Guarded<'a, S> {
    /// `socket` within `limits`, counted by `meters`, and `span` in the log.
    pub(super) fn new(
        socket: WebSocketStream<ReadAhead<Observed<S>>>,
        limits: &'a Limits,
        meters: Meters,
        span: &'a Span,
    ) -> Self {
        let now = Instant::now();
        Self {
            socket,
            limits,
            meters,
            span,
            timer: Seldom::new(Box::pin(sleep_until(now + limits.ping_interval))),
            pinged: None,
            second: (now, 0),
            counted: now,
            tally: Tally::default(),
            batches: 0,
            asked: None,
            closed_by_client: None,
        }
    }

    /// The socket without its limits, and the code of the client's close frame, if one has come.
    pub(super) fn into_parts(mut self) -> (WebSocketStream<ReadAhead<Observed<S>>>, Option<u16>) {
        self.tell_meters();
        (self.socket, self.closed_by_client)
    }

    /// What is under the frames.
    fn stream(&self) -> &Observed<S> {
        self.socket.get_ref().get_ref()
    }

    /// Counts what has come, and judges whether it has come too fast.
    fn received(&mut self, message: Message) -> Result<Message, Error> {
        let bytes = message.len();
        debug!(parent: self.span, opcode = opcode(&message), bytes, "received");
        trace!(parent: self.span, payload = ?beginning(&message), "received");
        let now = self.stream().last_read();
        // Messages that came together came in the same second.
        if now != self.counted {
            self.counted = now;
            if now.duration_since(self.second.0) >= Duration::from_secs(1) {
                self.second = (now, 0);
            }
        }
        self.second.1 += 1;
        if self.second.1 > self.limits.max_messages_per_s {
            return Err(Breach::TooManyMessages(self.limits.max_messages_per_s).into());
        }
        match &message {
            Message::Text(_) | Message::Binary(_) => {
                self.tally.received.0 += 1;
                self.tally.received.1 += bytes;
                if self.batches.is_multiple_of(TIMED_OF) {
                    self.asked.get_or_insert(now);
                }
            }
            Message::Close(frame) => {
                let code = frame.as_ref().map_or(1005, |frame| frame.code.into());
                self.closed_by_client = Some(code);
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
        Ok(message)
    }

    fn sent(&mut self, message: &Message) {
        let bytes = message.len();
        debug!(parent: self.span, opcode = opcode(message), bytes, "sending");
        trace!(parent: self.span, payload = ?beginning(message), "sending");
        let (messages, bytes) = match message {
            Message::Text(_) | Message::Binary(_) => (1, bytes),
            // Of a message in fragments the last one makes the message.
            Message::Frame(frame) => (frame.header().is_final.into(), frame.payload().len()),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return,
        };
        self.tally.sent.0 += messages;
        self.tally.sent.1 += bytes;
    }

    /// Tells the meters what has been counted since they were told last.
    fn tell_meters(&mut self) {
        let Tally { received, sent } = std::mem::take(&mut self.tally);
        if received.0 > 0 {
            self.batches = self.batches.wrapping_add(1);
        }
        self.meters.received.count(received);
        self.meters.sent.count(sent);
    }

    /// Waits for a limit to be passed, and pings where the client has been silent for long. It is
    /// polled whenever there is something else to wait for.
    fn watch(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        // Only a write that has stalled since brings what is due forward.
        if self.stream().stalled_since().is_some() && self.timer.get_ref().deadline() > self.due() {
            let due = self.due();
            self.timer.get_mut().as_mut().reset(due);
        }
        loop {
            ready!(self.timer.poll_unpin(cx));
            let (due, now) = (self.due(), Instant::now());
            if due > now {
                self.timer.get_mut().as_mut().reset(due);
            } else if self.stream().stalled_since().is_some() {
                return Poll::Ready(Breach::NotReading(self.limits.write_timeout).into());
            } else if self.awaits_pong_since().is_some() {
                return Poll::Ready(Breach::NoPong(self.limits.pong_timeout).into());
            } else {
                self.pinged = Some(now);
                match Pin::new(&mut self.socket).start_send(Message::Ping(HEARTBEAT.into())) {
                    // A full buffer means that there is something that the client could answer.
                    Ok(()) | Err(Error::WriteBufferFull(_)) => debug!(parent: self.span, "pinged"),
                    Err(error) => return Poll::Ready(error),
                }
                if let Poll::Ready(Err(error)) = Pin::new(&mut self.socket).poll_flush(cx) {
                    return Poll::Ready(error);
                }
            }
        }
    }

    /// When the next thing is to be done should nothing happen until then. While a write is
    /// stalled the client is not asked for a pong: the ping would not get through.
    fn due(&self) -> Instant {
        let stream = self.stream();
        match (stream.stalled_since(), self.awaits_pong_since()) {
            (Some(since), _) => since + self.limits.write_timeout,
            (None, Some(since)) => since + self.limits.pong_timeout,
            (None, None) => stream.last_read() + self.limits.ping_interval,
        }
    }

    /// When the client was pinged, if nothing has come from it since.
    fn awaits_pong_since(&self) -> Option<Instant> {
        let last_read = self.stream().last_read();
        self.pinged.filter(|pinged| last_read <= *pinged)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for Guarded<'_, S> {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(item) = Pin::new(&mut self.socket).poll_next(cx) {
            return Poll::Ready(item.map(|message| self.received(message?)));
        }
        self.tell_meters();
        // A pong or a ping that did not go out: nobody else would try again before the next answer.
        if self.stream().stalled_since().is_some()
            && let Poll::Ready(Err(error)) = Pin::new(&mut self.socket).poll_flush(cx)
        {
            return Poll::Ready(Some(Err(error)));
        }
        self.watch(cx).map(|error| Some(Err(error)))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sink<Message> for Guarded<'_, S> {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match Pin::new(&mut self.socket).poll_ready(cx) {
            Poll::Pending => self.watch(cx).map(Err),
            ready => ready,
        }
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        self.sent(&message);
        Pin::new(&mut self.socket).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // Before anything is written: who has an answer finds it counted.
        self.tell_meters();
        match Pin::new(&mut self.socket).poll_flush(cx) {
            Poll::Pending => self.watch(cx).map(Err),
            flushed => {
                if let Some(asked) = self.asked.take() {
                    self.meters.answered(asked.elapsed());
                }
                flushed
            }
        }
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.socket).poll_close(cx)
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

/// What is logged of a payload. Its bytes are escaped by their `Debug`.
fn beginning(message: &Message) -> impl std::fmt::Debug {
    let payload: &[u8] = match message {
        Message::Text(text) => text.as_bytes(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes,
        Message::Frame(frame) => frame.payload(),
        Message::Close(frame) => frame.as_ref().map_or(&[], |frame| frame.reason.as_bytes()),
    };
    bytes::Bytes::copy_from_slice(&payload[..payload.len().min(LOGGED_BYTES)])
}

//! A WebSocket of tungstenite over its streams, read and written by one task, whose buffers are bounded and counted.
//!
//! It is tokio-tungstenite's `WebSocketStream` without the wakers for a second task. tungstenite keeps buffers as large
//! as the largest message until the connection ends. So a large message is written past it, and the buffers
//! are replaced when they are large and empty.
//!
//! What may not enter: limits and metrics.

use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig, WebSocketContext};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::large_message::{LARGE_BYTES, LargeMessage};
use super::stack::StreamStack;

/// A server's WebSocket.
#[derive(Debug)]
pub(super) struct FramedSocket {
    stream: StreamStack,
    context: WebSocketContext,
    /// Whether an error or the end has come out of it. tungstenite must not be read from after that.
    is_ended: bool,
    /// Whether the client has ended its side without a close frame, and this has not come out yet.
    is_end_due: bool,
    /// How many messages and control frames have come out.
    delivered: u64,
    /// Whether the stream took less than it was given. Nothing more is put into the buffer until it is empty.
    is_blocked: bool,
    /// Whether something may wait in the buffer, or a pong or a close frame beside it.
    is_unflushed: bool,
    /// The large message that is being written. Until it is, nothing else is read or written.
    large: Option<Box<LargeMessage>>,
    /// The size of a large message that was received last. The endpoint is done with it when it asks for the next.
    given_bytes: usize,
    /// The messages that the endpoint keeps longer.
    kept_bytes: usize,
}

impl FramedSocket {
    /// A WebSocket over `stream`, behind its handshake.
    pub(super) fn new(stream: StreamStack, config: WebSocketConfig) -> Self {
        Self {
            stream,
            context: WebSocketContext::new(Role::Server, Some(config)),
            is_ended: false,
            is_end_due: false,
            delivered: 0,
            is_blocked: false,
            is_unflushed: false,
            large: None,
            given_bytes: 0,
            kept_bytes: 0,
        }
    }

    /// The streams below.
    pub(super) fn get_ref(&self) -> &StreamStack {
        &self.stream
    }

    /// The streams below.
    pub(super) fn get_mut(&mut self) -> &mut StreamStack {
        &mut self.stream
    }

    /// The streams below, without what is in the buffers.
    pub(super) fn into_inner(self) -> StreamStack {
        self.stream
    }

    /// Whether a large message is being written, into which no other frame may come.
    pub(super) fn is_writing_large(&self) -> bool {
        self.large.is_some()
    }

    /// Whether all that was sent is on its way, with the pongs.
    pub(super) fn is_flushed(&self) -> bool {
        !self.is_unflushed && self.large.is_none()
    }

    /// Counts the messages that the endpoint keeps.
    pub(super) fn keep(&mut self, bytes: usize) {
        self.kept_bytes = bytes;
        self.count_messages();
    }

    /// Counts the messages of this socket and of its endpoint. An answer may be the message itself.
    fn count_messages(&mut self) {
        let large_bytes = self.large.as_ref().map_or(0, |it| it.payload_bytes());
        let bytes = self.kept_bytes + self.given_bytes.max(large_bytes);
        self.stream.set_message_bytes(bytes);
    }

    /// Counts a large message that the endpoint is given.
    fn give(&mut self, bytes: usize) {
        if self.is_flushed() {
            self.replace_empty_buffers();
        }
        // A message in one frame is still in the read buffer, unless that is new.
        if bytes > self.stream.read_buffer_bytes() {
            self.given_bytes = bytes;
        }
        self.count_messages();
    }

    /// Replaces the buffers by new ones, and tungstenite's state with them. What is in them is lost.
    pub(super) fn replace_buffers(&mut self) {
        let config = *self.context.get_config();
        self.context = WebSocketContext::new(Role::Server, Some(config));
        self.large = None;
        (self.is_ended, self.is_blocked, self.is_unflushed) = (false, false, false);
        self.stream.forget_buffers();
    }

    fn replace_empty_buffers(&mut self) {
        if !self.is_ended && self.context.can_write() && self.stream.is_consumed(self.delivered) {
            self.replace_buffers();
        }
    }

    /// Lets the end of the client's side come out, when what was sent before is on its way. tungstenite writes nothing
    /// new from then on; a client may still read what is due.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        match ready!(self.poll_flush_buffer(cx)) {
            Ok(()) => {
                self.replace_buffers();
                self.is_ended = true;
                Poll::Ready(ProtocolError::ResetWithoutClosingHandshake.into())
            }
            Err(error) => {
                self.is_ended = true;
                Poll::Ready(error)
            }
        }
    }

    /// Gives grown buffers back, if they are empty once they are written.
    pub(super) fn poll_shrink(&mut self, cx: &mut Context<'_>) {
        // An error comes again with the next operation.
        let flushed = Pin::new(&mut *self).poll_flush(cx);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.replace_empty_buffers();
        }
    }

    /// Writes the large message, behind what was sent before it.
    fn poll_large(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let Some(large) = &self.large else {
            return Poll::Ready(Ok(()));
        };
        if !large.is_begun {
            ready!(self.poll_flush_buffer(cx))?;
        }
        if let Some(large) = &mut self.large {
            ready!(large.poll_write(&mut self.stream, cx))?;
        }
        self.large = None;
        self.count_messages();
        Poll::Ready(Ok(()))
    }

    fn poll_flush_buffer(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.with(cx, |context, stream| context.flush(stream))
            .map(|flushed| {
                self.is_blocked = false;
                match flushed {
                    // The answer to the client's close frame was the last that was to be written.
                    Ok(()) | Err(Error::ConnectionClosed) => {
                        self.is_unflushed = false;
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            })
    }

    fn with<T>(
        &mut self,
        cx: &mut Context<'_>,
        operation: impl FnOnce(
            &mut WebSocketContext,
            &mut NonBlocking<'_, '_, StreamStack>,
        ) -> Result<T, Error>,
    ) -> Poll<Result<T, Error>> {
        let stream = &mut self.stream;
        match operation(&mut self.context, &mut NonBlocking { stream, cx }) {
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            done => Poll::Ready(done),
        }
    }
}

impl Stream for FramedSocket {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_ended {
            return Poll::Ready(None);
        }
        if self.large.is_some()
            && let Err(error) = ready!(self.poll_large(cx))
        {
            self.is_ended = true;
            return Poll::Ready(Some(Err(error)));
        }
        if self.given_bytes > 0 {
            self.given_bytes = 0;
            self.count_messages();
        }
        if self.is_end_due {
            return self.poll_end(cx).map(|error| Some(Err(error)));
        }
        let Poll::Ready(read) = self.with(cx, |context, stream| context.read(stream)) else {
            if self.stream.has_large_buffers() {
                self.poll_shrink(cx);
            }
            return Poll::Pending;
        };
        Poll::Ready(match read {
            Ok(message) => {
                self.delivered += 1;
                // tungstenite answers these two itself.
                self.is_unflushed |= message.is_ping() || message.is_close();
                if message.len() > LARGE_BYTES {
                    self.give(message.len());
                }
                Some(Ok(message))
            }
            Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => {
                self.is_end_due = true;
                return self.poll_end(cx).map(|error| Some(Err(error)));
            }
            Err(error) => {
                self.is_ended = true;
                let is_end = matches!(error, Error::ConnectionClosed | Error::AlreadyClosed);
                (!is_end).then_some(Err(error))
            }
        })
    }
}

impl Sink<Message> for FramedSocket {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.large.is_some() {
            ready!(self.poll_large(cx))?;
        }
        if self.is_blocked {
            ready!(self.poll_flush_buffer(cx))?;
        }
        Poll::Ready(Ok(()))
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        let message = if message.len() > LARGE_BYTES {
            match LargeMessage::new(message) {
                Ok(_) if !self.context.can_write() => {
                    return Err(ProtocolError::SendAfterClosing.into());
                }
                Ok(large) => {
                    self.large = Some(Box::new(large));
                    self.count_messages();
                    return Ok(());
                }
                Err(message) => message,
            }
        } else {
            message
        };
        self.is_unflushed = true;
        // A task that waits for the rest of a write polls this sink, and is woken by that poll.
        let mut cx = Context::from_waker(Waker::noop());
        match self.with(&mut cx, |context, stream| context.write(stream, message)) {
            Poll::Ready(sent) => sent,
            Poll::Pending => {
                self.is_blocked = true;
                Ok(())
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.large.is_some() {
            ready!(self.poll_large(cx))?;
        }
        self.poll_flush_buffer(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_flush(cx)
    }
}

/// A stream as tungstenite wants it: an operation that would have to wait is an error, and the task is woken.
struct NonBlocking<'a, 'b, S> {
    stream: &'a mut S,
    cx: &'a mut Context<'b>,
}

fn or_would_block<T>(done: Poll<io::Result<T>>) -> io::Result<T> {
    match done {
        Poll::Ready(done) => done,
        Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
    }
}

impl<S: AsyncRead + Unpin> Read for NonBlocking<'_, '_, S> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut buf = ReadBuf::new(buf);
        let read = Pin::new(&mut *self.stream).poll_read(self.cx, &mut buf);
        or_would_block(read)?;
        Ok(buf.filled().len())
    }
}

impl<S: AsyncWrite + Unpin> Write for NonBlocking<'_, '_, S> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        or_would_block(Pin::new(&mut *self.stream).poll_write(self.cx, buf))
    }

    fn flush(&mut self) -> io::Result<()> {
        or_would_block(Pin::new(&mut *self.stream).poll_flush(self.cx))
    }
}

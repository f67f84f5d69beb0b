//! A stream that counts what the buffers of its connection hold, in the memory budget of the server, and reads large
//! messages in turns.
//!
//! tungstenite does not tell the size of its buffers, but it is known from the bytes that pass. The read buffer is as
//! large as the largest frame so far, and a message in fragments as large as those that came. The write buffer is
//! handed over whole at each write.
//!
//! What may not enter: limits on one connection.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use frames::extension::CompressedBytes;
use frames::stream::{FaultStream, FrameStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::frame_tracker::FrameTracker;
use super::large_message::LARGE_BYTES;
use super::read_ahead::ReadAhead;
use super::turn::Turn;
use crate::net::memory_budget::{COUNTED_BYTES, Holding};

/// An idle connection does not keep buffers of more than this, whatever it has received: two of the largest reads.
const MAX_IDLE_BUFFER_BYTES: usize = 256 * 1024;

/// A message is compressed at some 160 MB/s and copied at some 2.5 GB/s (`docs/adr/0013-zlib-rs.md`).
const COMPRESSED_COST: usize = 16;

/// Reads and writes as `ReadAhead<S>` does, and counts.
#[derive(Debug)]
pub(super) struct Accounted<S> {
    stream: FrameStream<FaultStream<ReadAhead<S>>>,
    holding: Holding,
    frames: FrameTracker,
    /// tungstenite's buffers, which keep the size that they once had.
    read_buffer_bytes: usize,
    write_buffer_bytes: usize,
    /// The messages that the socket and the endpoint keep.
    message_bytes: usize,
    /// What the streams below may hold while a write waits.
    write_wait_bytes: usize,
    /// Since when the rest of a message is waited for.
    begun_since: Option<Instant>,
    /// What was read of a large message without a wait.
    turn: Turn,
}

impl<S> Accounted<S> {
    /// `stream`, counted in `holding`. The streams below it hold up to `write_wait_bytes` while a write waits.
    pub(super) fn new(
        stream: FrameStream<FaultStream<ReadAhead<S>>>,
        holding: Holding,
        write_wait_bytes: usize,
    ) -> Self {
        Self {
            stream,
            holding,
            frames: FrameTracker::default(),
            read_buffer_bytes: 0,
            write_buffer_bytes: 0,
            message_bytes: 0,
            write_wait_bytes,
            begun_since: None,
            turn: Turn::default(),
        }
    }

    /// The stream below.
    pub(super) fn get_ref(&self) -> &ReadAhead<S> {
        self.stream.get_ref().get_ref()
    }

    /// The stream without any buffer, and without the bytes that are in one.
    pub(super) fn into_inner(self) -> S {
        self.stream.into_inner().into_inner().into_inner()
    }

    /// The payloads of the compressed messages so far: those received, and those sent.
    pub(super) fn compressed_bytes(&self) -> Option<(CompressedBytes, CompressedBytes)> {
        self.stream.compressed_bytes()
    }

    /// Counts the messages that the socket and the endpoint keep.
    pub(super) fn set_message_bytes(&mut self, bytes: usize) {
        if bytes != self.message_bytes {
            self.message_bytes = bytes;
            self.holding.set(self.held_bytes());
        }
    }

    /// The size of the read buffer.
    pub(super) fn read_buffer_bytes(&self) -> usize {
        self.read_buffer_bytes
    }

    /// Whether the buffers are larger than an idle connection's may be, which is less while memory is scarce.
    pub(super) fn has_large_buffers(&self) -> bool {
        let bytes = self.read_buffer_bytes + self.write_buffer_bytes;
        bytes > COUNTED_BYTES && (bytes > MAX_IDLE_BUFFER_BYTES || self.holding.budget().is_tight())
    }

    /// Whether the buffers are larger than those of a new connection.
    pub(super) fn has_grown_buffers(&self) -> bool {
        self.read_buffer_bytes + self.write_buffer_bytes > COUNTED_BYTES
    }

    /// Whether tungstenite has nothing in its read buffer, after it has given away this number of messages.
    pub(super) fn is_consumed(&self, delivered: u64) -> bool {
        self.frames.is_between_messages() && self.frames.completed() == delivered
    }

    /// Counts no buffers: they have been replaced by new ones.
    pub(super) fn forget_buffers(&mut self) {
        self.read_buffer_bytes = 0;
        self.write_buffer_bytes = 0;
        self.holding.set(self.held_bytes());
    }

    /// Gives back what an idle connection's compression does not need.
    pub(super) fn park(&mut self) {
        if self.stream.is_compressed() {
            self.stream.park();
            self.holding.set(self.held_bytes());
        }
    }

    /// How much longer a byte takes here than one that is only copied, for [`Turn`].
    pub(super) fn cost_of_a_byte(&self) -> usize {
        if self.stream.is_compressed() {
            COMPRESSED_COST
        } else {
            1
        }
    }

    /// Since when the rest of a message is waited for, and how much of the message has come.
    pub(super) fn begun_message(&self) -> Option<(Instant, usize)> {
        let bytes = self.begun_bytes();
        self.begun_since.map(|since| (since, bytes))
    }

    /// How much of an unfinished message has come.
    fn begun_bytes(&self) -> usize {
        self.frames.collected_bytes() + self.frames.frame_bytes()
    }

    fn held_bytes(&self) -> usize {
        self.read_buffer_bytes
            + self.frames.collected_bytes()
            + self.write_buffer_bytes
            + self.message_bytes
            + self.stream.memory_bytes()
            + self.stream.get_ref().memory_bytes()
    }
}

impl<S: AsyncWrite + Unpin> Accounted<S> {
    /// Writes bytes that are in no buffer of tungstenite's.
    pub(super) fn poll_write_message(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if written.is_pending() {
            // Nothing is read until then, so the bytes that were read ahead stay.
            let waiting_bytes = self.get_ref().buffer_bytes() + self.write_wait_bytes;
            self.holding.set(self.held_bytes() + waiting_bytes);
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Accounted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.turn.poll_next(cx));
        let before = buf.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        if read.is_pending() {
            if !this.frames.is_between_messages() {
                this.begun_since.get_or_insert_with(Instant::now);
            }
            this.holding.set(this.held_bytes());
            this.turn.end();
            return read;
        }
        let filled = &buf.filled()[before..];
        match this.frames.advance(filled) {
            Ok(true) => this.begun_since = None,
            Ok(false) => {}
            Err(error) => {
                let error = io::Error::new(io::ErrorKind::InvalidData, error);
                return Poll::Ready(Err(error));
            }
        }
        if this.begun_bytes() > LARGE_BYTES {
            let cost = this.cost_of_a_byte();
            this.turn.pass(filled.len() * cost);
        } else {
            this.turn.end();
        }
        this.read_buffer_bytes = this.read_buffer_bytes.max(this.frames.frame_bytes());
        this.holding.set_roughly(this.held_bytes());
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Accounted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write_buffer_bytes = self.write_buffer_bytes.max(buf.len());
        self.poll_write_message(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
    use tokio::io::AsyncReadExt;

    use super::super::turn::TURN_BYTES;
    use super::*;
    use crate::net::memory_budget::MemoryBudget;

    /// A stream of `head` and then the byte for ever.
    fn accounted(head: &[u8], byte: u8) -> Accounted<tokio::io::Repeat> {
        let budget = MemoryBudget::new(usize::MAX, Gauge::default(), Counter::default());
        let stream = ReadAhead::new(tokio::io::repeat(byte), head.to_vec());
        Accounted::new(
            FrameStream::plain(FaultStream::new(stream, None)),
            budget.holding(),
            0,
        )
    }

    /// How much is read before the first wait, of at most ten turns.
    fn read_without_wait(stream: &mut Accounted<tokio::io::Repeat>) -> usize {
        let mut read = 0;
        let mut piece = [0; 1024];
        while read < 10 * TURN_BYTES
            && let Some(bytes) = stream.read(&mut piece).now_or_never()
        {
            read += bytes.unwrap();
        }
        read
    }

    #[tokio::test]
    async fn large_message_is_read_in_turns() {
        let head = [0x82, 0xFF, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0];
        let mut stream = accounted(&head, 0);
        let first = read_without_wait(&mut stream);
        assert!((TURN_BYTES..2 * TURN_BYTES).contains(&first), "{first}");
        assert_eq!(read_without_wait(&mut stream), TURN_BYTES);
        assert!(stream.begun_message().is_none(), "no client is waited for");
        // A task that waits is woken.
        let mut rest = vec![0; 5 * TURN_BYTES];
        stream.read_exact(&mut rest).await.unwrap();
    }

    #[tokio::test]
    async fn small_messages_have_no_turns_here() {
        // Each is a frame of 8 bytes: the header, four of the mask, and two of payload.
        let mut stream = accounted(&[], 0x82);
        assert_eq!(read_without_wait(&mut stream), 10 * TURN_BYTES);
    }
}

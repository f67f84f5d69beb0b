//! A stream that notes when it was last read from, and since when it takes nothing more.
//!
//! Bytes and not messages are what a client is judged by: one that is halfway through a large
//! message on a slow line is alive, although no pong can come before the message's end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// Reads and writes as `S` does.
#[derive(Debug)]
pub(super) struct Observed<S> {
    stream: S,
    last_read: Instant,
    stalled_since: Option<Instant>,
}

impl<S> Observed<S> {
    /// `stream`, of which the time of the last read is now.
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            last_read: Instant::now(),
            stalled_since: None,
        }
    }

    /// When bytes last came.
    pub(super) fn last_read(&self) -> Instant {
        self.last_read
    }

    /// Since when there is something to write of which nothing was taken.
    pub(super) fn stalled_since(&self) -> Option<Instant> {
        self.stalled_since
    }

    /// The stream.
    pub(super) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Observed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = ready!(Pin::new(&mut self.stream).poll_read(cx, buf));
        if buf.filled().len() > before {
            self.last_read = Instant::now();
        }
        Poll::Ready(read)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Observed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        if written.is_ready() {
            self.stalled_since = None;
        } else {
            self.stalled_since.get_or_insert_with(Instant::now);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

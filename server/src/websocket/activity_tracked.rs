//! A stream that tells when bytes last came, and since when a write is stalled.
//!
//! A client is judged by bytes and not by messages. One that is halfway through a large message on a slow
//! line is alive, although its pong cannot come before the end of that message.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// Reads and writes as `S` does, and keeps the two times.
#[derive(Debug)]
pub(super) struct ActivityTracked<S> {
    stream: S,
    last_read: Instant,
    stalled_since: Option<Instant>,
}

impl<S> ActivityTracked<S> {
    /// `stream`, with now as the time of its last read.
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

    /// Since when a write waits of which nothing was taken.
    pub(super) fn stalled_since(&self) -> Option<Instant> {
        self.stalled_since
    }

    /// The stream below.
    pub(super) fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ActivityTracked<S> {
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

impl<S: AsyncWrite + Unpin> AsyncWrite for ActivityTracked<S> {
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

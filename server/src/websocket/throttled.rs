//! A stream that is read no faster than told.

use std::io;
use std::num::NonZeroU64;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// How many times a second there is something to read: a pace of few bytes is one of a byte at a
/// time, and one of many comes in pieces that are not felt as pauses.
const STEPS_PER_S: u64 = 20;

/// Reads from `S` no faster than its pace, and writes as `S` does.
#[derive(Debug)]
pub(crate) struct Paced<S> {
    stream: S,
    /// In a box of its own, as only few connections have one.
    pace: Option<Box<Pace>>,
}

#[derive(Debug)]
struct Pace {
    bytes_per_s: NonZeroU64,
    /// When the bytes read so far have been paid for.
    paid: Pin<Box<Sleep>>,
}

impl<S> Paced<S> {
    /// `stream`, read at `bytes_per_s`, or as fast as it goes.
    pub(crate) fn new(stream: S, bytes_per_s: Option<NonZeroU64>) -> Self {
        let pace = bytes_per_s.map(|bytes_per_s| {
            let paid = Box::pin(sleep_until(Instant::now()));
            Box::new(Pace { bytes_per_s, paid })
        });
        Self { stream, pace }
    }

    /// The stream.
    pub(crate) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, pace } = &mut *self;
        let Some(pace) = pace else {
            return Pin::new(stream).poll_read(cx, buf);
        };
        ready!(pace.paid.as_mut().poll(cx));
        let step = (pace.bytes_per_s.get() / STEPS_PER_S).max(1);
        let step = usize::try_from(step)
            .unwrap_or(usize::MAX)
            .min(buf.remaining());
        let mut piece = ReadBuf::new(buf.initialize_unfilled_to(step));
        ready!(Pin::new(stream).poll_read(cx, &mut piece))?;
        let read = piece.filled().len();
        buf.advance(read);
        let cost = Duration::from_secs_f64(read as f64 / pace.bytes_per_s.get() as f64);
        pace.paid.as_mut().reset(Instant::now() + cost);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

//! A stream that is read no faster than a limit.

use std::io;
use std::num::NonZeroU64;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Reads per second. At a low rate each read is one byte; at a high rate the pauses are too short to be
/// noticed.
const READS_PER_S: u64 = 20;

/// Reads from `S` no faster than its limit, and writes as `S` does.
#[derive(Debug)]
pub(super) struct Throttled<S> {
    stream: S,
    /// Boxed, because few connections have one.
    throttle: Option<Box<Throttle>>,
}

#[derive(Debug)]
struct Throttle {
    bytes_per_s: NonZeroU64,
    /// Completes when the next bytes may be read.
    pause: Pin<Box<Sleep>>,
}

impl<S> Throttled<S> {
    /// `stream`, read at most at `bytes_per_s`; `None` is no limit.
    pub(super) fn new(stream: S, bytes_per_s: Option<NonZeroU64>) -> Self {
        let throttle = bytes_per_s.map(|bytes_per_s| {
            let pause = Box::pin(sleep_until(Instant::now()));
            Box::new(Throttle { bytes_per_s, pause })
        });
        Self { stream, throttle }
    }

    /// The stream below.
    pub(super) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The limit, in bytes a second.
    pub(super) fn bytes_per_s(&self) -> Option<NonZeroU64> {
        self.throttle.as_ref().map(|it| it.bytes_per_s)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Throttled<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, throttle } = &mut *self;
        let Some(throttle) = throttle else {
            return Pin::new(stream).poll_read(cx, buf);
        };
        ready!(throttle.pause.as_mut().poll(cx));
        let bytes = (throttle.bytes_per_s.get() / READS_PER_S).max(1);
        let bytes = usize::try_from(bytes)
            .unwrap_or(usize::MAX)
            .min(buf.remaining());
        let mut piece = ReadBuf::new(buf.initialize_unfilled_to(bytes));
        ready!(Pin::new(stream).poll_read(cx, &mut piece))?;
        let read = piece.filled().len();
        buf.advance(read);
        let pause = Duration::from_secs_f64(read as f64 / throttle.bytes_per_s.get() as f64);
        throttle.pause.as_mut().reset(Instant::now() + pause);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Throttled<S> {
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

//! The stream under hyper: it hands on one checked head after the other.
//!
//! hyper refuses a head without a word. So it gets whole heads that it does not refuse; at another one its stream
//! ends, and [`CheckedHeads::into_parts`] says why. Behind the last request of a connection ([`super::head::is_last`])
//! every byte is handed on.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::io::poll_read_buf;

use super::head::{self, HeadError, HeadLimits};

/// One read has room for at least this much; most heads fit.
const MIN_READ_BYTES: usize = 1024;

/// Reads checked heads of `S`, and writes as `S` does.
#[derive(Debug)]
pub(super) struct CheckedHeads<S> {
    stream: S,
    limits: HeadLimits,
    /// What was read and not handed on.
    buffer: BytesMut,
    /// How much of the buffer belongs to a checked head.
    checked: usize,
    /// How much of the buffer has been looked at for the end of a head.
    seen: usize,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// The next bytes are a head.
    Heads,
    /// The rest is not checked.
    Rest,
    /// The stream has ended for hyper.
    Refused(HeadError),
}

/// A connection when hyper has done with it.
pub(super) struct Parts<S> {
    pub(super) stream: S,
    /// What hyper has not read.
    pub(super) unread: BytesMut,
    /// Why the last head was refused.
    pub(super) refusal: Option<HeadError>,
    /// Whether the last request may have had more bytes than its head.
    pub(super) may_send_more: bool,
}

impl<S> CheckedHeads<S> {
    /// The heads of `stream`, of which the bytes in `buffer` have been read already.
    pub(super) fn new(stream: S, buffer: BytesMut, limits: HeadLimits) -> Self {
        Self {
            stream,
            limits,
            buffer,
            checked: 0,
            seen: 0,
            phase: Phase::Heads,
        }
    }

    pub(super) fn into_parts(self) -> Parts<S> {
        let may_send_more = matches!(self.phase, Phase::Rest);
        Parts {
            stream: self.stream,
            unread: self.buffer,
            refusal: match self.phase {
                Phase::Refused(error) => Some(error),
                Phase::Heads | Phase::Rest => None,
            },
            may_send_more,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for CheckedHeads<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if this.checked > 0 {
                let bytes = this.checked.min(buf.remaining());
                buf.put_slice(&this.buffer[..bytes]);
                this.buffer.advance(bytes);
                this.checked -= bytes;
                return Poll::Ready(Ok(()));
            }
            match this.phase {
                Phase::Refused(_) => return Poll::Ready(Ok(())),
                Phase::Rest if this.buffer.is_empty() => {
                    return Pin::new(&mut this.stream).poll_read(cx, buf);
                }
                Phase::Rest => this.checked = this.buffer.len(),
                Phase::Heads => {
                    if this.buffer.len() > this.seen {
                        match head::check(&this.buffer, this.seen, this.limits) {
                            Ok(Some(head)) => {
                                this.checked = head.length;
                                this.seen = 0;
                                if head.is_last {
                                    this.phase = Phase::Rest;
                                }
                                continue;
                            }
                            Ok(None) => this.seen = this.buffer.len(),
                            Err(error) => {
                                this.phase = Phase::Refused(error);
                                continue;
                            }
                        }
                    }
                    this.buffer.reserve(MIN_READ_BYTES);
                    let stream = Pin::new(&mut this.stream);
                    if ready!(poll_read_buf(stream, cx, &mut this.buffer))? == 0 {
                        return Poll::Ready(Ok(()));
                    }
                }
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for CheckedHeads<S> {
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

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

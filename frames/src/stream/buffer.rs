//! Bytes between two sides of a stream.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::buffers;

/// Bytes of which some have been taken. It has no room while it is empty.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) bytes: Vec<u8>,
    pub(super) taken: usize,
}

impl Buffer {
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.taken == self.bytes.len()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// Takes bytes, and gives the room back when there are no more.
    pub(super) fn take(&mut self, bytes: usize) {
        self.taken += bytes;
        if self.is_empty() {
            self.taken = 0;
            buffers::give_back(&mut self.bytes);
        }
    }

    /// Takes as much as `buf` has room for.
    pub(super) fn read_into(&mut self, buf: &mut ReadBuf<'_>) {
        let bytes = self.rest().len().min(buf.remaining());
        buf.put_slice(&self.rest()[..bytes]);
        self.take(bytes);
    }

    /// Reads once from `stream` into the empty buffer. It is still empty at the end of the stream.
    pub(super) fn poll_fill<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        most_bytes: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let buffer = buffers::ensure(&mut self.bytes);
        buffer.resize(most_bytes, 0);
        let mut into = ReadBuf::new(buffer);
        let read = Pin::new(stream).poll_read(cx, &mut into);
        let bytes = into.filled().len();
        buffer.truncate(bytes);
        self.take(0);
        read
    }
}

/// Writes all of `buffer`.
pub(super) fn poll_write_all<S: AsyncWrite + Unpin>(
    buffer: &mut Buffer,
    stream: &mut S,
    cx: &mut Context<'_>,
) -> Poll<io::Result<()>> {
    while !buffer.is_empty() {
        let written = ready!(Pin::new(&mut *stream).poll_write(cx, buffer.rest()))?;
        if written == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        buffer.take(written);
    }
    Poll::Ready(Ok(()))
}

//! Streams that stand between a WebSocket and its network: [`FrameStream`] speaks permessage-deflate for it, and
//! [`FaultStream`] spoils what passes.
//!
//! The WebSocket above reads and writes frames without extensions. It must take unmasked frames where it is a server.
//! A connection that negotiated nothing goes through untouched.
//!
//! What may not enter: what the frames are; see [`extension`](crate::extension).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

mod buffer;
mod fault_stream;

pub use self::fault_stream::FaultStream;

use self::buffer::{Buffer, poll_write_all};
use crate::buffers;
use crate::extension::{CompressedBytes, ROOM_BYTES, ReceiveError, Receiver, Sender};

/// The bytes of one read from the wire.
const READ_BYTES: usize = 16 * 1024;

/// A stream of frames over `S`.
///
/// # Errors
///
/// Where the peer breaks a rule of compression, reading fails with [`io::ErrorKind::InvalidData`] and a
/// [`ReceiveError`] inside, which says how to close the connection. Writing goes on.
#[derive(Debug)]
pub struct FrameStream<S> {
    stream: S,
    /// Boxed, so that a connection without one takes a pointer more and nothing else.
    extension: Option<Box<Extension>>,
}

/// The extension of a connection in both directions. Its buffers have no room while they are empty.
#[derive(Debug)]
struct Extension {
    receiver: Receiver,
    sender: Sender,
    /// From the network.
    received: Buffer,
    /// To the WebSocket.
    plain: Buffer,
    /// To the network.
    wire: Buffer,
    error: Option<ReceiveError>,
}

impl<S> FrameStream<S> {
    /// `stream` as it is: nothing was negotiated.
    pub fn plain(stream: S) -> Self {
        Self {
            stream,
            extension: None,
        }
    }

    /// `stream` with compression.
    pub fn compressed(stream: S, receiver: Receiver, sender: Sender) -> Self {
        Self {
            stream,
            extension: Some(Box::new(Extension {
                receiver,
                sender,
                received: Buffer::default(),
                plain: Buffer::default(),
                wire: Buffer::default(),
                error: None,
            })),
        }
    }

    /// The stream below.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream below. What this one holds for it is dropped; flush first.
    pub fn into_inner(self) -> S {
        self.stream
    }

    /// Whether compression was negotiated.
    pub fn is_compressed(&self) -> bool {
        self.extension.is_some()
    }

    /// The payloads of the compressed messages so far: those received, and those sent.
    pub fn compressed_bytes(&self) -> Option<(CompressedBytes, CompressedBytes)> {
        let extension = self.extension.as_ref()?;
        Some((extension.receiver.bytes(), extension.sender.bytes()))
    }

    /// The memory that it takes beside itself.
    pub fn memory_bytes(&self) -> usize {
        self.extension.as_ref().map_or(0, |it| {
            size_of::<Extension>()
                + it.receiver.memory_bytes()
                + it.sender.memory_bytes()
                + [&it.received, &it.plain, &it.wire]
                    .iter()
                    .map(|buffer| buffer.memory_bytes())
                    .sum::<usize>()
        })
    }

    /// Gives back what an idle connection does not need.
    pub fn park(&mut self) {
        if let Some(extension) = &mut self.extension {
            extension.receiver.park();
            extension.sender.park();
        }
    }
}

impl Extension {
    /// Writes what waits for the network.
    fn poll_wire<S: AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        poll_write_all(&mut self.wire, stream, cx)
    }

    /// Turns what was received into frames for the WebSocket.
    fn translate(&mut self) {
        let plain = buffers::ensure(&mut self.plain.bytes);
        let received = &mut self.received.bytes[self.received.taken..];
        match self.receiver.read(received, plain) {
            Ok(bytes) => self.received.take(bytes),
            Err(error) => {
                self.error = Some(error);
                let rest = self.received.rest().len();
                self.received.take(rest);
            }
        }
        // Gives the room back, if nothing came of it.
        self.plain.take(0);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FrameStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, extension } = &mut *self;
        let Some(extension) = extension else {
            return Pin::new(stream).poll_read(cx, buf);
        };
        loop {
            if !extension.plain.is_empty() {
                extension.plain.read_into(buf);
                return Poll::Ready(Ok(()));
            }
            if let Some(error) = &extension.error {
                let error = io::Error::new(io::ErrorKind::InvalidData, error.clone());
                return Poll::Ready(Err(error));
            }
            if extension.received.is_empty() && !extension.receiver.is_due() {
                ready!(extension.received.poll_fill(stream, READ_BYTES, cx))?;
                if extension.received.is_empty() {
                    return Poll::Ready(Ok(()));
                }
            }
            extension.translate();
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FrameStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, extension } = &mut *self;
        let Some(extension) = extension else {
            return Pin::new(stream).poll_write(cx, buf);
        };
        // What waits is written before more is taken, so that it is never more than one piece.
        ready!(extension.poll_wire(stream, cx))?;
        let piece = &buf[..buf.len().min(ROOM_BYTES)];
        let wire = buffers::ensure(&mut extension.wire.bytes);
        let compressed = extension.sender.write(piece, wire);
        compressed.map_err(io::Error::other)?;
        extension.wire.take(0);
        match extension.poll_wire(stream, cx) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            // The rest goes with the next write, or with a flush.
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(piece.len())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, extension } = &mut *self;
        if let Some(extension) = extension {
            ready!(extension.poll_wire(stream, cx))?;
        }
        Pin::new(stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, extension } = &mut *self;
        if let Some(extension) = extension {
            ready!(extension.poll_wire(stream, cx))?;
        }
        Pin::new(stream).poll_shutdown(cx)
    }
}

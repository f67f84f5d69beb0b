//! A stream that reads large pieces from the stream below, however little it is asked for.
//!
//! tungstenite asks for as much as its read buffer has room for. Each connection has such a buffer until it ends, so
//! that buffer is small. Reading from the network in pieces of its size would cost a system call for each. The large
//! buffer is here. It belongs to the thread: a connection has it only while there is something in it.

use std::cell::RefCell;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The size of one read. A message of 64 KiB with its header fits.
const READ_BYTES: usize = 128 * 1024;

/// At most this many unused buffers are kept per thread; further ones are freed. One is in use at a time,
/// except where clients do not read their answers, and those are worth no more than a few.
const MAX_SPARE_BUFFERS: usize = 4;

thread_local! {
    static SPARE: RefCell<Vec<Box<[u8]>>> = const { RefCell::new(Vec::new()) };
}

/// Reads ahead of the demand, and writes as `S` does.
#[derive(Debug)]
pub(super) struct ReadAhead<S> {
    stream: S,
    ahead: Option<Ahead>,
}

/// Bytes that were read ahead: at least one, except at the end of the stream.
#[derive(Debug)]
struct Ahead {
    buffer: Box<[u8]>,
    unread: Range<usize>,
}

impl<S> ReadAhead<S> {
    /// `stream`, of which the bytes in `unread` have been read already and come first.
    pub(super) fn new(stream: S, unread: Vec<u8>) -> Self {
        let ahead = (!unread.is_empty()).then(|| Ahead {
            unread: 0..unread.len(),
            buffer: unread.into_boxed_slice(),
        });
        Self { stream, ahead }
    }

    /// The stream below, without the bytes that were read ahead.
    pub(super) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream below. The bytes that were read ahead are dropped.
    pub(super) fn into_inner(self) -> S {
        self.stream
    }

    /// The size of the buffer that it has now.
    pub(super) fn buffer_bytes(&self) -> usize {
        self.ahead.as_ref().map_or(0, |ahead| ahead.buffer.len())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadAhead<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut ahead = match self.ahead.take() {
            Some(ahead) => ahead,
            None => ready!(read(Pin::new(&mut self.stream), cx))?,
        };
        ahead.take(buf);
        if ahead.unread.is_empty() {
            give_back(ahead.buffer);
        } else {
            self.ahead = Some(ahead);
        }
        Poll::Ready(Ok(()))
    }
}

impl Ahead {
    fn take(&mut self, buf: &mut ReadBuf<'_>) {
        let bytes = self.unread.len().min(buf.remaining());
        let end = self.unread.start + bytes;
        buf.put_slice(&self.buffer[self.unread.start..end]);
        self.unread.start = end;
    }
}

/// Reads once into a buffer of this thread. No bytes are the end of the stream.
fn read<S: AsyncRead>(stream: Pin<&mut S>, cx: &mut Context<'_>) -> Poll<io::Result<Ahead>> {
    let mut buffer = take_spare();
    let mut into = ReadBuf::new(&mut buffer);
    let read = stream.poll_read(cx, &mut into);
    let unread = 0..into.filled().len();
    match read {
        Poll::Ready(Ok(())) => Poll::Ready(Ok(Ahead { buffer, unread })),
        Poll::Ready(Err(error)) => {
            give_back(buffer);
            Poll::Ready(Err(error))
        }
        Poll::Pending => {
            give_back(buffer);
            Poll::Pending
        }
    }
}

fn take_spare() -> Box<[u8]> {
    SPARE
        .with_borrow_mut(Vec::pop)
        .unwrap_or_else(|| vec![0; READ_BYTES].into_boxed_slice())
}

/// Keeps a buffer of this thread for the next read. One of another size came with a connection.
fn give_back(buffer: Box<[u8]>) {
    if buffer.len() != READ_BYTES {
        return;
    }
    SPARE.with_borrow_mut(|spare| {
        if spare.len() < MAX_SPARE_BUFFERS {
            spare.push(buffer);
        }
    });
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadAhead<S> {
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    /// A stream that counts the reads.
    struct Counted<S> {
        stream: S,
        reads: usize,
    }

    impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
        fn poll_read(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            buf: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            self.reads += 1;
            Pin::new(&mut self.stream).poll_read(cx, buf)
        }
    }

    #[tokio::test]
    async fn small_reads_are_served_from_one_large_read() {
        let sent: Vec<u8> = (0..=u8::MAX).cycle().take(10_000).collect();
        let (mut client, stream) = duplex(READ_BYTES);
        client.write_all(&sent).await.unwrap();
        let mut stream = ReadAhead::new(Counted { stream, reads: 0 }, Vec::new());
        let mut read = Vec::new();
        while read.len() < sent.len() {
            let mut piece = [0; 300];
            let bytes = stream.read(&mut piece).await.unwrap();
            read.extend_from_slice(&piece[..bytes]);
        }
        assert_eq!(read, sent);
        assert_eq!(stream.get_ref().reads, 1);
    }

    #[tokio::test]
    async fn stream_with_nothing_to_read_holds_no_buffer() {
        let (mut client, stream) = duplex(READ_BYTES);
        let mut stream = ReadAhead::new(stream, Vec::new());
        let mut piece = [0; 3];
        assert!(stream.read(&mut piece).now_or_never().is_none());
        assert!(stream.ahead.is_none());
        client.write_all(b"12345").await.unwrap();
        stream.read_exact(&mut piece).await.unwrap();
        assert!(stream.ahead.is_some());
        stream.read_exact(&mut piece[..2]).await.unwrap();
        assert!(stream.ahead.is_none());
    }

    #[tokio::test]
    async fn end_of_stream_comes_after_the_bytes_read_ahead() {
        let (mut client, stream) = duplex(READ_BYTES);
        client.write_all(b"last").await.unwrap();
        drop(client);
        let mut read = Vec::new();
        let mut stream = ReadAhead::new(stream, Vec::new());
        stream.read_to_end(&mut read).await.unwrap();
        assert_eq!(read, b"last");
    }

    #[tokio::test]
    async fn unread_bytes_come_before_the_stream_and_their_buffer_is_not_kept() {
        let (mut client, stream) = duplex(READ_BYTES);
        client.write_all(b" and behind").await.unwrap();
        drop(client);
        let mut stream = ReadAhead::new(stream, b"in front".to_vec());
        let mut read = [0; 8];
        stream.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"in front");
        assert_eq!(SPARE.with_borrow(Vec::len), 0);
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, b" and behind");
    }
}

//! A stream that is read in large pieces, whatever the size of those that are asked for.
//!
//! tungstenite asks for as much as its read buffer has room for, and each connection has such a
//! buffer for as long as it lives, so that buffer has to be small. Reading from the network in
//! pieces of that size would cost a system call for each. Here is the large buffer: it belongs to
//! the thread, and a connection has it only while there is something in it.

use std::cell::RefCell;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How much is read at once. A message of 64 KiB with its header fits.
pub(super) const READ_BYTES: usize = 128 * 1024;

/// How many buffers a thread keeps while nobody has them. One is in use at a time, unless clients
/// that do not read their answers keep theirs; those are not worth more than a few.
const MAX_SPARE: usize = 4;

thread_local! {
    static SPARE: RefCell<Vec<Box<[u8]>>> = const { RefCell::new(Vec::new()) };
}

/// Reads ahead of what is asked for, and writes as `S` does.
#[derive(Debug)]
pub(super) struct ReadAhead<S> {
    stream: S,
    ahead: Option<Ahead>,
}

/// What has been read and not yet been asked for: never nothing.
#[derive(Debug)]
struct Ahead {
    buffer: Box<[u8]>,
    unread: Range<usize>,
}

impl<S> ReadAhead<S> {
    /// `stream`, of which nothing is read yet.
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            ahead: None,
        }
    }

    /// The stream below.
    pub(super) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream below, to write to and to close: what has been read ahead is not in it any more.
    pub(super) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
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

/// Reads what there is into a buffer of this thread; nothing is the end of the stream.
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

fn give_back(buffer: Box<[u8]>) {
    SPARE.with_borrow_mut(|spare| {
        if spare.len() < MAX_SPARE {
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

    /// Counts how often it is read from.
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
    async fn small_pieces_are_taken_from_one_large_read_and_none_is_lost() {
        let sent: Vec<u8> = (0..=u8::MAX).cycle().take(10_000).collect();
        let (mut client, stream) = duplex(READ_BYTES);
        client.write_all(&sent).await.unwrap();
        let mut stream = ReadAhead::new(Counted { stream, reads: 0 });
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
    async fn a_connection_with_nothing_to_read_holds_no_buffer() {
        let (mut client, stream) = duplex(READ_BYTES);
        let mut stream = ReadAhead::new(stream);
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
    async fn the_end_comes_behind_what_was_read_ahead() {
        let (mut client, stream) = duplex(READ_BYTES);
        client.write_all(b"last").await.unwrap();
        drop(client);
        let mut read = Vec::new();
        let mut stream = ReadAhead::new(stream);
        stream.read_to_end(&mut read).await.unwrap();
        assert_eq!(read, b"last");
    }
}

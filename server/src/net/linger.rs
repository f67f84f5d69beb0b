//! How to close a TCP connection so that its last bytes arrive.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::timeout;

/// After the server's last byte a client may send for this long and this much; then the connection is
/// closed. It is enough for a message of a few times the default limit that is on its way already.
const LINGER_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_LINGER_BYTES: usize = 64 * 1024 * 1024;

/// The size of one read.
const READ_BYTES: usize = 16 * 1024;

/// Ends the sending side, and discards the bytes that the client still sends.
///
/// A socket that is closed with unread data in it answers with a TCP reset. A reset makes the client's
/// system discard bytes that it has received and not handed over yet: the close frame, or the refusal
/// (RFC 9112 section 9.6).
pub(crate) async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    if stream.shutdown().await.is_err() {
        return;
    }
    // The connection is closed next, whether this ends by the client's close, an error or a limit.
    let _ = timeout(LINGER_TIMEOUT, discard(stream, MAX_LINGER_BYTES)).await;
}

/// Reads to the end of `stream`, but little more than `max_bytes`. It has a buffer only while it reads: thousands of
/// connections may linger after the memory budget has let them go.
async fn discard(stream: &mut (impl AsyncRead + Unpin), max_bytes: usize) -> io::Result<()> {
    let mut left = max_bytes;
    poll_fn(|cx| {
        while left > 0 {
            let mut buffer = [const { MaybeUninit::uninit() }; READ_BYTES];
            let mut into = ReadBuf::uninit(&mut buffer);
            ready!(Pin::new(&mut *stream).poll_read(cx, &mut into))?;
            match into.filled().len() {
                0 => break,
                bytes => left = left.saturating_sub(bytes),
            }
        }
        Poll::Ready(Ok(()))
    })
    .await
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::io::{AsyncReadExt, duplex};

    use super::*;

    #[tokio::test]
    async fn endless_bytes_are_discarded_up_to_the_limit() {
        let mut endless = tokio::io::repeat(7).take(u64::MAX);
        let max_bytes = 3 * READ_BYTES + 1;
        discard(&mut endless, max_bytes).await.unwrap();
        assert_eq!(u64::MAX - endless.limit(), 4 * READ_BYTES as u64);
    }

    #[tokio::test]
    async fn silent_client_is_waited_for_until_it_closes() {
        let (mut client, mut stream) = duplex(READ_BYTES);
        client.write_all(b"on its way").await.unwrap();
        assert!(discard(&mut stream, 100).now_or_never().is_none());
        drop(client);
        discard(&mut stream, 100).await.unwrap();
    }
}

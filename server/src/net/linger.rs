//! The last word of a connection: how to close a TCP connection so that it arrives.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// How long, and how much, a client may go on sending after the server's last word: enough for a
/// message of a few times the default limit on its way, not enough to be kept busy by.
const LINGER: Duration = Duration::from_secs(5);
const LINGER_BYTES: u64 = 64 * 1024 * 1024;

/// Says that nothing more will come, and reads what the client still sends into nothing.
///
/// A socket that is closed with unread data in it answers with a TCP reset, and a reset makes
/// the client's system throw away what it had received and not yet handed over: the close frame,
/// or the refusal, that says what went wrong (RFC 9112 section 9.6).
pub(crate) async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut rest = stream.take(LINGER_BYTES);
    // However it ends, by the client's own close, an error, the limit or the clock, the
    // connection is then let go.
    let _ = timeout(LINGER, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
}

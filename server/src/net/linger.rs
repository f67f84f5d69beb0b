//! How to close a TCP connection so that its last bytes arrive.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// After the server's last byte a client may send for this long and this much; then the connection is
/// closed. It is enough for a message of a few times the default limit that is on its way already.
const LINGER_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_LINGER_BYTES: u64 = 64 * 1024 * 1024;

/// Ends the sending side, and discards the bytes that the client still sends.
///
/// A socket that is closed with unread data in it answers with a TCP reset. A reset makes the client's
/// system discard bytes that it has received and not handed over yet: the close frame, or the refusal
/// (RFC 9112 section 9.6).
pub(crate) async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut rest = stream.take(MAX_LINGER_BYTES);
    // The connection is closed next, whether this ends by the client's close, an error or a limit.
    let _ = timeout(
        LINGER_TIMEOUT,
        tokio::io::copy(&mut rest, &mut tokio::io::sink()),
    )
    .await;
}

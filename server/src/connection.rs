//! A WebSocket connection: its limits, its endpoint, and how it ends.
//!
//! What belongs here: from the first frame to the close of the TCP connection, with the close
//! codes of RFC 6455 section 7.4. What may not enter: what an endpoint says.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Utf8Bytes};
use tracing::{debug, info, warn};

use crate::config::Config;
use crate::endpoint::Endpoint;
use crate::linger::linger;
use crate::shutdown::Shutdown;

/// How long a client may take to take in the server's close frame and to answer it.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Each connection holds a read buffer of this size from its first moment, so it is small: most
/// connections are idle, and a message larger than it is still read into one piece of memory
/// that has the message's own size. tungstenite's default is 128 KiB.
const READ_BUFFER_BYTES: usize = 4 * 1024;

/// Room beside an answer in the write buffer, for a prefix, frame headers and control frames.
const WRITE_BUFFER_MARGIN_BYTES: usize = 64 * 1024;

/// Serves an upgraded connection until it is closed. `unread` is what the client sent right
/// behind its handshake.
pub(crate) async fn serve(
    stream: TcpStream,
    unread: Bytes,
    endpoint: Endpoint,
    config: &Config,
    mut shutdown: Shutdown,
) {
    debug!("open");
    let limits = Some(limits(config.max_message_bytes));
    let mut socket =
        WebSocketStream::from_partially_read(stream, unread.into(), Role::Server, limits).await;
    let end = tokio::select! {
        biased;
        () = shutdown.begun() => End::GoingAway,
        served = endpoint.serve(&mut socket) => End::from(served),
    };
    end.log();
    if let Some(frame) = end.close_frame() {
        // A failure here is the same as a client that has left in the meantime.
        let _ = timeout(CLOSE_TIMEOUT, close(&mut socket, frame, end.is_readable())).await;
        linger(socket.get_mut()).await;
    }
}

fn limits(max_message_bytes: usize) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        // Nothing is gathered: an answer is written when it is given.
        .write_buffer_size(0)
        // An answer is the message again, each byte of which may have become a U+FFFD of three.
        // It is written before the next message is read, so there is never more than one.
        .max_write_buffer_size(3 * max_message_bytes + WRITE_BUFFER_MARGIN_BYTES)
        .max_message_size(Some(max_message_bytes))
        .max_frame_size(Some(max_message_bytes))
}

/// Sends the close frame and, where the client can still be understood, waits for its own.
async fn close(
    socket: &mut WebSocketStream<TcpStream>,
    frame: CloseFrame,
    is_readable: bool,
) -> Result<(), Error> {
    socket.close(Some(frame)).await?;
    while is_readable && socket.next().await.transpose()?.is_some() {}
    Ok(())
}

/// How serving ended. The three errors are three different things: who reads the log may want
/// to see a network that fails, and a client that breaks the protocol, without every goodbye.
#[derive(Debug)]
enum End {
    /// The endpoint has nothing more to say, or the client said goodbye.
    Done,
    /// The server stops.
    GoingAway,
    /// The connection broke, or the client left without a close frame.
    Lost(Error),
    /// The client broke the protocol, or a limit.
    Broken(Error),
}

impl From<Result<(), Error>> for End {
    fn from(served: Result<(), Error>) -> Self {
        match served {
            Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => Self::Done,
            Err(
                error @ (Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Io(_)
                | Error::Tls(_)),
            ) => Self::Lost(error),
            Err(error) => Self::Broken(error),
        }
    }
}

impl End {
    fn log(&self) {
        match self {
            Self::Done => debug!("closed"),
            Self::GoingAway => debug!("closing, the server stops"),
            Self::Lost(error) => info!(%error, "lost"),
            Self::Broken(error) => warn!(%error, "failed"),
        }
    }

    /// The server's last word, where there is anybody to hear it. After the client's own close
    /// frame it is dropped by tungstenite, which has already answered that one.
    fn close_frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Done => (CloseCode::Normal, ""),
            Self::GoingAway => (CloseCode::Away, "the server stops"),
            Self::Lost(_) => return None,
            Self::Broken(Error::Utf8(_)) => (CloseCode::Invalid, "text that is not UTF-8"),
            Self::Broken(Error::Capacity(_)) => (CloseCode::Size, "message too big"),
            Self::Broken(Error::WriteBufferFull(_)) => (CloseCode::Error, "answer too big"),
            Self::Broken(_) => (CloseCode::Protocol, "protocol violation"),
        };
        Some(CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        })
    }

    /// After a broken frame nobody knows where the next one begins.
    fn is_readable(&self) -> bool {
        !matches!(self, Self::Broken(_))
    }
}

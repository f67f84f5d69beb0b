//! A WebSocket connection: its limits, its endpoint, and how it ends.
//!
//! What belongs here: from the first frame to the close of the TCP connection, with the close
//! codes of RFC 6455 section 7.4. What may not enter: what an endpoint says.

use std::pin::pin;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Utf8Bytes};
use tracing::{Span, debug, info, warn};

use super::activity_tracked::Observed;
use super::limited_socket::{Breach, Guarded};
use super::read_ahead::ReadAhead;
use crate::config::{Config, Limits};
use crate::endpoint::{Endpoint, Goodbye};
use crate::http::router::Opened;
use crate::http::upgrade::Socket;
use crate::net::linger::linger;
use crate::net::listener::Server;
use crate::net::maybe_tls::{self, Wire};
use crate::ops::metrics::By;
use crate::ops::shutdown::Shutdown;
use crate::websocket::poll_on_wake::Seldom;
use crate::websocket::throttled::Paced;

/// How long a client may take to take in the server's close frame and to answer it.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Each connection holds a read buffer of this size from its first moment, so it is small: most
/// connections are idle, and a message larger than it is still read into one piece of memory that
/// has the message's own size. It is filled from what was read ahead, so that a larger one would
/// not save a system call; it would be no faster. tungstenite's default is 128 KiB.
const READ_BUFFER_BYTES: usize = 1024;

/// How much of a batch of answers is gathered before it is written. It has to fit beside the largest
/// message into the least `max_write_buffer_bytes`, which leaves 64 KiB for it.
const GATHERED_BYTES: usize = 32 * 1024;

/// Serves a connection that has become a WebSocket until it is closed; `span` names it in the log.
pub(crate) async fn serve(
    Socket {
        mut stream,
        unread,
        opened,
        meters,
    }: Socket,
    server: &Server,
    mut shutdown: Shutdown,
    span: &Span,
) {
    debug!(parent: span, "open");
    let Server {
        config: Config { limits, .. },
        metrics,
        ..
    } = server;
    let Opened {
        endpoint, _slot, ..
    } = opened;
    if let Endpoint::Broken(broken) = endpoint {
        match broken.serve(&mut stream).await {
            Ok(()) => linger(&mut stream).await,
            Err(error) => {
                debug!(parent: span, %error, "the client left before it was shown anything");
            }
        }
        return;
    }
    if let Some(bytes) = endpoint.send_buffer_bytes()
        && let Err(error) = set_socket_send_buffer_size(maybe_tls::tcp(&stream), bytes)
    {
        debug!(parent: span, %error, "cannot limit what is under way");
    }
    let stream = Observed::new(Paced::new(stream, endpoint.pace()));
    let stream = ReadAhead::new(stream);
    let config = Some(websocket_config(limits));
    let socket = WebSocketStream::from_partially_read(stream, unread, Role::Server, config).await;
    let mut socket = Guarded::new(socket, limits, meters, span);
    let stopping = pin!(shutdown.begun());
    let mut stopping = Seldom::new(stopping);
    let end = tokio::select! {
        biased;
        () = &mut stopping => End::GoingAway,
        served = endpoint.serve(&mut socket) => End::from(served),
    };
    end.log(span);
    let (mut socket, closed_by_client) = socket.into_parts();
    let last_word = end.last_word();
    match closed_by_client {
        Some(code) => metrics.closed(By::Client, code),
        None => metrics.closed(end.by(), last_word.code()),
    }
    match last_word {
        LastWord::Close(frame) => {
            // A failure here is the same as a client that has left in the meantime.
            let _ = timeout(CLOSE_TIMEOUT, close(&mut socket, frame, end.is_readable())).await;
            linger(socket.get_mut()).await;
        }
        LastWord::Nothing { reset: true } => {
            let stream = socket.get_mut().get_mut().get_mut().get_mut();
            if let Err(error) = maybe_tls::tcp(stream).set_zero_linger() {
                debug!(parent: span, %error, "cannot reset");
            }
        }
        LastWord::Nothing { reset: false } => {
            // Through TLS the end of TCP alone looks like an attack: it is announced by a
            // close_notify (RFC 8446 section 6.1), if the client is still there to take it in.
            let _ = timeout(CLOSE_TIMEOUT, socket.get_mut().shutdown()).await;
        }
    }
}

fn websocket_config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(GATHERED_BYTES)
        .max_write_buffer_size(limits.max_write_buffer_bytes)
        .max_message_size(Some(limits.max_message_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

/// Sends the close frame and, where the client can still be understood, waits for its own.
async fn close(
    socket: &mut WebSocketStream<ReadAhead<Observed<Paced<Wire>>>>,
    frame: Option<CloseFrame>,
    is_readable: bool,
) -> Result<(), Error> {
    // A pong that waits to be sent goes first, or tungstenite would send it behind the close frame.
    socket.flush().await?;
    socket.close(frame).await?;
    while is_readable && socket.next().await.transpose()?.is_some() {}
    Ok(())
}

/// How serving ended. The three errors are three different things: who reads the log may want
/// to see a network that fails, and a client that breaks the protocol, without every goodbye.
#[derive(Debug)]
enum End {
    /// The endpoint has nothing more to say, or the client said goodbye.
    Done(Goodbye),
    /// The server stops.
    GoingAway,
    /// The connection broke, or the client left without a close frame.
    Lost(Error),
    /// The client broke the protocol, or sent something too large.
    Broken(Error),
    /// The client passed a limit on its behaviour.
    Breached(Breach),
}

/// What the server still says.
enum LastWord {
    /// A close frame, with a code or without.
    Close(Option<CloseFrame>),
    /// No close frame; TCP ends, in order or by a reset.
    Nothing { reset: bool },
}

impl From<Result<Goodbye, Error>> for End {
    fn from(served: Result<Goodbye, Error>) -> Self {
        match served {
            Ok(goodbye) => Self::Done(goodbye),
            Err(Error::ConnectionClosed | Error::AlreadyClosed) => Self::Done(Goodbye::normal()),
            Err(Error::Io(error)) => match error.downcast::<Breach>() {
                Ok(breach) => Self::Breached(breach),
                Err(error) => Self::Lost(Error::Io(error)),
            },
            Err(
                error @ (Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Tls(_)),
            ) => Self::Lost(error),
            Err(error) => Self::Broken(error),
        }
    }
}

impl End {
    fn log(&self, span: &Span) {
        match self {
            Self::Done(_) => debug!(parent: span, "closed"),
            Self::GoingAway => debug!(parent: span, "closing, the server stops"),
            Self::Lost(error) => info!(parent: span, %error, "lost"),
            Self::Broken(error) => warn!(parent: span, %error, "failed"),
            Self::Breached(breach) => warn!(parent: span, %breach, "let go"),
        }
    }

    /// Who ended the connection, where the client sent no close frame.
    fn by(&self) -> By {
        match self {
            Self::Lost(_) => By::Client,
            Self::Done(_) | Self::GoingAway | Self::Broken(_) | Self::Breached(_) => By::Server,
        }
    }

    /// The server's last word, where there is anybody to hear it. After the client's own close
    /// frame it is dropped by tungstenite, which has already answered that one.
    fn last_word(&self) -> LastWord {
        let (code, reason) = match self {
            Self::Done(Goodbye::Close { code, reason }) => ((*code).into(), reason.as_str().into()),
            Self::Done(Goodbye::CloseWithoutCode) => return LastWord::Close(None),
            Self::Done(Goodbye::Abort { reset }) => return LastWord::Nothing { reset: *reset },
            Self::Lost(_) => return LastWord::Nothing { reset: false },
            Self::Breached(Breach::NotReading(_)) => return LastWord::Nothing { reset: true },
            Self::Breached(breach) => (CloseCode::Policy, breach.to_string().into()),
            Self::GoingAway => (CloseCode::Away, Utf8Bytes::from_static("the server stops")),
            Self::Broken(error) => {
                let (code, reason) = match error {
                    Error::Utf8(_) => (CloseCode::Invalid, "text that is not UTF-8"),
                    Error::Capacity(_) => (CloseCode::Size, "message too big"),
                    Error::WriteBufferFull(_) => (CloseCode::Error, "answer too big"),
                    _ => (CloseCode::Protocol, "protocol violation"),
                };
                (code, Utf8Bytes::from_static(reason))
            }
        };
        LastWord::Close(Some(CloseFrame { code, reason }))
    }

    /// After a broken frame nobody knows where the next one begins, and who passed a limit is not
    /// listened to.
    fn is_readable(&self) -> bool {
        !matches!(self, Self::Broken(_) | Self::Breached(_))
    }
}

impl LastWord {
    /// What the client sees, by RFC 6455 section 7.1.5.
    fn code(&self) -> u16 {
        match self {
            Self::Close(Some(frame)) => frame.code.into(),
            Self::Close(None) => 1005,
            Self::Nothing { .. } => 1006,
        }
    }
}

//! A WebSocket connection: its endpoint, and how it is closed.
//!
//! What belongs here: everything from the first frame to the end of the TCP connection, with the close codes
//! of RFC 6455 section 7.4. What may not enter: what an endpoint says.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tracing::{Span, debug, info, warn};

use super::framed_socket::FramedSocket;
use super::limit_exceeded::LimitExceeded;
use super::limited_socket::LimitedSocket;
use super::poll_on_wake::PollOnWake;
use super::stack::StreamStack;
use crate::config::Limits;
use crate::endpoint::{Broken, CloseAction, MessageEndpoint};
use crate::net::linger::linger;
use crate::net::maybe_tls::MaybeTls;
use crate::net::memory_budget::MemoryBudget;
use crate::net::slots::AddressSlot;
use crate::ops::metrics::{ClosedBy, ConnectionMetrics, Metrics};
use crate::ops::shutdown::Shutdown;

/// A client has this long to read the server's close frame and to answer it; then TCP is closed.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// tungstenite's read buffer, which every connection holds from its first moment to its last. It is small, because
/// most connections are idle; tungstenite's default is 128 KiB. A larger one would not be faster: it is filled from
/// the bytes read ahead, without a system call. A larger message is still read into one piece of memory of its own
/// size.
const READ_BUFFER_BYTES: usize = 1024;

/// A batch of answers is written when it has reached this size. It fits beside the largest message into the
/// smallest `max_write_buffer_bytes`, which leaves 64 KiB for it.
const WRITE_BATCH_BYTES: usize = 32 * 1024;

/// A connection that has become a WebSocket, with an endpoint that speaks in messages.
pub(crate) struct Connection {
    /// The stream under the frames.
    pub(crate) stream: MaybeTls,
    /// The bytes that were read behind the client's handshake.
    pub(crate) unread: Vec<u8>,
    /// What serves it.
    pub(crate) endpoint: MessageEndpoint,
    /// Its metrics.
    pub(crate) metrics: ConnectionMetrics,
    /// Its place among the connections of its client, where the peer is a proxy.
    pub(crate) _slot: Option<Arc<AddressSlot>>,
}

impl Connection {
    /// Serves the connection until it is closed. Its buffers count in `memory`; `span` names it in the log.
    ///
    /// It is no `async fn`, because such a future holds its arguments and what it has made of them side by side.
    pub(crate) fn serve<'a>(
        self,
        limits: &'a Limits,
        memory: &MemoryBudget,
        server_metrics: &'a Metrics,
        mut shutdown: Shutdown,
        span: &'a Span,
    ) -> impl Future<Output = ()> + use<'a> {
        debug!(parent: span, "open");
        let Self {
            stream,
            unread,
            endpoint,
            metrics,
            _slot,
        } = self;
        let holding = memory.holding();
        let mut eviction = holding.eviction();
        let stream = StreamStack::over(stream, unread, endpoint.read_bytes_per_s(), holding);
        if let Some(bytes) = endpoint.send_buffer_bytes()
            && let Err(error) = set_socket_send_buffer_size(stream.tcp(), bytes)
        {
            debug!(parent: span, %error, "cannot limit the send buffer");
        }
        let socket = FramedSocket::new(stream, websocket_config(limits));
        let mut socket = LimitedSocket::new(socket, limits, metrics, span);
        async move {
            let _slot = _slot;
            let outcome = {
                let ended = pin!(async {
                    tokio::select! {
                        biased;
                        () = shutdown.begun() => Outcome::ServerStops,
                        () = &mut eviction => Outcome::LimitExceeded(LimitExceeded::OutOfMemory),
                    }
                });
                let mut ended = PollOnWake::new(ended);
                tokio::select! {
                    biased;
                    outcome = &mut ended => outcome,
                    served = endpoint.serve(&mut socket) => Outcome::from(served),
                }
            };
            outcome.log(span);
            let (socket, client_close_code) = socket.into_parts();
            let closing = outcome.closing(socket.is_flushed());
            match client_close_code {
                Some(code) => server_metrics.closed(ClosedBy::Client, code),
                None => server_metrics.closed(outcome.closed_by(), closing.code()),
            }
            let is_evicted = outcome.is_eviction();
            // Boxed, so that no connection holds room for it before its end.
            let end = Box::pin(end(socket, outcome, closing, limits, span));
            tokio::select! {
                () = end => {}
                () = eviction, if !is_evicted => {}
            }
        }
    }
}

/// Ends a connection. A failure here is the same as a client that has left in the meantime.
async fn end(
    mut socket: FramedSocket,
    outcome: Outcome,
    closing: Closing,
    limits: &Limits,
    span: &Span,
) {
    if outcome.is_eviction() {
        // At once, and not when the client has been waited for.
        socket.replace_buffers();
    }
    match closing {
        Closing::Frame(frame) => {
            let closed = close(&mut socket, frame, outcome.awaits_answer());
            let _ = timeout(CLOSE_TIMEOUT, closed).await;
            // Without its buffers: the client may be waited for.
            linger(&mut socket.into_inner().into_inner()).await;
        }
        Closing::Tcp { reset: true } => {
            if let Err(error) = socket.get_ref().tcp().set_zero_linger() {
                debug!(parent: span, %error, "cannot reset");
            }
        }
        Closing::Tcp { reset: false } => {
            // Of what a client sent before it ended its side, the answers are due.
            let _ = timeout(limits.write_timeout, socket.flush()).await;
            // In TLS an end of TCP alone looks like an attack, so a close_notify announces it
            // (RFC 8446 section 6.1), if the client still reads.
            let _ = timeout(CLOSE_TIMEOUT, socket.get_mut().shutdown()).await;
        }
    }
}

/// Serves an upgraded connection with an endpoint that writes its own bytes, until it is closed.
pub(crate) async fn serve_raw(endpoint: Broken, mut stream: MaybeTls) {
    debug!("open");
    match endpoint.serve(&mut stream).await {
        Ok(()) => linger(&mut stream).await,
        Err(error) => debug!(%error, "the client left before the first byte"),
    }
}

fn websocket_config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BATCH_BYTES)
        .max_write_buffer_size(limits.max_write_buffer_bytes)
        .max_message_size(Some(limits.max_message_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

/// Sends the close frame, and waits for the client's own where that can be understood.
async fn close(
    socket: &mut FramedSocket,
    frame: Option<CloseFrame>,
    awaits_answer: bool,
) -> Result<(), Error> {
    // A waiting pong goes first; tungstenite would send it behind the close frame.
    socket.flush().await?;
    socket.send(Message::Close(frame)).await?;
    while awaits_answer && socket.next().await.transpose()?.is_some() {}
    Ok(())
}

/// How serving ended. The three errors have log levels of their own. So a log can show a failing network, or a client
/// that breaks the protocol, without every close.
#[derive(Debug)]
enum Outcome {
    /// The endpoint has finished, or the client has closed the connection.
    Finished(CloseAction),
    /// The server stops.
    ServerStops,
    /// The connection broke, or the client left without a close frame.
    Lost(Error),
    /// The client broke the protocol or sent something too large: the connection fails in the sense of
    /// RFC 6455 section 7.1.7.
    Failed(Error),
    /// The client exceeded a limit on its behaviour.
    LimitExceeded(LimitExceeded),
}

/// What the server still sends.
enum Closing {
    /// A close frame, with a code or without.
    Frame(Option<CloseFrame>),
    /// No close frame; TCP ends in order or by a reset.
    Tcp { reset: bool },
}

impl From<Result<CloseAction, Error>> for Outcome {
    fn from(served: Result<CloseAction, Error>) -> Self {
        match served {
            Ok(action) => Self::Finished(action),
            Err(Error::ConnectionClosed | Error::AlreadyClosed) => {
                Self::Finished(CloseAction::normal())
            }
            Err(Error::Io(error)) => match error.downcast::<LimitExceeded>() {
                Ok(exceeded) => Self::LimitExceeded(exceeded),
                Err(error) => Self::Lost(Error::Io(error)),
            },
            Err(
                error @ (Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Tls(_)),
            ) => Self::Lost(error),
            Err(error) => Self::Failed(error),
        }
    }
}

impl Outcome {
    fn log(&self, span: &Span) {
        match self {
            Self::Finished(_) => debug!(parent: span, "closed"),
            Self::ServerStops => debug!(parent: span, "closing, the server stops"),
            Self::Lost(error) => info!(parent: span, %error, "lost"),
            Self::Failed(error) => warn!(parent: span, %error, "failed"),
            Self::LimitExceeded(exceeded) => {
                warn!(parent: span, limit = %exceeded, "closed, a limit was exceeded");
            }
        }
    }

    /// Who ended the connection, where the client sent no close frame.
    fn closed_by(&self) -> ClosedBy {
        match self {
            Self::Lost(_) => ClosedBy::Client,
            Self::Finished(_) | Self::ServerStops | Self::Failed(_) | Self::LimitExceeded(_) => {
                ClosedBy::Server
            }
        }
    }

    /// What the server still sends, where all before it is on its way or is not. After the client's own close frame
    /// tungstenite drops it, because it has answered that one.
    fn closing(&self, is_flushed: bool) -> Closing {
        let (code, reason) = match self {
            Self::Finished(CloseAction::Close { code, reason }) => {
                ((*code).into(), reason.as_str().into())
            }
            Self::Finished(CloseAction::CloseWithoutCode) => return Closing::Frame(None),
            Self::Finished(CloseAction::Abort { reset }) => return Closing::Tcp { reset: *reset },
            Self::Lost(_) => return Closing::Tcp { reset: false },
            Self::LimitExceeded(LimitExceeded::NotReading(_)) => {
                return Closing::Tcp { reset: true };
            }
            // What waits for the client is given up, and a close frame cannot come into its middle.
            Self::LimitExceeded(LimitExceeded::OutOfMemory) if !is_flushed => {
                return Closing::Tcp { reset: true };
            }
            Self::LimitExceeded(exceeded) => (exceeded.close_code(), exceeded.to_string().into()),
            Self::ServerStops => (CloseCode::Away, Utf8Bytes::from_static("the server stops")),
            Self::Failed(error) => {
                let (code, reason) = match error {
                    Error::Utf8(_) => (CloseCode::Invalid, "text that is not UTF-8"),
                    Error::Capacity(CapacityError::MessageTooLong { .. }) => (
                        CloseCode::Size,
                        "message too big (--max-message-bytes, --max-frame-bytes)",
                    ),
                    Error::Capacity(_) => (CloseCode::Size, "message too big"),
                    Error::WriteBufferFull(_) => (
                        CloseCode::Error,
                        "answer too big (--max-write-buffer-bytes)",
                    ),
                    _ => (CloseCode::Protocol, "protocol violation"),
                };
                (code, Utf8Bytes::from_static(reason))
            }
        };
        Closing::Frame(Some(CloseFrame { code, reason }))
    }

    /// Whether the memory budget lets the connection go.
    fn is_eviction(&self) -> bool {
        matches!(self, Self::LimitExceeded(LimitExceeded::OutOfMemory))
    }

    /// Whether the server reads on for the client's close frame. After a broken frame the start of the next one
    /// is unknown, and a client that exceeded a limit is not read from.
    fn awaits_answer(&self) -> bool {
        !matches!(self, Self::Failed(_) | Self::LimitExceeded(_))
    }
}

impl Closing {
    /// The code that the client sees, by RFC 6455 section 7.1.5.
    fn code(&self) -> u16 {
        match self {
            Self::Frame(Some(frame)) => frame.code.into(),
            Self::Frame(None) => 1005,
            Self::Tcp { .. } => 1006,
        }
    }
}

//! A WebSocket connection: its endpoint, and how it is closed.
//!
//! What belongs here: everything from the first frame to the end of the TCP connection, with the close codes
//! of RFC 6455 section 7.4. What may not enter: what an endpoint says.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use frames::negotiation::Agreement;
use futures_util::{SinkExt, StreamExt};
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{Span, debug};

use super::framed_socket::FramedSocket;
use super::limit_exceeded::LimitExceeded;
use super::limited_socket::LimitedSocket;
use super::outcome::{Closing, Outcome};
use super::poll_on_wake::PollOnWake;
use super::stack::{Layers, StreamStack};
use crate::config::Limits;
use crate::endpoint::{Broken, MessageEndpoint};
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
    /// How both sides compress, where they do.
    pub(crate) compression: Option<Agreement>,
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
            stream: tcp,
            unread,
            endpoint,
            metrics,
            compression,
            _slot,
        } = self;
        let holding = memory.holding();
        let mut eviction = holding.eviction();
        let layers = Layers {
            read_bytes_per_s: endpoint.read_bytes_per_s(),
            compression,
            faults: endpoint.fault_plan(),
            max_message_bytes: limits.max_message_bytes,
            max_frame_bytes: limits.max_frame_bytes,
        };
        let stream = StreamStack::over(tcp, unread, layers, holding);
        if let Some(bytes) = endpoint.send_buffer_bytes()
            && let Err(error) = set_socket_send_buffer_size(stream.tcp(), bytes)
        {
            debug!(parent: span, %error, "cannot limit the send buffer");
        }
        // The stream below checks the masks where it takes them off.
        let config = websocket_config(limits).accept_unmasked_frames(compression.is_some());
        let socket = FramedSocket::new(stream, config);
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

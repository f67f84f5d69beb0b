//! Serving: from an accepted connection to HTTP, and from there to a WebSocket, until the server stops.
//!
//! What may not enter: what goes over a connection (`http`, `websocket`).

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{Instrument, Span, debug, field, info_span, warn};

use crate::config::Config;
use crate::context::Server;
use crate::http::upgrade;
use crate::net::linger::linger;
use crate::net::listener::accept;
use crate::net::peer::Peer;
use crate::net::slots::NoFreeSlot;
use crate::ops::shutdown::Shutdown;

/// Serves until `shutdown` completes. Then it accepts no more connections and closes every open one, a
/// WebSocket with 1001. It returns when all are closed or the drain timeout has passed, and the other
/// servers that share the rooms have been told.
pub async fn run(listeners: Vec<TcpListener>, config: Config, shutdown: impl Future<Output = ()>) {
    let (stop, stopping) = Shutdown::new();
    let rooms = config.rooms.clone();
    let server = Arc::new(Server::new(config));
    let listening = join_all(
        listeners
            .into_iter()
            .map(|listener| listen(listener, Arc::clone(&server), stopping.clone())),
    );
    let stopped = async {
        shutdown.await;
        // An error means that no listener is left to be stopped.
        let _ = stop.send(true);
    };
    tokio::join!(listening, stopped);
    rooms.settle().await;
}

/// Accepts until the server stops, waits for the open connections, and ends those that remain after the
/// drain timeout.
async fn listen(listener: TcpListener, server: Arc<Server>, mut shutdown: Shutdown) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = shutdown.begun() => break,
            (stream, address) = accept(&listener) => {
                let span = info_span!(
                    "connection",
                    id = next_id(),
                    peer = %address,
                    client = field::Empty,
                    endpoint = field::Empty,
                    subprotocol = field::Empty,
                );
                let connection =
                    serve(stream, address, Arc::clone(&server), shutdown.clone(), span);
                connections.spawn(connection);
            }
            // Takes finished connections out of the set.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if timeout(server.config.drain_timeout, drained).await.is_err() {
        warn!(
            connections = connections.len(),
            "the drain timeout has passed; ending the remaining connections"
        );
        connections.shutdown().await;
    }
}

/// Serves one connection if there is a free slot for it, and refuses it otherwise.
async fn serve(
    stream: TcpStream,
    address: SocketAddr,
    server: Arc<Server>,
    shutdown: Shutdown,
    span: Span,
) {
    let peer = Peer {
        address,
        // A client without TLS gets no further than its refusal.
        is_tls: server.config.tls.is_some(),
        trusted_proxies: Arc::clone(&server.config.trusted_proxies),
    };
    // The clients of a trusted proxy are counted at their handshakes, which name them.
    let is_counted = !peer.is_trusted_proxy();
    let slots = server.slots.take().and_then(|slot| {
        let of_address = is_counted.then(|| server.slots.take_for_address(address.ip()));
        Ok((slot, of_address.transpose()?))
    });
    match slots {
        Ok(_slots) => {
            let _open = server.metrics.tcp_accepted();
            // Boxed, because the box is freed when a WebSocket begins. The state of TLS and HTTP would
            // otherwise keep its place in the task until the connection ends.
            let upgraded = Box::pin(upgrade::serve(stream, peer, &server, shutdown.clone()));
            if let Some(connection) = upgraded.instrument(span.clone()).await {
                // The span is named in each log line: entering it for each message would cost more.
                let (limits, metrics) = (&server.config.limits, &*server.metrics);
                let served = connection.serve(limits, &server.memory, metrics, shutdown, &span);
                served.await;
            }
        }
        Err(no_slot) => refuse(stream, no_slot, &server, &span).await,
    }
}

/// Answers a connection beyond the limits, without TLS and while there is a permit; closes any other.
async fn refuse(mut stream: TcpStream, no_slot: NoFreeSlot, server: &Server, span: &Span) {
    server.metrics.refused(no_slot.reason());
    debug!(parent: span, "refused: {no_slot}");
    // In TLS an answer needs a handshake, which would cost more than the limit is there to save.
    if server.config.tls.is_none()
        && let Ok(_permit) = server.refusal_permits.try_acquire()
        && no_slot.answer(&mut stream).await.is_ok()
    {
        linger(&mut stream).await;
    }
}

/// The number by which logs tell one connection from another.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

//! Where connections come from: binding, accepting, and letting go of them when the server stops.

use std::io;
use std::net::{Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use futures_util::future::join_all;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::{Instrument, Span, debug, field, info_span, warn};

use crate::config::Config;
use crate::endpoint::Peer;
use crate::http::router;
use crate::http::upgrade;
use crate::net::linger::linger;
use crate::net::slots::Slots;
use crate::ops::metrics::Metrics;
use crate::ops::shutdown::Shutdown;
use crate::websocket::connection;

/// How long to wait when the system has no file descriptor or memory left for a connection:
/// long enough not to spin, short enough that a freed one is soon used.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// How many connections beyond the limits are told so at a time. Further ones are closed without a
/// word: the flood that they are part of must not become one of answers.
const TURNED_AWAY_AT_A_TIME: usize = 64;

/// What all connections share.
pub(crate) struct Server {
    /// As it was started.
    pub(crate) config: Config,
    /// The routes.
    pub(crate) router: Router,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    slots: Slots,
    turning_away: Semaphore,
}

/// Serves until `shutdown` completes; then accepts nothing more, closes every connection
/// (WebSockets with 1001), and returns when all are gone or the drain timeout has passed, and other servers
/// know of it.
pub async fn run(listeners: Vec<TcpListener>, config: Config, shutdown: impl Future<Output = ()>) {
    let (stop, stopping) = Shutdown::new();
    let rooms = config.rooms.clone();
    let (slots, metrics) = (Slots::new(&config.limits), Arc::new(Metrics::new()));
    let server = Arc::new(Server {
        router: router::router(&config, &slots, &metrics),
        turning_away: Semaphore::new(TURNED_AWAY_AT_A_TIME),
        config,
        metrics,
        slots,
    });
    let listening = join_all(
        listeners
            .into_iter()
            .map(|listener| listen(listener, Arc::clone(&server), stopping.clone())),
    );
    let stopped = async {
        shutdown.await;
        // Nobody may be listening, which is then nothing to stop.
        let _ = stop.send(true);
    };
    tokio::join!(listening, stopped);
    rooms.settle().await;
}

/// Accepts until the server stops, then waits for the connections, then ends those that remain.
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
                let connection = admit(stream, address, Arc::clone(&server), shutdown.clone(), span);
                connections.spawn(connection);
            }
            // Only so that the set holds no connection that is gone.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if timeout(server.config.drain_timeout, drained).await.is_err() {
        warn!(
            connections = connections.len(),
            "the drain timeout has passed; letting go of the rest"
        );
        connections.shutdown().await;
    }
}

/// Serves a connection if there is a slot for it, and tells it if there is none.
async fn admit(
    mut stream: TcpStream,
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
    // A proxy has many clients; theirs are counted when it says whose the handshake is.
    let is_counted = !peer.is_trusted_proxy();
    let taken = server.slots.take().and_then(|slot| {
        let of_address = is_counted.then(|| server.slots.take_of(address.ip()));
        Ok((slot, of_address.transpose()?))
    });
    match taken {
        Ok(_slots) => {
            let _present = server.metrics.tcp_accepted();
            // In a box, which is gone when a WebSocket begins: the state of TLS and HTTP would
            // otherwise keep its place in the task as long as the connection lasts.
            let opened = Box::pin(upgrade::open(stream, peer, &server, shutdown.clone()));
            if let Some(socket) = opened.instrument(span.clone()).await {
                // To enter the span each time that a message comes would cost more than to name it
                // in the few lines that there are.
                connection::serve(socket, &server, shutdown, &span).await;
            }
        }
        Err(full) => {
            server.metrics.refused(full.reason());
            debug!(parent: &span, "refused: {full}");
            // In TLS there is no answer without a handshake, for which there is no room.
            if !peer.is_tls
                && let Ok(_turning) = server.turning_away.try_acquire()
                && full.answer(&mut stream).await.is_ok()
            {
                linger(&mut stream).await;
            }
        }
    }
}

/// The next connection. Errors never end the loop: some belong to a connection that died in
/// the queue, others to a system that is out of descriptors for the moment.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                warn!(%error, "cannot accept; trying again in {} ms", ACCEPT_PAUSE.as_millis());
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// A number for a connection, by which logs tell one from another.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Why an address cannot be listened on. Each names the flag that chooses another.
#[derive(Debug, Error)]
pub enum BindError {
    /// Another process, often another Ullim, listens there.
    #[error(
        "{0} is already in use; choose another address with --bind, as in --bind 127.0.0.1:3100"
    )]
    InUse(SocketAddr),
    /// Anything else: no such address on this machine, or a port that needs privileges.
    #[error("cannot listen on {0}: {1}; choose another address with --bind")]
    Other(SocketAddr, io::Error),
}

/// Listens on every address of the configuration.
///
/// A machine without an IPv6 loopback is no reason to stop when nobody asked for it by name, so
/// that default address is then left out with a warning.
///
/// # Errors
///
/// The first address that cannot be listened on.
pub async fn bind(config: &Config) -> Result<Vec<TcpListener>, BindError> {
    let mut listeners = Vec::new();
    for address in config.addresses() {
        // tokio sets SO_REUSEADDR here: a server started again right after a kill gets its port
        // although connections of its predecessor are still in TIME_WAIT.
        match TcpListener::bind(address).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if config.binds.is_empty() && lacks_ipv6_loopback(address, &error) => {
                warn!("this machine has no IPv6 loopback; not listening on {address}");
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(BindError::InUse(address));
            }
            Err(error) => return Err(BindError::Other(address, error)),
        }
    }
    Ok(listeners)
}

fn lacks_ipv6_loopback(address: SocketAddr, error: &io::Error) -> bool {
    use io::ErrorKind::{AddrInUse, PermissionDenied};
    address.ip() == Ipv6Addr::LOCALHOST && !matches!(error.kind(), AddrInUse | PermissionDenied)
}

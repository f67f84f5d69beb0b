//! A TCP connection from its first byte to its last: TLS, HTTP, and after a 101 a WebSocket.
//!
//! What belongs here: reading the first head, handing the connection to hyper, taking it back
//! after an upgrade. What may not enter: routes (`http`), frames (`connection`).

use std::sync::OnceLock;

use axum::Router;
use bytes::BytesMut;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_util::either::Either;
use tower_service::Service;
use tracing::{Span, debug, info};

use crate::endpoint::{Peer, broken};
use crate::http::head::{self, HeadError, MAX_HEAD_BYTES, MAX_HEADERS};
use crate::http::router::Opened;
use crate::net::linger::linger;
use crate::net::listener::Server;
use crate::net::maybe_tls::Wire;
use crate::net::rewind::{Rewound, rewind, unwind};
use crate::ops::metrics::Meters;
use crate::ops::shutdown::Shutdown;

/// A connection that has become a WebSocket.
pub(crate) struct Socket {
    /// What is under the frames.
    pub(crate) stream: Wire,
    /// What the client sent right behind its handshake.
    pub(crate) unread: Vec<u8>,
    /// What the router chose.
    pub(crate) opened: Opened,
    /// What it counts.
    pub(crate) meters: Meters,
}

/// Serves a connection until it is closed, or has become a WebSocket.
pub(crate) async fn open(
    stream: TcpStream,
    peer: Peer,
    server: &Server,
    mut shutdown: Shutdown,
) -> Option<Socket> {
    let accepted = Instant::now();
    // An answer is one write of whole frames; waiting to fill a segment only delays it.
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%error, "the client left at once");
        return None;
    }
    let (mut stream, head) = tokio::select! {
        begun = begin(stream, accepted, server) => begun?,
        () = shutdown.begun() => return None,
    };
    match head {
        Ok(head) => {
            if let Some(answer) = broken::instead_of_http(&head) {
                // A client that has left has nothing to be shown.
                if stream.write_all(answer).await.is_ok() {
                    linger(&mut stream).await;
                }
                return None;
            }
            let http = serve_http(rewind(stream, head), &peer, server, shutdown);
            let (opened, stream, unread) = http.await?;
            record(&opened, &peer);
            let at_once = opened.endpoint.answers_at_once();
            let meters = server
                .metrics
                .opened(opened.entry, accepted.elapsed(), at_once);
            Some(Socket {
                stream,
                unread,
                opened,
                meters,
            })
        }
        Err(HeadError::Left(error)) => {
            debug!(%error, "the client left before it asked anything");
            None
        }
        Err(error) => {
            server.metrics.refused(error.reason());
            info!("refused: {error}");
            if error.answer(&mut stream).await.is_ok() {
                linger(&mut stream).await;
            }
            None
        }
    }
}

/// Makes the TLS handshake, where the server has TLS, and reads the first head. Both are the
/// opening of a connection and share its deadline, which runs from when it was `accepted`.
async fn begin(
    stream: TcpStream,
    accepted: Instant,
    server: &Server,
) -> Option<(Wire, Result<BytesMut, HeadError>)> {
    let patience = server.config.limits.handshake_timeout;
    let Some(tls) = &server.config.tls else {
        let mut stream = Either::Left(stream);
        let head = head::read(&mut stream, accepted, patience).await;
        return Some((stream, head));
    };
    match timeout_at(accepted + patience, tls.accept(stream)).await {
        Ok(Ok(mut stream)) => {
            let head = head::read(&mut stream, accepted, patience).await;
            let head = match (&stream, head) {
                (Either::Left(_), Ok(_)) => Err(HeadError::NotTls),
                (_, head) => head,
            };
            Some((stream, head))
        }
        Ok(Err((error, mut stream))) => {
            server.metrics.refused("tls-handshake");
            info!("refused: no TLS: {error}");
            linger(&mut stream).await;
            None
        }
        Err(_) => {
            server.metrics.refused("handshake-timeout");
            info!("refused: no TLS within {} ms", patience.as_millis());
            None
        }
    }
}

/// Completes the connection's span: with the client only where it is not the peer.
fn record(opened: &Opened, peer: &Peer) {
    let span = Span::current();
    span.record("endpoint", opened.entry.name);
    if opened.client != peer.address.ip().to_canonical() {
        span.record("client", tracing::field::display(opened.client));
    }
    if let Some(subprotocol) = opened.subprotocol {
        span.record("subprotocol", subprotocol);
    }
}

/// Serves HTTP until the connection is closed or upgraded. An upgraded one is returned with the
/// endpoint that the router chose and the bytes that came behind the handshake.
async fn serve_http(
    stream: Rewound<Wire>,
    peer: &Peer,
    server: &Server,
    mut shutdown: Shutdown,
) -> Option<(Opened, Wire, Vec<u8>)> {
    let chosen = OnceLock::new();
    {
        let service = service_fn(|request| route(server.router.clone(), request, peer, &chosen));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // For the heads after the first, and for a connection kept alive with none.
            .header_read_timeout(server.config.limits.handshake_timeout)
            .max_buf_size(MAX_HEAD_BYTES)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        tokio::pin!(connection);
        let served = tokio::select! {
            served = &mut connection => served,
            () = shutdown.begun() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = served {
            debug!(%error, "HTTP ended");
        }
    }
    let (opened, on_upgrade) = chosen.into_inner()?;
    match on_upgrade.await {
        Ok(upgraded) => recover(upgraded).map(|(stream, unread)| (opened, stream, unread)),
        Err(error) => {
            debug!(%error, "the client left during the handshake");
            None
        }
    }
}

/// Lets the router answer. A 101 carries the endpoint in its extensions, so that the router is
/// a plain function from request to response and knows nothing of connections.
async fn route(
    mut router: Router,
    mut request: hyper::Request<Incoming>,
    peer: &Peer,
    chosen: &OnceLock<(Opened, OnUpgrade)>,
) -> Result<axum::response::Response, std::convert::Infallible> {
    request.extensions_mut().insert(peer.clone());
    let on_upgrade = hyper::upgrade::on(&mut request);
    let mut response = router.call(request).await?;
    if let Some(opened) = response.extensions_mut().remove::<Opened>() {
        // The first 101 is also the last response of a connection, so the cell is empty.
        let _ = chosen.set((opened, on_upgrade));
    }
    Ok(response)
}

/// The bare stream behind an upgraded connection, so that no layer of dynamic dispatch stays
/// under the frames, and what was read of it: by hyper, and by us before hyper.
fn recover(upgraded: Upgraded) -> Option<(Wire, Vec<u8>)> {
    let parts = upgraded.downcast::<TokioIo<Rewound<Wire>>>().ok()?;
    let (stream, put_back) = unwind(parts.io.into_inner());
    // Copied, as they lie in the 8 KiB into which hyper reads: the WebSocket would read into them
    // too, and so keep them as long as it lasts.
    let unread = [&parts.read_buf[..], &put_back].concat();
    Some((stream, unread))
}

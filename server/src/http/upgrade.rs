//! HTTP on one connection: TLS, the first request head, the routes, and after a 101 the bare stream.
//!
//! What may not enter: routes (`router`), frames (`websocket`).

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

use super::head::{self, HeadError, MAX_HEAD_BYTES, MAX_HEADERS};
use super::router::Upgrade;
use crate::context::Server;
use crate::endpoint::{Endpoint, broken};
use crate::net::linger::linger;
use crate::net::maybe_tls::MaybeTls;
use crate::net::peer::Peer;
use crate::net::rewind::{Rewound, into_parts, rewind};
use crate::ops::shutdown::Shutdown;
use crate::websocket::connection::{Connection, serve_raw};

/// Serves HTTP until the connection is closed or has become a WebSocket, which is returned. An upgraded
/// connection of a raw endpoint is served here, too.
pub(crate) async fn serve(
    stream: TcpStream,
    peer: Peer,
    server: &Server,
    mut shutdown: Shutdown,
) -> Option<Connection> {
    let accepted_at = Instant::now();
    // An answer is one write of whole frames; waiting to fill a segment would only delay it.
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%error, "the client left at once");
        return None;
    }
    let (mut stream, head) = tokio::select! {
        begun = begin(stream, accepted_at, server) => begun?,
        () = shutdown.begun() => return None,
    };
    match head {
        Ok(head) => {
            if let Some(answer) = broken::instead_of_http(&head) {
                // An error means that the client has left.
                if stream.write_all(answer).await.is_ok() {
                    linger(&mut stream).await;
                }
                return None;
            }
            let http = serve_http(rewind(stream, head), &peer, server, shutdown);
            let (upgrade, stream, unread) = http.await?;
            record(&upgrade, &peer);
            let metrics = server.metrics.opened(
                upgrade.entry,
                accepted_at.elapsed(),
                upgrade.endpoint.answers_at_once(),
            );
            match upgrade.endpoint {
                Endpoint::Messages(endpoint) => Some(Connection {
                    stream,
                    unread,
                    endpoint,
                    metrics,
                    _slot: upgrade.slot,
                }),
                // Served here, in the box of this future, so that the other connections hold no room for it.
                Endpoint::Raw(endpoint) => {
                    serve_raw(endpoint, stream).await;
                    drop((metrics, upgrade.slot));
                    None
                }
            }
        }
        Err(HeadError::Left(error)) => {
            debug!(%error, "the client left before its request was complete");
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

/// Makes the TLS handshake, where the server has TLS, and reads the first head. Both share one deadline, which
/// runs from when the connection was accepted.
async fn begin(
    stream: TcpStream,
    accepted_at: Instant,
    server: &Server,
) -> Option<(MaybeTls, Result<BytesMut, HeadError>)> {
    let limit = server.config.limits.handshake_timeout;
    let Some(tls) = &server.config.tls else {
        let mut stream = Either::Left(stream);
        let head = head::read(&mut stream, accepted_at, limit).await;
        return Some((stream, head));
    };
    match timeout_at(accepted_at + limit, tls.accept(stream)).await {
        Ok(Ok(mut stream)) => {
            let head = head::read(&mut stream, accepted_at, limit).await;
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
            info!("refused: no TLS within {} ms", limit.as_millis());
            None
        }
    }
}

/// Completes the connection's span; the client is named only where it is not the peer.
fn record(upgrade: &Upgrade, peer: &Peer) {
    let span = Span::current();
    span.record("endpoint", upgrade.entry.name);
    if upgrade.client != peer.address.ip().to_canonical() {
        span.record("client", tracing::field::display(upgrade.client));
    }
    if let Some(subprotocol) = upgrade.subprotocol {
        span.record("subprotocol", subprotocol);
    }
}

/// Serves HTTP until the connection is closed or upgraded. An upgraded one is returned with the router's
/// decision and the bytes that were read behind the handshake.
async fn serve_http(
    stream: Rewound<MaybeTls>,
    peer: &Peer,
    server: &Server,
    mut shutdown: Shutdown,
) -> Option<(Upgrade, MaybeTls, Vec<u8>)> {
    let decided = OnceLock::new();
    {
        let service = service_fn(|request| route(server.router.clone(), request, peer, &decided));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // For the heads after the first, and for an idle connection that is kept alive.
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
    let (upgrade, on_upgrade) = decided.into_inner()?;
    match on_upgrade.await {
        Ok(upgraded) => take_back(upgraded).map(|(stream, unread)| (upgrade, stream, unread)),
        Err(error) => {
            debug!(%error, "the client left during the handshake");
            None
        }
    }
}

/// Lets the router answer. A 101 carries the [`Upgrade`] in its extensions, so the router is a plain
/// function from request to response and knows nothing of connections.
async fn route(
    mut router: Router,
    mut request: hyper::Request<Incoming>,
    peer: &Peer,
    decided: &OnceLock<(Upgrade, OnUpgrade)>,
) -> Result<axum::response::Response, std::convert::Infallible> {
    request.extensions_mut().insert(peer.clone());
    let on_upgrade = hyper::upgrade::on(&mut request);
    let mut response = router.call(request).await?;
    if let Some(upgrade) = response.extensions_mut().remove::<Upgrade>() {
        // The first 101 is the last response of a connection, so the cell is empty.
        let _ = decided.set((upgrade, on_upgrade));
    }
    Ok(response)
}

/// The bare stream behind an upgraded connection, so that no dynamic dispatch stays under the frames. With it come
/// the bytes that hyper, and before it [`head`], read from it.
fn take_back(upgraded: Upgraded) -> Option<(MaybeTls, Vec<u8>)> {
    let parts = upgraded.downcast::<TokioIo<Rewound<MaybeTls>>>().ok()?;
    let (stream, put_back) = into_parts(parts.io.into_inner());
    // Copied, because hyper's buffer has 8 KiB, which the connection would hold.
    let unread = [&parts.read_buf[..], &put_back].concat();
    Some((stream, unread))
}

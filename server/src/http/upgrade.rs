//! HTTP on one connection: TLS, the first request head, the routes, and after a 101 the bare stream.
//!
//! What may not enter: routes (`router`), frames (`websocket`).

use std::future::poll_fn;
use std::sync::OnceLock;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use bytes::BytesMut;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_util::either::Either;
use tower_service::Service;
use tracing::{Span, debug, info};

use super::head::{self, HeadError};
use super::heads::CheckedHeads;
use super::router::Upgrade;
use crate::context::Server;
use crate::endpoint::{Endpoint, broken};
use crate::net::linger::linger;
use crate::net::maybe_tls::MaybeTls;
use crate::net::peer::Peer;
use crate::ops::shutdown::Shutdown;
use crate::websocket::connection::{Connection, serve_raw};

/// hyper takes no smaller buffer.
const HYPER_MIN_BUFFER_BYTES: usize = 8 * 1024;

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
            let http = serve_http(stream, head, &peer, server, shutdown);
            let (upgrade, stream, unread) = http.await?;
            record(&upgrade, &peer);
            let metrics = server.metrics.opened(
                upgrade.entry,
                accepted_at.elapsed(),
                upgrade.endpoint.answers_at_once(),
                upgrade.compression.is_some(),
            );
            match upgrade.endpoint {
                Endpoint::Messages(endpoint) => Some(Connection {
                    stream,
                    unread,
                    endpoint,
                    metrics,
                    compression: upgrade.compression,
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
            refuse(&error, &mut stream, server).await;
            None
        }
    }
}

/// Answers a request of which no whole head was read. It is the last of its connection.
async fn refuse(error: &HeadError, stream: &mut MaybeTls, server: &Server) {
    server.metrics.refused(error.reason());
    info!("refused: {error}");
    if error.answer(stream).await.is_ok() {
        linger(stream).await;
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
    let head_limits = server.config.limits.head;
    let Some(tls) = &server.config.tls else {
        let mut stream = Either::Left(stream);
        let head = head::read(&mut stream, accepted_at, limit, head_limits).await;
        return Some((stream, head));
    };
    match timeout_at(accepted_at + limit, tls.accept(stream)).await {
        Ok(Ok(mut stream)) => {
            let head = head::read(&mut stream, accepted_at, limit, head_limits).await;
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
/// decision and the bytes that were read behind the handshake. `read` has been read from the stream already.
async fn serve_http(
    stream: MaybeTls,
    read: BytesMut,
    peer: &Peer,
    server: &Server,
    mut shutdown: Shutdown,
) -> Option<(Upgrade, MaybeTls, Vec<u8>)> {
    let limits = &server.config.limits;
    let decided = OnceLock::new();
    let service =
        service_fn(|request| Box::pin(route(server.router.clone(), request, peer, &decided)));
    let heads = CheckedHeads::new(stream, read, limits.head);
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // For the heads after the first, and for an idle connection that is kept alive.
        .header_read_timeout(limits.handshake_timeout)
        // Its limits are beyond ours, so that it refuses no head.
        .max_buf_size(limits.head.max_bytes + HYPER_MIN_BUFFER_BYTES)
        .max_headers(limits.head.max_headers)
        // A client that ends its side still gets its answer. hyper reads no head while it answers one: it would drop
        // that answer where the stream ends.
        .half_close(true)
        .serve_connection(TokioIo::new(heads), service);
    let served = tokio::select! {
        served = poll_fn(|cx| connection.poll_without_shutdown(cx)) => served,
        () = shutdown.begun() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            poll_fn(|cx| connection.poll_without_shutdown(cx)).await
        }
    };
    // The service goes, and with it what it borrows.
    let http1::Parts { io, read_buf, .. } = connection.into_parts();
    let heads = io.into_inner().into_parts();
    let mut stream = heads.stream;
    if let Some(upgrade) = decided.into_inner() {
        // Copied, because hyper's buffer has 8 KiB, which the connection would hold.
        let unread = [&read_buf[..], &heads.unread].concat();
        return Some((upgrade, stream, unread));
    }
    let refusal = match served {
        Err(error) if error.is_timeout() && !heads.unread.is_empty() => {
            Some(HeadError::Timeout(limits.handshake_timeout))
        }
        Err(error) => {
            debug!(%error, "HTTP ended");
            None
        }
        Ok(()) => heads.refusal,
    };
    match refusal {
        Some(error) => refuse(&error, &mut stream, server).await,
        None if heads.may_send_more => linger(&mut stream).await,
        None => {
            // An error means that the client has left.
            let _ = stream.shutdown().await;
        }
    }
    None
}

/// Lets the router answer. A 101 carries the [`Upgrade`] in its extensions, so the router is a plain
/// function from request to response and knows nothing of connections.
async fn route(
    mut router: Router,
    mut request: hyper::Request<Incoming>,
    peer: &Peer,
    decided: &OnceLock<Upgrade>,
) -> Result<axum::response::Response, std::convert::Infallible> {
    request.extensions_mut().insert(peer.clone());
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.as_str(), value.as_bytes()));
    let is_last = head::is_last(request.method().as_str(), headers);
    let mut response = router.call(request).await?;
    if let Some(upgrade) = response.extensions_mut().remove::<Upgrade>() {
        // The first 101 is the last response of a connection, so the cell is empty.
        let _ = decided.set(upgrade);
    }
    if is_last && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let close = HeaderValue::from_static("close");
        response.headers_mut().append(header::CONNECTION, close);
    }
    Ok(response)
}

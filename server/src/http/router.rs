//! What is where: the routes, and the headers that every answer has.
//!
//! What may not enter: how a page is found (`page`), what makes a handshake (`handshake`).

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use protocol::catalogue;
use protocol::parameter::Parameter;
use protocol::query::Query;
use thiserror::Error;

use crate::config::Config;
use crate::endpoint::{self, Endpoint, Lesson, Open, Opening, Peer, Refused};
use crate::feed::Feeds;
use crate::http::documents;
use crate::http::origin::AllowedOrigins;
use crate::http::page::{self, Page};
use crate::http::text::text;
use crate::net::slots::{AddressSlot, Full, Slots};
use crate::ops::console::Console;
use crate::ops::metrics::Metrics;
use crate::room::Rooms;
use crate::websocket::handshake::{self, Accept};

/// What the routes share.
#[derive(Clone)]
struct Shared {
    page: Page,
    console: Console,
    rooms: Rooms,
    feeds: Feeds,
    allowed_origins: AllowedOrigins,
    slots: Slots,
    metrics: Arc<Metrics>,
}

/// The routes. An accepted handshake is a 101 with the [`Endpoint`] in its extensions.
///
/// Each request carries the [`Peer`] that sent it in its extensions.
pub(crate) fn router(config: &Config, slots: &Slots, metrics: &Arc<Metrics>) -> Router {
    let shared = Shared {
        page: config.page.clone(),
        console: config.console.clone(),
        rooms: config.rooms.clone(),
        feeds: Feeds::default(),
        allowed_origins: config.allowed_origins.clone(),
        slots: slots.clone(),
        metrics: Arc::clone(metrics),
    };
    let mut router = Router::new()
        .route("/healthz", get(healthz))
        .route("/endpoints", get(documents::endpoints))
        .route("/asyncapi.json", get(documents::asyncapi));
    if config.has_metrics {
        router = router.route("/metrics", get(metrics_now));
    }
    for &(entry, open) in endpoint::ALL {
        router = router.route(
            entry.path,
            any(move |state, peer, path, request| at(entry, open, state, peer, path, request)),
        );
    }
    router
        .fallback(asset)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(map_response(harden))
        .with_state(shared)
}

/// Answers a request to the path of an endpoint: a handshake by the endpoint, any other by what
/// there is to see there without a WebSocket.
async fn at(
    entry: &'static catalogue::Endpoint,
    open: Open,
    State(shared): State<Shared>,
    Extension(peer): Extension<Peer>,
    path: RawPathParams,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    if !handshake::is_attempted(&request.headers) {
        return if entry == Lesson::ENTRY {
            page::respond(&shared.page, &request)
        } else {
            documents::described(entry)
        };
    }
    match opened(entry, open, &shared, &peer, &path, &request) {
        Ok((accept, opened)) => {
            let mut response = accept.into_response();
            if let Endpoint::Broken(broken) = &opened.endpoint {
                broken.spoil(&mut response);
            }
            response.extensions_mut().insert(opened);
            response
        }
        Err(not_opened) => {
            let reason = not_opened.reason();
            shared.metrics.refused(reason);
            // What the sentence quotes of the request is escaped in it.
            tracing::info!(reason, "refused: {not_opened}");
            not_opened.into_response()
        }
    }
}

fn opened(
    entry: &'static catalogue::Endpoint,
    open: Open,
    shared: &Shared,
    peer: &Peer,
    path: &RawPathParams,
    request: &Parts,
) -> Result<(Accept, Opened), NotOpened> {
    let accept = handshake::check(request, entry.subprotocols)?;
    if !shared.allowed_origins.admit(&request.headers) {
        return Err(NotOpened::Origin);
    }
    let client = peer.client(&request.headers);
    // Any other peer's slot was taken when its connection came.
    let slot = if peer.is_trusted_proxy() {
        Some(Arc::new(shared.slots.take_of(client)?))
    } else {
        None
    };
    let opening = Opening {
        request,
        query: Query::new(request.uri.query().unwrap_or_default()),
        placeholder: path.iter().next().map_or("", |(_, value)| value),
        peer,
        subprotocol: accept.subprotocol,
        console: &shared.console,
        rooms: &shared.rooms,
        feeds: &shared.feeds,
    };
    let endpoint = Parameter::check_all(entry.parameters, &opening.query)
        .map_err(Refused::from)
        .and_then(|()| open(&opening))?;
    let opened = Opened {
        entry,
        endpoint,
        client,
        subprotocol: accept.subprotocol,
        _slot: slot,
    };
    Ok((accept, opened))
}

/// Why there is no 101.
#[derive(Debug, Error)]
enum NotOpened {
    #[error(transparent)]
    Handshake(#[from] handshake::Refusal),
    /// 403
    #[error("Pages of this origin may not open a WebSocket here; see --allow-origin.")]
    Origin,
    #[error(transparent)]
    Full(#[from] Full),
    #[error(transparent)]
    Endpoint(#[from] Refused),
}

impl NotOpened {
    fn reason(&self) -> &'static str {
        match self {
            Self::Handshake(_) => "handshake",
            Self::Origin => "origin",
            Self::Full(full) => full.reason(),
            Self::Endpoint(refused) => refused.reason(),
        }
    }
}

impl IntoResponse for NotOpened {
    fn into_response(self) -> Response {
        match self {
            Self::Handshake(refusal) => refusal.into_response(),
            Self::Origin => text(StatusCode::FORBIDDEN, &self.to_string()),
            Self::Full(full) => full.into_response(),
            Self::Endpoint(refused) => refused.into_response(),
        }
    }
}

/// What the router chose, on its way to the connection in the extensions of the 101.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    /// By which logs and metrics name it.
    pub(crate) entry: &'static catalogue::Endpoint,
    /// What serves the connection.
    pub(crate) endpoint: Endpoint,
    /// Whom it serves.
    pub(crate) client: IpAddr,
    /// The subprotocol that the server selected.
    pub(crate) subprotocol: Option<&'static str>,
    /// Held as long as the connection, where the peer is a proxy.
    pub(crate) _slot: Option<Arc<AddressSlot>>,
}

async fn asset(State(shared): State<Shared>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    page::respond(&shared.page, &request)
}

async fn metrics_now(State(shared): State<Shared>) -> Response {
    shared.metrics.respond()
}

async fn healthz() -> Response {
    text(StatusCode::OK, "ok")
}

async fn method_not_allowed() -> Response {
    text(
        StatusCode::METHOD_NOT_ALLOWED,
        "Only GET and HEAD are allowed here.",
    )
}

/// No answer may be taken for another type than it says, or tell other sites where it came
/// from; and unless it brings a policy of its own it may load and run nothing.
async fn harden(mut response: Response) -> Response {
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let headers = response.headers_mut();
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        );
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static(
                "default-src 'none'; frame-ancestors 'none'",
            ));
    }
    response
}

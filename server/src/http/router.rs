//! The routes, which handshakes are accepted, and the headers that every answer has.
//!
//! What may not enter: how a file of the page is found (`page`), the rules of a handshake (`handshake`).

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use frames::negotiation::{Agreement, Policy};
use protocol::catalogue;
use protocol::parameter::{BadParameter, Parameter};
use protocol::query::Query;
use thiserror::Error;

use super::client_address::{ProxyHeader, client_address};
use super::documents;
use super::dry_run::{self, DryRun, IsDryRun};
use super::host::{AllowedHosts, Host};
use super::origin::{AllowedOrigins, OriginRefusal};
use super::page::{self, Page};
use crate::config::Config;
use crate::endpoint::{self, Broken, Endpoint, EndpointRefusal, Factory, Handshake, Lesson};
use crate::feed::Feeds;
use crate::net::peer::Peer;
use crate::net::slots::{AddressSlot, NoFreeSlot, Slots};
use crate::ops::console::Console;
use crate::ops::metrics::Metrics;
use crate::room::Rooms;
use crate::text::text;
use crate::websocket::handshake::{self, Accept, HandshakeError};

/// What the routes share.
#[derive(Clone)]
struct RouterState {
    page: Page,
    console: Console,
    rooms: Rooms,
    feeds: Feeds,
    allowed_hosts: AllowedHosts,
    allowed_origins: AllowedOrigins,
    proxy_header: ProxyHeader,
    compression: Policy,
    slots: Slots,
    metrics: Arc<Metrics>,
}

/// The decision on an accepted handshake, on its way to the connection in the extensions of the 101.
#[derive(Clone, Debug)]
pub(crate) struct Upgrade {
    /// The entry of the catalogue, whose name stands in logs and metrics.
    pub(crate) entry: &'static catalogue::Endpoint,
    /// What serves the connection.
    pub(crate) endpoint: Endpoint,
    /// The address of the client.
    pub(crate) client: IpAddr,
    /// The subprotocol that the server selected.
    pub(crate) subprotocol: Option<&'static str>,
    /// How both sides compress, where they do.
    pub(crate) compression: Option<Agreement>,
    /// The slot of the client's address, where the peer is a proxy.
    pub(crate) slot: Option<Arc<AddressSlot>>,
}

/// Why a handshake is not answered with 101.
#[derive(Debug, Error)]
enum UpgradeRefusal {
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    /// Answered with 403.
    #[error(transparent)]
    Origin(#[from] OriginRefusal),
    #[error(transparent)]
    NoFreeSlot(#[from] NoFreeSlot),
    #[error(transparent)]
    Endpoint(#[from] EndpointRefusal),
}

/// The routes. An accepted handshake is a 101 with an [`Upgrade`] in its extensions.
///
/// Each request carries the [`Peer`] that sent it in its extensions.
pub(crate) fn router(config: &Config, slots: &Slots, metrics: &Arc<Metrics>) -> Router {
    let state = RouterState {
        page: config.page.clone(),
        console: config.console.clone(),
        rooms: config.rooms.clone(),
        feeds: Feeds::default(),
        allowed_hosts: config.allowed_hosts.clone(),
        allowed_origins: config.allowed_origins.clone(),
        proxy_header: config.proxy_header,
        compression: config.compression,
        slots: slots.clone(),
        metrics: Arc::clone(metrics),
    };
    let mut router = Router::new()
        .route("/healthz", get(health))
        .route("/endpoints", get(documents::endpoints))
        .route("/asyncapi.json", get(documents::asyncapi));
    if config.has_metrics {
        router = router.route("/metrics", get(metrics_text));
    }
    for &(entry, factory) in endpoint::ALL {
        router = router.route(
            entry.path,
            any(move |state, peer, path, request| {
                endpoint_path(entry, factory, state, peer, path, request)
            }),
        );
    }
    let checked = from_fn_with_state(state.clone(), check_host);
    let routes = router
        .fallback(asset)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(checked.clone())
        .layer(map_response(harden))
        .with_state(state);
    // Beside the routes that it asks, so that it cannot ask itself.
    Router::new()
        .route("/handshake", get(dry_run::respond))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(checked)
        .layer(map_response(harden))
        .with_state(DryRun::new(routes.clone()))
        .fallback_service(routes)
}

/// Answers a request to the path of an endpoint. A handshake gets 101 or a refusal, any other request the page or a
/// description of the endpoint.
async fn endpoint_path(
    entry: &'static catalogue::Endpoint,
    factory: Factory,
    State(state): State<RouterState>,
    Extension(peer): Extension<Peer>,
    path: RawPathParams,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    if !handshake::is_attempted(&request.headers) {
        return if entry == Lesson::ENTRY {
            page::respond(&state.page, &request)
        } else {
            documents::described(entry)
        };
    }
    match decide(entry, factory, &state, &peer, &path, &request) {
        Ok((accept, upgrade)) => {
            let mut response = accept.into_response();
            if let Endpoint::Raw(broken) = &upgrade.endpoint {
                broken.spoil(&mut response);
            }
            response.extensions_mut().insert(upgrade);
            response
        }
        Err(refusal) => {
            if request.extensions.get::<IsDryRun>().is_none() {
                let reason = refusal.reason();
                state.metrics.refused(reason);
                // The sentence escapes what it quotes of the request.
                tracing::info!(reason, "refused: {refusal}");
            }
            refusal.into_response()
        }
    }
}

fn decide(
    entry: &'static catalogue::Endpoint,
    factory: Factory,
    state: &RouterState,
    peer: &Peer,
    path: &RawPathParams,
    request: &Parts,
) -> Result<(Accept, Upgrade), UpgradeRefusal> {
    let mut accept = handshake::check(request, entry.subprotocols)?;
    let own = request.extensions.get::<Host>();
    let is_private = endpoint::PRIVATE.contains(&entry);
    let origins = &state.allowed_origins;
    origins.check(&request.headers, own, entry.path, is_private)?;
    let client = client_address(
        peer.address.ip(),
        &request.headers,
        &peer.trusted_proxies,
        state.proxy_header,
    );
    // The slot of any other peer was taken when its connection was accepted.
    let slot = if peer.is_trusted_proxy() {
        Some(Arc::new(state.slots.take_for_address(client)?))
    } else {
        None
    };
    let query = Query::new(request.uri.query().unwrap_or_default());
    Parameter::check_all(entry.parameters, &query).map_err(EndpointRefusal::from)?;
    let placeholder = path.iter().next().map_or("", |(_, value)| value);
    let policy = match compression(&query).map_err(EndpointRefusal::from)? {
        _ if entry == Broken::ENTRY => Broken::policy(placeholder),
        Some(policy) => policy,
        None => state.compression,
    };
    let compression = handshake::answer_extensions(&request.headers, &policy)?;
    let handshake = Handshake {
        request,
        query,
        placeholder,
        peer,
        client,
        subprotocol: accept.subprotocol,
        compression: &compression,
        console: &state.console,
        rooms: &state.rooms,
        feeds: &state.feeds,
    };
    let endpoint = factory(&handshake)?;
    accept.extensions = compression.accepted.as_ref().map(ToString::to_string);
    let upgrade = Upgrade {
        entry,
        endpoint,
        client,
        subprotocol: accept.subprotocol,
        compression: compression.agreement(),
        slot,
    };
    Ok((accept, upgrade))
}

/// What the query of a handshake says about compression.
fn compression(query: &Query<'_>) -> Result<Option<Policy>, BadParameter> {
    let value = catalogue::COMPRESSION.value(query)?;
    if value.is_empty() {
        return Ok(None);
    }
    let policy = value.parse::<Policy>();
    policy.map(Some).map_err(|error| BadParameter {
        name: catalogue::COMPRESSION.name.to_owned(),
        takes: format!(
            "off, on, or parameters of permessage-deflate: {}",
            error.reason
        ),
        value: Some(value),
    })
}

impl UpgradeRefusal {
    /// The label in metrics.
    fn reason(&self) -> &'static str {
        match self {
            Self::Handshake(_) => "handshake",
            Self::Origin(_) => "origin",
            Self::NoFreeSlot(no_slot) => no_slot.reason(),
            Self::Endpoint(refusal) => refusal.reason(),
        }
    }
}

impl IntoResponse for UpgradeRefusal {
    fn into_response(self) -> Response {
        match self {
            Self::Handshake(error) => error.into_response(),
            Self::Origin(refusal) => text(StatusCode::FORBIDDEN, &refusal.to_string()),
            Self::NoFreeSlot(no_slot) => no_slot.into_response(),
            Self::Endpoint(refusal) => refusal.into_response(),
        }
    }
}

/// Refuses a request for a host that is not the server's. A host that can be relied on is added to the request.
async fn check_host(State(state): State<RouterState>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    match state.allowed_hosts.check(&head) {
        Ok(host) => {
            if let Some(host) = host {
                head.extensions.insert(host);
            }
            next.run(Request::from_parts(head, body)).await
        }
        Err(refusal) => {
            state.metrics.refused("host");
            tracing::info!(reason = "host", "refused: {refusal}");
            refusal.into_response()
        }
    }
}

async fn asset(State(state): State<RouterState>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    page::respond(&state.page, &request)
}

async fn metrics_text(State(state): State<RouterState>) -> Response {
    state.metrics.respond()
}

async fn health() -> Response {
    text(StatusCode::OK, "ok")
}

async fn method_not_allowed() -> Response {
    text(
        StatusCode::METHOD_NOT_ALLOWED,
        "Only GET and HEAD are allowed here.",
    )
}

/// Adds the headers that keep a browser from guessing the type of an answer and from telling other sites where
/// it came from. An answer without a policy of its own may load and run nothing.
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

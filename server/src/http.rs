//! What is where: the routes, and the headers that every answer has.
//!
//! What may not enter: how a page is found (`page`), what makes a handshake (`handshake`).

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};

use crate::config::Config;
use crate::console::Console;
use crate::endpoint::{Endpoint, Lesson};
use crate::handshake;
use crate::page::{self, Page};
use crate::text::text;

/// What the routes share.
#[derive(Clone)]
struct Shared {
    page: Page,
    console: Console,
}

/// The routes. An accepted handshake is a 101 with the [`Endpoint`] in its extensions.
pub(crate) fn router(config: &Config) -> Router {
    let shared = Shared {
        page: config.page.clone(),
        console: config.console.clone(),
    };
    Router::new()
        .route(Lesson::PATH, any(lesson_or_page))
        .route("/healthz", get(healthz))
        .fallback(asset)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(map_response(harden))
        .with_state(shared)
}

async fn lesson_or_page(State(shared): State<Shared>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    if handshake::is_attempted(&request.headers) {
        open(&request, || Endpoint::Lesson(Lesson::new(shared.console)))
    } else {
        page::respond(&shared.page, &request)
    }
}

/// Answers a handshake, and for one that is accepted says which endpoint shall serve it.
fn open(request: &Parts, endpoint: impl FnOnce() -> Endpoint) -> Response {
    match handshake::check(request) {
        Ok(accept) => {
            let mut response = accept.into_response();
            response.extensions_mut().insert(endpoint());
            response
        }
        Err(refusal) => {
            tracing::info!(status = refusal.status().as_u16(), "refused: {refusal}");
            refusal.into_response()
        }
    }
}

async fn asset(State(shared): State<Shared>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    page::respond(&shared.page, &request)
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

//! `/handshake`: how the server would answer a handshake, for pages.
//!
//! A page whose handshake is refused learns nothing of the answer: neither its status nor its text (WHATWG WebSockets,
//! section 3). So it asks here. The routes answer a handshake of the same client, and the answer comes back as JSON
//! instead of a WebSocket.
//!
//! What may not enter: rules of a handshake, and decisions on one.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::response::{IntoResponse, Response};
use protocol::catalogue::broken;
use protocol::query::Query;
use serde_json::{Value, json};
use thiserror::Error;
use tokio::time::{Duration, Instant};
use tower_service::Service;

use super::documents::{json, public};
use crate::text::text;

/// At most this many answers a second, to all clients together. A page asks once for each attempt that failed.
const MAX_PER_S: u32 = 50;

/// More of an answer's text is not passed on. The text of a refusal has a few hundred bytes.
const MAX_TEXT_BYTES: usize = 16 * 1024;

/// The key in RFC 6455 section 1.3.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// What answers, and how often it did. Clones share the count.
#[derive(Clone)]
pub(crate) struct DryRun {
    routes: Router,
    /// The start of a second, and how many have been answered in it.
    second: Arc<Mutex<(Instant, u32)>>,
}

/// The request is in the extensions of its own dry run, so that the routes count and log no refusal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IsDryRun;

/// Why there is no dry run.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
enum DryRunError {
    /// Answered with 400.
    #[error(
        "`to` takes the path of a WebSocket on this server, with its query, once; as in \
         /handshake?to=/echo%3Fdelay_ms%3D250"
    )]
    To,
    /// Answered with 400.
    #[error(
        "`subprotocols` takes the value of Sec-WebSocket-Protocol, once; as in \
         /handshake?to=/chat&subprotocols=superchat,chat"
    )]
    Subprotocols,
    /// Answered with 429.
    #[error("At most {MAX_PER_S} handshakes a second are tried here; try again in a second.")]
    TooMany,
}

impl DryRun {
    /// Handshakes that `routes` answer.
    pub(crate) fn new(routes: Router) -> Self {
        let second = Arc::new(Mutex::new((Instant::now(), 0)));
        Self { routes, second }
    }

    /// Counts one. Returns whether there have not been too many in this second.
    fn count(&self) -> bool {
        // A panic of another thread leaves it whole.
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now.duration_since(second.0) >= Duration::from_secs(1) {
            *second = (now, 0);
        }
        second.1 += 1;
        second.1 <= MAX_PER_S
    }

    async fn answer(mut self, mut request: Request) -> Result<Value, DryRunError> {
        if !self.count() {
            return Err(DryRunError::TooMany);
        }
        let query = Query::new(request.uri().query().unwrap_or_default());
        let (to, subprotocols) = target(&query)?;
        let url = to.to_string();
        *request.uri_mut() = Uri::from(to);
        *request.method_mut() = Method::GET;
        *request.version_mut() = Version::HTTP_11;
        *request.body_mut() = Body::empty();
        request.extensions_mut().insert(IsDryRun);
        set_handshake(request.headers_mut(), subprotocols);
        let Ok(response) = self.routes.call(request).await;
        let mut document = described(&url, response).await;
        if let Some(breaks) = broken_rule(&url) {
            document["breaks"] = breaks.into();
        }
        Ok(document)
    }
}

/// `GET /handshake?to=PATH`. Pages of every origin may read the answer, as they may read the catalogue. Whether such a
/// page may connect is part of the answer.
pub(crate) async fn respond(State(dry_run): State<DryRun>, request: Request) -> Response {
    public(match dry_run.answer(request).await {
        Ok(document) => json(&document),
        Err(error) => error.into_response(),
    })
}

/// The path and query that are tried, and the subprotocols that are offered.
fn target(query: &Query<'_>) -> Result<(PathAndQuery, Option<HeaderValue>), DryRunError> {
    let to = query.get("to").ok().flatten().ok_or(DryRunError::To)?;
    let to = to.starts_with('/').then_some(to).ok_or(DryRunError::To)?;
    let to = to.parse().map_err(|_| DryRunError::To)?;
    let offered = query.get("subprotocols");
    let offered = offered.map_err(|_| DryRunError::Subprotocols)?;
    let offered = offered.map(|value| HeaderValue::from_str(&value));
    let offered = offered.transpose();
    Ok((to, offered.map_err(|_| DryRunError::Subprotocols)?))
}

/// The rule that `/broken` breaks at this path. A page sees only that its browser ended the connection.
fn broken_rule(to: &str) -> Option<String> {
    let name = to.strip_prefix("/broken/")?.split('?').next()?;
    let case = broken::find(name)?;
    Some(format!("{} ({})", case.breaks, case.rule()))
}

/// Makes the head of a handshake of the head of a request. Cookies, credentials, the origin and what proxies added stay.
fn set_handshake(headers: &mut HeaderMap, subprotocols: Option<HeaderValue>) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRANSFER_ENCODING);
    for (name, value) in [
        (header::UPGRADE, "websocket"),
        (header::CONNECTION, "Upgrade"),
        (header::SEC_WEBSOCKET_VERSION, "13"),
        // As browsers offer it.
        (
            header::SEC_WEBSOCKET_EXTENSIONS,
            "permessage-deflate; client_max_window_bits",
        ),
        (header::SEC_WEBSOCKET_KEY, KEY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.remove(header::SEC_WEBSOCKET_PROTOCOL);
    if let Some(offered) = subprotocols {
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, offered);
    }
}

/// The answer to a handshake as a document. An accepted one ends here: nothing is opened.
async fn described(url: &str, response: Response) -> Value {
    let (head, body) = response.into_parts();
    let headers: Vec<_> = head
        .headers
        .iter()
        // It belongs to the key above, which is not the page's.
        .filter(|(name, _)| *name != header::SEC_WEBSOCKET_ACCEPT)
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect();
    let kind = head.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut document = json!({
        "to": url,
        "status": head.status.as_u16(),
        "reason": head.status.canonical_reason().unwrap_or_default(),
        "headers": headers,
    });
    // An asset of the page is no text for a person.
    if kind.starts_with("text/plain") || kind.starts_with("application/problem+json") {
        let bytes = body::to_bytes(body, MAX_TEXT_BYTES)
            .await
            .unwrap_or_default();
        if let Ok(problem) = serde_json::from_slice::<Value>(&bytes)
            && problem.is_object()
        {
            document["problem"] = problem;
        } else {
            document["text"] = String::from_utf8_lossy(&bytes).trim_end().into();
        }
    }
    document
}

impl IntoResponse for DryRunError {
    fn into_response(self) -> Response {
        let sentence = self.to_string();
        match self {
            Self::To | Self::Subprotocols => text(StatusCode::BAD_REQUEST, &sentence),
            Self::TooMany => {
                let mut response = text(StatusCode::TOO_MANY_REQUESTS, &sentence);
                let second = HeaderValue::from_static("1");
                response.headers_mut().insert(header::RETRY_AFTER, second);
                response
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_without_one_path_of_this_server_is_refused() {
        let target_of = |query| target(&Query::new(query)).map(|(to, _)| to.to_string());
        assert_eq!(target_of("to=/echo%3Fa%3D1"), Ok("/echo?a=1".to_owned()));
        for wrong in [
            "",
            "to=",
            "to=echo",
            "to=/a&to=/b",
            "to=ws://other/echo",
            "to=/%00",
            "to=/a%0D%0Ab",
        ] {
            assert_eq!(target_of(wrong), Err(DryRunError::To), "{wrong}");
        }
        let offered = target(&Query::new("to=/&subprotocols=a%0Ab"));
        assert_eq!(offered.map(drop), Err(DryRunError::Subprotocols));
    }

    #[test]
    fn broken_rule_is_that_of_the_case_in_the_path() {
        let case = broken::CASES[0];
        let rule = broken_rule(&format!("/broken/{}?a=1", case.name)).unwrap();
        assert!(
            rule.contains(case.breaks) && rule.contains(case.section),
            "{rule}"
        );
        for other in ["/broken/", "/broken/no-such", "/echo"] {
            assert_eq!(broken_rule(other), None, "{other}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn handshakes_beyond_the_limit_wait_for_the_next_second() {
        let dry_run = DryRun::new(Router::new());
        let counted = || (0..=MAX_PER_S).filter(|_| dry_run.count()).count();
        assert_eq!(counted(), 50);
        assert!(!dry_run.count());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(counted(), 50);
    }
}

//! The catalogue as documents: JSON and AsyncAPI for programs, a page for people.
//!
//! What may not enter: what an endpoint does; [`protocol::catalogue`] describes it.

use axum::Extension;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::asyncapi;
use protocol::catalogue::broken::CASES;
use protocol::catalogue::{ENDPOINTS, Endpoint};
use protocol::parameter::Parameter;

use super::page::hash_source;
use crate::net::peer::Peer;

/// `/endpoints`: the list of all endpoints, as a page for a browser and as JSON for any other client. Pages of
/// every origin may read it.
pub(crate) async fn endpoints(headers: HeaderMap) -> Response {
    let accepts_html = headers.get_all(header::ACCEPT).iter().any(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.contains("text/html"))
    });
    let mut response = public(if accepts_html {
        html()
    } else {
        json(&asyncapi::endpoints())
    });
    let accept = HeaderValue::from_static("accept");
    response.headers_mut().insert(header::VARY, accept);
    response
}

/// `/asyncapi.json`: the same as AsyncAPI, with the address of the request. Pages of every origin may read it.
pub(crate) async fn asyncapi(Extension(peer): Extension<Peer>, headers: HeaderMap) -> Response {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    public(json(&asyncapi::document(host, peer.is_tls)))
}

/// Lets pages of every origin read the answer. The page may come from another server, as from `trunk serve`,
/// and so may an AsyncAPI viewer. The catalogue is the same for every client.
pub(super) fn public(mut response: Response) -> Response {
    let any_origin = HeaderValue::from_static("*");
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any_origin);
    response
}

/// The answer to a request that is not a handshake, as from a browser or curl: the endpoint's description.
pub(crate) fn described(entry: &Endpoint) -> Response {
    let mut response = json(&asyncapi::describe(entry));
    *response.status_mut() = StatusCode::UPGRADE_REQUIRED;
    // RFC 9110 requires the name of the protocol (section 15.5.22) and its announcement (section 7.8).
    let headers = response.headers_mut();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    response
}

pub(super) fn json(document: &serde_json::Value) -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], format!("{document:#}\n")).into_response()
}

const STYLE: &str = "\
    :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }\
    body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }\
    h2 { margin: 2rem 0 0; font-size: 1.125rem }\
    p { margin: .25rem 0 }\
    dl { margin: .5rem 0 0 1rem }\
    dd { margin: 0 0 .5rem 1rem }";

/// The list as a page. It may load its own style only, and run nothing.
fn html() -> Response {
    let entries: String = ENDPOINTS.iter().map(entry).collect();
    let document = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Ullim: endpoints</title><style>{STYLE}</style></head>\
         <body><main><h1>Endpoints</h1>\
         <p>Each is a path for a WebSocket. The same list as JSON: ask without <code>text/html</code>, \
         or see <a href=\"/asyncapi.json\">/asyncapi.json</a>.</p>{entries}</main></body></html>\n"
    );
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; frame-ancestors 'none'",
        hash_source(STYLE)
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, document).into_response()
}

fn entry(entry: &Endpoint) -> String {
    let mut terms: String = entry.parameters.iter().map(parameter).collect();
    if entry.name == "broken" {
        terms.extend(CASES.iter().map(|case| {
            let explanation = format!(
                "{} {}. A correct client: {}",
                case.breaks,
                case.rule(),
                case.expects.sentence()
            );
            term(case.name, &explanation)
        }));
    }
    let terms = if terms.is_empty() {
        terms
    } else {
        format!("<dl>{terms}</dl>")
    };
    format!(
        "<section><h2><code>{}</code></h2><p>{}. {}</p><p>Try <code>{}</code></p>{terms}</section>",
        escaped(entry.path),
        prose(&capitalised(entry.summary)),
        prose(entry.description),
        escaped(entry.example),
    )
}

fn parameter(parameter: &Parameter) -> String {
    let default = match parameter.default() {
        Some(default) if !default.is_empty() => format!("; {default} by default"),
        _ => String::new(),
    };
    let explanation = format!(
        "{} It takes {}{default}.",
        parameter.description(),
        parameter.takes()
    );
    term(parameter.name(), &explanation)
}

fn term(name: &str, explanation: &str) -> String {
    format!(
        "<dt><code>{}</code></dt><dd>{}</dd>",
        escaped(name),
        prose(explanation)
    )
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// A sentence of the catalogue, in which code stands between backticks.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => escaped(part),
            _ => format!("<code>{}</code>", escaped(part)),
        })
        .collect()
}

/// Text between two tags. The catalogue is our own; the escape is for `&` in an example.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

//! The opening handshake: RFC 6455 section 4, as a pure function from a request to an answer.
//!
//! What belongs here: the rules of section 4.2, the words of every refusal, and the 101 that
//! accepts. What may not enter: sockets, endpoints and their parameters.

use std::borrow::Cow;

use axum::http::{
    HeaderMap, HeaderValue, Method, StatusCode, Version,
    header::{self, AsHeaderName},
    request::Parts,
};
use axum::response::{IntoResponse, Response};
use protocol::subprotocol::{self, Malformed};
use thiserror::Error;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::http::text::text;

/// The one version that RFC 6455 defines.
const VERSION: &str = "13";

/// A handshake that keeps every rule; as a response it is the `101 Switching Protocols`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The value of `Sec-WebSocket-Accept`: proof that this server read this client's key.
    pub accept: String,
    /// The value of `Sec-WebSocket-Protocol`, which is left out where there is nothing in common.
    pub subprotocol: Option<&'static str>,
}

/// Why a handshake is refused; as a response it is the status, the headers that the status
/// asks for, and this sentence.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Section 4.1, item 2: the method of the request must be GET.
    #[error("A WebSocket handshake is a GET.")]
    Method,
    /// Section 4.1, item 2: at least HTTP/1.1. RFC 9110 section 7.8 has a server ignore the
    /// Upgrade of an HTTP/1.0 request, so this is a handshake that has none.
    #[error("A WebSocket handshake needs HTTP/1.1; HTTP/1.0 cannot upgrade.")]
    HttpVersion,
    /// Section 4.2.1, item 2.
    #[error("A WebSocket handshake needs one Host header.")]
    Host,
    /// Section 4.2.1, item 3.
    #[error("A WebSocket handshake needs the header `Upgrade: websocket`.")]
    Upgrade,
    /// Section 4.2.1, item 4.
    #[error("A WebSocket handshake needs the header `Connection: Upgrade`.")]
    Connection,
    /// Section 4.2.1, item 6; the answer is the one of section 4.4.
    #[error("A WebSocket handshake needs the header `Sec-WebSocket-Version: 13`, once.")]
    Version,
    /// Section 4.2.1, item 5, and section 11.3.1: not more than once.
    #[error(
        "A WebSocket handshake needs the header `Sec-WebSocket-Key`, once: 16 random bytes in base64."
    )]
    Key,
    /// RFC 9110 section 7.8: a client must send its whole request before it switches. The
    /// content of a GET means nothing, and what means nothing must not be read as frames.
    #[error("A WebSocket handshake has no body.")]
    Body,
    /// Section 4.1, item 10: tokens, and none twice.
    #[error("{0}.")]
    Subprotocol(Malformed),
}

/// Whether the client wants a WebSocket, be it by a handshake with faults.
///
/// It does when it says `Upgrade: websocket` or any `Sec-WebSocket-` header. Another protocol
/// in `Upgrade` (`h2c`, say) is an offer that RFC 9110 section 7.8 lets a server ignore.
#[must_use]
pub fn is_attempted(headers: &HeaderMap) -> bool {
    lists(headers, header::UPGRADE, "websocket")
        || headers
            .keys()
            .any(|name| name.as_str().starts_with("sec-websocket-"))
}

/// Checks a handshake by RFC 6455 section 4.2.1 with an endpoint that speaks the subprotocols
/// `supported`, of which the one that the client likes best is selected.
///
/// # Errors
///
/// The first rule that the request breaks.
pub fn check(request: &Parts, supported: &[&'static str]) -> Result<Accept, Refusal> {
    let headers = &request.headers;
    if request.method != Method::GET {
        return Err(Refusal::Method);
    }
    if request.version < Version::HTTP_11 {
        return Err(Refusal::HttpVersion);
    }
    if once(headers, header::HOST).is_none() {
        return Err(Refusal::Host);
    }
    if !lists(headers, header::UPGRADE, "websocket") {
        return Err(Refusal::Upgrade);
    }
    if !lists(headers, header::CONNECTION, "upgrade") {
        return Err(Refusal::Connection);
    }
    if once(headers, header::SEC_WEBSOCKET_VERSION) != Some(VERSION.as_bytes()) {
        return Err(Refusal::Version);
    }
    let key = once(headers, header::SEC_WEBSOCKET_KEY)
        .filter(|key| is_base64_of_16_bytes(key))
        .ok_or(Refusal::Key)?;
    if has_body(headers) {
        return Err(Refusal::Body);
    }
    Ok(Accept {
        accept: derive_accept_key(key),
        subprotocol: select_subprotocol(headers, supported).map_err(Refusal::Subprotocol)?,
    })
}

fn select_subprotocol(
    headers: &HeaderMap,
    supported: &[&'static str],
) -> Result<Option<&'static str>, Malformed> {
    let values: Vec<Cow<'_, str>> = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        // What is not UTF-8 is not a token either, and U+FFFD says so.
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    let offered = subprotocol::offered(values.iter().map(AsRef::as_ref))?;
    Ok(subprotocol::select(&offered, supported))
}

/// The value of a header that must appear exactly once.
fn once(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&[u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values
        .next()
        .is_none()
        .then(|| value.as_bytes().trim_ascii())
}

/// Whether a comma-separated list names a token. A list may be spread over several header
/// lines, and the tokens asked for here are compared without regard to case.
fn lists(headers: &HeaderMap, name: impl AsHeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .any(|item| item.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
}

/// 16 bytes are 22 characters of base64, the last of which carries 4 bits of padding, and `==`.
fn is_base64_of_16_bytes(key: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.strip_suffix(b"==")
        .is_some_and(|digits| digits.len() == 22 && digits.iter().all(is_digit))
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get(header::CONTENT_LENGTH)
            .is_some_and(|length| length != "0")
}

impl IntoResponse for Accept {
    fn into_response(self) -> Response {
        let headers = [
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "Upgrade"),
            (header::SEC_WEBSOCKET_ACCEPT, self.accept.as_str()),
        ];
        let mut response = (StatusCode::SWITCHING_PROTOCOLS, headers).into_response();
        if let Some(subprotocol) = self.subprotocol {
            response.headers_mut().insert(
                header::SEC_WEBSOCKET_PROTOCOL,
                HeaderValue::from_static(subprotocol),
            );
        }
        response
    }
}

impl Refusal {
    /// The status of the refusal.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::HttpVersion | Self::Upgrade | Self::Version => StatusCode::UPGRADE_REQUIRED,
            Self::Host | Self::Connection | Self::Key | Self::Body | Self::Subprotocol(_) => {
                StatusCode::BAD_REQUEST
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = text(self.status(), &format!("{self} (RFC 6455, section 4)"));
        let headers = response.headers_mut();
        if matches!(self, Self::Method) {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
        }
        if self.status() == StatusCode::UPGRADE_REQUIRED {
            // RFC 9110 section 15.5.22 wants the name of the protocol with a 426, and section 7.8
            // its announcement in Connection.
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        }
        if matches!(self, Self::Version) {
            headers.insert(
                header::SEC_WEBSOCKET_VERSION,
                HeaderValue::from_static(VERSION),
            );
        }
        response
    }
}

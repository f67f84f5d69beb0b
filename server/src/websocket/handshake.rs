//! The opening handshake: RFC 6455 section 4, as a pure function from a request to an answer.
//!
//! What belongs here: the rules of section 4.2, the sentence of every refusal, and the 101. What may not enter:
//! sockets, endpoints and their parameters.

use axum::http::{
    HeaderMap, HeaderValue, Method, StatusCode, Version,
    header::{self, AsHeaderName},
    request::Parts,
};
use axum::response::{IntoResponse, Response};
use frames::negotiation::{self, Answer, MalformedExtensions, Policy};
use protocol::list;
use protocol::subprotocol::{self, Malformed};
use thiserror::Error;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::http::lines;
use crate::text::text;

/// The one version that RFC 6455 defines.
const VERSION: &str = "13";

/// A handshake that keeps every rule. As a response it is the `101 Switching Protocols`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The value of `Sec-WebSocket-Accept`: proof that this server read this client's key.
    pub accept: String,
    /// The value of `Sec-WebSocket-Protocol`; `None` where client and server have none in common.
    pub subprotocol: Option<&'static str>,
    /// The value of `Sec-WebSocket-Extensions`; `None` where none was agreed on.
    pub extensions: Option<String>,
}

/// The rule that a handshake breaks. As a response it is the status, the headers that the status requires, and
/// this sentence.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum HandshakeError {
    /// Section 4.1, item 2: the method of the request must be GET.
    #[error("A WebSocket handshake is a GET.")]
    Method,
    /// Section 4.1, item 2: at least HTTP/1.1. By RFC 9110 section 7.8 a server ignores the Upgrade of an
    /// HTTP/1.0 request.
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
    /// RFC 9110 section 7.8: a client sends its whole request before it switches. The content of a GET has no
    /// meaning, and must not be read as frames.
    #[error("A WebSocket handshake has no body.")]
    Body,
    /// Section 4.1, item 10: tokens, each once. The sentence does not repeat the element, because it is logged, and
    /// pages send tokens of a login among the subprotocols.
    #[error(
        "Sec-WebSocket-Protocol {}.",
        match .0 {
            Malformed::NotAToken(_) =>
                "has an element that is no name; it takes names of ASCII letters, digits and \
                 !#$%&'*+-.^_`|~, separated by commas",
            Malformed::Duplicate(_) => "has a name twice; each subprotocol may stand there once",
        }
    )]
    Subprotocol(Malformed),
    /// Section 9.1. The sentence does not repeat the header, because it is logged.
    #[error(
        "Sec-WebSocket-Extensions is no list of extensions: {} expected at byte {}.",
        .0.expected,
        .0.at
    )]
    Extensions(MalformedExtensions),
}

/// Whether the client wants a WebSocket, also by a handshake that breaks a rule.
///
/// It does when it sends `Upgrade: websocket` or any `Sec-WebSocket-` header. Another protocol in `Upgrade`,
/// as `h2c`, is an offer that a server may ignore (RFC 9110 section 7.8).
#[must_use]
pub fn is_attempted(headers: &HeaderMap) -> bool {
    lists(headers, header::UPGRADE, "websocket")
        || headers
            .keys()
            .any(|name| name.as_str().starts_with("sec-websocket-"))
}

/// Checks a handshake by RFC 6455 section 4.2.1. Of the subprotocols in `supported`, the one that the client
/// prefers is selected.
///
/// # Errors
///
/// The first rule that the request breaks.
pub fn check(request: &Parts, supported: &[&'static str]) -> Result<Accept, HandshakeError> {
    let headers = &request.headers;
    if request.method != Method::GET {
        return Err(HandshakeError::Method);
    }
    if request.version < Version::HTTP_11 {
        return Err(HandshakeError::HttpVersion);
    }
    if once(headers, header::HOST).is_none() {
        return Err(HandshakeError::Host);
    }
    if !lists(headers, header::UPGRADE, "websocket") {
        return Err(HandshakeError::Upgrade);
    }
    if !lists(headers, header::CONNECTION, "upgrade") {
        return Err(HandshakeError::Connection);
    }
    if once(headers, header::SEC_WEBSOCKET_VERSION) != Some(VERSION.as_bytes()) {
        return Err(HandshakeError::Version);
    }
    let key = once(headers, header::SEC_WEBSOCKET_KEY)
        .filter(|key| is_base64_of_16_bytes(key))
        .ok_or(HandshakeError::Key)?;
    if has_body(headers) {
        return Err(HandshakeError::Body);
    }
    Ok(Accept {
        accept: derive_accept_key(key),
        subprotocol: select_subprotocol(headers, supported).map_err(HandshakeError::Subprotocol)?,
        extensions: None,
    })
}

/// The answer to the extensions that a client offers (section 9.1).
///
/// # Errors
///
/// The header is no list of extensions.
pub fn answer_extensions(headers: &HeaderMap, policy: &Policy) -> Result<Answer, HandshakeError> {
    let lines = headers.get_all(header::SEC_WEBSOCKET_EXTENSIONS);
    negotiation::answer(lines, policy).map_err(HandshakeError::Extensions)
}

fn select_subprotocol(
    headers: &HeaderMap,
    supported: &[&'static str],
) -> Result<Option<&'static str>, Malformed> {
    let offered = subprotocol::offered(lines(headers, header::SEC_WEBSOCKET_PROTOCOL))?;
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

/// Whether a comma-separated list names a token. The list may be spread over several header lines, and the
/// tokens of these headers are compared without regard to case.
fn lists(headers: &HeaderMap, name: impl AsHeaderName, token: &str) -> bool {
    list::elements(lines(headers, name)).any(|element| element.eq_ignore_ascii_case(token))
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
        // Only tokens and numbers are in it.
        if let Some(extensions) = self.extensions
            && let Ok(value) = HeaderValue::from_str(&extensions)
        {
            response
                .headers_mut()
                .insert(header::SEC_WEBSOCKET_EXTENSIONS, value);
        }
        response
    }
}

impl HandshakeError {
    /// The status of the refusal.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::HttpVersion | Self::Upgrade | Self::Version => StatusCode::UPGRADE_REQUIRED,
            Self::Host
            | Self::Connection
            | Self::Key
            | Self::Body
            | Self::Subprotocol(_)
            | Self::Extensions(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for HandshakeError {
    fn into_response(self) -> Response {
        let mut response = text(self.status(), &format!("{self} (RFC 6455, section 4)"));
        let headers = response.headers_mut();
        if matches!(self, Self::Method) {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
        }
        if self.status() == StatusCode::UPGRADE_REQUIRED {
            // RFC 9110 requires the name of the protocol with a 426 (section 15.5.22) and its announcement in
            // Connection (section 7.8).
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

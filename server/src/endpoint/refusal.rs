//! The answers of an endpoint that does not accept a handshake.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::catalogue::broken::CASES;
use protocol::parameter::BadParameter;
use serde_json::json;
use thiserror::Error;

use crate::text::text;

/// Why an endpoint does not accept a handshake. As a response it is the status and the reason.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EndpointRefusal {
    /// Answered with 400 and a problem document (RFC 9457) that names parameter, value and range.
    #[error(transparent)]
    Parameter(#[from] BadParameter),
    /// Answered with the status that the client asked for.
    #[error("refused with {status}, as asked for")]
    AsAsked {
        /// The status.
        status: StatusCode,
        /// The value of `Retry-After`, in seconds.
        retry_after_s: Option<u64>,
    },
    /// Answered with 401 and the challenge.
    #[error("the credentials are missing or wrong; see WWW-Authenticate")]
    Unauthorized {
        /// The value of `WWW-Authenticate`.
        challenge: &'static str,
    },
    /// Answered with 404 and the names of all cases.
    #[error("there is no case {0:?}; see /endpoints")]
    UnknownCase(String),
    /// Answered with 400.
    #[error(
        "the case {0:?} is about permessage-deflate, which the client does not offer; \
         `Sec-WebSocket-Extensions: permessage-deflate` is expected"
    )]
    NeedsCompression(&'static str),
}

impl EndpointRefusal {
    /// The label in metrics.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Parameter(_) => "parameter",
            Self::AsAsked { .. } => "as-asked",
            Self::Unauthorized { .. } => "unauthorized",
            Self::UnknownCase(_) => "unknown-path",
            Self::NeedsCompression(_) => "extension",
        }
    }
}

impl IntoResponse for EndpointRefusal {
    fn into_response(self) -> Response {
        let sentence = self.to_string();
        match self {
            Self::Parameter(bad) => {
                let mut document = json!({
                    "title": "A parameter has a value that it does not take",
                    "detail": sentence,
                    "parameter": bad.name,
                    "takes": bad.takes,
                });
                if let Some(value) = bad.value {
                    document["value"] = value.into();
                }
                problem(StatusCode::BAD_REQUEST, document)
            }
            Self::AsAsked {
                status,
                retry_after_s,
            } => {
                let mut response = text(status, &sentence);
                response.headers_mut().extend(required_headers(status));
                if let Some(seconds) = retry_after_s {
                    response
                        .headers_mut()
                        .insert(header::RETRY_AFTER, seconds.into());
                }
                response
            }
            Self::Unauthorized { challenge } => {
                let mut response = text(StatusCode::UNAUTHORIZED, &sentence);
                let challenge = HeaderValue::from_static(challenge);
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, challenge);
                response
            }
            Self::NeedsCompression(_) => text(StatusCode::BAD_REQUEST, &sentence),
            Self::UnknownCase(_) => problem(
                StatusCode::NOT_FOUND,
                json!({
                    "title": "There is no such case",
                    "detail": sentence,
                    "cases": CASES.iter().map(|case| case.name).collect::<Vec<_>>(),
                }),
            ),
        }
    }
}

/// The headers that RFC 9110 has in an answer with this status.
fn required_headers(status: StatusCode) -> HeaderMap {
    let headers: &[(HeaderName, &'static str)] = match status.as_u16() {
        // A redirect should say where to (section 15.4); what is there takes any client.
        300..=303 | 307 | 308 => &[(header::LOCATION, "/echo")],
        401 => &[(header::WWW_AUTHENTICATE, r#"Basic realm="Ullim""#)],
        405 => &[(header::ALLOW, "GET")],
        407 => &[(header::PROXY_AUTHENTICATE, r#"Basic realm="Ullim""#)],
        426 => &[
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "Upgrade"),
        ],
        _ => &[],
    };
    let headers = headers.iter();
    headers
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
        .collect()
}

/// A problem document (RFC 9457).
fn problem(status: StatusCode, mut document: serde_json::Value) -> Response {
    document["status"] = status.as_u16().into();
    let kind = HeaderValue::from_static("application/problem+json");
    (
        status,
        [(header::CONTENT_TYPE, kind)],
        format!("{document:#}\n"),
    )
        .into_response()
}

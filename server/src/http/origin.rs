//! Which pages may open a WebSocket: `Origin`, RFC 6455 section 10.2.
//!
//! A browser names the origin of the page that opens a WebSocket, and no page can forge it. Other clients
//! need not name one and could name any. So the check protects people with browsers, and a request without an
//! origin is accepted.

use std::str::FromStr;
use std::sync::Arc;

use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Uri};
use thiserror::Error;

/// The accepted origins: any, unless some are named. The default is any, because a server to test against
/// serves the pages of all origins.
#[derive(Clone, Debug, Default)]
pub struct AllowedOrigins(Option<Arc<[Origin]>>);

/// An origin as browsers write it (RFC 6454 section 6.2): scheme, host, and a port that is not the
/// scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// A value that `--allow-origin` does not take.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("an origin is a scheme, a host and perhaps a port, as in https://example.org")]
pub struct NotAnOrigin;

impl AllowedOrigins {
    /// Whether a request may open a WebSocket. No browser names two origins, so a request with two may not.
    #[must_use]
    pub fn accepts(&self, headers: &HeaderMap) -> bool {
        let Some(allowed) = &self.0 else { return true };
        headers.get_all(ORIGIN).iter().count() <= 1
            && headers.get(ORIGIN).is_none_or(|origin| {
                allowed.iter().any(|Origin(allowed)| {
                    origin.as_bytes().eq_ignore_ascii_case(allowed.as_bytes())
                })
            })
    }
}

impl From<Vec<Origin>> for AllowedOrigins {
    fn from(origins: Vec<Origin>) -> Self {
        Self((!origins.is_empty()).then(|| origins.into()))
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        // Written from these parts it must be the same: it has no user, path, query or trailing slash.
        let port = uri.port().map_or(String::new(), |port| format!(":{port}"));
        let origin = format!(
            "{}://{}{port}",
            uri.scheme_str().ok_or(NotAnOrigin)?,
            uri.host()
                .filter(|host| !host.is_empty())
                .ok_or(NotAnOrigin)?,
        );
        if origin.eq_ignore_ascii_case(text) {
            Ok(Self(origin))
        } else {
            Err(NotAnOrigin)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_with_more_than_scheme_host_and_port_is_refused() {
        for right in [
            "https://example.org",
            "http://[::1]:8080",
            "HTTP://LOCALHOST",
        ] {
            assert!(right.parse::<Origin>().is_ok(), "{right}");
        }
        for wrong in [
            "",
            "*",
            "example.org",
            "https://",
            "https://example.org/",
            "https://example.org/page",
            "https://me@example.org",
            "https://example.org?x",
        ] {
            assert_eq!(wrong.parse::<Origin>(), Err(NotAnOrigin), "{wrong}");
        }
    }

    #[test]
    fn origin_not_named_is_refused_when_some_are_named() {
        let headers = |origins: &[&'static str]| -> HeaderMap {
            let headers = origins.iter();
            headers
                .map(|origin| (ORIGIN, origin.parse().unwrap()))
                .collect()
        };
        let any = AllowedOrigins::default();
        let one = AllowedOrigins::from(vec!["https://example.org".parse().unwrap()]);
        for (origins, by_one) in [
            (&[][..], true),
            (&["https://example.org"], true),
            (&["https://EXAMPLE.org"], true),
            (&["https://example.org.evil.net"], false),
            (&["http://example.org"], false),
            (&["https://example.org:444"], false),
            (&["null"], false),
            (&["https://example.org", "https://evil.net"], false),
        ] {
            assert!(any.accepts(&headers(origins)), "{origins:?}");
            assert_eq!(one.accepts(&headers(origins)), by_one, "{origins:?}");
        }
    }
}

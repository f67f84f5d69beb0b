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

use super::host::Host;

/// The accepted origins.
#[derive(Clone, Debug, Default)]
pub struct AllowedOrigins(Rule);

#[derive(Clone, Debug, Default)]
enum Rule {
    #[default]
    Any,
    /// These, and the server's own where its host is known.
    Named(Arc<[Origin]>),
    /// The server's own and those of this machine. Endpoints that keep nothing of anybody are open to any.
    OfThisMachine,
}

/// A value of `--allow-origin`: an origin as browsers write it (RFC 6454 section 6.2), or `*` for any. An origin is a
/// scheme, a host, and a port that is not the scheme's own, or `null`, which files and sandboxed frames have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// A value that `--allow-origin` does not take.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "an origin is a scheme, a host and perhaps a port, as in https://example.org; or null, or *"
)]
pub struct NotAnOrigin;

/// Why a page may not open a WebSocket; the answer is 403.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "A page of the origin {origin:?} may not open a WebSocket to {path}. If you trust that site, start the server with --allow-origin and this origin."
)]
pub struct OriginRefusal {
    origin: String,
    path: &'static str,
}

impl AllowedOrigins {
    /// Those of `--allow-origin`. Without any, a server that knows its hosts accepts its own and this machine's, and
    /// any other server accepts all.
    pub(crate) fn new(named: Vec<Origin>, knows_hosts: bool) -> Self {
        let any = Origin(ANY.to_owned());
        Self(
            if named.contains(&any) || (named.is_empty() && !knows_hosts) {
                Rule::Any
            } else if named.is_empty() {
                Rule::OfThisMachine
            } else {
                Rule::Named(named.into())
            },
        )
    }

    /// Checks a request to an endpoint. `own` is the host that it is for, where that can be relied on.
    ///
    /// A page at another port of the same host counts as the server's own. The host is the same person's machine, and
    /// a proxy may hide the port. No browser names two origins, so a request with two is refused.
    pub(crate) fn check(
        &self,
        headers: &HeaderMap,
        own: Option<&Host>,
        path: &'static str,
        is_private: bool,
    ) -> Result<(), OriginRefusal> {
        let mut origins = headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else {
            return Ok(());
        };
        let is_only = origins.next().is_none();
        let origin = String::from_utf8_lossy(origin.as_bytes());
        let host = origin
            .split_once("://")
            .and_then(|(_, host)| Host::parse(host));
        let is_own = || host.is_some() && host.as_ref() == own;
        let is_accepted = match &self.0 {
            Rule::Any => true,
            Rule::Named(named) => {
                let is_named = |Origin(named): &Origin| named.eq_ignore_ascii_case(&origin);
                is_only && (named.iter().any(is_named) || is_own())
            }
            Rule::OfThisMachine => {
                let is_here = || host.as_ref().is_some_and(Host::is_this_machine);
                !is_private || (is_only && (is_own() || is_here()))
            }
        };
        if is_accepted {
            Ok(())
        } else {
            let origin = origin.into_owned();
            Err(OriginRefusal { origin, path })
        }
    }
}

/// Any origin, and the origin of files and of sandboxed frames.
const ANY: &str = "*";
const OPAQUE: &str = "null";

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        if [ANY, OPAQUE].contains(&text) {
            return Ok(Self(text.to_owned()));
        }
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
            "null",
            "*",
        ] {
            assert!(right.parse::<Origin>().is_ok(), "{right}");
        }
        for wrong in [
            "",
            "NULL",
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

    fn accepts(
        rule: &AllowedOrigins,
        origins: &[&'static str],
        own: &str,
        is_private: bool,
    ) -> bool {
        let headers = origins.iter();
        let headers: HeaderMap = headers
            .map(|origin| (ORIGIN, origin.parse().unwrap()))
            .collect();
        let own = Host::parse(own);
        rule.check(&headers, own.as_ref(), "/chat", is_private)
            .is_ok()
    }

    #[test]
    fn origin_not_named_is_refused_when_some_are_named() {
        let any = AllowedOrigins::new(Vec::new(), false);
        let star = AllowedOrigins::new(vec!["*".parse().unwrap()], true);
        let one = AllowedOrigins::new(vec!["https://example.org".parse().unwrap()], false);
        for (origins, by_one) in [
            (&[][..], true),
            (&["https://example.org"], true),
            (&["https://EXAMPLE.org"], true),
            (&["https://example.org.evil.net"], false),
            (&["http://example.org"], false),
            (&["https://example.org:444"], false),
            (&["http://localhost"], false),
            (&["null"], false),
            (&["https://example.org", "https://evil.net"], false),
        ] {
            for is_private in [false, true] {
                assert!(accepts(&any, origins, "", is_private), "{origins:?}");
                assert!(accepts(&star, origins, "", is_private), "{origins:?}");
                assert_eq!(
                    accepts(&one, origins, "", is_private),
                    by_one,
                    "{origins:?}"
                );
            }
        }
        assert!(
            accepts(&one, &["http://localhost:3000"], "localhost", true),
            "its own"
        );
        let null = AllowedOrigins::new(vec!["null".parse().unwrap()], true);
        assert!(accepts(&null, &["null"], "", true));
    }

    #[test]
    fn origin_of_another_machine_is_refused_where_hosts_are_known() {
        let default = AllowedOrigins::new(Vec::new(), true);
        for (origins, own, expected) in [
            (&[][..], "localhost", true),
            (&["http://localhost:3000"], "localhost", true),
            (&["http://localhost:8080"], "127.0.0.1", true),
            (&["https://127.0.0.1"], "localhost", true),
            (&["http://[::1]:3000"], "localhost", true),
            (&["http://app.localhost:5173"], "localhost", true),
            (
                &["https://ullim.example.org:8443"],
                "ullim.example.org",
                true,
            ),
            (&["https://ullim.example.org"], "localhost", false),
            (&["https://evil.example"], "localhost", false),
            (&["http://localhost.evil.example"], "localhost", false),
            (&["http://127.0.0.1.evil.example"], "localhost", false),
            (&["http://evil.example:3000"], "", false),
            (&["null"], "localhost", false),
            (&["file://"], "localhost", false),
            (
                &["http://localhost", "http://localhost"],
                "localhost",
                false,
            ),
        ] {
            assert_eq!(
                accepts(&default, origins, own, true),
                expected,
                "{origins:?} {own}"
            );
            assert!(accepts(&default, origins, own, false), "{origins:?} {own}");
        }
    }
}

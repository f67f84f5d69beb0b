//! Which names the server answers to: `Host`, RFC 9112 section 3.2.
//!
//! A page of any site can have its own name resolved to this machine and then ask the server as its own origin (DNS
//! rebinding). Such a request names that site in `Host`, which no page can change. So a server that listens on
//! loopback alone answers to the names of this machine, and to those of `--allow-host`.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use thiserror::Error;

use crate::text::text;

/// The host that a request is for, in lower case, without its port and without a dot at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

/// The hosts that the server answers to. Those of this machine are always among them.
#[derive(Clone, Debug, Default)]
pub enum AllowedHosts {
    /// Any.
    #[default]
    Any,
    /// Those of this machine, and these.
    Named(Arc<[Host]>),
}

/// A value of `--allow-host`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowHost {
    /// `*`.
    Any,
    /// A name or an address, without a port: a host is the same one at every port.
    Named(Host),
}

/// A value that `--allow-host` does not take.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a host is a name or an address without a scheme and a port, as in example.org, or *")]
pub struct NotAHost;

/// Why a request is not answered by its host.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum HostRefusal {
    /// Answered with 400.
    #[error(
        "A request needs one Host header with a host and perhaps a port (RFC 9112, section 3.2)."
    )]
    Malformed,
    /// Answered with 421.
    #[error(
        "This server does not answer to the host {0:?}, so that no other site can pass for it. If it is yours, start the server with --allow-host {0}."
    )]
    NotAllowed(String),
}

impl Host {
    /// The host of a value like `example.org:80` or `[::1]`; `None` where there is none.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (host, port) = if let Some(rest) = value.strip_prefix('[') {
            let (address, rest) = rest.split_once(']')?;
            (address.parse::<Ipv6Addr>().ok()?.to_string(), rest)
        } else {
            let end = value.find(':').unwrap_or(value.len());
            let (host, rest) = value.split_at(end);
            let host = host.strip_suffix('.').unwrap_or(host);
            let is_name = !host.is_empty() && host.bytes().all(is_of_a_name);
            (is_name.then(|| host.to_ascii_lowercase())?, rest)
        };
        // An empty port is allowed (RFC 3986 section 3.2.3).
        let is_port = |port: &str| {
            port.is_empty()
                || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
        };
        (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then_some(Self(host))
    }

    /// The host that a request is for; `None` where HTTP/1.0 names none.
    pub(crate) fn of(request: &Parts) -> Result<Option<Self>, HostRefusal> {
        let mut values = request.headers.get_all(header::HOST).iter();
        let host = match (values.next(), values.next()) {
            (None, _) if request.version < Version::HTTP_11 => None,
            (Some(value), None) => {
                let host = value.to_str().ok().and_then(Self::parse);
                Some(host.ok_or(HostRefusal::Malformed)?)
            }
            _ => return Err(HostRefusal::Malformed),
        };
        // The host of the target outranks the header (section 3.2.2).
        match request.uri.authority() {
            Some(authority) => {
                let host = Self::parse(authority.as_str()).ok_or(HostRefusal::Malformed)?;
                Ok(Some(host))
            }
            None => Ok(host),
        }
    }

    /// Whether it is this machine by name or by address. The names are `localhost` and those below it (RFC 6761
    /// section 6.3), which no other machine can have. The addresses are those of loopback, and `0.0.0.0` and `::`,
    /// which connect to it as well.
    #[must_use]
    pub fn is_this_machine(&self) -> bool {
        let Self(host) = self;
        host == "localhost"
            || host.ends_with(".localhost")
            || host.parse().is_ok_and(|address: IpAddr| {
                let address = address.to_canonical();
                address.is_loopback() || address.is_unspecified()
            })
    }
}

/// A character of the names that DNS and hosts files have. RFC 3986 section 3.2.2 allows more, and a sentence that
/// repeats a name could then hold a command for a shell.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._".contains(&byte)
}

impl FromStr for AllowHost {
    type Err = NotAHost;

    fn from_str(text: &str) -> Result<Self, NotAHost> {
        if text == "*" {
            return Ok(Self::Any);
        }
        let has_port = |text: &str| text.rfind(':').is_some_and(|at| !text[at..].contains(']'));
        let address: Result<Ipv6Addr, _> = text.parse();
        match address {
            Ok(address) => Ok(Self::Named(Host(address.to_string()))),
            Err(_) if has_port(text) || text.contains('*') => Err(NotAHost),
            Err(_) => Host::parse(text).map(Self::Named).ok_or(NotAHost),
        }
    }
}

impl AllowedHosts {
    /// Those of `--allow-host`. Without any, a server on loopback alone answers to this machine, and any other server
    /// to all.
    pub(crate) fn new(named: Vec<AllowHost>, is_on_loopback: bool) -> Self {
        if named.contains(&AllowHost::Any) || (named.is_empty() && !is_on_loopback) {
            return Self::Any;
        }
        let hosts = named.into_iter().filter_map(|host| match host {
            AllowHost::Named(host) => Some(host),
            AllowHost::Any => None,
        });
        Self::Named(hosts.collect())
    }

    /// Checks the host of a request, and returns it where it can be relied on.
    pub(crate) fn check(&self, request: &Parts) -> Result<Option<Host>, HostRefusal> {
        let host = Host::of(request)?;
        match (self, host) {
            (Self::Any, _) => Ok(None),
            (Self::Named(_), None) => Ok(None),
            (Self::Named(named), Some(host)) => {
                if host.is_this_machine() || named.contains(&host) {
                    Ok(Some(host))
                } else {
                    Err(HostRefusal::NotAllowed(host.0))
                }
            }
        }
    }
}

impl IntoResponse for HostRefusal {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotAllowed(_) => StatusCode::MISDIRECTED_REQUEST,
        };
        let mut response = text(status, &self.to_string());
        if self == Self::Malformed {
            // A proxy in front may have read this request otherwise, so nothing behind it is trusted.
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(value: &str) -> Option<String> {
        Host::parse(value).map(|Host(host)| host)
    }

    #[test]
    fn host_is_parsed_without_its_port_and_in_one_spelling() {
        for (value, expected) in [
            ("example.org", "example.org"),
            ("EXAMPLE.org.:8080", "example.org"),
            ("example.org:", "example.org"),
            ("127.0.0.1:3000", "127.0.0.1"),
            ("[0:0::1]:3000", "::1"),
            ("[::1]", "::1"),
            ("a_b.test", "a_b.test"),
        ] {
            assert_eq!(host(value).as_deref(), Some(expected), "{value}");
        }
        for wrong in [
            "",
            ":80",
            ".",
            "a b",
            "a/b",
            "a@b",
            "me@example.org",
            "a?b",
            "a#b",
            "[::1",
            "::1",
            "[::1]x",
            "[example.org]",
            "a:x",
            "a:80:80",
            "a:65536",
            "a:+1",
            "a\\b",
            "<b>",
            "\"a\"",
            "a,b",
            "$(a)",
            "a%20b",
        ] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn host_of_this_machine_is_known_in_every_spelling() {
        for (value, expected) in [
            ("localhost", true),
            ("LocalHost.:8080", true),
            ("app.localhost", true),
            ("127.0.0.1", true),
            ("127.9.9.9:1", true),
            ("[::1]", true),
            ("[::ffff:127.0.0.1]", true),
            ("0.0.0.0:3000", true),
            ("localhost.example.org", false),
            ("notlocalhost", false),
            ("127.0.0.1.example.org", false),
            ("192.168.1.2", false),
            ("[2001:db8::1]", false),
        ] {
            let host = Host::parse(value).unwrap();
            assert_eq!(host.is_this_machine(), expected, "{value}");
        }
    }

    #[test]
    fn allow_host_takes_a_host_without_a_port() {
        let named = |host: &str| Ok(AllowHost::Named(Host(host.to_owned())));
        for (value, expected) in [
            ("*", Ok(AllowHost::Any)),
            ("Example.org", named("example.org")),
            ("[::1]", named("::1")),
            ("2001:db8::1", named("2001:db8::1")),
            ("example.org:443", Err(NotAHost)),
            ("[::1]:443", Err(NotAHost)),
            ("https://example.org", Err(NotAHost)),
            ("*.example.org", Err(NotAHost)),
            ("", Err(NotAHost)),
        ] {
            assert_eq!(value.parse(), expected, "{value}");
        }
    }
}

//! Which server the page talks to: its own, or the one whose address somebody typed.
//!
//! The browser parses an address in the end, and may still refuse it. What is refused here is what
//! people type by mistake, because here it can be said what is wrong, and where; a browser's
//! `SyntaxError` says neither in words that could be shown.

use std::rc::Rc;

/// The WebSocket address to connect to, from what the page knows about where it came from.
///
/// `page_protocol` and `page_host` are those of the browser's `Location`: `"http:"` and
/// `"127.0.0.1:3000"`. `dev_server_mark` is the content of `<meta name="trunk-ws-base">`: a
/// placeholder in the built page, which only `trunk serve` replaces. So a page that `trunk serve`
/// shows talks to the server beside it, at the lesson's own address, and every other page to the
/// server that served it. A page from neither http nor https, such as a file dragged into the
/// browser, has no server of its own and takes the lesson's address too.
#[must_use]
pub fn websocket_address(
    page_protocol: &str,
    page_host: &str,
    dev_server_mark: Option<&str>,
) -> String {
    let shown_by_dev_server = dev_server_mark.is_some_and(|mark| !mark.starts_with("{{"));
    match page_protocol {
        "http:" if !shown_by_dev_server => format!("ws://{page_host}/"),
        "https:" if !shown_by_dev_server => format!("wss://{page_host}/"),
        _ => format!("ws://localhost:{}", protocol::lesson::PORT),
    }
}

/// Why what was typed is no address. `at` is the place of the character, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing was typed.
    Empty,
    /// White space or a control character stands inside.
    Space {
        /// Where.
        at: usize,
    },
    /// There is a `#`: RFC 6455 section 3 has no fragments in an address.
    Fragment {
        /// Where.
        at: usize,
    },
    /// The scheme is none of ws, wss, http and https.
    Scheme,
    /// There is no host.
    NoHost,
    /// The host has a character that no host can have, or a bracket that is not closed.
    Host {
        /// Where.
        at: usize,
    },
    /// The host has several colons and no brackets: an IPv6 address stands in brackets.
    Ipv6WithoutBrackets,
    /// The port is not a number from 0 to 65535.
    Port {
        /// Where the port begins.
        at: usize,
    },
}

/// The WebSocket address that somebody meant by what they typed.
///
/// ws and wss stay as they are; http and https are understood as ws and wss, as the constructor of
/// WHATWG WebSockets does. Without a scheme it is ws to this machine and from a page that is not
/// secure, else wss: a page from https may not speak ws to another machine.
///
/// # Errors
///
/// What is wrong with it, and where.
pub fn understand(typed: &str, page_is_secure: bool) -> Result<Rc<str>, AddressError> {
    let text = typed.trim_end();
    let at = |rest: &str| typed[..text.len() - rest.len()].chars().count() + 1;
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return Err(AddressError::Empty);
    }
    if let Some(index) = trimmed.find(|it: char| it.is_whitespace() || it.is_control()) {
        return Err(AddressError::Space {
            at: at(&trimmed[index..]),
        });
    }
    if let Some(index) = trimmed.find('#') {
        return Err(AddressError::Fragment {
            at: at(&trimmed[index..]),
        });
    }
    let (scheme, rest) = split_scheme(trimmed)?;
    let authority = authority(rest);
    let after = &rest[authority.len()..];
    let host_and_port = host_and_port(authority);
    let (host, port) = split_port(host_and_port);
    let end_of_host = after.len() + port.map_or(0, |port| port.len() + 1);
    let from_end = |left: usize| &rest[rest.len() - left..];
    if host.is_empty() {
        return Err(AddressError::NoHost);
    }
    if !host.starts_with('[') && host.contains(':') {
        return Err(AddressError::Ipv6WithoutBrackets);
    }
    if let Some(index) = wrong_in_host(host) {
        return Err(AddressError::Host {
            at: at(from_end(end_of_host + host.len() - index)),
        });
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Err(AddressError::Port {
            at: at(from_end(end_of_host - 1)),
        });
    }
    let scheme = scheme.unwrap_or(if page_is_secure && !is_loopback(host) {
        "wss"
    } else {
        "ws"
    });
    Ok([scheme, "://", rest].concat().into())
}

/// Where a connection to an address goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination<'a> {
    /// Whether it goes there over TLS.
    pub is_secure: bool,
    /// The host, an IPv6 address in its brackets.
    pub host: &'a str,
    /// The port, the scheme's own where none was given.
    pub port: u16,
}

impl Destination<'_> {
    /// Whether it is this very machine, to which even a page from https may speak without TLS
    /// (W3C Secure Contexts, "potentially trustworthy origin").
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host)
    }
}

/// Where a connection to an address goes that [`understand`] has understood; of another, perhaps `None`.
#[must_use]
pub fn destination(understood: &str) -> Option<Destination<'_>> {
    let (scheme, rest) = split_scheme(understood).ok()?;
    let is_secure = scheme? == "wss";
    let (host, port) = split_port(host_and_port(authority(rest)));
    let port = match port {
        Some(port) => port.parse().ok()?,
        None if is_secure => 443,
        None => 80,
    };
    Some(Destination {
        is_secure,
        host,
        port,
    })
}

/// The path of an address that [`understand`] has understood; `/` where it has none.
#[must_use]
pub fn path(understood: &str) -> &str {
    let rest = understood
        .split_once("://")
        .map_or(understood, |(_, rest)| rest);
    let path = &rest[authority(rest).len()..];
    match path.split('?').next() {
        None | Some("") => "/",
        Some(path) => path,
    }
}

/// The scheme in WebSocket's terms, and what follows it and its `//`. A colon that digits follow
/// ends a host, not a scheme: `localhost:3000`.
fn split_scheme(text: &str) -> Result<(Option<&'static str>, &str), AddressError> {
    let before_path = &text[..text.find(['/', '?']).unwrap_or(text.len())];
    let Some((name, after)) = before_path.split_once(':') else {
        return Ok((None, text));
    };
    let rest = &text[name.len() + 1..];
    let with_slashes = rest.strip_prefix("//");
    if with_slashes.is_none() && is_port(after) {
        return Ok((None, text));
    }
    let scheme = match name.to_ascii_lowercase().as_str() {
        "ws" | "http" => Some("ws"),
        "wss" | "https" => Some("wss"),
        _ if with_slashes.is_some() => return Err(AddressError::Scheme),
        _ => return Ok((None, text)),
    };
    Ok((scheme, with_slashes.unwrap_or(rest)))
}

/// Up to the path or the query.
fn authority(rest: &str) -> &str {
    &rest[..rest.find(['/', '?']).unwrap_or(rest.len())]
}

/// Without a name and a password before an `@`.
fn host_and_port(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, it)| it)
}

/// At the last colon, if it is not one inside the brackets of an IPv6 address.
fn split_port(host_and_port: &str) -> (&str, Option<&str>) {
    match host_and_port.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (host_and_port, None),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Where the first character stands that is wrong in a host (the forbidden host code points of the
/// WHATWG URL Standard, as far as one can get here), or the bracket that has no partner.
fn wrong_in_host(host: &str) -> Option<usize> {
    if let Some(inside) = host.strip_prefix('[') {
        let wrong = inside.find(|it: char| !it.is_ascii_hexdigit() && it != ':' && it != '.');
        return match wrong {
            Some(index) if &inside[index..] == "]" => None,
            Some(index) => Some(index + 1),
            None => Some(0),
        };
    }
    host.find(['<', '>', '[', ']', '\\', '^', '|'])
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let name = host.strip_suffix('.').unwrap_or(&host);
    name == "localhost"
        || name.ends_with(".localhost")
        || name == "[::1]"
        || name.starts_with("127.") && name.bytes().all(|it| it.is_ascii_digit() || it == b'.')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

//! Addresses: the page's own server, and what a person types.
//!
//! The browser parses an address in the end, and may still refuse it. This file refuses common typing
//! errors earlier, because it can name the error and its position; a browser's `SyntaxError` does neither.

use std::rc::Rc;

use protocol::invisible::is_invisible;

/// The WebSocket address of the page's own server.
///
/// `page_protocol`, `page_host` and `page_path` come from the browser's `Location`: `"http:"`, `"127.0.0.1:3000"` and
/// `"/"`. Behind a proxy the page may be in a folder, as in `"/tools/ullim/"`; its server is there, too.
/// `dev_server_mark` is the content of `<meta name="trunk-ws-base">`, a placeholder that only `trunk serve`
/// replaces. A page from `trunk serve` uses the lesson's address, at which the server beside it listens.
/// Any other page uses the server that served it. A page without one, such as a local file, uses the
/// lesson's address.
#[must_use]
pub fn websocket_address(
    page_protocol: &str,
    page_host: &str,
    page_path: &str,
    dev_server_mark: Option<&str>,
) -> String {
    let shown_by_dev_server = dev_server_mark.is_some_and(|mark| !mark.starts_with("{{"));
    let folder = page_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match page_protocol {
        "http:" if !shown_by_dev_server => format!("ws://{page_host}{folder}/"),
        "https:" if !shown_by_dev_server => format!("wss://{page_host}{folder}/"),
        _ => format!("ws://localhost:{}", protocol::lesson::PORT),
    }
}

/// Why the typed text is no address. `at` is the position of the character, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// The text is empty.
    Empty,
    /// White space, a control character or an invisible character is inside.
    Space {
        /// Its position.
        at: usize,
    },
    /// There is a `#`: RFC 6455 section 3 allows no fragment.
    Fragment {
        /// Its position.
        at: usize,
    },
    /// The scheme is not ws, wss, http or https.
    Scheme,
    /// There is no host.
    NoHost,
    /// The host contains a forbidden character, or a bracket that is not closed.
    Host {
        /// Its position.
        at: usize,
    },
    /// The host contains several colons and no brackets, which an IPv6 address needs.
    Ipv6WithoutBrackets,
    /// The port is not a number from 0 to 65535.
    Port {
        /// The position at which the port begins.
        at: usize,
    },
}

/// The WebSocket address for the typed text.
///
/// ws and wss stay; http and https become ws and wss, as in the constructor of WHATWG WebSockets. Without a
/// scheme it is wss; it is ws for this machine, or from a page that is not secure. A page from https may
/// not use ws to another machine.
///
/// # Errors
///
/// What is wrong, and where.
pub fn understand(typed: &str, page_is_secure: bool) -> Result<Rc<str>, AddressError> {
    let (mut start, mut trimmed) = inside(typed);
    if let [quote @ (b'\'' | b'`'), .., last] = trimmed.as_bytes()
        && quote == last
    {
        start += 1;
        trimmed = &trimmed[1..trimmed.len() - 1];
    }
    let at = |rest: &str| {
        let before = &typed[..start + trimmed.len() - rest.len()];
        before.chars().count() + 1
    };
    if trimmed.is_empty() {
        return Err(AddressError::Empty);
    }
    if let Some(index) = trimmed.find(|it: char| is_unseen(it) || it.is_control()) {
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

/// The destination of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination<'a> {
    /// Whether the connection uses TLS.
    pub is_secure: bool,
    /// The host; an IPv6 address has its brackets.
    pub host: &'a str,
    /// The port, or the scheme's default.
    pub port: u16,
}

impl Destination<'_> {
    /// Whether it is this machine, to which a page from https may connect without TLS (W3C Secure Contexts,
    /// "potentially trustworthy origin").
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host)
    }
}

/// The destination of an address that [`understand`] returned; of other text, perhaps `None`.
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

/// The path of an address that [`understand`] returned; `/` if it has none.
#[must_use]
pub fn path(understood: &str) -> &str {
    match behind_authority(understood).split('?').next() {
        None | Some("") => "/",
        Some(path) => path,
    }
}

/// The path and the query of an address that [`understand`] returned, as a request names them.
#[must_use]
pub fn target(understood: &str) -> String {
    let target = behind_authority(understood);
    let root = if target.starts_with('/') { "" } else { "/" };
    [root, target].concat()
}

/// The HTTP address of `target` at the server of an address that [`understand`] returned, without its user.
#[must_use]
pub fn http_twin(understood: &str, target: &str) -> Option<String> {
    let (scheme, rest) = split_scheme(understood).ok()?;
    let scheme = if scheme? == "wss" { "https" } else { "http" };
    Some([scheme, "://", host_and_port(authority(rest)), target].concat())
}

fn behind_authority(understood: &str) -> &str {
    let rest = understood
        .split_once("://")
        .map_or(understood, |(_, rest)| rest);
    &rest[authority(rest).len()..]
}

/// The typed text without its password, for whatever is shown beside the field or outlives the page. It need not be an
/// address yet: a password with a `/` in it is one before it is percent-encoded.
///
/// ```
/// use session::address::without_password;
///
/// assert_eq!(without_password("ws://kim:s3cret@a:1/b?c"), "ws://kim@a:1/b?c");
/// assert_eq!(without_password("ws://a:1/@b"), "ws://a:1/@b");
/// ```
#[must_use]
pub fn without_password(typed: &str) -> String {
    let start = typed.find("://").map_or(0, |index| index + 3);
    let rest = &typed[start..];
    let authority = authority(rest);
    let has_port = || authority.starts_with('[') || split_port(authority).1.is_none_or(is_port);
    let place = if authority.contains('@') {
        authority
    } else if has_port() {
        ""
    } else {
        rest
    };
    let at = place.rfind('@').unwrap_or(0);
    let colon = place[..at].find(':').unwrap_or(at);
    [&typed[..start + colon], &rest[at..]].concat()
}

/// The scheme as WebSocket names it, and the text after it and its `//`. A colon before digits ends a host,
/// not a scheme: `localhost:3000`.
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

/// The text up to the path or the query.
pub(crate) fn authority(rest: &str) -> &str {
    &rest[..rest.find(['/', '?']).unwrap_or(rest.len())]
}

/// The text after a name and a password with their `@`.
pub(crate) fn host_and_port(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, it)| it)
}

/// Splits at the last colon, unless it is inside the brackets of an IPv6 address.
fn split_port(host_and_port: &str) -> (&str, Option<&str>) {
    match host_and_port.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (host_and_port, None),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// The position of the first character that a host cannot have, or of the bracket without a partner. The
/// forbidden characters are those of the WHATWG URL Standard that can occur here.
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

/// The offset of the text inside what a copy brings along, and that text. It can keep `'` and `` ` ``, which names and
/// addresses may have at an end.
pub(crate) fn inside(typed: &str) -> (usize, &str) {
    let text = typed.trim_end_matches(is_around);
    let inside = text.trim_start_matches(is_around);
    (text.len() - inside.len(), inside)
}

fn is_around(character: char) -> bool {
    let is_quote = matches!(
        character,
        '"' | '<' | '>' | '«' | '»' | '‘'..='‟' | '「' | '」'
    );
    is_quote || is_unseen(character)
}

/// Whether a character leaves no mark of its own, and is no control: a blank, or an invisible character. Joiners and
/// variation selectors are none: they shape the letter or emoji before them.
pub(crate) fn is_unseen(character: char) -> bool {
    is_invisible(character) || character.is_whitespace()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

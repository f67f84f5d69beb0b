//! What an endpoint may want to know of the handshake that opened it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use protocol::query::Query;

use crate::feed::Feeds;
use crate::http::client_address::client_address;
use crate::ops::console::Console;
use crate::room::Rooms;

/// An opening handshake that keeps the rules of RFC 6455.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The request's head.
    pub request: &'a Parts,
    /// Its query, of which every parameter has been checked to be in its range.
    pub query: Query<'a>,
    /// What stands in the path for the entry's placeholder; empty where it has none.
    pub placeholder: &'a str,
    /// Who is at the other end.
    pub peer: &'a Peer,
    /// The subprotocol that the server selected.
    pub subprotocol: Option<&'static str>,
    /// Where the lesson prints.
    pub console: &'a Console,
    /// Where those meet who chat.
    pub rooms: &'a Rooms,
    /// Where the prices are made.
    pub feeds: &'a Feeds,
}

impl Opening<'_> {
    /// The credentials of a scheme in a header like `Authorization`; schemes are compared without
    /// regard to case (RFC 9110 section 11.1).
    #[must_use]
    pub fn credentials(&self, header: HeaderName, scheme: &str) -> Option<&str> {
        let value = self.request.headers.get(header)?.to_str().ok()?;
        let (given, credentials) = value.split_once(' ')?;
        given
            .eq_ignore_ascii_case(scheme)
            .then(|| credentials.trim_start())
    }
}

/// The other end of a TCP connection.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// Whether it came by TLS.
    pub is_tls: bool,
    /// Whose word is taken for who is behind them.
    pub trusted_proxies: Arc<[IpNet]>,
}

impl Peer {
    /// The client: the peer, or whoever is behind it where it is a trusted proxy.
    #[must_use]
    pub fn client(&self, headers: &HeaderMap) -> IpAddr {
        client_address(self.address.ip(), headers, &self.trusted_proxies)
    }

    /// Whether it may speak for others.
    #[must_use]
    pub fn is_trusted_proxy(&self) -> bool {
        let address = self.address.ip().to_canonical();
        let mut networks = self.trusted_proxies.iter();
        networks.any(|network| network.contains(&address))
    }
}

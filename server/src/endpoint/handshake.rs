//! The opening handshake, as an endpoint sees it.

use std::net::IpAddr;

use axum::http::HeaderName;
use axum::http::request::Parts;
use frames::negotiation::Answer;
use protocol::query::Query;

use crate::feed::Feeds;
use crate::net::peer::Peer;
use crate::ops::console::Console;
use crate::room::Rooms;

/// An opening handshake that keeps the rules of RFC 6455, and what an endpoint may need from the server.
#[derive(Clone, Copy, Debug)]
pub struct Handshake<'a> {
    /// The request's head.
    pub request: &'a Parts,
    /// Its query, of which every parameter has been checked to be in its range.
    pub query: Query<'a>,
    /// The text in the path at the entry's placeholder; empty for an entry without one.
    pub placeholder: &'a str,
    /// The other end of the connection.
    pub peer: &'a Peer,
    /// The address of the client: the peer's, or the one that a trusted proxy reports.
    pub client: IpAddr,
    /// The subprotocol that the server selected.
    pub subprotocol: Option<&'static str>,
    /// What was offered of compression, and agreed on.
    pub compression: &'a Answer,
    /// Where the lesson prints.
    pub console: &'a Console,
    /// The rooms of `/chat`.
    pub rooms: &'a Rooms,
    /// The feeds of `/ticker`.
    pub feeds: &'a Feeds,
}

impl Handshake<'_> {
    /// The credentials of a scheme in a header like `Authorization`. Schemes are compared without regard to
    /// case (RFC 9110 section 11.1).
    #[must_use]
    pub fn credentials(&self, header: HeaderName, scheme: &str) -> Option<&str> {
        let value = self.request.headers.get(header)?.to_str().ok()?;
        let (given, credentials) = value.split_once(' ')?;
        given
            .eq_ignore_ascii_case(scheme)
            .then(|| credentials.trim_start())
    }
}

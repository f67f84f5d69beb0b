//! What a connection asks its transport for: where to connect to, and with what.
//!
//! What belongs here: the request as data, and how it is made from what a person typed. What may not
//! enter: how a transport carries it out ([`transport`](crate::transport)).

use std::rc::Rc;

use protocol::subprotocol::Malformed;

use super::address::{self, AddressError};
use super::subprotocols;

/// What to connect to, and with what. A transport that cannot do all of it refuses the request: it does
/// not connect with less than was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The WebSocket address of the peer.
    pub url: Rc<str>,
    /// The subprotocols to offer, the most wanted first.
    pub subprotocols: Rc<[Rc<str>]>,
    /// The headers to send beside those of the handshake, in this order. A browser's own socket can
    /// send none.
    pub headers: Rc<[Header]>,
    /// The way to the peer.
    pub via: Via,
}

/// A header of the opening handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name, in any case.
    pub name: Rc<str>,
    /// Its value.
    pub value: Rc<str>,
}

/// The way a connection takes to its peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Via {
    /// The browser connects to the peer itself.
    #[default]
    Direct,
}

/// Why the page cannot even begin to connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The address is none. The person corrects it.
    Address(AddressError),
    /// The subprotocols are none. The person corrects them.
    Subprotocols(Malformed),
    /// The transport cannot do what the request asks for; a browser does not say what of it.
    ByTransport,
}

impl Request {
    /// The request for an address and subprotocols as a person typed them.
    ///
    /// # Errors
    ///
    /// [`Refusal::Address`] or [`Refusal::Subprotocols`], whichever is wrong, the address first.
    pub fn parse(address: &str, subprotocols: &str, page_is_secure: bool) -> Result<Self, Refusal> {
        let url = address::understand(address, page_is_secure).map_err(Refusal::Address)?;
        let subprotocols = subprotocols::parse(subprotocols).map_err(Refusal::Subprotocols)?;
        Ok(Self {
            subprotocols: subprotocols.into(),
            ..Self::direct(url)
        })
    }

    /// The request for an address, with nothing to offer, without a detour.
    #[must_use]
    pub fn direct(url: Rc<str>) -> Self {
        Self {
            url,
            subprotocols: Rc::default(),
            headers: Rc::default(),
            via: Via::Direct,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn request_typed_address_and_subprotocols_understood() {
        let request = Request::parse(" http://a/b", "v1, v2", false).unwrap();
        assert_eq!(&*request.url, "ws://a/b");
        assert_eq!(request.subprotocols.join(" "), "v1 v2");
        assert_eq!((request.headers.len(), request.via), (0, Via::Direct));
    }

    #[test]
    fn request_both_wrong_address_refused_first() {
        let refusal = Request::parse("", "a a", false);
        assert_eq!(refusal, Err(Refusal::Address(AddressError::Empty)));
        let refusal = Request::parse("ws://a", "a a", false);
        assert!(matches!(refusal, Err(Refusal::Subprotocols(_))));
    }
}

//! The request of a connection to its transport.
//!
//! What belongs here: the request as data, and its parts as a person types them. What may not enter: a
//! [`transport`](crate::transport).

use std::rc::Rc;

use protocol::subprotocol::Malformed;

use super::address::{self, AddressError};
use super::subprotocols;

/// A request to connect. A transport that cannot do all of it refuses it: it does not connect with less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The WebSocket address of the peer.
    pub url: Rc<str>,
    /// The subprotocols to offer, the most wanted first.
    pub subprotocols: Rc<[Rc<str>]>,
    /// Further headers of the opening handshake, in this order. A socket of a browser cannot send any.
    pub headers: Rc<[Header]>,
    /// The way to the peer.
    pub via: Via,
}

/// A header of the opening handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name, in any case.
    pub name: Rc<str>,
    /// The value.
    pub value: Rc<str>,
}

/// The way to a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Via {
    /// The browser connects to the peer itself.
    #[default]
    Direct,
}

/// The reason why an attempt did not begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The address is invalid. The person corrects it.
    Address(AddressError),
    /// The subprotocols are invalid. The person corrects them.
    Subprotocols(Malformed),
    /// The transport refused the request. A browser does not say what is wrong with it.
    ByTransport,
}

impl Request {
    /// The request for an address and subprotocols as a person typed them.
    ///
    /// # Errors
    ///
    /// [`Refusal::Address`], or [`Refusal::Subprotocols`] with a valid address.
    pub fn parse(address: &str, subprotocols: &str, page_is_secure: bool) -> Result<Self, Refusal> {
        let url = address::understand(address, page_is_secure).map_err(Refusal::Address)?;
        let subprotocols = subprotocols::parse(subprotocols).map_err(Refusal::Subprotocols)?;
        Ok(Self {
            subprotocols: subprotocols.into(),
            ..Self::direct(url)
        })
    }

    /// The request for an address, with no subprotocols and no headers.
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

//! What a client offers (RFC 7692 section 7.1).

use std::fmt;

use super::EXTENSION;
use super::extensions::Extension;
use super::parameters::{ClientMaxWindowBits, ParameterError, Parameters, WindowBits};

/// One alternative of a client's offer of permessage-deflate.
///
/// Its text is one element of a `Sec-WebSocket-Extensions` header; see also [`Offer::header_value`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Offer {
    /// The server must not take over its context (section 7.1.1.1).
    pub server_no_context_takeover: bool,
    /// The client will not take over its own, whatever the answer is (section 7.1.1.2).
    pub client_no_context_takeover: bool,
    /// The largest window that the server may use (section 7.1.2.1).
    pub server_max_window_bits: Option<WindowBits>,
    /// Whether the server may restrict the client's window (section 7.1.2.2).
    pub client_max_window_bits: ClientMaxWindowBits,
}

impl Offer {
    /// `permessage-deflate; client_max_window_bits`, as Chromium, `ws` and undici offer.
    pub const DEFAULT: Self = Self {
        server_no_context_takeover: false,
        client_no_context_takeover: false,
        server_max_window_bits: None,
        client_max_window_bits: ClientMaxWindowBits::WithoutValue,
    };

    /// Reads the parameters of a permessage-deflate element in a request.
    ///
    /// # Errors
    ///
    /// [`ParameterError`]: a server declines this element and looks at the next (section 7.1).
    pub fn parse(extension: &Extension<'_>) -> Result<Self, ParameterError> {
        let parameters = Parameters::parse_offer(&extension.parameters)?;
        Ok(Self {
            server_no_context_takeover: parameters.server_no_context_takeover,
            client_no_context_takeover: parameters.client_no_context_takeover,
            server_max_window_bits: parameters.server_max_window_bits,
            client_max_window_bits: parameters.client_max_window_bits,
        })
    }

    /// The value of a `Sec-WebSocket-Extensions` header with these alternatives, the preferred one first.
    ///
    /// `None` where there is none: the header is left out.
    #[must_use]
    pub fn header_value(alternatives: &[Self]) -> Option<String> {
        let texts: Vec<_> = alternatives.iter().map(ToString::to_string).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    }

    pub(super) const fn parameters(&self) -> Parameters {
        Parameters {
            server_no_context_takeover: self.server_no_context_takeover,
            client_no_context_takeover: self.client_no_context_takeover,
            server_max_window_bits: self.server_max_window_bits,
            client_max_window_bits: self.client_max_window_bits,
        }
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{EXTENSION}{}", self.parameters())
    }
}

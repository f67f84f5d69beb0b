//! Negotiation of permessage-deflate (RFC 7692 sections 5 and 7.1), for both roles.
//!
//! A server calls [`answer`] with the lines of `Sec-WebSocket-Extensions` in a request and with its [`Policy`]. A
//! client sends [`Offer`]s and calls [`accept`] with the lines of the response. Both get an [`Agreement`]: how each
//! side compresses what it sends.
//!
//! Other extensions are not known here. A server skips them; in an answer they are an error.
//!
//! What may not enter: compressing (see [`deflate`](crate::deflate)), and the rest of a handshake.

use std::fmt;

pub use self::client::{AnswerError, accept};
pub use self::extensions::{Expected, Extension, MalformedExtensions};
pub use self::offer::Offer;
pub use self::parameters::{
    ClientMaxWindowBits, DirectionParameters, ParameterError, WindowBits, WindowBitsError,
};
pub use self::policy::{Policy, PolicyError, PolicyErrorReason};
pub use self::server::{Accepted, Answer, DeclineReason, Declined, answer};

use self::parameters::Parameters;
use crate::header::Role;

mod client;
pub mod extensions;
mod offer;
mod parameters;
mod policy;
mod server;

/// The registered name of the extension (section 11.1). No peer takes it in another case.
pub const EXTENSION: &str = "permessage-deflate";

/// How each side compresses what it sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Agreement {
    /// What the server compresses with, and the client inflates with.
    pub server: DirectionParameters,
    /// What the client compresses with, and the server inflates with.
    pub client: DirectionParameters,
}

impl Agreement {
    /// What `sender` compresses with.
    #[must_use]
    pub const fn of_sender(&self, sender: Role) -> DirectionParameters {
        match sender {
            Role::Client => self.client,
            Role::Server => self.server,
        }
    }

    fn of_parameters(parameters: &Parameters) -> Self {
        Self {
            server: DirectionParameters {
                takeover: !parameters.server_no_context_takeover,
                window_bits: parameters.server_max_window_bits.unwrap_or(WindowBits::MAX),
            },
            client: DirectionParameters {
                takeover: !parameters.client_no_context_takeover,
                window_bits: match parameters.client_max_window_bits {
                    ClientMaxWindowBits::AtMost(bits) => bits,
                    ClientMaxWindowBits::Absent | ClientMaxWindowBits::WithoutValue => {
                        WindowBits::MAX
                    }
                },
            },
        }
    }

    /// The fewest parameters that say it.
    fn parameters(&self) -> Parameters {
        let less = |bits: WindowBits| (bits < WindowBits::MAX).then_some(bits);
        Parameters {
            server_no_context_takeover: !self.server.takeover,
            client_no_context_takeover: !self.client.takeover,
            server_max_window_bits: less(self.server.window_bits),
            client_max_window_bits: less(self.client.window_bits)
                .map_or(ClientMaxWindowBits::Absent, ClientMaxWindowBits::AtMost),
        }
    }
}

/// The value of a `Sec-WebSocket-Extensions` header that says it in the fewest parameters.
///
/// The answer to an offer can need one more, so that a server sends the text of [`Accepted`].
impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{EXTENSION}{}", self.parameters())
    }
}

#[cfg(test)]
mod tests;

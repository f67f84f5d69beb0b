//! What a server agrees to, as data and as the text of a flag.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::extensions;
use super::offer::Offer;
use super::parameters::{
    ClientMaxWindowBits, DirectionParameters, ParameterError, Parameters, WindowBits,
};
use super::{Agreement, EXTENSION};

/// What a server agrees to.
///
/// Its text is `off`, `on`, or the parameters of RFC 7692 section 7.1 separated by `;`. A parameter that is not written
/// restricts nothing. The text without any is `permessage-deflate`: the server takes over its context, and so may the
/// client.
///
/// ```
/// use frames::negotiation::Policy;
/// let policy: Policy = "server_no_context_takeover; server_max_window_bits=12".parse()?;
/// assert_eq!(policy.to_string(), "server_no_context_takeover; server_max_window_bits=12");
/// assert_eq!("on".parse(), Ok(Policy::default()));
/// # Ok::<(), frames::negotiation::PolicyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Every offer is declined.
    Off,
    /// Every valid offer is accepted.
    On {
        /// The most that the server compresses with. It uses less where the client asks for less.
        server: DirectionParameters,
        /// The most that the client may compress with. The window can be restricted only where the client offers
        /// `client_max_window_bits` (section 7.1.2.2); otherwise it has 32 KiB.
        client: DirectionParameters,
    },
}

impl Policy {
    /// No takeover either way, in the largest window.
    ///
    /// It is the one that is safe for memory. With takeover, each connection needs its window until it is closed, and
    /// the client alone decides on that of its own direction. Without it, contexts are needed during a message only.
    /// The price is in the size of short messages, which cannot refer to those before them.
    pub const DEFAULT: Self = Self::On {
        server: DirectionParameters::WITHOUT_TAKEOVER,
        client: DirectionParameters::WITHOUT_TAKEOVER,
    };

    /// What the server agrees to where a client offers this. `None` with [`Policy::Off`] only.
    #[must_use]
    pub fn agree(&self, offer: &Offer) -> Option<Agreement> {
        let Self::On { server, client } = *self else {
            return None;
        };
        let client_bits = match offer.client_max_window_bits {
            ClientMaxWindowBits::Absent => WindowBits::MAX,
            ClientMaxWindowBits::WithoutValue => client.window_bits,
            ClientMaxWindowBits::AtMost(bits) => bits.min(client.window_bits),
        };
        let server_bits = offer.server_max_window_bits.unwrap_or(WindowBits::MAX);
        Some(Agreement {
            server: DirectionParameters {
                takeover: server.takeover && !offer.server_no_context_takeover,
                window_bits: server.window_bits.min(server_bits),
            },
            client: DirectionParameters {
                takeover: client.takeover && !offer.client_no_context_takeover,
                window_bits: client_bits,
            },
        })
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::On { server, client } = *self else {
            return f.write_str("off");
        };
        if *self == Self::DEFAULT {
            return f.write_str("on");
        }
        let parameters = Agreement { server, client }.parameters().to_string();
        f.write_str(parameters.strip_prefix("; ").unwrap_or(EXTENSION))
    }
}

/// A text that is no [`Policy`], with what is expected instead.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "{text:?} is no policy of compression: {reason}. `off`, `on` or parameters separated by `;` are expected: \
     server_no_context_takeover, client_no_context_takeover, server_max_window_bits=8 to 15, \
     client_max_window_bits=8 to 15"
)]
pub struct PolicyError {
    /// The text.
    pub text: String,
    /// Why it is none.
    #[source]
    pub reason: PolicyErrorReason,
}

/// Why a text is no [`Policy`].
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PolicyErrorReason {
    /// It is no list of parameters.
    #[error("{expected} is expected behind byte {at}")]
    Malformed {
        /// How many bytes of it are right.
        at: usize,
        /// What may stand behind them.
        expected: extensions::Expected,
    },
    /// It has a comma: a policy has no alternatives.
    #[error("it has more than one alternative")]
    Several,
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// One of the parameters is not allowed.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.trim()).map_err(|reason| PolicyError {
            text: text.to_owned(),
            reason,
        })
    }
}

fn parse(text: &str) -> Result<Policy, PolicyErrorReason> {
    match text {
        "" => return Err(PolicyErrorReason::Empty),
        "off" => return Ok(Policy::Off),
        "on" => return Ok(Policy::DEFAULT),
        _ => {}
    }
    // The name of the extension may be written or not.
    let name = text.split(';').next().unwrap_or_default().trim_end();
    let added = if name == EXTENSION {
        String::new()
    } else {
        format!("{EXTENSION};")
    };
    let element = added.clone() + text;
    let extensions =
        extensions::parse([&element]).map_err(|error| PolicyErrorReason::Malformed {
            at: error.at.saturating_sub(added.len()),
            expected: error.expected,
        })?;
    let [extension] = extensions.as_slice() else {
        return Err(PolicyErrorReason::Several);
    };
    let parameters = Parameters::parse_answer(&extension.parameters)?;
    let Agreement { server, client } = Agreement::of_parameters(&parameters);
    Ok(Policy::On { server, client })
}

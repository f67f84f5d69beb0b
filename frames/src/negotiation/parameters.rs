//! The four parameters of permessage-deflate (RFC 7692 section 7.1), as they are written and as they are meant.
//!
//! What may not enter: who may send which of them, which is decided in `offer`, `answer` and `policy`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::extensions::Parameter;

pub(super) const SERVER_NO_CONTEXT_TAKEOVER: &str = "server_no_context_takeover";
pub(super) const CLIENT_NO_CONTEXT_TAKEOVER: &str = "client_no_context_takeover";
pub(super) const SERVER_MAX_WINDOW_BITS: &str = "server_max_window_bits";
pub(super) const CLIENT_MAX_WINDOW_BITS: &str = "client_max_window_bits";

/// The size of the window in which a compressor finds what it has sent before: 2 to this power, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WindowBits(u8);

impl WindowBits {
    /// 256 bytes.
    pub const MIN: Self = Self(8);
    /// 32 KiB, which every direction has where nothing else is agreed.
    pub const MAX: Self = Self(15);

    /// The bits, or `None` where they are not 8 to 15 (section 7.1.2).
    #[must_use]
    pub const fn new(bits: u8) -> Option<Self> {
        if bits < Self::MIN.0 || bits > Self::MAX.0 {
            None
        } else {
            Some(Self(bits))
        }
    }

    /// 8 to 15.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The size of the window: 256 to 32,768.
    #[must_use]
    pub const fn bytes(self) -> usize {
        1 << self.0
    }
}

impl fmt::Display for WindowBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is no [`WindowBits`].
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("8 to 15 is expected, without leading zeros")]
pub struct WindowBitsError;

impl FromStr for WindowBits {
    type Err = WindowBitsError;

    /// Takes a decimal number without leading zeros (section 7.1.2.1).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // `parse` would take `+8` and `08`.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        let bits = text.parse().ok().filter(|_| is_plain);
        bits.and_then(Self::new).ok_or(WindowBitsError)
    }
}

/// How one side compresses what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DirectionParameters {
    /// Whether a message may refer back to the messages before it: the context is taken over (section 7.1.1).
    pub takeover: bool,
    /// How far it may refer back (section 7.1.2).
    pub window_bits: WindowBits,
}

impl DirectionParameters {
    /// What is agreed where no parameter says otherwise.
    pub const UNRESTRICTED: Self = Self {
        takeover: true,
        window_bits: WindowBits::MAX,
    };

    /// Each message for itself, in the largest window.
    pub const WITHOUT_TAKEOVER: Self = Self {
        takeover: false,
        window_bits: WindowBits::MAX,
    };
}

impl Default for DirectionParameters {
    fn default() -> Self {
        Self::UNRESTRICTED
    }
}

/// `client_max_window_bits` in an offer (section 7.1.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClientMaxWindowBits {
    /// The server must not answer with it.
    #[default]
    Absent,
    /// The client uses what the server answers.
    WithoutValue,
    /// So it does, and never more than this.
    AtMost(WindowBits),
}

/// The parameters of one offer, of one answer or of one policy, none of which is there twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Parameters {
    pub(super) server_no_context_takeover: bool,
    pub(super) client_no_context_takeover: bool,
    pub(super) server_max_window_bits: Option<WindowBits>,
    pub(super) client_max_window_bits: ClientMaxWindowBits,
}

/// A parameter that permessage-deflate does not allow. A server declines the offer that has it, a client fails the
/// connection (section 7.1).
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ParameterError {
    /// The extension has no parameter of that name.
    #[error("`{0}` is no parameter of permessage-deflate")]
    Unknown(String),
    /// A parameter may be there once.
    #[error("`{0}` is there twice")]
    Repeated(&'static str),
    /// A parameter without a value needs one here.
    #[error("`{0}` has no value; 8 to 15 is expected")]
    MissingValue(&'static str),
    /// A parameter takes no value.
    #[error("`{name}` has the value {value:?}; none is expected")]
    UnexpectedValue {
        /// The parameter.
        name: &'static str,
        /// Its value, without quotes.
        value: String,
    },
    /// A value that is no [`WindowBits`].
    #[error("`{name}` has the value {value:?}; 8 to 15 is expected, without leading zeros")]
    InvalidValue {
        /// The parameter.
        name: &'static str,
        /// Its value, without quotes.
        value: String,
    },
}

impl Parameters {
    /// Reads the parameters of an offer, which is the only place for a `client_max_window_bits` without a value.
    pub(super) fn parse_offer(parameters: &[Parameter<'_>]) -> Result<Self, ParameterError> {
        let mut read = Self::default();
        for parameter in parameters {
            read.add(parameter)?;
        }
        Ok(read)
    }

    /// Reads the parameters of an answer or of a policy.
    pub(super) fn parse_answer(parameters: &[Parameter<'_>]) -> Result<Self, ParameterError> {
        let read = Self::parse_offer(parameters)?;
        match read.client_max_window_bits {
            ClientMaxWindowBits::WithoutValue => {
                Err(ParameterError::MissingValue(CLIENT_MAX_WINDOW_BITS))
            }
            ClientMaxWindowBits::Absent | ClientMaxWindowBits::AtMost(_) => Ok(read),
        }
    }

    fn add(&mut self, parameter: &Parameter<'_>) -> Result<(), ParameterError> {
        let value = parameter.value.as_deref();
        match parameter.name {
            SERVER_NO_CONTEXT_TAKEOVER => {
                once(SERVER_NO_CONTEXT_TAKEOVER, self.server_no_context_takeover)?;
                self.server_no_context_takeover = flag(SERVER_NO_CONTEXT_TAKEOVER, value)?;
            }
            CLIENT_NO_CONTEXT_TAKEOVER => {
                once(CLIENT_NO_CONTEXT_TAKEOVER, self.client_no_context_takeover)?;
                self.client_no_context_takeover = flag(CLIENT_NO_CONTEXT_TAKEOVER, value)?;
            }
            SERVER_MAX_WINDOW_BITS => {
                let is_there = self.server_max_window_bits.is_some();
                once(SERVER_MAX_WINDOW_BITS, is_there)?;
                let value = value.ok_or(ParameterError::MissingValue(SERVER_MAX_WINDOW_BITS))?;
                self.server_max_window_bits = Some(window_bits(SERVER_MAX_WINDOW_BITS, value)?);
            }
            CLIENT_MAX_WINDOW_BITS => {
                let is_there = self.client_max_window_bits != ClientMaxWindowBits::Absent;
                once(CLIENT_MAX_WINDOW_BITS, is_there)?;
                self.client_max_window_bits = match value {
                    None => ClientMaxWindowBits::WithoutValue,
                    Some(value) => {
                        ClientMaxWindowBits::AtMost(window_bits(CLIENT_MAX_WINDOW_BITS, value)?)
                    }
                };
            }
            unknown => return Err(ParameterError::Unknown(unknown.to_owned())),
        }
        Ok(())
    }
}

/// Each parameter with `; ` before it, as it stands behind the name of the extension.
impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.server_no_context_takeover {
            write!(f, "; {SERVER_NO_CONTEXT_TAKEOVER}")?;
        }
        if self.client_no_context_takeover {
            write!(f, "; {CLIENT_NO_CONTEXT_TAKEOVER}")?;
        }
        if let Some(bits) = self.server_max_window_bits {
            write!(f, "; {SERVER_MAX_WINDOW_BITS}={bits}")?;
        }
        match self.client_max_window_bits {
            ClientMaxWindowBits::Absent => Ok(()),
            ClientMaxWindowBits::WithoutValue => write!(f, "; {CLIENT_MAX_WINDOW_BITS}"),
            ClientMaxWindowBits::AtMost(bits) => write!(f, "; {CLIENT_MAX_WINDOW_BITS}={bits}"),
        }
    }
}

fn once(name: &'static str, is_there: bool) -> Result<(), ParameterError> {
    if is_there {
        Err(ParameterError::Repeated(name))
    } else {
        Ok(())
    }
}

fn flag(name: &'static str, value: Option<&str>) -> Result<bool, ParameterError> {
    match value {
        None => Ok(true),
        Some(value) => Err(ParameterError::UnexpectedValue {
            name,
            value: value.to_owned(),
        }),
    }
}

fn window_bits(name: &'static str, value: &str) -> Result<WindowBits, ParameterError> {
    value.parse().map_err(|_| ParameterError::InvalidValue {
        name,
        value: value.to_owned(),
    })
}

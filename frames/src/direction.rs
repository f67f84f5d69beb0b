//! Which way bytes go.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::header::Role;

/// Which way bytes go on a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the client to the server. The frames are masked.
    ToServer,
    /// From the server to the client.
    #[default]
    ToClient,
}

/// A text that names no direction.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it takes to-client or to-server")]
pub struct UnknownDirection;

impl Direction {
    /// The side that sends the frames.
    #[must_use]
    pub const fn sender(self) -> Role {
        match self {
            Self::ToServer => Role::Client,
            Self::ToClient => Role::Server,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ToServer => "to-server",
            Self::ToClient => "to-client",
        })
    }
}

impl FromStr for Direction {
    type Err = UnknownDirection;

    fn from_str(text: &str) -> Result<Self, UnknownDirection> {
        match text {
            "to-server" => Ok(Self::ToServer),
            "to-client" => Ok(Self::ToClient),
            _ => Err(UnknownDirection),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_as_text_is_read_back() {
        for direction in [Direction::ToServer, Direction::ToClient] {
            assert_eq!(direction.to_string().parse(), Ok(direction));
        }
        assert_eq!("up".parse::<Direction>(), Err(UnknownDirection));
    }
}

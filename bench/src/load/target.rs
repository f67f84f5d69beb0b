//! The address of a server, and its protocol.

use std::{net::SocketAddr, str::FromStr};

use anyhow::{Context, Error, bail};

/// The address of a server, and its protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// `ws://`: a WebSocket.
    WebSocket {
        /// An address, so that no name is looked up.
        address: SocketAddr,
        /// With a slash at its beginning.
        path: String,
    },
    /// `tcp://`: no handshake and no frames. No server can be faster.
    Tcp {
        /// An address, so that no name is looked up.
        address: SocketAddr,
    },
}

impl Target {
    /// The address to connect to.
    pub(crate) fn address(&self) -> SocketAddr {
        match self {
            Self::WebSocket { address, .. } | Self::Tcp { address } => *address,
        }
    }
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        let (scheme, rest) = url.split_once("://").context("no scheme")?;
        let (authority, path) = rest
            .find('/')
            .map_or((rest, "/"), |slash| rest.split_at(slash));
        let address = authority
            .parse()
            .with_context(|| format!("{authority:?} is not an IP address and a port"))?;
        match scheme {
            "ws" => Ok(Self::WebSocket {
                address,
                path: path.to_owned(),
            }),
            "tcp" => Ok(Self::Tcp { address }),
            _ => bail!("the scheme is ws or tcp, not {scheme}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_without_a_path_is_of_the_root() {
        let root = Target::WebSocket {
            address: ([127, 0, 0, 1], 3000).into(),
            path: "/".to_owned(),
        };
        for url in ["ws://127.0.0.1:3000", "ws://127.0.0.1:3000/"] {
            assert_eq!(Target::from_str(url).ok(), Some(root.clone()));
        }
    }

    #[test]
    fn query_is_part_of_the_path() {
        let url = "ws://[::1]:3000/echo?delay_ms=1";
        assert!(matches!(
            Target::from_str(url),
            Ok(Target::WebSocket { path, .. }) if path == "/echo?delay_ms=1"
        ));
    }

    #[test]
    fn unusable_url_is_refused() {
        for url in [
            "127.0.0.1:3000",
            "ws://localhost:3000",
            "wss://127.0.0.1:3000",
        ] {
            assert!(Target::from_str(url).is_err(), "{url}");
        }
    }
}

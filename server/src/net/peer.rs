//! The other end of a TCP connection.

use std::net::SocketAddr;
use std::sync::Arc;

use ipnet::IpNet;

/// The other end of a TCP connection: a client, or a proxy in front of clients.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// Whether it came by TLS.
    pub is_tls: bool,
    /// The networks whose proxies are believed about their clients.
    pub trusted_proxies: Arc<[IpNet]>,
}

impl Peer {
    /// Whether it is in one of the trusted networks.
    #[must_use]
    pub fn is_trusted_proxy(&self) -> bool {
        let address = self.address.ip().to_canonical();
        let mut networks = self.trusted_proxies.iter();
        networks.any(|network| network.contains(&address))
    }
}

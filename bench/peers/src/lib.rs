//! The common part of the peers in `bin/`: listening, and printing the address.
//!
//! A peer is a program after the example of its library, with the settings of the example. It is tuned neither for
//! the comparison nor against it. It answers each message on any path with the same message, text as text and binary
//! as binary. Peers in other languages are in `scripts/`.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

/// The address of every peer: a free port of this machine.
pub const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Prints the address of a peer, which is its first line of standard output.
pub fn announce(address: SocketAddr) {
    println!("listening {address}");
}

/// Listens on a free port, and prints the address.
///
/// # Errors
/// The system has no free port.
pub async fn listen() -> io::Result<TcpListener> {
    let listener = TcpListener::bind(ANY_PORT).await?;
    announce(listener.local_addr()?);
    Ok(listener)
}

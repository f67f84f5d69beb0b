//! What the peers in `bin/` have in common: where they listen, and how they say it.
//!
//! A peer is the program that somebody would write who follows the example of its library, with the
//! example's settings: no tuning enters, neither for it nor against it. It answers on any path with
//! the message that it got, text as text and binary as binary. Those that are not Rust are in `scripts/`.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

/// Where every peer listens: a free port of this machine.
pub const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Says on standard output, as the first line there, that a peer listens at `address`.
pub fn announce(address: SocketAddr) {
    println!("listening {address}");
}

/// Listens on a free port, and says on which.
///
/// # Errors
/// When the system has no port to give.
pub async fn listen() -> io::Result<TcpListener> {
    let listener = TcpListener::bind(ANY_PORT).await?;
    announce(listener.local_addr()?);
    Ok(listener)
}

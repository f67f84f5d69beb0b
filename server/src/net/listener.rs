//! Where connections come from: binding and accepting.

use std::io;
use std::net::{Ipv6Addr, SocketAddr};
use std::time::Duration;

use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tracing::warn;

use crate::config::Config;

/// The pause when the system has no file descriptor or memory for a connection. It is long enough not to spin, and so
/// short that a freed one is soon used.
const ACCEPT_RETRY_INTERVAL: Duration = Duration::from_millis(200);

/// Why an address cannot be listened on. Each error names the flag that chooses another.
#[derive(Debug, Error)]
pub enum BindError {
    /// Another process, often another Ullim, listens there.
    #[error(
        "{0} is already in use; choose another address with --bind, as in --bind 127.0.0.1:3100"
    )]
    InUse(SocketAddr),
    /// Anything else: this machine has no such address, or the port needs privileges.
    #[error("cannot listen on {0}: {1}; choose another address with --bind")]
    Other(SocketAddr, io::Error),
}

/// Listens on every address of the configuration.
///
/// A default address of the IPv6 loopback is left out with a warning where this machine has none.
///
/// # Errors
///
/// The first address that cannot be listened on.
pub async fn bind(config: &Config) -> Result<Vec<TcpListener>, BindError> {
    let mut listeners = Vec::new();
    for address in config.addresses() {
        // tokio sets SO_REUSEADDR here: a server started again right after a kill gets its port
        // although connections of its predecessor are still in TIME_WAIT.
        match TcpListener::bind(address).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if config.binds.is_empty() && lacks_ipv6_loopback(address, &error) => {
                warn!("this machine has no IPv6 loopback; not listening on {address}");
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(BindError::InUse(address));
            }
            Err(error) => return Err(BindError::Other(address, error)),
        }
    }
    Ok(listeners)
}

fn lacks_ipv6_loopback(address: SocketAddr, error: &io::Error) -> bool {
    use io::ErrorKind::{AddrInUse, PermissionDenied};
    address.ip() == Ipv6Addr::LOCALHOST && !matches!(error.kind(), AddrInUse | PermissionDenied)
}

/// Waits for the next connection. No error ends the wait. Some errors belong to a connection that broke in the queue,
/// the others to a system that is out of descriptors at the moment.
pub(crate) async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                let wait_ms = ACCEPT_RETRY_INTERVAL.as_millis();
                warn!(%error, "cannot accept; trying again in {wait_ms} ms");
                sleep(ACCEPT_RETRY_INTERVAL).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

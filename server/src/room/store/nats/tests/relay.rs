//! A way to a nats-server that a test can cut while others have theirs.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A relay, which ends when this is dropped.
pub(super) struct Relay {
    to: String,
    address: SocketAddr,
    relaying: JoinHandle<()>,
}

impl Relay {
    /// A relay to the server at that URL.
    pub(super) async fn to(url: &str) -> Self {
        let to = url.strip_prefix("nats://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let relaying = tokio::spawn(relay(listener, to.clone()));
        Self {
            to,
            address,
            relaying,
        }
    }

    /// Where it is, also while it is cut.
    pub(super) fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Ends all connections, and takes no more.
    pub(super) async fn cut(&mut self) {
        self.relaying.abort();
        // Only then is what it had let go of.
        let _ = (&mut self.relaying).await;
    }

    /// Takes connections again.
    pub(super) async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.relaying = tokio::spawn(relay(listener, self.to.clone()));
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.relaying.abort();
    }
}

/// Relays for as long as it is polled.
async fn relay(listener: TcpListener, to: String) {
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let to = to.clone();
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(to).await {
                // One that breaks has ended, too.
                let _ = copy_bidirectional(&mut near, &mut far).await;
            }
        });
    }
}

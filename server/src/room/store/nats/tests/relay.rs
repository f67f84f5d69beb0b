//! A way to a nats-server that a test can cut while others have theirs.

use std::net::SocketAddr;
use std::pin::pin;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// A relay, which ends when this is dropped.
pub(super) struct Relay {
    to: String,
    address: SocketAddr,
    relaying: JoinHandle<()>,
    is_open: watch::Sender<bool>,
}

impl Relay {
    /// A relay to the server at that URL.
    pub(super) async fn to(url: &str) -> Self {
        let to = url.strip_prefix("nats://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let is_open = watch::Sender::new(true);
        let relaying = tokio::spawn(relay(listener, to.clone(), is_open.subscribe()));
        Self {
            to,
            address,
            relaying,
            is_open,
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
        self.relaying = tokio::spawn(relay(listener, self.to.clone(), self.is_open.subscribe()));
    }

    /// Keeps all connections, and carries nothing over them until it is open again.
    pub(super) fn set_open(&self, is_open: bool) {
        self.is_open.send_replace(is_open);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.relaying.abort();
    }
}

/// Relays for as long as it is polled.
async fn relay(listener: TcpListener, to: String, is_open: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let (to, mut is_open) = (to.clone(), is_open.clone());
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(to).await {
                let mut copying = pin!(copy_bidirectional(&mut near, &mut far));
                while is_open.wait_for(|is_open| *is_open).await.is_ok() {
                    tokio::select! {
                        biased;
                        _ = is_open.wait_for(|is_open| !is_open) => {}
                        // One that breaks has ended, too.
                        _ = &mut copying => break,
                    }
                }
            }
        });
    }
}

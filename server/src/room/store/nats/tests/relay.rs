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
    orders: watch::Sender<Orders>,
}

/// What a test has ordered.
#[derive(Clone, Copy, Debug)]
struct Orders {
    is_open: bool,
    /// How often connections have fallen silent for good.
    silences: usize,
}

impl Relay {
    /// A relay to the server at that URL.
    pub(super) async fn to(url: &str) -> Self {
        let to = url.strip_prefix("nats://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let orders = watch::Sender::new(Orders {
            is_open: true,
            silences: 0,
        });
        let relaying = tokio::spawn(relay(listener, to.clone(), orders.subscribe()));
        Self {
            to,
            address,
            relaying,
            orders,
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
        self.relaying = tokio::spawn(relay(listener, self.to.clone(), self.orders.subscribe()));
    }

    /// Keeps all connections, and carries nothing over them any more; later ones are as they were.
    pub(super) fn fall_silent(&self) {
        self.orders.send_modify(|orders| orders.silences += 1);
    }

    /// Keeps all connections, and carries nothing over them until it is open again.
    pub(super) fn set_open(&self, is_open: bool) {
        self.orders.send_modify(|orders| orders.is_open = is_open);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.relaying.abort();
    }
}

/// Relays for as long as it is polled.
async fn relay(listener: TcpListener, to: String, orders: watch::Receiver<Orders>) {
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let (to, mut orders) = (to.clone(), orders.clone());
        let silences = orders.borrow().silences;
        let carries = move |orders: &Orders| orders.is_open && orders.silences == silences;
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(to).await {
                let mut copying = pin!(copy_bidirectional(&mut near, &mut far));
                while orders.wait_for(carries).await.is_ok() {
                    tokio::select! {
                        biased;
                        _ = orders.wait_for(|orders| !carries(orders)) => {}
                        // One that breaks has ended, too.
                        _ = &mut copying => break,
                    }
                }
            }
        });
    }
}

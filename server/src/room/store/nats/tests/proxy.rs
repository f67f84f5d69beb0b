//! A way to a nats-server that a test can cut while others have theirs.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, copy};
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
    /// After how many bytes from the server a connection ends.
    bytes: u64,
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
            bytes: u64::MAX,
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

    /// Ends each connection that is made from now on when so many bytes have come over it.
    pub(super) fn end_after(&self, bytes: u64) {
        self.orders.send_modify(|orders| orders.bytes = bytes);
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
        let Orders {
            silences, bytes, ..
        } = *orders.borrow();
        let carries = move |orders: &Orders| orders.is_open && orders.silences == silences;
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(to).await {
                let (from_near, to_near) = near.split();
                let (from_far, to_far) = far.split();
                let mut copying = pin!(async {
                    tokio::select! {
                        _ = carry(from_near, to_far) => {}
                        _ = carry(from_far.take(bytes), to_near) => {}
                    }
                });
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

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
) -> io::Result<u64> {
    copy(&mut from, &mut to).await
}

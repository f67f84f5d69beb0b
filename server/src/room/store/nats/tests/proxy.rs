//! A TCP proxy to a nats-server that a test can cut while other servers keep their connections.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// A proxy, until this is dropped.
pub(super) struct CuttableProxy {
    to: String,
    address: SocketAddr,
    forwarding: JoinHandle<()>,
    mode: watch::Sender<Mode>,
}

/// What the proxy does.
#[derive(Clone, Copy, Debug)]
struct Mode {
    is_open: bool,
    /// How often `fall_silent` was called. A connection from before the last call carries nothing more.
    silences: usize,
    /// The number of bytes from the server after which a connection ends.
    bytes: u64,
}

impl CuttableProxy {
    /// A proxy to the server at that URL.
    pub(super) async fn to(url: &str) -> Self {
        let to = url.strip_prefix("nats://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mode = watch::Sender::new(Mode {
            is_open: true,
            silences: 0,
            bytes: u64::MAX,
        });
        let forwarding = tokio::spawn(forward(listener, to.clone(), mode.subscribe()));
        Self {
            to,
            address,
            forwarding,
            mode,
        }
    }

    /// Its URL, which stays the same while it is cut.
    pub(super) fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Ends all connections and accepts none.
    pub(super) async fn cut(&mut self) {
        self.forwarding.abort();
        // The port is free when the task has ended.
        let _ = (&mut self.forwarding).await;
    }

    /// Accepts connections again.
    pub(super) async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.forwarding = tokio::spawn(forward(listener, self.to.clone(), self.mode.subscribe()));
    }

    /// Keeps all connections open, and carries nothing over them again. Later connections work.
    pub(super) fn fall_silent(&self) {
        self.mode.send_modify(|mode| mode.silences += 1);
    }

    /// Ends each later connection after this number of bytes from the server.
    pub(super) fn end_after(&self, bytes: u64) {
        self.mode.send_modify(|mode| mode.bytes = bytes);
    }

    /// Closed, it keeps all connections open and carries nothing over them until it is open again.
    pub(super) fn set_open(&self, is_open: bool) {
        self.mode.send_modify(|mode| mode.is_open = is_open);
    }
}

impl Drop for CuttableProxy {
    fn drop(&mut self) {
        self.forwarding.abort();
    }
}

/// Accepts and forwards connections until it is dropped.
async fn forward(listener: TcpListener, to: String, mode: watch::Receiver<Mode>) {
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let (to, mut mode) = (to.clone(), mode.clone());
        let Mode {
            silences, bytes, ..
        } = *mode.borrow();
        let carries = move |mode: &Mode| mode.is_open && mode.silences == silences;
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
                while mode.wait_for(carries).await.is_ok() {
                    tokio::select! {
                        biased;
                        _ = mode.wait_for(|mode| !carries(mode)) => {}
                        // A connection that breaks has ended too.
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

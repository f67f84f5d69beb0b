//! A proxy for TCP that is a bad network: it delays bytes, falls silent and cuts connections.
//!
//! What belongs here: what can happen to bytes under way. What may not enter: what they mean.
//!
//! Each direction of a connection is a queue of pieces that are due after a delay. A full queue leaves bytes in the
//! socket, so that TCP stops the sender. When and how a connection is cut is drawn from a seed
//! ([`NetworkFaults`]).
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fastrand::Rng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::network_faults::{Cut, NetworkFaults, Side};

/// How many pieces of one direction are under way at most; beyond that, nothing more is read.
const MAX_PIECES: usize = 64;

/// The largest piece.
const MAX_PIECE_BYTES: usize = 4 * 1024;

/// What a test has ordered so far.
#[derive(Clone, Debug)]
struct Orders {
    server: SocketAddr,
    is_held: bool,
    /// The newest cut and its number, because two cuts may be equal.
    cut: (usize, Cut),
}

/// A network between clients and a server. It ends when this is dropped.
#[derive(Debug)]
pub struct FaultyProxy {
    /// Where clients connect to.
    pub address: SocketAddr,
    orders: watch::Sender<Orders>,
    cuts: Arc<AtomicUsize>,
    accepting: JoinHandle<()>,
}

impl FaultyProxy {
    /// Starts a network to the server at this address, with faults drawn from `seed`.
    pub async fn start(server: SocketAddr, faults: NetworkFaults, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (orders, ordered) = watch::channel(Orders {
            server,
            is_held: false,
            cut: (0, Cut::Finish),
        });
        let cuts = Arc::new(AtomicUsize::new(0));
        let network = Network {
            faults,
            orders: ordered,
            cuts: Arc::clone(&cuts),
            rng: Rng::with_seed(seed),
        };
        Self {
            address,
            orders,
            cuts,
            accepting: tokio::spawn(accept(listener, network)),
        }
    }

    /// Connects new clients to another server. Open connections stay where they are.
    pub fn redirect_to(&self, server: SocketAddr) {
        self.orders.send_modify(|orders| orders.server = server);
    }

    /// Cuts every connection.
    pub fn cut(&self, how: Cut) {
        self.orders
            .send_modify(|orders| orders.cut = (orders.cut.0 + 1, how));
    }

    /// Holds all bytes back, or lets them go on. No side is told.
    pub fn hold(&self, is_held: bool) {
        self.orders.send_modify(|orders| orders.is_held = is_held);
    }

    /// How many connections have been cut.
    #[must_use]
    pub fn cuts(&self) -> usize {
        self.cuts.load(Ordering::SeqCst)
    }
}

impl Drop for FaultyProxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What a connection needs to know of its network.
#[derive(Clone)]
struct Network {
    faults: NetworkFaults,
    orders: watch::Receiver<Orders>,
    cuts: Arc<AtomicUsize>,
    rng: Rng,
}

async fn accept(listener: TcpListener, mut network: Network) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        while connections.try_join_next().is_some() {}
        // Earlier cuts do not concern this connection.
        let server = network.orders.borrow_and_update().server;
        let network = network.fork();
        connections.spawn(async move {
            // Without a server, the client's connection is dropped here.
            if let Ok(server) = TcpStream::connect(server).await {
                network.forward(client, server).await;
            }
        });
    }
}

impl Network {
    /// A copy that draws other numbers.
    fn fork(&mut self) -> Self {
        let rng = self.rng.fork();
        Self {
            rng,
            ..self.clone()
        }
    }

    /// Forwards both directions until both have ended or the connection is cut.
    async fn forward(mut self, mut client: TcpStream, mut server: TcpStream) {
        let [up, down] = [self.fork(), self.fork()];
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let both = async {
            tokio::try_join!(
                up.forward_to(Side::Server, from_client, to_server),
                down.forward_to(Side::Client, from_server, to_client),
            )
        };
        let cut = tokio::select! {
            ended = both => ended.err(),
            how = ordered(&mut self.orders, |how| !matches!(how, Cut::FinishTo(_))) => Some(how),
        };
        if cut.is_some() {
            self.cuts.fetch_add(1, Ordering::SeqCst);
        }
        if let Some(Cut::Reset) = cut {
            for stream in [client, server] {
                // A stream whose peer has left cannot be reset.
                let _ = stream.set_zero_linger();
            }
        }
    }

    /// Forwards the bytes to `side` until they end or are cut. An error is a cut of the whole connection.
    async fn forward_to(
        mut self,
        side: Side,
        mut from: ReadHalf<'_>,
        mut to: WriteHalf<'_>,
    ) -> Result<(), Cut> {
        let (queue, queued) = mpsc::channel(MAX_PIECES);
        let delay_ms = self.faults.delay_ms.clone();
        let mut rng = self.rng.fork();
        let read = async move {
            let mut piece = [0; MAX_PIECE_BYTES];
            while let Ok(length @ 1..) = from.read(&mut piece).await {
                let due = Instant::now() + Duration::from_millis(rng.u64(delay_ms.clone()));
                if queue.send((due, piece[..length].to_vec())).await.is_err() {
                    break;
                }
            }
            Ok(())
        };
        let mut orders = self.orders.clone();
        let write = async {
            let cut = tokio::select! {
                cut = self.write(queued, &mut to, side) => cut,
                how = ordered(&mut orders, |how| matches!(how, Cut::FinishTo(it) if it == side)) => Some(how),
            };
            match cut {
                Some(how @ (Cut::Reset | Cut::Finish)) => return Err(how),
                Some(Cut::FinishTo(_)) => {
                    self.cuts.fetch_add(1, Ordering::SeqCst);
                }
                None => {}
            }
            // A side that has left does not see the end.
            let _ = to.shutdown().await;
            Ok(())
        };
        tokio::try_join!(read, write).map(drop)
    }

    /// Writes each piece when it is due, until the last or until a fault cuts the connection.
    async fn write(
        &mut self,
        mut queued: mpsc::Receiver<(Instant, Vec<u8>)>,
        to: &mut WriteHalf<'_>,
        side: Side,
    ) -> Option<Cut> {
        let mut left = match self.faults.cut_after_bytes.clone() {
            Some(bytes) => self.rng.usize(bytes),
            None => usize::MAX,
        };
        while let Some((due, piece)) = queued.recv().await {
            sleep_until(due).await;
            self.orders.wait_for(|orders| !orders.is_held).await.ok()?;
            let piece = &piece[..piece.len().min(left)];
            left -= piece.len();
            to.write_all(piece).await.ok()?;
            if left == 0 {
                return Some(Cut::draw(&mut self.rng, side));
            }
        }
        None
    }
}

/// The next ordered cut for which `is_meant` is true.
async fn ordered(orders: &mut watch::Receiver<Orders>, is_meant: impl Fn(Cut) -> bool) -> Cut {
    let before = orders.borrow().cut.0;
    let cut = orders
        .wait_for(|it| it.cut.0 != before && is_meant(it.cut.1))
        .await
        .map(|orders| orders.cut.1);
    match cut {
        Ok(how) => how,
        // The proxy is gone, so that no order follows.
        Err(_) => std::future::pending().await,
    }
}

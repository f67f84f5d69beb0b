//! A network that delays, falls silent and cuts: a proxy for TCP between clients and a server.
//!
//! What belongs here: what can happen to bytes under way. What may not enter: what they mean.
//!
//! Each direction of a connection is a queue of pieces that are due after a delay; what the queue does not
//! take is left in the socket, whose peer feels it. When, where and how a connection is cut is drawn from a seed
//! (`weather`).

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

use crate::weather::{Cut, End, Weather};

/// How many pieces of a direction are under way at most, and how many bytes each has.
const QUEUE: usize = 64;
const PIECE_BYTES: usize = 4 * 1024;

/// What a test has ordered.
#[derive(Clone, Debug)]
struct Orders {
    server: SocketAddr,
    is_held: bool,
    /// The newest cut, and how many there have been, as two may be alike.
    cut: (usize, Cut),
}

/// A network with its own address, which leads to a server. It is gone when this is dropped.
pub(crate) struct Proxy {
    /// Where clients reach it.
    pub(crate) address: SocketAddr,
    orders: watch::Sender<Orders>,
    cuts: Arc<AtomicUsize>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// A network to the server at this address.
    pub(crate) async fn start(server: SocketAddr, weather: Weather, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (orders, ordered) = watch::channel(Orders {
            server,
            is_held: false,
            cut: (0, Cut::Finish),
        });
        let cuts = Arc::new(AtomicUsize::new(0));
        let way = Way {
            weather,
            orders: ordered,
            cuts: Arc::clone(&cuts),
            rng: Rng::with_seed(seed),
        };
        Self {
            address,
            orders,
            cuts,
            accepting: tokio::spawn(accept(listener, way)),
        }
    }

    /// Leads to another server from now on; connections stay where they are.
    pub(crate) fn lead_to(&self, server: SocketAddr) {
        self.orders.send_modify(|orders| orders.server = server);
    }

    /// Cuts every connection.
    pub(crate) fn cut(&self, how: Cut) {
        self.orders
            .send_modify(|orders| orders.cut = (orders.cut.0 + 1, how));
    }

    /// Has nothing arrive any more, or go on. While nothing arrives, nobody is told so.
    pub(crate) fn hold(&self, is_held: bool) {
        self.orders.send_modify(|orders| orders.is_held = is_held);
    }

    /// How many connections have been cut.
    pub(crate) fn cuts(&self) -> usize {
        self.cuts.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What becomes of a connection.
#[derive(Clone)]
struct Way {
    weather: Weather,
    orders: watch::Receiver<Orders>,
    cuts: Arc<AtomicUsize>,
    rng: Rng,
}

async fn accept(listener: TcpListener, mut way: Way) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        while connections.try_join_next().is_some() {}
        // What was cut before is none of this connection's.
        let server = way.orders.borrow_and_update().server;
        let way = way.fork();
        connections.spawn(async move {
            // Where there is no server the client's connection ends with this.
            if let Ok(server) = TcpStream::connect(server).await {
                way.carry(client, server).await;
            }
        });
    }
}

impl Way {
    fn fork(&mut self) -> Self {
        let rng = self.rng.fork();
        Self {
            rng,
            ..self.clone()
        }
    }

    async fn carry(mut self, mut client: TcpStream, mut server: TcpStream) {
        let [up, down] = [self.fork(), self.fork()];
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let both = async {
            tokio::try_join!(
                up.lane(from_client, to_server, End::Server),
                down.lane(from_server, to_client, End::Client),
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
                // One whose peer has left already cannot be reset.
                let _ = stream.set_zero_linger();
            }
        }
    }

    /// Carries what goes to `end`, until that has ended or is cut; the whole connection is cut with an error.
    async fn lane(
        mut self,
        mut from: ReadHalf<'_>,
        mut to: WriteHalf<'_>,
        end: End,
    ) -> Result<(), Cut> {
        let (queue, queued) = mpsc::channel(QUEUE);
        let delay_ms = self.weather.delay_ms.clone();
        let mut rng = self.rng.fork();
        let read = async move {
            let mut piece = [0; PIECE_BYTES];
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
                cut = self.write(queued, &mut to, end) => cut,
                how = ordered(&mut orders, |how| matches!(how, Cut::FinishTo(it) if it == end)) => Some(how),
            };
            match cut {
                Some(how @ (Cut::Reset | Cut::Finish)) => return Err(how),
                Some(Cut::FinishTo(_)) => {
                    self.cuts.fetch_add(1, Ordering::SeqCst);
                }
                None => {}
            }
            // One that has left hears of no end.
            let _ = to.shutdown().await;
            Ok(())
        };
        tokio::try_join!(read, write).map(drop)
    }

    /// Writes what is due, until there is no more or the weather cuts it.
    async fn write(
        &mut self,
        mut queued: mpsc::Receiver<(Instant, Vec<u8>)>,
        to: &mut WriteHalf<'_>,
        end: End,
    ) -> Option<Cut> {
        let mut left = match self.weather.bytes.clone() {
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
                return Some(Cut::draw(&mut self.rng, end));
            }
        }
        None
    }
}

/// The next cut that is ordered and meant.
async fn ordered(orders: &mut watch::Receiver<Orders>, is_meant: impl Fn(Cut) -> bool) -> Cut {
    let before = orders.borrow().cut.0;
    let cut = orders
        .wait_for(|it| it.cut.0 != before && is_meant(it.cut.1))
        .await
        .map(|orders| orders.cut.1);
    match cut {
        Ok(how) => how,
        // The proxy is gone, and nobody orders anything more.
        Err(_) => std::future::pending().await,
    }
}

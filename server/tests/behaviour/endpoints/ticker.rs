//! `/ticker` pushes a snapshot and then changes, and ignores messages.

use std::collections::HashMap;

use protocol::ticker::{Quotes, Snapshot, TickerMessage};
use tokio::net::TcpSocket;
use tokio_tungstenite::client_async;

use crate::common::{Client, TestServer, soon};

type Prices = HashMap<String, f64>;

fn of(snapshot: Snapshot) -> Prices {
    let quotes = snapshot.quotes.into_iter();
    quotes.map(|it| (it.symbol, it.price)).collect()
}

async fn message(client: &mut Client) -> TickerMessage {
    serde_json::from_value(client.receive_json().await).unwrap()
}

async fn snapshot(client: &mut Client) -> Snapshot {
    match message(client).await {
        TickerMessage::Snapshot(snapshot) => snapshot,
        TickerMessage::Quotes(quotes) => panic!("{quotes:?}"),
    }
}

async fn quotes(client: &mut Client) -> Quotes {
    match message(client).await {
        TickerMessage::Quotes(quotes) => quotes,
        TickerMessage::Snapshot(snapshot) => panic!("{snapshot:?}"),
    }
}

/// The price of each symbol after each tick until `last`, for a client that has received every change.
async fn prices(client: &mut Client, last: u64) -> Vec<Prices> {
    let snapshot = snapshot(client).await;
    assert_eq!(snapshot.tick, 0);
    let mut prices = vec![of(snapshot)];
    loop {
        let news = quotes(client).await;
        while prices.len() as u64 <= news.tick.min(last) {
            prices.push(prices[prices.len() - 1].clone());
        }
        if news.tick > last {
            return prices;
        }
        let now = &mut prices[news.tick as usize];
        now.extend(news.quotes.into_iter().map(|it| (it.symbol, it.price)));
    }
}

#[tokio::test]
async fn subscription_begins_with_a_snapshot_and_continues_with_changes() {
    let server = TestServer::start().await;
    let path = "/ticker?symbols=B,A&interval_ms=10&count=20&seed=3";
    let mut client = server.connect_to(path).await;
    let snapshot = snapshot(&mut client).await;
    assert_eq!(
        (snapshot.tick, snapshot.seed, snapshot.interval_ms),
        (0, 3, 10)
    );
    let order: Vec<_> = snapshot.quotes.iter().map(|it| &it.symbol).collect();
    assert_eq!(order, ["B", "A"]);
    assert!(snapshot.quotes.iter().all(|it| it.price == it.open));
    let mut known = of(snapshot);
    let mut tick = 0;
    for _ in 0..20 {
        let news = quotes(&mut client).await;
        assert!(news.tick > tick);
        tick = news.tick;
        assert!(!news.quotes.is_empty());
        for quote in news.quotes {
            let before = known.insert(quote.symbol, quote.price);
            assert_ne!(before, Some(quote.price));
        }
    }
    assert_eq!(u16::from(client.close_code().await), 1000);
}

#[tokio::test]
async fn same_seed_gives_the_same_quotes_and_another_seed_others() {
    const TICKS: u64 = 20;
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let server = TestServer::start().await;
        let path = format!("/ticker?symbols=A,B&interval_ms=20&seed={seed}");
        let mut client = server.connect_to(&path).await;
        runs.push(prices(&mut client, TICKS).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn equal_subscriptions_share_a_feed() {
    let server = TestServer::start().await;
    let path = "/ticker?symbols=A&interval_ms=10";
    let mut first = server.connect_to(path).await;
    let open = snapshot(&mut first).await.quotes[0].open;
    let tick = quotes(&mut first).await.tick;
    let mut second = server.connect_to(path).await;
    let later = snapshot(&mut second).await;
    assert!(later.tick >= tick);
    assert_eq!(later.quotes[0].open, open);
}

#[tokio::test]
async fn message_of_a_client_does_not_stop_the_feed() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/ticker?interval_ms=10&count=3").await;
    client.send("stop".into()).await;
    snapshot(&mut client).await;
    for _ in 0..3 {
        quotes(&mut client).await;
    }
    assert_eq!(u16::from(client.close_code().await), 1000);
}

/// A client with a small receive buffer.
async fn small_client(server: &TestServer, path: &str) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 * 1024).unwrap();
    let stream = soon(socket.connect(server.address)).await.unwrap();
    let url = format!("ws://{}{path}", server.address);
    let (socket, _) = soon(client_async(url, stream)).await.unwrap();
    Client(socket)
}

/// A client, and the prices that it knows.
struct Reader {
    client: Client,
    prices: Prices,
    tick: u64,
    skipped: u64,
}

impl Reader {
    async fn new(mut client: Client) -> Self {
        let snapshot = snapshot(&mut client).await;
        Self {
            client,
            tick: snapshot.tick,
            prices: of(snapshot),
            skipped: 0,
        }
    }

    async fn read(&mut self) {
        let news = quotes(&mut self.client).await;
        let quotes = news.quotes.into_iter();
        self.prices.extend(quotes.map(|it| (it.symbol, it.price)));
        self.tick = news.tick;
        self.skipped += news.skipped;
    }
}

#[tokio::test]
async fn slow_reader_gets_the_newest_price_and_delays_no_other() {
    /// More messages than the buffers to a small client hold, at about 200 bytes each.
    const MESSAGES: usize = 2000;
    let server = TestServer::start().await;
    let symbols: Vec<_> = (0..64).map(|number| format!("S{number}")).collect();
    let path = format!("/ticker?interval_ms=1&seed=5&symbols={}", symbols.join(","));
    let slow = small_client(&server, &path).await;
    let mut slow = Reader::new(slow).await;
    let mut fast = Reader::new(server.connect_to(&path).await).await;
    for _ in 0..MESSAGES {
        fast.read().await;
    }
    let mut backlog = 0;
    while slow.tick < fast.tick {
        slow.read().await;
        backlog += 1;
    }
    assert!(slow.skipped > 0);
    assert!(
        backlog < MESSAGES / 2,
        "{backlog} old messages came before the newest"
    );
    // A tick that only one client received is skipped: both may receive the next.
    while slow.tick != fast.tick {
        if slow.tick < fast.tick {
            slow.read().await;
        } else {
            fast.read().await;
        }
    }
    assert_eq!(slow.prices, fast.prices);
}

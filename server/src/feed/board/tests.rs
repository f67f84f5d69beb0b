//! What readers of a board are sent, in any order of ticks and reads.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const KEY: FeedKey = FeedKey {
    seed: 7,
    interval_ms: 1000,
};

fn symbols(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn parse(message: &Utf8Bytes) -> TickerMessage {
    let parsed = serde_json::from_str(message).unwrap();
    // The hand-written JSON is what serde would write.
    assert_eq!(serde_json::to_string(&parsed).unwrap(), message.as_str());
    parsed
}

/// A client: the prices that it knows, and the number of changes that it was sent and that it has skipped.
#[derive(Debug)]
struct Client {
    sent: SentQuotes,
    prices: HashMap<String, f64>,
    received: u64,
    skipped: u64,
}

impl Client {
    fn enter(board: &mut Board, names: &[&str]) -> Self {
        let (sent, snapshot) = board.enter(&symbols(names));
        let TickerMessage::Snapshot(snapshot) = parse(&snapshot) else {
            panic!("a feed begins with a snapshot");
        };
        let order: Vec<_> = snapshot.quotes.iter().map(|it| it.symbol.clone()).collect();
        assert_eq!(order, names);
        let prices = snapshot
            .quotes
            .into_iter()
            .map(|quote| (quote.symbol, quote.price));
        Self {
            sent,
            prices: prices.collect(),
            received: 0,
            skipped: 0,
        }
    }

    /// Reads the board. Returns whether there was a message.
    fn read(&mut self, board: &Board) -> bool {
        let Some(message) = board.read(&mut self.sent) else {
            return false;
        };
        let TickerMessage::Quotes(changes) = parse(&message) else {
            panic!("a snapshot comes once");
        };
        assert_eq!(changes.tick, board.tick);
        assert!(!changes.quotes.is_empty());
        for quote in changes.quotes {
            let before = self.prices.insert(quote.symbol, quote.price).unwrap();
            assert_ne!(before, quote.price, "only changed quotes are sent");
            self.received += 1;
        }
        self.skipped += changes.skipped;
        true
    }
}

#[test]
fn read_after_the_snapshot_has_changed_quotes_only() {
    let mut board = Board::new(KEY, 5);
    let (mut sent, snapshot) = board.enter(&symbols(&["B", "A"]));
    let TickerMessage::Snapshot(snapshot) = parse(&snapshot) else {
        panic!("a feed begins with a snapshot");
    };
    assert_eq!((snapshot.tick, snapshot.time_ms), (0, 5));
    assert_eq!((snapshot.seed, snapshot.interval_ms), (7, 1000));
    assert!(snapshot.quotes.iter().all(|it| it.price == it.open));
    assert_eq!(board.read(&mut sent), None);
    let mut messages = 0;
    for _ in 0..100 {
        if board.advance(9) {
            assert!(board.read(&mut sent).is_some());
            messages += 1;
        }
        assert_eq!(board.read(&mut sent), None);
    }
    assert!((1..=100).contains(&messages));
}

#[test]
fn price_is_the_same_for_early_late_and_lone_readers() {
    let mut board = Board::new(KEY, 0);
    let mut early = Client::enter(&mut board, &["A", "B", "C"]);
    for _ in 0..50 {
        board.advance(0);
    }
    early.read(&board);
    let late = Client::enter(&mut board, &["C"]);
    let mut alone = Board::new(KEY, 0);
    let mut lonely = Client::enter(&mut alone, &["C"]);
    for _ in 0..50 {
        alone.advance(0);
    }
    lonely.read(&alone);
    assert_eq!(early.prices["C"], late.prices["C"]);
    assert_eq!(lonely.prices["C"], late.prices["C"]);
}

#[test]
fn symbol_with_a_hundred_readers_is_computed_once_until_the_last_leaves() {
    let mut board = Board::new(KEY, 0);
    let readers: Vec<SentQuotes> = (0..100)
        .map(|_| board.enter(&symbols(&["A", "B"])).0)
        .collect();
    for _ in 0..30 {
        board.advance(0);
    }
    assert_eq!(board.len(), 2);
    // Each computation moves the symbol's one motion by a tick.
    for row in board.rows.values() {
        assert_eq!((row.price.tick(), row.readers), (30, 100));
    }
    for sent in &readers[1..] {
        board.leave(sent);
    }
    assert_eq!(board.len(), 2);
    board.leave(&readers[0]);
    assert_eq!(board.len(), 0);
}

#[test]
fn read_after_several_changes_has_the_newest_price_and_the_number_of_skipped() {
    let mut board = Board::new(KEY, 0);
    let mut slow = Client::enter(&mut board, &["A"]);
    let mut changes = 0;
    while changes < 10 {
        changes += u64::from(board.advance(0));
    }
    assert!(slow.read(&board));
    assert_eq!((slow.received, slow.skipped), (1, 9));
}

proptest! {
    /// Of two clients with the same symbols, one reads at every tick and the other at some.
    #[test]
    fn read_by_a_slow_client_gives_the_prices_of_a_fast_one(
        seed: u64,
        interval_ms in 1..60_000_u64,
        ticks in prop::collection::vec(any::<bool>(), 0..200),
    ) {
        let mut board = Board::new(FeedKey { seed, interval_ms }, 0);
        let names = ["A", "B", "C"];
        let mut fast = Client::enter(&mut board, &names);
        let mut slow = Client::enter(&mut board, &names);
        for reads in ticks {
            let has_changed = board.advance(0);
            prop_assert_eq!(fast.read(&board), has_changed);
            prop_assert_eq!(fast.skipped, 0);
            if reads {
                let has_read = slow.read(&board);
                prop_assert_eq!(&slow.prices, &fast.prices);
                // Changes that cancel out are counted in the next message.
                if has_read {
                    prop_assert_eq!(slow.received + slow.skipped, fast.received);
                }
            }
        }
    }
}

//! What a board tells readers, in whatever order it moves and they read.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const KEY: Key = Key {
    seed: 7,
    interval_ms: 1000,
};

fn symbols(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn parse(message: &Utf8Bytes) -> TickerMessage {
    let parsed = serde_json::from_str(message).unwrap();
    // What is put together by hand is what serde would write.
    assert_eq!(serde_json::to_string(&parsed).unwrap(), message.as_str());
    parsed
}

/// A client: the prices that it knows, and how many changes it was told or told to have missed.
#[derive(Debug)]
struct Client {
    told: Told,
    prices: HashMap<String, f64>,
    heard: u64,
    skipped: u64,
}

impl Client {
    fn enter(board: &mut Board, names: &[&str]) -> Self {
        let (told, snapshot) = board.enter(&symbols(names));
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
            told,
            prices: prices.collect(),
            heard: 0,
            skipped: 0,
        }
    }

    /// Whether there was anything to read.
    fn read(&mut self, board: &Board) -> bool {
        let Some(message) = board.read(&mut self.told) else {
            return false;
        };
        let TickerMessage::Quotes(news) = parse(&message) else {
            panic!("a snapshot comes once");
        };
        assert_eq!(news.tick, board.tick);
        assert!(!news.quotes.is_empty());
        for quote in news.quotes {
            let before = self.prices.insert(quote.symbol, quote.price).unwrap();
            assert_ne!(before, quote.price, "only what has changed is told");
            self.heard += 1;
        }
        self.skipped += news.skipped;
        true
    }
}

#[test]
fn a_snapshot_has_all_and_then_come_changes_only() {
    let mut board = Board::new(KEY, 5);
    let (mut told, snapshot) = board.enter(&symbols(&["B", "A"]));
    let TickerMessage::Snapshot(snapshot) = parse(&snapshot) else {
        panic!("a feed begins with a snapshot");
    };
    assert_eq!((snapshot.tick, snapshot.time_ms), (0, 5));
    assert_eq!((snapshot.seed, snapshot.interval_ms), (7, 1000));
    assert!(snapshot.quotes.iter().all(|it| it.price == it.open));
    assert_eq!(board.read(&mut told), None);
    let mut messages = 0;
    for _ in 0..100 {
        if board.advance(9) {
            assert!(board.read(&mut told).is_some());
            messages += 1;
        }
        assert_eq!(board.read(&mut told), None);
    }
    assert!((1..=100).contains(&messages));
}

#[test]
fn a_price_does_not_depend_on_what_else_is_asked_for_nor_on_when() {
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
fn a_symbol_is_computed_once_for_a_hundred_readers_and_no_longer_than_it_is_read() {
    let mut board = Board::new(KEY, 0);
    let readers: Vec<Told> = (0..100)
        .map(|_| board.enter(&symbols(&["A", "B"])).0)
        .collect();
    for _ in 0..30 {
        board.advance(0);
    }
    assert_eq!(board.len(), 2);
    // Each computation is a step of the one motion that the symbol has.
    for line in board.lines.values() {
        assert_eq!((line.price.tick(), line.readers), (30, 100));
    }
    for told in &readers[1..] {
        board.leave(told);
    }
    assert_eq!(board.len(), 2);
    board.leave(&readers[0]);
    assert_eq!(board.len(), 0);
}

#[test]
fn who_was_away_is_told_the_newest_price_and_how_many_it_missed() {
    let mut board = Board::new(KEY, 0);
    let mut slow = Client::enter(&mut board, &["A"]);
    let mut changes = 0;
    while changes < 10 {
        changes += u64::from(board.advance(0));
    }
    assert!(slow.read(&board));
    assert_eq!((slow.heard, slow.skipped), (1, 9));
}

proptest! {
    /// Two clients with the same symbols, of which one reads at every tick and the other at some.
    #[test]
    fn a_slow_reader_knows_what_a_fast_one_knows_when_it_has_read(
        seed: u64,
        interval_ms in 1..60_000_u64,
        ticks in prop::collection::vec(any::<bool>(), 0..200),
    ) {
        let mut board = Board::new(Key { seed, interval_ms }, 0);
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
                // Changes that cancel out are told of in the next message.
                if has_read {
                    prop_assert_eq!(slow.heard + slow.skipped, fast.heard);
                }
            }
        }
    }
}

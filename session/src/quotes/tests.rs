//! Tests of the quotes after messages of a feed.

use proptest::prelude::*;

use super::*;

/// The wall clock is an hour ahead of the monotonic one, as after sleep.
fn moment(ms: u32) -> Moment {
    Moment {
        now: at(ms),
        wall: WallTime(at(ms).0 + 3_600_000.0),
        random: 0,
    }
}

fn at(ms: u32) -> Time {
    Time(1_800_000_000_000.0 + f64::from(ms))
}

fn text(json: &str) -> Payload {
    Payload::Text(json.into())
}

fn snapshot(quotes: &[(&str, f64, f64)]) -> Payload {
    let quotes: Vec<_> = quotes
        .iter()
        .map(|(symbol, price, open)| {
            serde_json::json!({ "symbol": symbol, "price": price, "open": open })
        })
        .collect();
    text(&serde_json::json!({ "type": "snapshot", "tick": 0, "quotes": quotes }).to_string())
}

fn news(skipped: u64, quotes: &[(&str, f64)]) -> Payload {
    let quotes: Vec<_> = quotes
        .iter()
        .map(|(symbol, price)| serde_json::json!({ "symbol": symbol, "price": price }))
        .collect();
    let message = serde_json::json!({ "type": "quotes", "skipped": skipped, "quotes": quotes });
    text(&message.to_string())
}

fn known(quotes: &Quotes) -> Vec<(String, i64, i64, i64, i64)> {
    let lines = quotes.sorted();
    lines
        .iter()
        .map(|it| (it.symbol.to_string(), it.price, it.open, it.low, it.high))
        .collect()
}

fn course(line: &Quote, ms: u32) -> Vec<(i64, Option<i64>)> {
    line.price_history.until(Slot::of(at(ms))).collect()
}

#[test]
fn received_messages_of_the_server_are_read() {
    use protocol::ticker::{FullQuote, Quote, Quotes as QuotesMessage, Snapshot, TickerMessage};
    let mut quotes = Quotes::default();
    let messages = [
        TickerMessage::Snapshot(Snapshot {
            tick: 0,
            time_ms: 0,
            interval_ms: 1000,
            seed: 0,
            quotes: vec![FullQuote {
                symbol: "A".to_owned(),
                price: 101.25,
                open: 100.0,
            }],
        }),
        TickerMessage::Quotes(QuotesMessage {
            tick: 1,
            time_ms: 0,
            skipped: 3,
            quotes: vec![Quote {
                symbol: "A".to_owned(),
                price: 99.29,
            }],
        }),
    ];
    let messages = messages.map(|message| text(&serde_json::to_string(&message).unwrap()));
    quotes.received(&messages, moment(0));
    let expected = ("A".to_owned(), 9_929, 10_000, 9_929, 10_125);
    assert_eq!(known(&quotes), [expected]);
    assert_eq!((quotes.skipped(), quotes.unreadable()), (3, 0));
    assert_eq!(quotes.last_message_wall(), Some(moment(0).wall));
}

#[test]
fn unreadable_message_changes_nothing_and_is_counted() {
    let mut quotes = Quotes::default();
    quotes.received(&[snapshot(&[("A", 1.0, 1.0)])], moment(0));
    let before = known(&quotes);
    let malformed = [
        text("{"),
        text("[]"),
        text(r#"{"type":"quotes"}"#),
        text(r#"{"type":"quotes","quotes":[{"symbol":"A","price":"2"}]}"#),
        text(r#"{"type":"quotes","quotes":[{"symbol":"A","price":2},{"symbol":"A"}]}"#),
        text(r#"{"type":"quotes","quotes":[{"symbol":"A","price":1e300}]}"#),
        text(r#"{"type":"snapshot","quotes":[{"symbol":"A","price":2}]}"#),
        Payload::Binary([1, 2].as_slice().into()),
    ];
    quotes.received(&malformed, moment(9));
    assert_eq!(known(&quotes), before);
    assert_eq!(quotes.unreadable(), malformed.len() as u64);
    assert_eq!(quotes.last_message_wall(), Some(moment(0).wall));
    // A kind that only a newer server sends is no error.
    quotes.received(&[text(r#"{"type":"halt","symbol":"A"}"#)], moment(9));
    assert_eq!(quotes.unreadable(), malformed.len() as u64);
}

#[test]
fn snapshot_after_a_lost_connection_leaves_a_gap() {
    let mut quotes = Quotes::default();
    quotes.received(&[snapshot(&[("A", 2.0, 1.0), ("B", 5.0, 5.0)])], moment(0));
    quotes.closed(at(1_000));
    quotes.closed(at(1_500));
    quotes.received(&[snapshot(&[("A", 3.0, 1.0)])], moment(5_000));
    assert_eq!(known(&quotes), [("A".to_owned(), 300, 100, 200, 300)]);
    let line = &quotes.sorted()[0];
    assert_eq!(
        course(line, 10_000),
        [(100, Some(200)), (102, None), (110, Some(300))]
    );
    assert_eq!(line.last_change, None, "nobody has seen it move");
    // Another opening price means another feed.
    quotes.received(&[snapshot(&[("A", 9.0, 8.0)])], moment(6_000));
    assert_eq!(known(&quotes), [("A".to_owned(), 900, 800, 900, 900)]);
}

#[test]
fn change_is_rounded_to_the_nearest_basis_point() {
    let basis_points =
        |price, open| Quote::new("A", price, open, Slot::of(at(0))).change_basis_points();
    assert_eq!(basis_points(10_125, 10_000), Some(125));
    assert_eq!(basis_points(30_002, 30_000), Some(1));
    assert_eq!(basis_points(29_998, 30_000), Some(-1));
    assert_eq!(basis_points(30_001, 30_000), Some(0));
    assert_eq!(basis_points(5, 0), None);
}

#[test]
fn sort_by_a_column_three_times_returns_to_the_servers_order() {
    let mut quotes = Quotes::default();
    let given = [("B", 2.0, 1.0), ("A", 3.0, 4.0), ("C", 1.0, 1.0)];
    quotes.received(&[snapshot(&given)], moment(0));
    let order = |quotes: &Quotes| -> String {
        let lines = quotes.sorted();
        lines.iter().map(|line| line.symbol.to_string()).collect()
    };
    let mut seen = vec![order(&quotes)];
    for column in [Column::Symbol, Column::Price, Column::Change] {
        for _ in 0..3 {
            quotes.sort_by(column);
            seen.push(format!(
                "{} {}",
                order(&quotes),
                quotes.sort().of(column).unwrap_or_default()
            ));
        }
    }
    assert_eq!(
        seen,
        [
            "BAC",
            "ABC ascending",
            "CBA descending",
            "BAC ",
            "ABC descending",
            "CBA ascending",
            "BAC ",
            "BCA descending",
            "ACB ascending",
            "BAC ",
        ]
    );
}

#[test]
fn symbols_beyond_the_limit_are_ignored() {
    let names: Vec<_> = (0..1_000).map(|number| format!("S{number}")).collect();
    let many: Vec<_> = names.iter().map(|name| (&**name, 1.0, 1.0)).collect();
    let mut quotes = Quotes::default();
    quotes.received(&[snapshot(&many), snapshot(&many)], moment(0));
    assert_eq!(quotes.sorted().len(), MAX_SYMBOLS);
}

#[test]
fn tab_on_another_ticker_starts_new_quotes() {
    use crate::connection::{Connection, Effect as ConnectionEffect, Event};
    use crate::record::{CloseEvent, Opening};
    use crate::tab::{Effect, Tab, TabId};
    use crate::transport::{Attempt, TransportEvent};
    let moment = moment(0);
    let connection = Connection::new("ws://a/ticker".into(), false, moment.now);
    let mut tab = Tab::new(TabId(1), connection, moment);
    let visit = |tab: &mut Tab, address: &str| -> (Attempt, usize) {
        let _ = tab.apply(Event::AddressEdited(address.into()), moment);
        let effects = tab.apply(Event::ConnectPressed, moment);
        let [Effect::Connection(ConnectionEffect::Open { attempt, .. })] = effects[..] else {
            panic!("it connects");
        };
        for event in [
            TransportEvent::Opened(Opening::default()),
            TransportEvent::Received(vec![snapshot(&[("A", 2.0, 1.0)])]),
        ] {
            let _ = tab.apply(Event::Transport(attempt, event), moment);
        }
        (attempt, tab.quotes().sorted().len())
    };
    let (attempt, symbols) = visit(&mut tab, "ws://a/ticker");
    assert_eq!(symbols, 1);
    let close = CloseEvent {
        code: 1006,
        reason: "".into(),
        was_clean: false,
    };
    let _ = tab.apply(
        Event::Transport(attempt, TransportEvent::Closed(close)),
        moment,
    );
    assert_eq!(tab.quotes().sorted().len(), 1, "they are still to be seen");
    let last = tab.quotes().sorted()[0]
        .price_history
        .until(Slot::of(at(500)))
        .last();
    assert_eq!(last, Some((SLOTS, None)), "and they go on no longer");
    assert_eq!(visit(&mut tab, "ws://a/echo").1, 0);
}

#[derive(Debug, Clone)]
enum Happening {
    Quote(u8, i64),
    Lost,
    Snapshot(i64),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => (0..3_u8, 1..100_000_i64).prop_map(|(symbol, price)| Happening::Quote(symbol, price)),
        1 => Just(Happening::Lost),
        1 => (1..100_000_i64).prop_map(Happening::Snapshot),
    ]
}

proptest! {
    /// Compares with a record of every price in every slot.
    #[test]
    fn price_history_of_any_feed_agrees_with_a_full_record(
        happenings in prop::collection::vec((happening(), 0..3_000_u32), 0..200),
    ) {
        const NAMES: [&str; 3] = ["A", "B", "C"];
        let all = |price: i64| NAMES.map(|name| (name, price as f64 / 100.0, 1.0));
        let mut quotes = Quotes::default();
        quotes.received(&[snapshot(&all(100))], moment(0));
        let mut prices = [100; 3];
        let mut ms = 0;
        let mut ends: Vec<std::collections::BTreeMap<u32, Option<i64>>> =
            vec![[(0, Some(100))].into(); 3];
        for (happening, after_ms) in happenings {
            ms += after_ms;
            let slot = ms / 500;
            match happening {
                Happening::Quote(symbol, price) => {
                    let symbol = usize::from(symbol);
                    prices[symbol] = price;
                    ends[symbol].split_off(&slot);
                    ends[symbol].insert(slot, Some(price));
                    quotes.received(&[news(1, &[(NAMES[symbol], price as f64 / 100.0)])], moment(ms));
                }
                Happening::Lost => {
                    quotes.closed(at(ms));
                    for ends in &mut ends {
                        // The price holds to the end of its slot.
                        if let Some((&last, Some(_))) = ends.last_key_value() {
                            ends.insert(slot.max(last + 1), None);
                        }
                    }
                }
                Happening::Snapshot(price) => {
                    prices = [price; 3];
                    quotes.received(&[snapshot(&all(price))], moment(ms));
                    for ends in &mut ends {
                        ends.split_off(&slot);
                        ends.insert(slot, Some(price));
                    }
                }
            }
            for (symbol, line) in quotes.sorted().iter().enumerate() {
                prop_assert_eq!(line.price, prices[symbol]);
                prop_assert!(line.low <= line.price && line.price <= line.high);
                let points = course(line, ms);
                prop_assert!(points.len() as i64 <= SLOTS + 1);
                let mut held = None;
                let mut remembered = ends[symbol].iter().peekable();
                for place in 0..=SLOTS {
                    let number = i64::from(slot) - SLOTS + place;
                    while let Some((_, price)) = remembered.next_if(|(end, _)| i64::from(**end) <= number) {
                        held = *price;
                    }
                    let drawn = points.iter().rev().find(|(point, _)| *point <= place);
                    prop_assert_eq!(drawn.and_then(|(_, price)| *price), held, "{} of {:?}", place, points);
                }
            }
        }
    }
}

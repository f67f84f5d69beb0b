//! Every feed of the server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::Subscriber;
use super::board::{Board, Told};
use crate::clock::now_ms;

/// Which feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// What its prices are drawn from.
    pub seed: u64,
    /// The time between two of its ticks, in milliseconds; at least 1.
    pub interval_ms: u64,
}

/// What all feeds together may cost: so many prices a second are computed at most. That is a fraction of a core,
/// however many clients ask, each for symbols of its own.
const MAX_STEPS_PER_S: u64 = 1_000_000;

/// A symbol counts for so many at least, however seldom it moves, as it takes memory.
const LEAST_STEPS_PER_S: u64 = 32;

/// Every feed of the server; clones are the same feeds. There are no more than subscribers.
#[derive(Clone, Debug, Default)]
pub struct Feeds(Arc<Mutex<Places>>);

/// The feeds that somebody reads.
#[derive(Debug, Default)]
struct Places {
    by_key: HashMap<Key, Place>,
    /// What their symbols cost together.
    steps_per_s: u64,
}

/// The server computes as many prices as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// The place of a feed that somebody reads.
#[derive(Debug)]
struct Place {
    feed: Arc<Feed>,
    subscribers: usize,
    /// The task that moves it on.
    moving: AbortHandle,
}

/// A feed: what is on its board, and the news that something has changed.
#[derive(Debug)]
pub(super) struct Feed {
    /// Held for as long as it takes to move to the next tick or to read, and never across an await.
    board: Mutex<Board>,
    pub(super) news: watch::Sender<()>,
}

impl Feeds {
    /// Subscribes to symbols of a feed, which begins if nobody has yet, and tells the snapshot to begin with.
    /// To be called within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// There is no more room for symbols that nobody reads yet.
    pub fn subscribe(&self, key: Key, symbols: &[String]) -> Result<(Subscriber, Utf8Bytes), Full> {
        let mut places = self.places();
        let there = places.by_key.get(&key).map(|place| Arc::clone(&place.feed));
        let feed = there.unwrap_or_else(|| Arc::new(Feed::new(key)));
        let (told, snapshot) = {
            let mut board = feed.board();
            let steps_per_s = places.steps_per_s + steps_per_s(key, board.missing(symbols));
            if steps_per_s > MAX_STEPS_PER_S {
                return Err(Full);
            }
            places.steps_per_s = steps_per_s;
            board.enter(symbols)
        };
        // It moves when there is somebody who sees it from the beginning.
        let place = places
            .by_key
            .entry(key)
            .or_insert_with(|| Place::moving(Arc::clone(&feed), key));
        place.subscribers += 1;
        drop(places);
        Ok((Subscriber::new(self.clone(), key, feed, told), snapshot))
    }

    /// Lets a subscriber go, and the feed with the last of them.
    pub(super) fn unsubscribe(&self, key: Key, told: &Told) {
        let mut places = self.places();
        if let Some(place) = places.by_key.get_mut(&key) {
            let gone = place.feed.board().leave(told);
            place.subscribers -= 1;
            if place.subscribers == 0 {
                place.moving.abort();
                places.by_key.remove(&key);
            }
            places.steps_per_s -= steps_per_s(key, gone);
        }
    }

    /// Whether anybody reads any.
    #[cfg(test)]
    pub(crate) fn is_read(&self) -> bool {
        !self.places().by_key.is_empty()
    }

    /// The map is whole between any two statements, also when a thread panicked among them.
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What so many symbols of a feed cost.
fn steps_per_s(key: Key, symbols: usize) -> u64 {
    symbols as u64 * (1000 / key.interval_ms).max(LEAST_STEPS_PER_S)
}

impl Place {
    /// Of a feed that moves on from now on.
    fn moving(feed: Arc<Feed>, key: Key) -> Self {
        let interval = Duration::from_millis(key.interval_ms);
        let moving = tokio::spawn(keep_moving(Arc::clone(&feed), interval));
        Self {
            feed,
            subscribers: 0,
            moving: moving.abort_handle(),
        }
    }
}

impl Feed {
    fn new(key: Key) -> Self {
        Self {
            board: Mutex::new(Board::new(key, now_ms())),
            news: watch::Sender::new(()),
        }
    }

    /// The board is whole between any two statements, also when a thread panicked among them.
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves a feed on for ever. A tick that is late is not made up for: its readers could not have kept up with
/// those that would follow at once either.
async fn keep_moving(feed: Arc<Feed>, interval: Duration) {
    let mut ticks = interval_at(Instant::now() + interval, interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if feed.board().advance(now_ms()) {
            feed.news.send_replace(());
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::ticker::TickerMessage;

    use super::*;

    const KEY: Key = Key {
        seed: 7,
        interval_ms: 1000,
    };

    fn tick(message: &str) -> u64 {
        match serde_json::from_str(message).unwrap() {
            TickerMessage::Snapshot(snapshot) => snapshot.tick,
            TickerMessage::Quotes(quotes) => quotes.tick,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_feed_begins_with_its_first_subscriber_and_ends_with_its_last() {
        let feeds = Feeds::default();
        let symbols = ["A".to_owned()];
        let (mut first, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), 0);
        let news = first.next().await;
        assert!(tick(&news) > 0);
        let (second, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), tick(&news));
        let moving = feeds.places().by_key[&KEY].moving.clone();
        drop(first);
        assert_eq!(feeds.places().by_key[&KEY].subscribers, 1);
        drop(second);
        assert!(feeds.places().by_key.is_empty());
        while !moving.is_finished() {
            tokio::task::yield_now().await;
        }
        let (_third, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_subscribers_share_one_feed_and_hear_the_same() {
        let feeds = Feeds::default();
        let mut subscribers: Vec<_> = (0..100)
            .map(|_| {
                let symbols = ["A".to_owned(), "B".to_owned()];
                feeds.subscribe(KEY, &symbols).unwrap().0
            })
            .collect();
        assert_eq!(feeds.places().by_key.len(), 1);
        assert_eq!(feeds.places().by_key[&KEY].feed.board().len(), 2);
        let mut heard = Vec::new();
        for subscriber in &mut subscribers {
            heard.push(subscriber.next().await);
        }
        assert!(heard.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[tokio::test(start_paused = true)]
    async fn another_seed_or_interval_is_another_feed() {
        let feeds = Feeds::default();
        let keys = [
            KEY,
            Key { seed: 8, ..KEY },
            Key {
                interval_ms: 1,
                ..KEY
            },
        ];
        let _subscribers = keys.map(|key| feeds.subscribe(key, &["A".to_owned()]).unwrap());
        assert_eq!(feeds.places().by_key.len(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn symbols_are_refused_that_would_cost_too_much_until_others_are_read_no_longer() {
        let fast = Key {
            interval_ms: 1,
            ..KEY
        };
        let most = usize::try_from(MAX_STEPS_PER_S).unwrap() / 1000;
        let symbols: Vec<_> = (0..=most).map(|number| number.to_string()).collect();
        let feeds = Feeds::default();
        assert_eq!(feeds.subscribe(fast, &symbols).unwrap_err(), Full);
        assert!(!feeds.is_read());
        let all = feeds.subscribe(fast, &symbols[..most]).unwrap();
        let again = feeds.subscribe(fast, &symbols[..most]).unwrap();
        assert_eq!(feeds.subscribe(KEY, &symbols[..1]).unwrap_err(), Full);
        drop(all);
        assert_eq!(feeds.subscribe(KEY, &symbols[..1]).unwrap_err(), Full);
        drop(again);
        assert!(feeds.subscribe(fast, &symbols[1..]).is_ok());
        assert_eq!(feeds.places().steps_per_s, 0, "that was read for a moment");
    }
}

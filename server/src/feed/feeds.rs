//! Every feed of the server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::Subscriber;
use super::board::{Board, SentQuotes};
use crate::clock::now_ms;

/// What identifies a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeedKey {
    /// The seed of its prices.
    pub seed: u64,
    /// The time between two ticks, in milliseconds; at least 1.
    pub interval_ms: u64,
}

/// The limit of prices that all feeds compute in a second. Beyond it, new symbols are refused. A million is a fraction
/// of a core.
const MAX_STEPS_PER_S: u64 = 1_000_000;

/// The least number of prices a second that a symbol counts for. A slow symbol takes memory too, so this bounds the
/// number of symbols.
const MIN_STEPS_PER_S: u64 = 32;

/// Every feed of the server. Clones share them. There are at most as many feeds as subscribers.
#[derive(Clone, Debug, Default)]
pub struct Feeds(Arc<Mutex<RunningFeeds>>);

/// The feeds that have a subscriber.
#[derive(Debug, Default)]
struct RunningFeeds {
    by_key: HashMap<FeedKey, RunningFeed>,
    /// The sum of what their symbols count for; at most `MAX_STEPS_PER_S`.
    steps_per_s: u64,
}

/// The symbols would exceed `MAX_STEPS_PER_S`. Try again when others have left, or ask for fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityExceeded;

/// A feed that has a subscriber.
#[derive(Debug)]
struct RunningFeed {
    feed: Arc<Feed>,
    subscribers: usize,
    /// The task that runs its ticks.
    ticks: AbortHandle,
}

/// A feed: its board, and the notification that it has changed.
#[derive(Debug)]
pub(super) struct Feed {
    /// Locked for the time of a tick or a read, and never across an await.
    board: Mutex<Board>,
    pub(super) changes: watch::Sender<()>,
}

impl Feeds {
    /// Subscribes to symbols of a feed, which starts with its first subscriber. Returns the snapshot to begin with. Call
    /// it within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// The new symbols would exceed `MAX_STEPS_PER_S`.
    pub fn subscribe(
        &self,
        key: FeedKey,
        symbols: &[String],
    ) -> Result<(Subscriber, Utf8Bytes), CapacityExceeded> {
        let mut running = self.running();
        let there = running
            .by_key
            .get(&key)
            .map(|running_feed| Arc::clone(&running_feed.feed));
        let feed = there.unwrap_or_else(|| Arc::new(Feed::new(key)));
        let (sent, snapshot) = {
            let mut board = feed.board();
            let steps_per_s = running.steps_per_s + steps_per_s(key, board.missing(symbols));
            if steps_per_s > MAX_STEPS_PER_S {
                return Err(CapacityExceeded);
            }
            running.steps_per_s = steps_per_s;
            board.enter(symbols)
        };
        // The ticks of a new feed start when its first subscriber has the snapshot.
        let running_feed = running
            .by_key
            .entry(key)
            .or_insert_with(|| RunningFeed::start(Arc::clone(&feed), key));
        running_feed.subscribers += 1;
        drop(running);
        Ok((Subscriber::new(self.clone(), key, feed, sent), snapshot))
    }

    /// Removes a subscriber, and the feed with its last one.
    pub(super) fn unsubscribe(&self, key: FeedKey, sent: &SentQuotes) {
        let mut running = self.running();
        if let Some(running_feed) = running.by_key.get_mut(&key) {
            let gone = running_feed.feed.board().leave(sent);
            running_feed.subscribers -= 1;
            if running_feed.subscribers == 0 {
                running_feed.ticks.abort();
                running.by_key.remove(&key);
            }
            running.steps_per_s -= steps_per_s(key, gone);
        }
    }

    /// Whether any feed has a subscriber.
    #[cfg(test)]
    pub(crate) fn has_subscribers(&self) -> bool {
        !self.running().by_key.is_empty()
    }

    /// No statement leaves the map half-written, so a poisoned lock is safe to use.
    fn running(&self) -> MutexGuard<'_, RunningFeeds> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What this number of symbols of a feed counts for, in prices a second.
fn steps_per_s(key: FeedKey, symbols: usize) -> u64 {
    symbols as u64 * (1000 / key.interval_ms).max(MIN_STEPS_PER_S)
}

impl RunningFeed {
    /// Starts the ticks of a feed.
    fn start(feed: Arc<Feed>, key: FeedKey) -> Self {
        let interval = Duration::from_millis(key.interval_ms);
        let ticks = tokio::spawn(run_ticks(Arc::clone(&feed), interval));
        Self {
            feed,
            subscribers: 0,
            ticks: ticks.abort_handle(),
        }
    }
}

impl Feed {
    fn new(key: FeedKey) -> Self {
        Self {
            board: Mutex::new(Board::new(key, now_ms())),
            changes: watch::Sender::new(()),
        }
    }

    /// No statement leaves the board half-written, so a poisoned lock is safe to use.
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the ticks of a feed until the task is aborted. Late ticks are skipped and not made up for: subscribers would be
/// late for those too.
async fn run_ticks(feed: Arc<Feed>, interval: Duration) {
    let mut ticks = interval_at(Instant::now() + interval, interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if feed.board().advance(now_ms()) {
            feed.changes.send_replace(());
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::ticker::TickerMessage;

    use super::*;

    const KEY: FeedKey = FeedKey {
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
    async fn subscribe_starts_a_feed_that_ends_with_its_last_subscriber() {
        let feeds = Feeds::default();
        let symbols = ["A".to_owned()];
        let (mut first, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), 0);
        let changes = first.next().await;
        assert!(tick(&changes) > 0);
        let (second, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), tick(&changes));
        let ticks = feeds.running().by_key[&KEY].ticks.clone();
        drop(first);
        assert_eq!(feeds.running().by_key[&KEY].subscribers, 1);
        drop(second);
        assert!(feeds.running().by_key.is_empty());
        while !ticks.is_finished() {
            tokio::task::yield_now().await;
        }
        let (_third, snapshot) = feeds.subscribe(KEY, &symbols).unwrap();
        assert_eq!(tick(&snapshot), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn subscribe_a_hundred_times_shares_one_feed() {
        let feeds = Feeds::default();
        let mut subscribers: Vec<_> = (0..100)
            .map(|_| {
                let symbols = ["A".to_owned(), "B".to_owned()];
                feeds.subscribe(KEY, &symbols).unwrap().0
            })
            .collect();
        assert_eq!(feeds.running().by_key.len(), 1);
        assert_eq!(feeds.running().by_key[&KEY].feed.board().len(), 2);
        let mut received = Vec::new();
        for subscriber in &mut subscribers {
            received.push(subscriber.next().await);
        }
        assert!(received.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[tokio::test(start_paused = true)]
    async fn subscribe_with_another_seed_or_interval_starts_another_feed() {
        let feeds = Feeds::default();
        let keys = [
            KEY,
            FeedKey { seed: 8, ..KEY },
            FeedKey {
                interval_ms: 1,
                ..KEY
            },
        ];
        let _subscribers = keys.map(|key| feeds.subscribe(key, &["A".to_owned()]).unwrap());
        assert_eq!(feeds.running().by_key.len(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn subscribe_beyond_the_limit_is_refused_until_symbols_are_free() {
        let fast = FeedKey {
            interval_ms: 1,
            ..KEY
        };
        let most = usize::try_from(MAX_STEPS_PER_S).unwrap() / 1000;
        let symbols: Vec<_> = (0..=most).map(|number| number.to_string()).collect();
        let feeds = Feeds::default();
        assert_eq!(
            feeds.subscribe(fast, &symbols).unwrap_err(),
            CapacityExceeded
        );
        assert!(!feeds.has_subscribers());
        let all = feeds.subscribe(fast, &symbols[..most]).unwrap();
        let again = feeds.subscribe(fast, &symbols[..most]).unwrap();
        assert_eq!(
            feeds.subscribe(KEY, &symbols[..1]).unwrap_err(),
            CapacityExceeded
        );
        drop(all);
        assert_eq!(
            feeds.subscribe(KEY, &symbols[..1]).unwrap_err(),
            CapacityExceeded
        );
        drop(again);
        assert!(feeds.subscribe(fast, &symbols[1..]).is_ok());
        assert_eq!(
            feeds.running().steps_per_s,
            0,
            "the last subscriber has left"
        );
    }
}

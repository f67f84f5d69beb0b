//! A connection that reads a feed.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::board::SentQuotes;
use super::feeds::Feed;
use super::{FeedKey, Feeds};

/// A connection that reads a feed, until this is dropped.
#[derive(Debug)]
pub struct Subscriber {
    feeds: Feeds,
    key: FeedKey,
    feed: Arc<Feed>,
    sent: SentQuotes,
    changes: watch::Receiver<()>,
}

impl Subscriber {
    /// A subscriber that the feed has added, and that was sent the snapshot.
    pub(super) fn new(feeds: Feeds, key: FeedKey, feed: Arc<Feed>, sent: SentQuotes) -> Self {
        let changes = feed.changes.subscribe();
        Self {
            feeds,
            key,
            feed,
            sent,
            changes,
        }
    }

    /// The next message: every quote that has changed since the last one. Waits for a change. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Utf8Bytes {
        loop {
            // Before the board is read, so that a later change wakes this subscriber.
            self.changes.mark_unchanged();
            if let Some(quotes) = self.feed.board().read(&mut self.sent) {
                return quotes;
            }
            // The sender is in `self.feed`, so this is no error.
            let _ = self.changes.changed().await;
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.feeds.unsubscribe(self.key, &self.sent);
    }
}

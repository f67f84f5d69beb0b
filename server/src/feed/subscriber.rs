//! Somebody who reads a feed.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::board::Told;
use super::feeds::Feed;
use super::{Feeds, Key};

/// A connection at a feed, which it leaves when this is dropped.
#[derive(Debug)]
pub struct Subscriber {
    feeds: Feeds,
    key: Key,
    feed: Arc<Feed>,
    told: Told,
    news: watch::Receiver<()>,
}

impl Subscriber {
    /// One that has entered the feed, and was told the snapshot.
    pub(super) fn new(feeds: Feeds, key: Key, feed: Arc<Feed>, told: Told) -> Self {
        let news = feed.news.subscribe();
        Self {
            feeds,
            key,
            feed,
            told,
            news,
        }
    }

    /// What is new since it was asked last, as one message, as soon as there is anything. Nothing is lost
    /// where this is dropped before it completes.
    pub async fn next(&mut self) -> Utf8Bytes {
        loop {
            // Before the board is read, so that what changes afterwards is news.
            self.news.mark_unchanged();
            if let Some(news) = self.feed.board().read(&mut self.told) {
                return news;
            }
            // The sender is in the feed, which is held here.
            let _ = self.news.changed().await;
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.feeds.unsubscribe(self.key, &self.told);
    }
}

//! `/ticker`: pushes quotes, and ignores messages.

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, ticker};
use protocol::parameter::BadParameter;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{CloseAction, Handshake, MessageSocket};
use crate::feed::{FeedKey, Feeds};

/// A client that wants quotes.
#[derive(Clone, Debug)]
pub struct Ticker {
    feeds: Feeds,
    key: FeedKey,
    symbols: Vec<String>,
    count: Option<u64>,
}

impl Ticker {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &ticker::ENDPOINT;

    /// The size of the socket's send buffer. The system's default would hold megabytes of old quotes before the newest.
    /// This size still allows hundreds of kilobytes a second to a client on the other side of the world.
    pub(super) const SEND_BUFFER_BYTES: usize = 32 * 1024;

    /// A ticker with the parameters of the query.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Self, BadParameter> {
        let query = &handshake.query;
        Ok(Self {
            feeds: handshake.feeds.clone(),
            key: FeedKey {
                seed: ticker::SEED.value(query)?,
                interval_ms: ticker::INTERVAL_MS.value(query)?,
            },
            symbols: ticker::SYMBOLS.value(query)?,
            count: ticker::COUNT.value(query)?,
        })
    }

    /// Pushes a snapshot and then changes, until `count` messages are sent or the client leaves. Messages of the client
    /// are ignored. A message is written before the next is made, so a slow client has no backlog: its next message
    /// has the newest prices.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let Ok((mut subscriber, snapshot)) = self.feeds.subscribe(self.key, &self.symbols) else {
            return Ok(CloseAction::try_again_later(
                "the server computes as many prices as it may",
            ));
        };
        socket.send(Message::Text(snapshot)).await?;
        let mut sent = 0;
        while self.count.is_none_or(|count| sent < count) {
            tokio::select! {
                quotes = subscriber.next() => {
                    socket.send(Message::Text(quotes)).await?;
                    sent += 1;
                }
                message = socket.next() => {
                    if message.transpose()?.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(CloseAction::normal())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use protocol::ticker::TickerMessage;
    use tokio::io::{DuplexStream, duplex};
    use tokio::time::{sleep, timeout};
    use tokio_tungstenite::WebSocketStream;
    use tokio_tungstenite::tungstenite::protocol::Role;

    use super::*;

    /// The bytes that may be on the way to a client: less than two messages.
    const ON_THE_WAY_BYTES: usize = 128;

    async fn client_of(feeds: &Feeds) -> WebSocketStream<DuplexStream> {
        let (here, there) = duplex(ON_THE_WAY_BYTES);
        let ticker = Ticker {
            feeds: feeds.clone(),
            key: FeedKey {
                seed: 7,
                interval_ms: 1000,
            },
            symbols: vec!["A".to_owned()],
            count: None,
        };
        let socket = WebSocketStream::from_raw_socket(there, Role::Server, None).await;
        tokio::spawn(ticker.serve(socket));
        WebSocketStream::from_raw_socket(here, Role::Client, None).await
    }

    /// The tick of the next message, the price of its one symbol, and the number of skipped changes.
    async fn next(client: &mut WebSocketStream<DuplexStream>) -> (u64, f64, u64) {
        let message = client.next().await.unwrap().unwrap();
        match serde_json::from_str(message.to_text().unwrap()).unwrap() {
            TickerMessage::Snapshot(it) => (it.tick, it.quotes[0].price, 0),
            TickerMessage::Quotes(it) => (it.tick, it.quotes[0].price, it.skipped),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn serve_slow_client_skips_changes_and_delays_no_other() {
        const TICKS: u64 = 500;
        let feeds = Feeds::default();
        let mut slow = client_of(&feeds).await;
        let mut fast = client_of(&feeds).await;
        let mut received = Vec::new();
        while received.last().is_none_or(|(tick, _, _)| *tick < TICKS) {
            received.push(next(&mut fast).await);
        }
        assert!(received.iter().all(|(_, _, skipped)| *skipped == 0));
        let (mut messages, mut skipped) = (0, 0);
        let last = loop {
            let message = next(&mut slow).await;
            messages += 1;
            skipped += message.2;
            if message.0 >= TICKS {
                break message;
            }
        };
        // The snapshot, a message on the way, one that waited for it, and then the newest.
        assert!(messages <= 5, "{messages} messages were queued for it");
        // The fast client has read nothing since. It gets the same ticks up to the last of the slow one.
        while received.last().is_some_and(|(tick, _, _)| *tick < last.0) {
            received.push(next(&mut fast).await);
        }
        let same = received
            .iter()
            .find(|(tick, _, _)| *tick == last.0)
            .unwrap();
        assert_eq!(same.1, last.1);
        assert!(skipped > TICKS / 2, "{skipped} were skipped");
    }

    #[tokio::test(start_paused = true)]
    async fn serve_client_that_closes_ends_its_subscription() {
        let feeds = Feeds::default();
        let mut client = client_of(&feeds).await;
        assert_eq!(next(&mut client).await.0, 0);
        client.close(None).await.unwrap();
        let is_over = async {
            while feeds.has_subscribers() {
                // A poll with a deadline: a feed does not say that it has lost its last subscriber.
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(60), is_over).await.unwrap();
    }
}

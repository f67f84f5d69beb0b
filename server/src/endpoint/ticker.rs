//! `/ticker`: quotes that are only pushed.

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, ticker};
use protocol::parameter::BadParameter;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{Goodbye, Opening, Socket};
use crate::feed::{Feeds, Key};

/// Somebody who wants to know prices.
#[derive(Clone, Debug)]
pub struct Ticker {
    feeds: Feeds,
    key: Key,
    symbols: Vec<String>,
    count: Option<u64>,
}

impl Ticker {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &ticker::ENDPOINT;

    /// The system would let megabytes of old prices wait in front of the newest. This is enough for hundreds of
    /// kilobytes in a second to a client on the other side of the world.
    pub(super) const SEND_BUFFER_BYTES: usize = 32 * 1024;

    /// A ticker as the query asks for.
    ///
    /// # Errors
    ///
    /// A parameter that is out of its range.
    pub fn from_opening(opening: &Opening<'_>) -> Result<Self, BadParameter> {
        let query = &opening.query;
        Ok(Self {
            feeds: opening.feeds.clone(),
            key: Key {
                seed: ticker::SEED.value(query)?,
                interval_ms: ticker::INTERVAL_MS.value(query)?,
            },
            symbols: ticker::SYMBOLS.value(query)?,
            count: ticker::COUNT.value(query)?,
        })
    }

    /// Pushes a snapshot and then what changes, until there has been enough or the client has left. What the
    /// client says is not heard. A message is written before the next is made, so that a client which does
    /// not read has no backlog: what it reads next is the newest price.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<Goodbye, Error> {
        let Ok((mut subscriber, snapshot)) = self.feeds.subscribe(self.key, &self.symbols) else {
            return Ok(Goodbye::try_again_later(
                "as many prices are computed as may be",
            ));
        };
        socket.send(Message::Text(snapshot)).await?;
        let mut sent = 0;
        while self.count.is_none_or(|count| sent < count) {
            tokio::select! {
                news = subscriber.next() => {
                    socket.send(Message::Text(news)).await?;
                    sent += 1;
                }
                message = socket.next() => {
                    if message.transpose()?.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(Goodbye::normal())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use protocol::ticker::TickerMessage;
    use tokio::io::{DuplexStream, duplex};
    use tokio::time::sleep;
    use tokio_tungstenite::WebSocketStream;
    use tokio_tungstenite::tungstenite::protocol::Role;

    use super::*;

    /// Less than two messages, which is as much as may be under way to a client.
    const UNDER_WAY: usize = 128;

    async fn client_of(feeds: &Feeds) -> WebSocketStream<DuplexStream> {
        let (here, there) = duplex(UNDER_WAY);
        let ticker = Ticker {
            feeds: feeds.clone(),
            key: Key {
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

    /// The tick of the next message, the price of the one symbol, and how many were skipped.
    async fn next(client: &mut WebSocketStream<DuplexStream>) -> (u64, f64, u64) {
        let message = client.next().await.unwrap().unwrap();
        match serde_json::from_str(message.to_text().unwrap()).unwrap() {
            TickerMessage::Snapshot(it) => (it.tick, it.quotes[0].price, 0),
            TickerMessage::Quotes(it) => (it.tick, it.quotes[0].price, it.skipped),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_delays_nobody_and_finds_the_newest_price() {
        const TICKS: u64 = 500;
        let feeds = Feeds::default();
        let mut slow = client_of(&feeds).await;
        let mut fast = client_of(&feeds).await;
        let mut told = Vec::new();
        while told.last().is_none_or(|(tick, _, _)| *tick < TICKS) {
            told.push(next(&mut fast).await);
        }
        assert!(told.iter().all(|(_, _, skipped)| *skipped == 0));
        let (mut messages, mut skipped) = (0, 0);
        let last = loop {
            let message = next(&mut slow).await;
            messages += 1;
            skipped += message.2;
            if message.0 >= TICKS {
                break message;
            }
        };
        // A message under way, one that waited to be, the snapshot, and then the newest.
        assert!(messages <= 5, "{messages} messages were kept for it");
        // The fast one has read nothing since; what it was told by then, the slow one was told or missed.
        while told.last().is_some_and(|(tick, _, _)| *tick < last.0) {
            told.push(next(&mut fast).await);
        }
        let same = told.iter().find(|(tick, _, _)| *tick == last.0).unwrap();
        assert_eq!(same.1, last.1);
        assert!(skipped > TICKS / 2, "{skipped} were skipped");
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_left_is_subscribed_no_longer() {
        let feeds = Feeds::default();
        let mut client = client_of(&feeds).await;
        assert_eq!(next(&mut client).await.0, 0);
        client.close(None).await.unwrap();
        while feeds.is_read() {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

//! `/ping`: the server pings and tells the round-trip time.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, ping};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use serde::Serialize;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{CloseAction, Socket, json};

/// How many pings may wait for their pongs. An older one is forgotten: its pong, should it come
/// after all, is told nobody.
const MAX_WAITING: usize = 64;

/// A server that pings.
#[derive(Clone, Copy, Debug)]
pub struct Ping {
    interval: Duration,
}

/// What is told of a pong.
#[derive(Debug, Serialize)]
struct Told {
    /// The number of the ping, from 0.
    sequence: u64,
    /// From the ping's sending to its pong's arrival, in milliseconds.
    rtt_ms: f64,
}

impl Ping {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &ping::ENDPOINT;

    /// Pings at the interval that `query` asks for.
    ///
    /// # Errors
    ///
    /// A parameter that is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            interval: Duration::from_millis(ping::INTERVAL_MS.value(query)?),
        })
    }

    /// Pings, and tells of each pong, until the client has left.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<CloseAction, Error> {
        let mut ticks = interval(self.interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut waiting: VecDeque<(u64, Instant)> = VecDeque::new();
        let mut next = 0_u64;
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    if waiting.len() == MAX_WAITING {
                        waiting.pop_front();
                    }
                    waiting.push_back((next, Instant::now()));
                    socket.send(Message::Ping(next.to_string().into())).await?;
                    next += 1;
                }
                message = socket.next() => match message.transpose()? {
                    None => return Ok(CloseAction::normal()),
                    Some(Message::Pong(payload)) => {
                        // A pong answers the latest ping, and may answer it alone when several
                        // have come (RFC 6455 section 5.5.3); one that answers none is left be.
                        let sequence = std::str::from_utf8(&payload).ok().and_then(|text| text.parse().ok());
                        if let Some(index) = waiting.iter().position(|(ping, _)| Some(*ping) == sequence)
                            && let Some((sequence, sent)) = waiting.drain(..=index).next_back()
                        {
                            let rtt_ms = sent.elapsed().as_secs_f64() * 1000.0;
                            socket.send(json(&Told { sequence, rtt_ms })).await?;
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

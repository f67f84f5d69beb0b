//! `/ping`: the server pings, and sends the round-trip times.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, ping};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use serde::Serialize;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{CloseAction, MessageSocket, json};

/// At most this many pings wait for their pongs. The oldest one is forgotten, and a late pong to it is ignored.
const MAX_UNANSWERED: usize = 64;

/// A server that pings.
#[derive(Clone, Copy, Debug)]
pub struct Ping {
    interval: Duration,
}

/// The message about a pong.
#[derive(Debug, Serialize)]
struct RoundTrip {
    /// The number of the ping, from 0.
    sequence: u64,
    /// From the ping's sending to its pong's arrival, in milliseconds.
    rtt_ms: f64,
}

impl Ping {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &ping::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            interval: Duration::from_millis(ping::INTERVAL_MS.value(query)?),
        })
    }

    /// Pings, and sends a message for each pong, until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let mut ticks = interval(self.interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut unanswered: VecDeque<(u64, Instant)> = VecDeque::new();
        let mut next = 0_u64;
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    if unanswered.len() == MAX_UNANSWERED {
                        unanswered.pop_front();
                    }
                    unanswered.push_back((next, Instant::now()));
                    socket.send(Message::Ping(next.to_string().into())).await?;
                    next += 1;
                }
                message = socket.next() => match message.transpose()? {
                    None => return Ok(CloseAction::normal()),
                    Some(Message::Pong(payload)) => {
                        // A pong may answer the latest of several pings only (RFC 6455 section 5.5.3).
                        // One that answers no ping is ignored.
                        let sequence = std::str::from_utf8(&payload).ok().and_then(|text| text.parse().ok());
                        if let Some(index) = unanswered.iter().position(|(ping, _)| Some(*ping) == sequence)
                            && let Some((sequence, sent)) = unanswered.drain(..=index).next_back()
                        {
                            let rtt_ms = sent.elapsed().as_secs_f64() * 1000.0;
                            socket.send(json(&RoundTrip { sequence, rtt_ms })).await?;
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

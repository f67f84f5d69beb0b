//! `/slow`: reads no faster than the client asked for, and reports its progress.
//!
//! The limit is on the stream under the frames (`websocket/throttled.rs`), where the client notices it.

use std::num::NonZeroU64;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, slow};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use serde::Serialize;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, MessageSocket, is_data, json};

/// A slow reader.
#[derive(Clone, Copy, Debug)]
pub struct Slow {
    /// The limit on reading, in bytes a second.
    pub bytes_per_s: NonZeroU64,
}

/// The message after each message of the client.
#[derive(Debug, Serialize)]
struct Progress {
    /// The number of the message, from 0.
    sequence: u64,
    /// The size of the message.
    bytes: usize,
    /// The size of all messages so far.
    total_bytes: u64,
    /// The time since the connection was opened, in milliseconds.
    elapsed_ms: u128,
}

impl Slow {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &slow::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        let bytes_per_s = slow::BYTES_PER_S.value(query)?;
        Ok(Self {
            bytes_per_s: NonZeroU64::new(bytes_per_s).unwrap_or(NonZeroU64::MIN),
        })
    }

    /// Reads, and reports each message, until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let start = Instant::now();
        let (mut sequence, mut total_bytes) = (0, 0);
        while let Some(message) = socket.next().await {
            let message = message?;
            if !is_data(&message) {
                continue;
            }
            let bytes = message.len();
            total_bytes += bytes as u64;
            let elapsed_ms = start.elapsed().as_millis();
            socket
                .send(json(&Progress {
                    sequence,
                    bytes,
                    total_bytes,
                    elapsed_ms,
                }))
                .await?;
            sequence += 1;
        }
        Ok(CloseAction::normal())
    }
}

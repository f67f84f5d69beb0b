//! `/flood`: numbered messages, as fast as the client takes them.

use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use protocol::catalogue::{self, flood};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{CloseAction, MessageSocket};

/// Numbered messages.
#[derive(Clone, Copy, Debug)]
pub struct Flood {
    count: u64,
    bytes: usize,
    rate: Option<u64>,
    is_text: bool,
}

impl Flood {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &flood::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            count: flood::COUNT.value(query)?,
            bytes: usize::try_from(flood::BYTES.value(query)?).unwrap_or(usize::MAX),
            rate: flood::RATE.value(query)?,
            is_text: flood::KIND.value(query)? == "text",
        })
    }

    /// Sends until all messages are sent or the client has left. A message is written before the next is made, so
    /// the server holds one message for a client that does not read.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let start = Instant::now();
        for number in 0..self.count {
            if let Some(rate) = self.rate {
                // Counted from the start, so that no rounding adds up.
                let due = start + Duration::from_secs_f64(number as f64 / rate as f64);
                tokio::select! {
                    biased;
                    gone = has_left(&mut socket) => return gone.map(|()| CloseAction::normal()),
                    () = sleep_until(due) => {}
                }
            }
            // Reads between two messages, so that a close frame of the client is seen.
            while let Some(message) = socket.next().now_or_never() {
                if message.transpose()?.is_none() {
                    return Ok(CloseAction::normal());
                }
            }
            socket.send(self.message(number)).await?;
        }
        Ok(CloseAction::normal())
    }

    /// The message with a number: the number, then dots up to the size.
    fn message(&self, number: u64) -> Message {
        let mut text = number.to_string();
        text.extend(std::iter::repeat_n(
            '.',
            self.bytes.saturating_sub(text.len()),
        ));
        if self.is_text {
            Message::text(text)
        } else {
            Message::binary(text)
        }
    }
}

/// Reads until the client has left.
async fn has_left(socket: &mut impl MessageSocket) -> Result<(), Error> {
    while socket.next().await.transpose()?.is_some() {}
    Ok(())
}

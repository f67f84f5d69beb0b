//! `/abort`: ends the TCP connection with no close frame, so that the client sees 1006.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, abort};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, MessageSocket, is_data};

/// An echo whose connection ends without a close frame.
#[derive(Clone, Copy, Debug)]
pub struct Abort {
    after: Duration,
    reset: bool,
}

impl Abort {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &abort::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            after: Duration::from_millis(abort::AFTER_MS.value(query)?),
            reset: abort::RESET.value(query)? == "true",
        })
    }

    /// Echoes until the time has passed, and then aborts.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let due = Instant::now() + self.after;
        loop {
            tokio::select! {
                biased;
                () = sleep_until(due) => return Ok(CloseAction::Abort { reset: self.reset }),
                message = socket.next() => match message.transpose()? {
                    None => return Ok(CloseAction::normal()),
                    Some(message) if is_data(&message) => socket.send(message).await?,
                    Some(_) => {}
                }
            }
        }
    }
}

//! `/close`: closes with any code and reason, at once, after a time or after some messages.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, close};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, MessageSocket, is_data, until};

/// An echo that closes as the client asked for.
#[derive(Clone, Debug)]
pub struct Close {
    close_action: CloseAction,
    after: Option<Duration>,
    after_messages: Option<u64>,
}

impl Close {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &close::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range, or there is a reason for a code that has none.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        let code = close::CODE.value(query)?;
        let reason = close::REASON.value(query)?;
        let has_reason = !reason.is_empty();
        let close_action = match code {
            1005 | 1006 if has_reason => {
                return Err(BadParameter {
                    name: close::REASON.name.to_owned(),
                    value: Some(reason),
                    takes: format!("no value with code={code}: no close frame carries that code"),
                });
            }
            1005 => CloseAction::CloseWithoutCode,
            1006 => CloseAction::Abort { reset: false },
            code => CloseAction::Close { code, reason },
        };
        Ok(Self {
            close_action,
            after: close::AFTER_MS.value(query)?.map(Duration::from_millis),
            after_messages: close::AFTER_MESSAGES.value(query)?,
        })
    }

    /// Echoes until the time has passed or the messages have arrived, whichever is first. With neither it closes
    /// at once.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        if self.after.is_none() && self.after_messages.is_none() {
            return Ok(self.close_action);
        }
        let due = self.after.map(|after| Instant::now() + after);
        let mut messages = 0;
        loop {
            tokio::select! {
                biased;
                () = until(due) => return Ok(self.close_action),
                message = socket.next() => match message.transpose()? {
                    None => return Ok(CloseAction::normal()),
                    Some(message) if is_data(&message) => {
                        socket.send(message).await?;
                        messages += 1;
                        if Some(messages) == self.after_messages {
                            return Ok(self.close_action);
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

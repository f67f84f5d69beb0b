//! `/silent`: accepts, reads, and never sends a message.

use futures_util::StreamExt;
use protocol::catalogue::{self, silent};
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, MessageSocket};

/// A reader that sends no message. tungstenite answers pings and close frames below it.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Silent {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &silent::ENDPOINT;

    /// Reads until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        while socket.next().await.transpose()?.is_some() {}
        Ok(CloseAction::normal())
    }
}

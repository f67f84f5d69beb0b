//! `/silent`: accepts, reads, never says a word.

use futures_util::StreamExt;
use protocol::catalogue::{self, silent};
use tokio_tungstenite::tungstenite::Error;

use super::{CloseAction, Socket};

/// Somebody who listens and says nothing. Pings and close frames are answered below it.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Silent {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &silent::ENDPOINT;

    /// Reads until the client has left.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<CloseAction, Error> {
        while socket.next().await.transpose()?.is_some() {}
        Ok(CloseAction::normal())
    }
}

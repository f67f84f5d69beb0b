//! The lesson: greets, answers each message, and prints a line when the client has left.

use futures_util::{SinkExt, StreamExt};
use protocol::lesson::{CLIENT_LEFT, GREETING, answer};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Socket;
use crate::console::Console;

/// The Node server of the lesson, string for string.
#[derive(Clone, Debug)]
pub struct Lesson {
    console: Console,
}

impl Lesson {
    /// `ws://localhost:3000`, with nothing behind it.
    pub const PATH: &str = "/";

    /// A lesson that prints to `console` when its client has left.
    #[must_use]
    pub fn new(console: Console) -> Self {
        Self { console }
    }

    /// Greets, then answers each message before it reads the next: a client that does not read
    /// its answers is not read from either, and so never makes the server hold more than one.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<(), Error> {
        let _leaving = Leaving(self.console);
        socket.send(Message::text(GREETING)).await?;
        while let Some(message) = socket.next().await {
            let answer = match message? {
                Message::Text(text) => answer(&text),
                // As Node's `${message}` reads a Buffer: invalid bytes become U+FFFD.
                Message::Binary(bytes) => answer(&String::from_utf8_lossy(&bytes)),
                Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {
                    continue;
                }
            };
            socket.send(Message::text(answer)).await?;
        }
        Ok(())
    }
}

/// Prints the line when it is dropped. A connection ends in many ways (the client says goodbye,
/// vanishes, breaks the protocol; the server stops and lets go of it) and drops this in each.
struct Leaving(Console);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.log(CLIENT_LEFT);
    }
}

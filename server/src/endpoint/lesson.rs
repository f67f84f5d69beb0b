//! `/`: the lesson. It greets, answers each message, and prints a line when the client has left.

use futures_util::SinkExt;
use protocol::catalogue::{self, lesson};
use protocol::lesson::{CLIENT_LEFT, GREETING, answer};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::batch::answer_each;
use super::{CloseAction, MessageSocket};
use crate::ops::console::Console;

/// The Node server of the lesson, string for string.
#[derive(Clone, Debug)]
pub struct Lesson {
    console: Console,
}

impl Lesson {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &lesson::ENDPOINT;

    /// A lesson that prints to `console` when its client has left.
    #[must_use]
    pub fn new(console: Console) -> Self {
        Self { console }
    }

    /// Greets, then answers each message. The server does not read from a client that does not read its answers,
    /// so it holds one batch of them at most.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let _leaving = Leaving(self.console);
        socket.send(Message::text(GREETING)).await?;
        answer_each(socket, |message| match message {
            Message::Text(text) => Some(Message::text(answer(&text))),
            // Invalid bytes become U+FFFD, as in Node's `${message}` of a Buffer.
            Message::Binary(bytes) => Some(Message::text(answer(&String::from_utf8_lossy(&bytes)))),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => None,
        })
        .await?;
        Ok(CloseAction::normal())
    }
}

/// Prints the line when it is dropped. However a connection ends, it drops this: the client closes, vanishes or
/// breaks the protocol, or the server stops.
struct Leaving(Console);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.log(CLIENT_LEFT);
    }
}

#[cfg(test)]
mod tests {
    use testkit::scripted_socket::ScriptedSocket;
    use tokio_tungstenite::tungstenite::error::ProtocolError;

    use super::*;

    async fn serve(
        says: impl IntoIterator<Item = Result<Message, Error>>,
    ) -> (Result<CloseAction, Error>, Vec<Message>) {
        let mut client = ScriptedSocket::new(says).then_leaves();
        let served = Lesson::new(Console::new(std::io::sink()))
            .serve(&mut client)
            .await;
        (served, client.into_sent())
    }

    #[tokio::test]
    async fn lesson_greets_and_answers_data_messages_only() {
        let says = [
            Message::text("하나"),
            Message::Ping("?".into()),
            Message::Pong("!".into()),
            Message::binary(&b"\xff"[..]),
            Message::Close(None),
        ];
        let (served, hears) = serve(says.map(Ok)).await;
        assert!(served.is_ok());
        let words = [
            "[서버 접속 완료]",
            "서버로부터 응답: 하나",
            "서버로부터 응답: \u{fffd}",
        ];
        assert_eq!(hears, words.map(Message::text));
    }

    #[tokio::test]
    async fn lesson_on_a_broken_connection_ends_with_the_error() {
        let broken = Error::Protocol(ProtocolError::ResetWithoutClosingHandshake);
        let (served, hears) = serve([Err(broken), Ok(Message::text("too late"))]).await;
        assert!(matches!(served, Err(Error::Protocol(_))));
        assert_eq!(hears, [Message::text("[서버 접속 완료]")]);
    }
}

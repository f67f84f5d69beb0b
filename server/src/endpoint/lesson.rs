//! `/`: the lesson. It greets, answers each message, and prints a line when the client has left.

use bytes::{Buf, Bytes};
use futures_util::SinkExt;
use protocol::catalogue::{self, lesson};
use protocol::lesson::{CLIENT_LEFT, GREETING, answer};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::batch::{Answer, answer_each};
use super::{CloseAction, MessageSocket};
use crate::ops::console::Console;

/// The answer to a longer message is written in frames, because it may be three times as long. Each invalid byte
/// becomes the three bytes of U+FFFD. A browser puts the frames together, and its page sees one message.
const WHOLE_BYTES: usize = 64 * 1024;

/// A frame answers this much of the message, so that it is at most about [`WHOLE_BYTES`] long.
const PIECE_BYTES: usize = 20 * 1024;

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
            Message::Text(_) | Message::Binary(_) if message.len() > WHOLE_BYTES => {
                Answer::Frames(Box::new(frames(message.into_data())))
            }
            Message::Text(text) => Answer::Whole(Message::text(answer(&text))),
            // Invalid bytes become U+FFFD, as in Node's `${message}` of a Buffer.
            Message::Binary(bytes) => {
                Answer::Whole(Message::text(answer(&String::from_utf8_lossy(&bytes))))
            }
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {
                Answer::Nothing
            }
        })
        .await?;
        Ok(CloseAction::normal())
    }
}

/// The answer to a large message as frames. Each is made when the one before it is on its way.
fn frames(mut message: Bytes) -> impl Iterator<Item = Message> {
    let mut prefix = Some(answer(""));
    std::iter::from_fn(move || {
        if message.is_empty() {
            return None;
        }
        let opcode = match prefix {
            Some(_) => Data::Text,
            None => Data::Continue,
        };
        let mut text = prefix.take().unwrap_or_default();
        let read = decode_lossily(&message, &mut text);
        message.advance(read);
        let frame = Frame::message(text, OpCode::Data(opcode), message.is_empty());
        Some(Message::Frame(frame))
    })
}

/// Appends the beginning of `bytes` to `text`, with U+FFFD for what is not UTF-8. Returns how many bytes that were.
///
/// In pieces it gives what [`String::from_utf8_lossy`] gives for the whole: a character that the end of a piece cuts
/// is left to the next one.
fn decode_lossily(bytes: &[u8], text: &mut String) -> usize {
    let is_last = bytes.len() <= PIECE_BYTES;
    let piece = &bytes[..bytes.len().min(PIECE_BYTES)];
    let mut read = 0;
    for chunk in piece.utf8_chunks() {
        text.push_str(chunk.valid());
        read += chunk.valid().len();
        let rest = &piece[read..];
        // Without a length, the error is that more bytes should follow.
        let is_cut = !is_last
            && !rest.is_empty()
            && std::str::from_utf8(rest)
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none());
        if is_cut {
            break;
        }
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            read += chunk.invalid().len();
        }
    }
    read
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

    #[test]
    fn frames_of_a_large_answer_are_what_the_whole_would_be_decoded_to() {
        let pieces: [&[u8]; 6] = [
            b"a",
            "한".as_bytes(),
            b"\xff",
            b"\xed\x95",
            b"\xf0\x9f",
            b"\xf0\x9f\x98\x80",
        ];
        for (first, tail) in (0..pieces.len()).flat_map(|it| pieces.map(|tail| (it, tail))) {
            let mut bytes = vec![b'x'; first];
            while bytes.len() < 3 * PIECE_BYTES {
                bytes.extend(pieces.iter().cycle().skip(first).take(7).copied().flatten());
            }
            bytes.extend(tail);
            let whole = answer(&String::from_utf8_lossy(&bytes));
            let (mut text, mut is_final) = (Vec::new(), Vec::new());
            for frame in frames(bytes.into()) {
                let Message::Frame(frame) = frame else {
                    panic!("{frame:?}");
                };
                is_final.push(frame.header().is_final);
                text.extend_from_slice(frame.payload());
            }
            assert_eq!(text, whole.as_bytes());
            assert_eq!(is_final.iter().filter(|it| **it).count(), 1);
            assert!(is_final.len() > 3 && is_final.last() == Some(&true));
        }
    }

    #[tokio::test]
    async fn lesson_on_a_broken_connection_ends_with_the_error() {
        let broken = Error::Protocol(ProtocolError::ResetWithoutClosingHandshake);
        let (served, hears) = serve([Err(broken), Ok(Message::text("too late"))]).await;
        assert!(matches!(served, Err(Error::Protocol(_))));
        assert_eq!(hears, [Message::text("[서버 접속 완료]")]);
    }
}

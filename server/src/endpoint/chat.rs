//! `/chat`: a client in a room, in plain text or in `superchat`.

mod conversation;

use std::pin::Pin;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, chat};
use protocol::parameter::BadParameter;
use protocol::superchat::{SUPERCHAT, is_id};
use tokio::time::{Sleep, timeout};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use self::conversation::Conversation;
use super::{CloseAction, Handshake, MessageSocket, is_end_of_input};
use crate::room::{Lagged, Member, MessageFormat, Rooms, identity};

/// The time limit of one write to a client. Beyond it the connection is closed with 1013. The client recovers by its
/// offset, if it joins again before the log has evicted that.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// A client that wants to be in a room.
#[derive(Clone, Debug)]
pub struct Chat {
    rooms: Rooms,
    room: String,
    name: String,
    key: Option<String>,
    format: MessageFormat,
}

impl Chat {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &chat::ENDPOINT;

    /// A chat in the room that the query names.
    ///
    /// # Errors
    ///
    /// The room, the name or the key is invalid.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            rooms: handshake.rooms.clone(),
            room: chat::ROOM.value(&handshake.query, identity::room)?,
            name: chat::NAME.value(&handshake.query, identity::member)?,
            key: key(handshake)?,
            format: match handshake.subprotocol {
                Some(SUPERCHAT) => MessageFormat::Json,
                _ => MessageFormat::Plain,
            },
        })
    }

    /// Passes messages from the client to its room and from the room to the client, until the client leaves or is too
    /// slow.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        let mut conversation =
            Conversation::new(self.rooms, self.room, self.name, self.key, self.format);
        if self.format == MessageFormat::Plain
            && let Err(code) = conversation.join_plain().await
        {
            write(&mut socket, [conversation.refuse(code, None)]).await?;
            return Ok(CloseAction::try_again_later(code.sentence()));
        }
        let mut end_of_input = None;
        loop {
            socket.keep(conversation.unacknowledged_bytes());
            if conversation.unacknowledged.is_empty()
                && let Some(end) = end_of_input
            {
                return Err(end);
            }
            let may_receive = conversation.may_receive() && end_of_input.is_none();
            let frames = tokio::select! {
                message = socket.next(), if may_receive => match message {
                    None => return Ok(CloseAction::normal()),
                    // The client may still read its acknowledgements.
                    Some(Err(error)) if is_end_of_input(&error) => {
                        end_of_input = Some(error);
                        continue;
                    }
                    Some(message) => conversation.receive(message?).await,
                },
                Some(outcome) = conversation.unacknowledged.next() => conversation.acknowledge(outcome),
                frames = next_frames(conversation.member.as_mut()) => match frames {
                    Ok(frames) => frames,
                    Err(Lagged) => return Ok(CloseAction::try_again_later(
                        "the room has moved on (--room-log-messages, --room-log-bytes)",
                    )),
                },
                () = end_of(conversation.silence.as_mut()) => {
                    return Ok(CloseAction::try_again_later("the client has sent no ping in time"));
                }
            };
            if !write(&mut socket, frames).await? {
                return Ok(CloseAction::try_again_later(
                    "the client did not read its messages in time",
                ));
            }
        }
    }
}

/// The key in the query; `None` where it has none.
///
/// # Errors
///
/// It is invalid. The error does not quote it, because it is a secret.
fn key(handshake: &Handshake<'_>) -> Result<Option<String>, BadParameter> {
    let key = chat::KEY.value(&handshake.query)?;
    if key.is_empty() {
        return Ok(None);
    }
    if !is_id(&key) {
        return Err(BadParameter {
            name: chat::KEY.name.to_owned(),
            value: None,
            takes: "16 to 64 characters of A-Z, a-z, 0-9, - and _".to_owned(),
        });
    }
    Ok(Some(key))
}

/// The next frames for a member; never completes for a client that is in no room.
async fn next_frames(member: Option<&mut Member>) -> Result<Vec<Utf8Bytes>, Lagged> {
    match member {
        Some(member) => member.next().await,
        None => std::future::pending().await,
    }
}

/// Completes when a client was silent for too long; never for a client that has sent no `ping`.
async fn end_of(silence: Option<&mut Pin<Box<Sleep>>>) {
    match silence {
        Some(silence) => silence.await,
        None => std::future::pending().await,
    }
}

/// Writes frames and flushes once. Returns whether that took less than [`WRITE_TIMEOUT`].
async fn write(
    socket: &mut impl MessageSocket,
    frames: impl IntoIterator<Item = Utf8Bytes>,
) -> Result<bool, Error> {
    let written = timeout(WRITE_TIMEOUT, async {
        for frame in frames {
            socket.feed(Message::Text(frame)).await?;
        }
        socket.flush().await
    });
    match written.await {
        Ok(written) => written.map(|()| true),
        Err(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use protocol::superchat::SILENCE_TIMEOUT_MS;
    use testkit::scripted_socket::ScriptedSocket;
    use tokio::time::Instant;

    use super::*;
    use crate::room::store::Memory;
    use crate::room::{JoinRequest, LogLimits, RoomLimits};

    fn rooms() -> Rooms {
        let limits = RoomLimits {
            max_rooms: 1,
            max_members: 2,
            messages_per_s: 9,
            log: LogLimits {
                messages: 9,
                bytes: usize::MAX,
                age_ms: 60_000,
            },
        };
        Rooms::new(limits, Memory::new(9))
    }

    /// How a client ends that sends these messages, and then nothing. `None` if it is still served after ten minutes.
    async fn end_of_client_that_says(texts: &[&str]) -> Option<CloseAction> {
        let messages = texts.iter().map(|text| Ok(Message::text(*text)));
        let socket = ScriptedSocket::new(messages.collect::<Vec<_>>());
        let chat = Chat {
            rooms: rooms(),
            room: "r".to_owned(),
            name: "kim".to_owned(),
            key: None,
            format: MessageFormat::Json,
        };
        let serving = timeout(Duration::from_secs(600), chat.serve(socket));
        serving.await.ok().map(Result::unwrap)
    }

    #[tokio::test(start_paused = true)]
    async fn serve_client_that_stops_to_ping_closes_after_the_silence_timeout() {
        let started = Instant::now();
        let join = r#"{"type":"join"}"#;
        let end = end_of_client_that_says(&[join, r#"{"type":"ping"}"#]).await;
        assert!(
            matches!(end, Some(CloseAction::Close { code: 1013, .. })),
            "{end:?}"
        );
        assert_eq!(started.elapsed(), Duration::from_millis(SILENCE_TIMEOUT_MS));

        let end = end_of_client_that_says(&[join]).await;
        assert!(
            end.is_none(),
            "a client that sends no pings may be silent: {end:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn serve_client_that_reads_nothing_closes_after_the_write_timeout() {
        let rooms = rooms();
        let silent = Chat {
            rooms: rooms.clone(),
            room: "r".to_owned(),
            name: "silent".to_owned(),
            key: None,
            format: MessageFormat::Plain,
        };
        let serving = tokio::spawn(silent.serve(ScriptedSocket::new([]).with_capacity(0)));
        tokio::task::yield_now().await;
        let request = JoinRequest {
            name: "kim",
            key: None,
            after: None,
            format: MessageFormat::Json,
        };
        let (kim, _) = rooms.join("r", request).await.unwrap();
        let receipt = kim.say("hi".to_owned(), None, None).await.unwrap();
        assert_eq!(receipt.await.unwrap(), 1);
        let started = Instant::now();
        let close_action = serving.await.unwrap().unwrap();
        assert!(matches!(
            close_action,
            CloseAction::Close { code: 1013, .. }
        ));
        assert_eq!(started.elapsed(), WRITE_TIMEOUT);
    }
}

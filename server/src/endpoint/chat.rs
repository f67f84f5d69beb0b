//! `/chat`: somebody in a room, in plain text or as `superchat`.

mod conversation;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, chat};
use protocol::parameter::BadParameter;
use protocol::superchat::SUPERCHAT;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use self::conversation::Conversation;
use super::{Goodbye, Opening, Socket};
use crate::room::{Form, Member, Overtaken, Rooms};

/// How long a client may take to take in what is written to it. It finds its place again by its offset, if it
/// comes back before the log has let go of that.
const PATIENCE: Duration = Duration::from_secs(10);

/// Somebody who wants to be in a room.
#[derive(Clone, Debug)]
pub struct Chat {
    rooms: Rooms,
    room: String,
    name: String,
    form: Form,
}

impl Chat {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &chat::ENDPOINT;

    /// A chat in the room that the query names.
    ///
    /// # Errors
    ///
    /// A room or a name that cannot be.
    pub fn from_opening(opening: &Opening<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            rooms: opening.rooms.clone(),
            room: chat::ROOM.value(&opening.query)?,
            name: chat::NAME.value(&opening.query)?,
            form: match opening.subprotocol {
                Some(SUPERCHAT) => Form::Json,
                _ => Form::Plain,
            },
        })
    }

    /// Carries what the client says to its room and what is new in the room to the client, until the client
    /// has left or is too slow.
    ///
    /// # Errors
    ///
    /// What broke the connection.
    pub async fn serve(self, mut socket: impl Socket) -> Result<Goodbye, Error> {
        let mut conversation = Conversation::new(self.rooms, self.room, self.name, self.form);
        if self.form == Form::Plain
            && let Err(code) = conversation.join_plainly().await
        {
            write(&mut socket, [conversation.refuse(code, None)]).await?;
            return Ok(Goodbye::try_again_later(code.sentence()));
        }
        loop {
            let frames = tokio::select! {
                message = socket.next(), if conversation.may_go_on() => match message.transpose()? {
                    None => return Ok(Goodbye::normal()),
                    Some(message) => conversation.hear(message).await,
                },
                Some(kept) = conversation.unacknowledged.next() => conversation.acknowledge(kept),
                frames = news(conversation.member.as_mut()) => match frames {
                    Ok(frames) => frames,
                    Err(Overtaken) => return Ok(Goodbye::try_again_later("the room has moved on")),
                },
            };
            if !write(&mut socket, frames).await? {
                return Ok(Goodbye::try_again_later(
                    "messages were not taken in for too long",
                ));
            }
        }
    }
}

/// What is next for a member; for one that is in no room there is nothing.
async fn news(member: Option<&mut Member>) -> Result<Vec<Utf8Bytes>, Overtaken> {
    match member {
        Some(member) => member.next().await,
        None => std::future::pending().await,
    }
}

/// Writes messages, and flushes once. Tells whether the client took them in within [`PATIENCE`].
async fn write(
    socket: &mut impl Socket,
    frames: impl IntoIterator<Item = Utf8Bytes>,
) -> Result<bool, Error> {
    let written = timeout(PATIENCE, async {
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
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_util::{Sink, Stream};
    use tokio::time::Instant;

    use super::*;
    use crate::room::store::Memory;
    use crate::room::{Bounds, Newcomer, RoomLimits};

    /// A client that says nothing and takes nothing in.
    struct Deaf;

    impl Stream for Deaf {
        type Item = Result<Message, Error>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Pending
        }
    }

    impl Sink<Message> for Deaf {
        type Error = Error;

        fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
            Poll::Pending
        }

        fn start_send(self: Pin<&mut Self>, _: Message) -> Result<(), Error> {
            Ok(())
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
            Poll::Pending
        }

        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
            Poll::Pending
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_takes_nothing_in_is_let_go_after_a_while() {
        let limits = RoomLimits {
            max_rooms: 1,
            max_members: 2,
            messages_per_s: 1,
            log: Bounds {
                messages: 9,
                bytes: usize::MAX,
                age_ms: 60_000,
            },
        };
        let rooms = Rooms::new(limits, Memory::new(9));
        let deaf = Chat {
            rooms: rooms.clone(),
            room: "r".to_owned(),
            name: "deaf".to_owned(),
            form: Form::Plain,
        };
        let served = tokio::spawn(deaf.serve(Deaf));
        tokio::task::yield_now().await;
        let newcomer = Newcomer {
            name: "kim",
            key: None,
            after: None,
            form: Form::Json,
        };
        let (kim, _) = rooms.join("r", newcomer).await.unwrap();
        let said = kim.say("hi".to_owned(), None, None).await.unwrap();
        assert_eq!(said.await, Ok(1));
        let begun = Instant::now();
        let goodbye = served.await.unwrap().unwrap();
        assert!(matches!(goodbye, Goodbye::Close { code: 1013, .. }));
        assert_eq!(begun.elapsed(), PATIENCE);
    }
}

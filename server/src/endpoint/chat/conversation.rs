//! The conversation of a client with its room: messages in, answers out.
//!
//! What may not enter: sockets.

use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use protocol::superchat::{
    Ack, ClientMessage, ErrorCode, Join, MAX_MESSAGE_BYTES, NOTICE, Pong, Refusal,
    SILENCE_TIMEOUT_MS, Say, ServerMessage, StreamPosition,
};
use tokio::time::{Instant, Sleep, sleep};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::endpoint::is_data;
use crate::room::store::StoreError;
use crate::room::{JoinRequest, Member, MessageFormat, RateLimiter, Rooms, frame};

/// The limit of a client's messages that are not stored yet. Beyond it, nothing is read from the client.
const MAX_UNACKNOWLEDGED: usize = 64;

/// The longest silence of a client that has sent a `ping`.
const SILENCE_TIMEOUT: Duration = Duration::from_millis(SILENCE_TIMEOUT_MS);

/// A client, and the room that it is in.
pub(super) struct Conversation {
    rooms: Rooms,
    room: String,
    name: String,
    key: Option<String>,
    format: MessageFormat,
    rate: RateLimiter,
    /// The client in its room; `None` while it is in no room.
    pub(super) member: Option<Member>,
    /// Its messages that are not stored yet, in their order.
    pub(super) unacknowledged: FuturesOrdered<BoxFuture<'static, SayOutcome>>,
    /// Completes when a client that has sent a `ping` was silent for too long. A browser may answer the pings of RFC 6455
    /// for a page that it has stopped, so they do not show that somebody is there.
    pub(super) silence: Option<Pin<Box<Sleep>>>,
    /// The bytes of their texts.
    unacknowledged_bytes: usize,
}

/// The outcome of a message: whether it is stored.
pub(super) struct SayOutcome {
    id: Option<String>,
    bytes: usize,
    offset: Result<u64, StoreError>,
}

impl Conversation {
    /// A client that is in no room. `room`, `name` and `key` are the defaults of a `join`.
    pub(super) fn new(
        rooms: Rooms,
        room: String,
        name: String,
        key: Option<String>,
        format: MessageFormat,
    ) -> Self {
        let rate = RateLimiter::new(rooms.limits().messages_per_s, Instant::now());
        Self {
            rooms,
            room,
            name,
            key,
            format,
            rate,
            member: None,
            unacknowledged: FuturesOrdered::new(),
            silence: None,
            unacknowledged_bytes: 0,
        }
    }

    /// Whether another message of the client may be read.
    pub(super) fn may_receive(&self) -> bool {
        self.unacknowledged.len() < MAX_UNACKNOWLEDGED
    }

    /// The bytes of the messages that are not stored yet.
    pub(super) fn unacknowledged_bytes(&self) -> usize {
        self.unacknowledged_bytes
    }

    /// Joins the room of a `chat` client, which sends no `join`.
    ///
    /// # Errors
    ///
    /// The join is refused.
    pub(super) async fn join_plain(&mut self) -> Result<(), ErrorCode> {
        self.join(Join::default()).await.map(drop)
    }

    /// Handles a message of the client. Returns the frames that answer it at once.
    pub(super) async fn receive(&mut self, message: Message) -> Vec<Utf8Bytes> {
        if !is_data(&message) {
            return Vec::new();
        }
        if let Some(silence) = &mut self.silence {
            silence.as_mut().reset(Instant::now() + SILENCE_TIMEOUT);
        }
        if let Err(wait) = self.rate.take(Instant::now()) {
            let retry_after_ms = u64::try_from(wait.as_millis()).ok().map(|ms| ms + 1);
            return vec![self.refusal(Refusal {
                id: id_of(self.format, &message),
                retry_after_ms,
                ..ErrorCode::TooFast.into()
            })];
        }
        if message.len() > MAX_MESSAGE_BYTES {
            return vec![self.refuse(ErrorCode::TextTooLong, None)];
        }
        let answer = match (self.format, message) {
            (MessageFormat::Plain, message) => {
                // The lesson reads a binary message the same way.
                let text = String::from_utf8_lossy(&message.into_data()).into_owned();
                self.say(text, None, None).await
            }
            (MessageFormat::Json, Message::Text(text)) => match serde_json::from_str(&text) {
                Ok(message) => self.handle(message).await,
                Err(_) => Err((ErrorCode::BadMessage, None)),
            },
            (MessageFormat::Json, _) => Err((ErrorCode::BadMessage, None)),
        };
        match answer {
            Ok(answer) => answer.into_iter().collect(),
            Err((code, id)) => vec![self.refuse(code, id)],
        }
    }

    /// The frames that tell a client the outcome of its message.
    pub(super) fn acknowledge(&mut self, outcome: SayOutcome) -> Vec<Utf8Bytes> {
        self.unacknowledged_bytes -= outcome.bytes;
        match (outcome.offset, outcome.id) {
            (Ok(offset), Some(id)) => vec![frame(&ServerMessage::Ack(Ack { id, offset }))],
            (Ok(_), None) => Vec::new(),
            (Err(error), id) => {
                self.rooms.note_failure(&error);
                vec![self.refuse(error.into(), id)]
            }
        }
    }

    async fn handle(
        &mut self,
        message: ClientMessage,
    ) -> Result<Option<Utf8Bytes>, (ErrorCode, Option<String>)> {
        match message {
            ClientMessage::Join(join) => {
                let welcome = self.join(join).await;
                welcome.map(Some).map_err(|code| (code, None))
            }
            ClientMessage::Say(Say { id, text, after }) => self.say(text, Some(id), after).await,
            ClientMessage::Typing(typing) => {
                let member = self.member.as_ref().ok_or((ErrorCode::NotJoined, None))?;
                member.set_typing(typing.is_typing);
                Ok(None)
            }
            ClientMessage::Leave(_) => {
                let left = self.member.take().ok_or((ErrorCode::NotJoined, None))?;
                drop(left);
                Ok(None)
            }
            ClientMessage::Ping(_) => {
                self.silence
                    .get_or_insert_with(|| Box::pin(sleep(SILENCE_TIMEOUT)));
                Ok(Some(frame(&ServerMessage::Pong(Pong {}))))
            }
        }
    }

    async fn join(&mut self, join: Join) -> Result<Utf8Bytes, ErrorCode> {
        if self.member.is_some() {
            return Err(ErrorCode::AlreadyJoined);
        }
        let request = JoinRequest {
            name: join.name.as_deref().unwrap_or(&self.name),
            key: join.key.as_deref().or(self.key.as_deref()),
            after: join.after.as_ref(),
            format: self.format,
        };
        let room = join.room.as_deref().unwrap_or(&self.room);
        // In a box, so that its large future takes no memory while the client is in a room.
        let (member, welcome) = Box::pin(self.rooms.join(room, request)).await?;
        self.member = Some(member);
        Ok(welcome)
    }

    async fn say(
        &mut self,
        text: String,
        id: Option<String>,
        after: Option<StreamPosition>,
    ) -> Result<Option<Utf8Bytes>, (ErrorCode, Option<String>)> {
        let bytes = text.len();
        let appended = match &self.member {
            Some(member) => member.say(text, id.clone(), after).await,
            None => Err(ErrorCode::NotJoined),
        };
        match appended {
            Ok(receipt) => {
                let outcome = receipt.map(move |offset| SayOutcome { id, bytes, offset });
                let outcome = outcome.boxed();
                self.unacknowledged_bytes += bytes;
                self.unacknowledged.push_back(outcome);
                Ok(None)
            }
            Err(code) => Err((code, id)),
        }
    }

    /// The frame that refuses a message.
    pub(super) fn refuse(&self, code: ErrorCode, id: Option<String>) -> Utf8Bytes {
        self.refusal(Refusal { id, ..code.into() })
    }

    fn refusal(&self, refusal: Refusal) -> Utf8Bytes {
        match self.format {
            MessageFormat::Json => frame(&ServerMessage::Error(refusal)),
            MessageFormat::Plain => {
                let (code, sentence) = (refusal.code.as_str(), refusal.message);
                format!("{NOTICE} {code}: {sentence}").into()
            }
        }
    }
}

/// The id of a `say`, so that its client knows which message to send again.
fn id_of(format: MessageFormat, message: &Message) -> Option<String> {
    match (format, message) {
        (MessageFormat::Json, Message::Text(text)) if text.len() <= MAX_MESSAGE_BYTES => {
            match serde_json::from_str(text) {
                Ok(ClientMessage::Say(say)) => Some(say.id),
                _ => None,
            }
        }
        _ => None,
    }
}

//! What a client and its room say to each other: messages in, answers out.
//!
//! What may not enter: sockets.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use protocol::superchat::{
    Ack, ClientMessage, ErrorCode, Join, MAX_MESSAGE_BYTES, NOTICE, Position, Refusal, Say,
    ServerMessage,
};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::endpoint::is_data;
use crate::room::store::StoreError;
use crate::room::{Form, Member, Newcomer, Rate, Rooms, frame};

/// How many messages of a client may wait to be kept; when there are so many it is not read from.
const MAX_UNACKNOWLEDGED: usize = 64;

/// A client, and the room that it is in.
pub(super) struct Conversation {
    rooms: Rooms,
    room: String,
    name: String,
    form: Form,
    rate: Rate,
    /// The client in its room, while it is in one.
    pub(super) member: Option<Member>,
    /// What it said that is not yet known to be kept, in that order.
    pub(super) unacknowledged: FuturesOrdered<BoxFuture<'static, Kept>>,
}

/// What became of something that was said.
pub(super) struct Kept {
    id: Option<String>,
    offset: Result<u64, StoreError>,
}

impl Conversation {
    /// A client that is in no room yet. `room` and `name` are those for a `join` that names none.
    pub(super) fn new(rooms: Rooms, room: String, name: String, form: Form) -> Self {
        let rate = Rate::new(rooms.limits().messages_per_s, Instant::now());
        Self {
            rooms,
            room,
            name,
            form,
            rate,
            member: None,
            unacknowledged: FuturesOrdered::new(),
        }
    }

    /// Whether the client may say more.
    pub(super) fn may_go_on(&self) -> bool {
        self.unacknowledged.len() < MAX_UNACKNOWLEDGED
    }

    /// Has a client of `chat` join its room.
    ///
    /// # Errors
    ///
    /// Why it cannot be in it.
    pub(super) async fn join_plainly(&mut self) -> Result<(), ErrorCode> {
        self.join(Join::default()).await.map(drop)
    }

    /// Hears a message, and tells what answers it at once.
    pub(super) async fn hear(&mut self, message: Message) -> Vec<Utf8Bytes> {
        if !is_data(&message) {
            return Vec::new();
        }
        if let Err(wait) = self.rate.take(Instant::now()) {
            let retry_after_ms = u64::try_from(wait.as_millis()).ok().map(|ms| ms + 1);
            return vec![self.refusal(Refusal {
                id: id_of(self.form, &message),
                retry_after_ms,
                ..ErrorCode::TooFast.into()
            })];
        }
        if message.len() > MAX_MESSAGE_BYTES {
            return vec![self.refuse(ErrorCode::TextTooLong, None)];
        }
        let answer = match (self.form, message) {
            (Form::Plain, message) => {
                // As the lesson reads what is binary.
                let text = String::from_utf8_lossy(&message.into_data()).into_owned();
                self.say(text, None, None).await
            }
            (Form::Json, Message::Text(text)) => match serde_json::from_str(&text) {
                Ok(message) => self.obey(message).await,
                Err(_) => Err((ErrorCode::BadMessage, None)),
            },
            (Form::Json, _) => Err((ErrorCode::BadMessage, None)),
        };
        match answer {
            Ok(answer) => answer.into_iter().collect(),
            Err((code, id)) => vec![self.refuse(code, id)],
        }
    }

    /// What the client is told of something that it said.
    pub(super) fn acknowledge(&self, kept: Kept) -> Vec<Utf8Bytes> {
        match (kept.offset, kept.id) {
            (Ok(offset), Some(id)) => vec![frame(&ServerMessage::Ack(Ack { id, offset }))],
            (Ok(_), None) => Vec::new(),
            (Err(error), id) => vec![self.refuse(error.into(), id)],
        }
    }

    async fn obey(
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
        }
    }

    async fn join(&mut self, join: Join) -> Result<Utf8Bytes, ErrorCode> {
        if self.member.is_some() {
            return Err(ErrorCode::AlreadyJoined);
        }
        let newcomer = Newcomer {
            name: join.name.as_deref().unwrap_or(&self.name),
            key: join.key.as_deref(),
            after: join.after.as_ref(),
            form: self.form,
        };
        let room = join.room.as_deref().unwrap_or(&self.room);
        // In a box, which is gone when it is done: one joins seldom.
        let (member, welcome) = Box::pin(self.rooms.join(room, newcomer)).await?;
        self.member = Some(member);
        Ok(welcome)
    }

    async fn say(
        &mut self,
        text: String,
        id: Option<String>,
        after: Option<Position>,
    ) -> Result<Option<Utf8Bytes>, (ErrorCode, Option<String>)> {
        let said = match &self.member {
            Some(member) => member.say(text, id.clone(), after).await,
            None => Err(ErrorCode::NotJoined),
        };
        match said {
            Ok(receipt) => {
                let kept = receipt.map(|offset| Kept { id, offset }).boxed();
                self.unacknowledged.push_back(kept);
                Ok(None)
            }
            Err(code) => Err((code, id)),
        }
    }

    /// What a client is told that is refused something.
    pub(super) fn refuse(&self, code: ErrorCode, id: Option<String>) -> Utf8Bytes {
        self.refusal(Refusal { id, ..code.into() })
    }

    fn refusal(&self, refusal: Refusal) -> Utf8Bytes {
        match self.form {
            Form::Json => frame(&ServerMessage::Error(refusal)),
            Form::Plain => {
                let (code, sentence) = (refusal.code.as_str(), refusal.message);
                format!("{NOTICE} {code}: {sentence}").into()
            }
        }
    }
}

/// The id of a `say`, so that its client knows which one to say again.
fn id_of(form: Form, message: &Message) -> Option<String> {
    match (form, message) {
        (Form::Json, Message::Text(text)) if text.len() <= MAX_MESSAGE_BYTES => {
            match serde_json::from_str(text) {
                Ok(ClientMessage::Say(say)) => Some(say.id),
                _ => None,
            }
        }
        _ => None,
    }
}

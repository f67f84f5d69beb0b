//! Somebody in a room.

use std::sync::Arc;

use futures_util::FutureExt;
use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES, Position, is_id};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::names::Claim;
use super::rooms::Held;
use super::state::{Cursor, Entered};
use super::store::{Draft, Receipt};
use super::{Form, Newcomer, Overtaken, Room, now_ms};

/// How many messages a member reads at once: so many are written before it sees whether its client has
/// said something.
const BATCH: usize = 64;

/// A connection in a room, which it leaves when this is dropped.
#[derive(Debug)]
pub struct Member {
    room: Arc<Room>,
    form: Form,
    cursor: Cursor,
    news: watch::Receiver<()>,
    /// Let go of when it has left the room.
    claim: Claim,
    held: Held,
}

impl Member {
    /// Takes a newcomer into a room that is open, with the name that it has got, and tells what answers it.
    pub(super) fn enter(
        room: Arc<Room>,
        held: Held,
        claim: Claim,
        newcomer: Newcomer<'_>,
    ) -> Result<(Self, Utf8Bytes), ErrorCode> {
        let news = room.news.subscribe();
        let Entered {
            cursor,
            welcome,
            telling,
        } = room.state().enter(newcomer, claim.name(), now_ms())?;
        room.see_told(telling);
        let form = newcomer.form;
        let member = Self {
            room,
            form,
            cursor,
            news,
            claim,
            held,
        };
        Ok((member, welcome))
    }

    /// The name that it has.
    #[must_use]
    pub fn name(&self) -> &str {
        self.claim.name()
    }

    /// What is next to be sent to its client: at least one message, in the order of the room. Nothing is
    /// lost where this is dropped before it completes.
    ///
    /// # Errors
    ///
    /// What comes next is not there any more.
    pub async fn next(&mut self) -> Result<Vec<Utf8Bytes>, Overtaken> {
        loop {
            // Before the room is read, so that what enters it afterwards is news.
            self.news.mark_unchanged();
            let frames =
                self.room
                    .state()
                    .read(&mut self.cursor, self.form, self.claim.name(), BATCH)?;
            if !frames.is_empty() {
                return Ok(frames);
            }
            // The sender is in the room, which is held here.
            let _ = self.news.changed().await;
        }
    }

    /// Says something. What is returned completes when it is kept, with its offset; what one says first
    /// has the lower offset. Until then the room is there, though its member may have left.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub async fn say(
        &self,
        text: String,
        id: Option<String>,
        after: Option<Position>,
    ) -> Result<Receipt, ErrorCode> {
        if id.as_deref().is_some_and(|id| !is_id(id)) {
            return Err(ErrorCode::BadId);
        }
        if text.is_empty() {
            return Err(ErrorCode::EmptyText);
        }
        if text.len() > MAX_TEXT_BYTES {
            return Err(ErrorCode::TextTooLong);
        }
        let name = self.name().to_owned();
        let draft = Draft {
            name,
            text,
            id,
            after,
        };
        let journal = self.held.journal().ok_or(ErrorCode::StoreUnavailable)?;
        let receipt = journal.append(draft).await?;
        let held = self.held.clone();
        let kept = receipt.map(move |kept| {
            drop(held);
            kept
        });
        Ok(kept.boxed())
    }

    /// Lets the others see whether it is writing.
    pub fn set_typing(&self, is_typing: bool) {
        if self.room.set_typing(self.name(), is_typing)
            && let Some(names) = self.held.names()
        {
            names.set_typing(self.name(), is_typing);
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // Its name may stay, by another connection.
        self.set_typing(false);
        let telling = self.room.state().leave(self.claim.name());
        self.room.see_told(telling);
    }
}

//! A connection in a room.

use std::sync::Arc;

use futures_util::FutureExt;
use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES, StreamPosition, is_id};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::names::NameClaim;
use super::rooms::RoomLease;
use super::state::{Cursor, Joined};
use super::store::{Draft, Receipt};
use super::{JoinRequest, Lagged, MessageFormat, Room, now_ms};

/// The limit of frames that a member reads at once. They are written before the next message of its client is read, so
/// a smaller limit answers a client in a busy room sooner.
const MAX_BATCH_MESSAGES: usize = 64;

/// A connection in a room. It leaves the room when this is dropped.
#[derive(Debug)]
pub struct Member {
    room: Arc<Room>,
    format: MessageFormat,
    cursor: Cursor,
    changes: watch::Receiver<()>,
    /// Released after it has left the room.
    claim: NameClaim,
    lease: RoomLease,
}

impl Member {
    /// Adds a connection to an open room, under the claimed name. Returns the answer to its request.
    ///
    /// # Errors
    ///
    /// The room is full.
    pub(super) fn enter(
        room: Arc<Room>,
        lease: RoomLease,
        claim: NameClaim,
        request: JoinRequest<'_>,
    ) -> Result<(Self, Utf8Bytes), ErrorCode> {
        let changes = room.changes.subscribe();
        let Joined {
            cursor,
            welcome,
            flush,
        } = room.state().enter(request, claim.name(), now_ms())?;
        room.schedule_presence(flush);
        let format = request.format;
        let member = Self {
            room,
            format,
            cursor,
            changes,
            claim,
            lease,
        };
        Ok((member, welcome))
    }

    /// Its name in the room.
    #[must_use]
    pub fn name(&self) -> &str {
        self.claim.name()
    }

    /// The next frames for its client, in the order of the room; at least one. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// The member has lagged. Its client has to join again.
    pub async fn next(&mut self) -> Result<Vec<Utf8Bytes>, Lagged> {
        loop {
            // Before the room is read, so that a later change wakes this member.
            self.changes.mark_unchanged();
            let frames = self.room.state().read(
                &mut self.cursor,
                self.format,
                self.claim.name(),
                MAX_BATCH_MESSAGES,
            )?;
            if !frames.is_empty() {
                return Ok(frames);
            }
            // The sender is in `self.room`, so this is no error.
            let _ = self.changes.changed().await;
        }
    }

    /// Appends a message. The receipt completes with its offset when it is stored. Of two messages of a member, the first
    /// has the lower offset. The receipt keeps the room open, also after its member has left.
    ///
    /// # Errors
    ///
    /// The text or the id is invalid, or the store is not ready.
    pub async fn say(
        &self,
        text: String,
        id: Option<String>,
        after: Option<StreamPosition>,
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
        let journal = self.lease.journal().ok_or(ErrorCode::StoreUnavailable)?;
        let receipt = journal.append(draft).await;
        let receipt = receipt.inspect_err(|error| self.lease.note_failure(error))?;
        let lease = self.lease.clone();
        let stored = receipt.map(move |stored| {
            drop(lease);
            stored
        });
        Ok(stored.boxed())
    }

    /// Tells other members whether it is writing.
    pub fn set_typing(&self, is_typing: bool) {
        if self.room.set_typing(self.name(), is_typing)
            && let Some(names) = self.lease.names()
        {
            names.set_typing(self.name(), is_typing);
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // Another connection may keep the name in the room.
        self.set_typing(false);
        let flush = self.room.state().leave(self.claim.name());
        self.room.schedule_presence(flush);
    }
}

//! The rooms of `/chat`: who is in them, their messages, and how messages reach members.
//!
//! # Layout
//!
//! - [`Rooms`]: every room of the server, and the limits. A [`Member`] is a connection in one of them.
//! - [`store`]: decides the order of messages, keeps them, and publishes them in their [`Room`].
//! - [`names`]: allocates the names in a room. [`identity`] decides which names are the same.
//! - `state`: a room as plain data, made of a `log`, its `members` and `events`. A [`LogEntry`] is a message in the
//!   log. `room_memory` limits what all rooms hold together. `rate_limiter` limits how fast a connection may send.
//!
//! What may not enter: sockets. They are in `endpoint/chat.rs`.
//!
//! # How a message reaches a thousand members
//!
//! A member has no queue. It has a cursor into the log of its room, waits for a change, and reads what is behind the
//! cursor. All members read the same bytes, serialized once. A slow member holds no memory and does not delay others.
//! When the log evicts a message that the member has not read, the member has lagged and has to join again. So the
//! memory of a room is bounded by its log and its newest events, whatever its members do.

mod entry;
mod events;
pub mod identity;
mod log;
mod member;
mod members;
pub mod names;
mod rate_limiter;
mod room_memory;
mod rooms;
mod state;
pub mod store;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use protocol::superchat::{ServerMessage, StreamPosition};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use self::events::PresenceFlush;
use self::state::RoomState;
use crate::clock::now_ms;

pub use entry::LogEntry;
pub use log::LogLimits;
pub use member::Member;
pub use rate_limiter::RateLimiter;
pub use room_memory::RoomMemory;
pub use rooms::{RoomLimits, Rooms};
pub use state::{JoinRequest, Lagged};

/// The time for which joins and leaves are collected into one `presence` message. A thousand members that join one by
/// one would otherwise cause half a million messages.
const PRESENCE_FLUSH_INTERVAL: Duration = Duration::from_millis(50);

/// The time that a join waits until this server has read as far as the client had on another server. After it, the join
/// is refused where the store is not current, and answered otherwise. It is longer than the six seconds after which a
/// reader notices that NATS is silent.
const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(8);

/// What a member receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageFormat {
    /// New messages of the other members, as `name: text`.
    Plain,
    /// All messages and events, as [`ServerMessage`]s.
    Json,
}

/// A room, and the notification that it has changed.
#[derive(Debug)]
pub struct Room {
    /// Locked for the time of reading or appending some messages, and never across an await.
    state: Mutex<RoomState>,
    changes: watch::Sender<()>,
    memory: RoomMemory,
}

impl Room {
    fn new(name: &str, limits: &RoomLimits, memory: &RoomMemory) -> Self {
        let state = RoomState::new(name, limits.log, limits.max_members, memory);
        Self {
            state: Mutex::new(state),
            changes: watch::Sender::new(()),
            memory: memory.clone(),
        }
    }

    /// The memory that the room shares with all others.
    pub(crate) fn memory(&self) -> &RoomMemory {
        &self.memory
    }

    /// Starts the log of `epoch` with a store's `entries`, which are those behind the offset `evicted`, in order. A
    /// second call replaces the log, as when a store has lost its messages; members have to join again.
    pub fn reset(
        &self,
        epoch: &str,
        evicted: u64,
        entries: impl IntoIterator<Item = Arc<LogEntry>>,
    ) {
        self.state().reset(epoch, evicted, entries);
        self.changes.send_replace(());
    }

    /// Notes that the store assigned the offsets through this position twice. A join with such a position recovers
    /// nothing.
    pub fn mark_rolled_back(&self, through: StreamPosition) {
        self.state().mark_rolled_back(through);
    }

    /// Appends `entries`, which have higher offsets than all before, in order. Returns the offset through which the log
    /// has evicted messages; a store may delete those.
    pub fn publish(&self, entries: impl IntoIterator<Item = Arc<LogEntry>>) -> u64 {
        let evicted = self.state().publish(entries);
        self.changes.send_replace(());
        evicted
    }

    /// Replaces the set of names that are in the room through other servers.
    pub fn set_remote_members(self: &Arc<Self>, names: &BTreeSet<Arc<str>>) {
        let flush = self.state().set_remote_members(names);
        self.schedule_presence(flush);
    }

    /// Revokes a name: its connections to this server have to join again.
    pub fn revoke(&self, name: &Arc<str>) {
        self.state().revoke(name);
        self.changes.send_replace(());
    }

    /// Tells members whether one of them is writing. Returns whether that has changed.
    pub fn set_typing(&self, name: &str, is_typing: bool) -> bool {
        let has_changed = self.state().set_typing(name, is_typing);
        if has_changed {
            self.changes.send_replace(());
        }
        has_changed
    }

    /// Waits until the log has reached a position, at most [`CATCH_UP_TIMEOUT`], because a client may claim any
    /// position. Returns whether it has.
    async fn catch_up(&self, position: &StreamPosition) -> bool {
        let mut changes = self.changes.subscribe();
        let caught_up = changes.wait_for(|()| !self.state().is_behind(position));
        // The sender is in `self`, so only the time limit is an error.
        timeout(CATCH_UP_TIMEOUT, caught_up).await.is_ok()
    }

    /// Sends the `presence` message that `flush` asks for, now or later.
    fn schedule_presence(self: &Arc<Self>, flush: PresenceFlush) {
        match flush {
            PresenceFlush::Pending => {}
            PresenceFlush::Now => {
                self.changes.send_replace(());
            }
            PresenceFlush::Later => {
                let room = Arc::clone(self);
                let later = async move {
                    sleep(PRESENCE_FLUSH_INTERVAL).await;
                    room.state().flush_presence();
                    // Something else may have flushed it without a notification.
                    room.changes.send_replace(());
                };
                // Without a runtime the server has ended, and every member with it.
                if let Ok(runtime) = Handle::try_current() {
                    runtime.spawn(later);
                }
            }
        }
    }

    /// No statement leaves the state half-written, so a poisoned lock is safe to use.
    fn state(&self) -> MutexGuard<'_, RoomState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message as it goes over the wire.
pub(crate) fn frame(message: &ServerMessage) -> Utf8Bytes {
    // Serialization fails only for maps with keys that are no strings; there are none.
    serde_json::to_string(message).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;

//! A room as plain data: its log, its members, and what a member reads next.
//!
//! What may not enter: locks, wake-ups, clocks, sockets.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use protocol::superchat::{
    ErrorCode, MAX_NAMED_MEMBERS, PAGE_MESSAGES, ServerMessage, StreamPosition, Welcome,
};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::entry::LogEntry;
use super::events::{EventBuffer, PresenceFlush};
use super::log::{LogLimits, RoomLog};
use super::members::Members;
use super::room_memory::RoomMemory;
use super::{MessageFormat, frame};

/// The state of a room.
#[derive(Debug)]
pub(super) struct RoomState {
    name: String,
    epoch: String,
    /// The number of times that the log was reset. A cursor of an earlier generation has lagged.
    generation: u64,
    /// The newest position that the store assigned twice, in the same epoch.
    rolled_back: Option<StreamPosition>,
    log: RoomLog,
    members: Members,
    /// Names that connections to this server still use, and another server's member has.
    revoked: HashSet<Arc<str>>,
    events: EventBuffer,
    max_members: usize,
}

/// A connection's request to join a room.
#[derive(Clone, Copy, Debug)]
pub struct JoinRequest<'a> {
    /// The name that it asks for.
    pub name: &'a str,
    /// See [`protocol::superchat::Join::key`].
    pub key: Option<&'a str>,
    /// See [`protocol::superchat::Join::after`].
    pub after: Option<&'a StreamPosition>,
    /// What it receives.
    pub format: MessageFormat,
}

/// What a member has read: everything before this.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    generation: u64,
    offset: u64,
    event: u64,
}

/// The room no longer has what the member would read next, or the member has lost its name. It has to join again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lagged;

/// A request that was granted.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) cursor: Cursor,
    /// The answer, as it goes over the wire.
    pub(super) welcome: Utf8Bytes,
    /// When to tell other members. [`PresenceFlush::Now`] is done already.
    pub(super) flush: PresenceFlush,
}

impl RoomState {
    /// A room without a log. [`RoomState::reset`] begins one.
    pub(super) fn new(
        name: &str,
        limits: LogLimits,
        max_members: usize,
        memory: &RoomMemory,
    ) -> Self {
        Self {
            name: name.to_owned(),
            epoch: String::new(),
            generation: 0,
            rolled_back: None,
            log: RoomLog::new(limits, 0, memory),
            members: Members::default(),
            revoked: HashSet::new(),
            events: EventBuffer::default(),
            max_members,
        }
    }

    /// Begins the log, or replaces it. Members of the one before have lagged.
    pub(super) fn reset(
        &mut self,
        epoch: &str,
        evicted: u64,
        entries: impl IntoIterator<Item = Arc<LogEntry>>,
    ) {
        epoch.clone_into(&mut self.epoch);
        self.generation += 1;
        self.log = self.log.replaced(evicted);
        for entry in entries {
            self.log.restore(entry);
        }
    }

    /// Notes that positions through this one were assigned twice. A client at such a position may have read something
    /// else there, so it recovers nothing.
    pub(super) fn mark_rolled_back(&mut self, through: StreamPosition) {
        self.rolled_back = Some(through);
    }

    /// Appends messages. Returns the offset through which the log has evicted older ones.
    pub(super) fn publish(&mut self, entries: impl IntoIterator<Item = Arc<LogEntry>>) -> u64 {
        for entry in entries {
            // Members see a sender join before its message. A message ends its sender's typing without an event.
            self.flush_presence();
            self.members.set_typing(entry.name(), false);
            self.log.push(entry);
        }
        self.log.evicted()
    }

    /// Whether the room has `max_members` connections.
    pub(super) fn is_full(&self) -> bool {
        self.members.connections() >= self.max_members
    }

    /// Adds a member with the allocated name `name`. Its cursor is at the position that it asks for, or, where the log
    /// does not reach back to that, before the newest page.
    ///
    /// # Errors
    ///
    /// The room is full.
    pub(super) fn enter(
        &mut self,
        request: JoinRequest<'_>,
        name: &Arc<str>,
        now_ms: u64,
    ) -> Result<Joined, ErrorCode> {
        if self.is_full() {
            return Err(ErrorCode::RoomFull);
        }
        self.log.trim(now_ms);
        self.flush_after_welcome(Some(name));
        if request.format == MessageFormat::Json {
            self.events.note_welcome();
        }
        let flush = if self.members.enter(name) {
            let flush = self.events.joins(name);
            self.flush_if_now(flush)
        } else {
            PresenceFlush::Pending
        };
        let recovered = request.after.filter(|after| {
            after.epoch == self.epoch
                && self.log.reaches(after.offset)
                && !self.is_rolled_back(after)
        });
        let offset = match (recovered, request.format) {
            (Some(after), _) => after.offset,
            (None, MessageFormat::Json) => self.log.before_newest(PAGE_MESSAGES),
            // `chat` sends no history.
            (None, MessageFormat::Plain) => self.log.newest(),
        };
        let welcome = Welcome {
            room: self.name.clone(),
            name: name.as_ref().to_owned(),
            epoch: self.epoch.clone(),
            newest: self.log.newest(),
            recovered: recovered.is_some(),
            members: self.members.names(MAX_NAMED_MEMBERS),
            member_count: self.members.count(),
        };
        Ok(Joined {
            cursor: Cursor {
                generation: self.generation,
                offset,
                event: self.events.next(),
            },
            welcome: frame(&ServerMessage::Welcome(welcome)),
            flush,
        })
    }

    /// Removes a connection of a member. Returns when to tell other members; [`PresenceFlush::Now`] is done already.
    pub(super) fn leave(&mut self, name: &Arc<str>) -> PresenceFlush {
        self.flush_after_welcome(Some(name));
        let is_gone = self.members.leave(name);
        if !self.members.has_connections(name) {
            self.revoked.remove(name);
        }
        if !is_gone {
            return PresenceFlush::Pending;
        }
        let flush = self.events.leaves(name);
        self.flush_if_now(flush)
    }

    /// Replaces the set of names that are in the room through other servers. Returns when to tell other members;
    /// [`PresenceFlush::Now`] is done already.
    pub(super) fn set_remote_members(&mut self, names: &BTreeSet<Arc<str>>) -> PresenceFlush {
        self.flush_after_welcome(None);
        let diff = self.members.set_remote_members(names);
        let mut first = PresenceFlush::Pending;
        let joined = diff.joined.iter().map(|name| (name, true));
        let left = diff.left.iter().map(|name| (name, false));
        for (name, has_joined) in joined.chain(left) {
            let flush = if has_joined {
                self.events.joins(name)
            } else {
                self.events.leaves(name)
            };
            // Some may be flushed now; the first of the rest then asks for `Later`.
            match self.flush_if_now(flush) {
                PresenceFlush::Pending => {}
                flush => first = flush,
            }
        }
        first
    }

    /// Revokes a name: its connections to this server have lagged.
    pub(super) fn revoke(&mut self, name: &Arc<str>) {
        if self.members.has_connections(name) {
            self.revoked.insert(Arc::clone(name));
        }
    }

    /// Notes whether a member is writing. Returns whether that has changed.
    pub(super) fn set_typing(&mut self, name: &str, is_typing: bool) -> bool {
        let has_changed = self.members.set_typing(name, is_typing);
        if has_changed {
            self.flush_presence();
            self.events.set_typing(name, is_typing, self.log.newest());
        }
        has_changed
    }

    /// Sends one `presence` message with all pending joins and leaves.
    pub(super) fn flush_presence(&mut self) {
        self.events.flush(self.members.count(), self.log.newest());
    }

    /// Flushes pending changes if a `welcome` was sent since a change of `name`, or of any name, became pending. A join and
    /// a leave that are both pending cancel out and are not sent. But a member whose `welcome` was sent in between has
    /// seen one of them, and needs the other. Call this before the members change: the message contains their number.
    fn flush_after_welcome(&mut self, name: Option<&Arc<str>>) {
        if self.events.was_welcome_sent_since(name) {
            self.flush_presence();
        }
    }

    fn flush_if_now(&mut self, flush: PresenceFlush) -> PresenceFlush {
        if flush == PresenceFlush::Now {
            self.flush_presence();
        }
        flush
    }

    /// The next frames for a member at `cursor`, in order and at most `max_frames`. Moves the cursor behind them.
    ///
    /// # Errors
    ///
    /// The member has lagged.
    pub(super) fn read(
        &self,
        cursor: &mut Cursor,
        format: MessageFormat,
        name: &str,
        max_frames: usize,
    ) -> Result<Vec<Utf8Bytes>, Lagged> {
        let is_revoked = !self.revoked.is_empty() && self.revoked.contains(name);
        if is_revoked || cursor.generation != self.generation || cursor.offset < self.log.evicted()
        {
            return Err(Lagged);
        }
        let mut frames = Vec::new();
        if format == MessageFormat::Plain {
            for entry in self.log.after(cursor.offset) {
                if frames.len() == max_frames {
                    break;
                }
                cursor.offset = entry.offset();
                if entry.name() != name {
                    frames.push(entry.plain().clone());
                }
            }
            return Ok(frames);
        }
        cursor.event = self.events.resume(cursor.event).ok_or(Lagged)?;
        let mut entries = self.log.after(cursor.offset).peekable();
        while frames.len() < max_frames {
            match (self.events.get(cursor.event), entries.peek()) {
                (Some(event), Some(entry)) if event.after < entry.offset() => {
                    cursor.event += 1;
                    frames.push(event.json.clone());
                }
                (_, Some(entry)) => {
                    cursor.offset = entry.offset();
                    frames.push(entry.json().clone());
                    entries.next();
                }
                (Some(event), None) => {
                    cursor.event += 1;
                    frames.push(event.json.clone());
                }
                (None, None) => break,
            }
        }
        Ok(frames)
    }

    /// The offset of the newest message.
    #[cfg(test)]
    pub(super) fn newest(&self) -> u64 {
        self.log.newest()
    }

    /// Whether a client at this position may have read something else there.
    fn is_rolled_back(&self, position: &StreamPosition) -> bool {
        let rolled_back = self.rolled_back.as_ref();
        rolled_back.is_some_and(|it| it.epoch == position.epoch && it.offset >= position.offset)
    }

    /// Whether the log has not reached this position yet.
    pub(super) fn is_behind(&self, position: &StreamPosition) -> bool {
        position.epoch == self.epoch && position.offset > self.log.newest()
    }

    /// Whether it has no members, and no message that is young enough at the time `now_ms`.
    pub(super) fn is_vacant(&mut self, now_ms: u64) -> bool {
        self.log.trim(now_ms);
        self.members.connections() == 0 && self.log.is_empty()
    }
}

#[cfg(test)]
mod tests;

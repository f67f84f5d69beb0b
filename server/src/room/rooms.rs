//! Every room of the server.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::superchat::{ErrorCode, is_id, is_name, is_room};
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::names::NameAllocator;
use super::room_memory::{RoomHolding, RoomMemory};
use super::store::{Journal, Store, StoreError, StoreFailures};
use super::{JoinRequest, LogLimits, Member, Room, identity, now_ms};

/// The limits of rooms, which bound what they cost the server.
#[derive(Clone, Copy, Debug)]
pub struct RoomLimits {
    /// Rooms with a member or a message. Beyond it, a join that would open another room is refused.
    pub max_rooms: usize,
    /// Connections in one room. Beyond it, joins are refused.
    pub max_members: usize,
    /// Messages that a connection may send in a second; at least 1. Beyond it, messages are refused.
    pub messages_per_s: u32,
    /// Messages in the log of one room.
    pub log: LogLimits,
}

/// Every room of the server. Clones share them.
#[derive(Clone)]
pub struct Rooms(Arc<Inner>);

struct Inner {
    limits: RoomLimits,
    store: Box<dyn Store>,
    memory: RoomMemory,
    slots: Mutex<RoomSlots>,
    failures: StoreFailures,
}

/// By the name that identifies a room.
type RoomSlots = HashMap<Arc<str>, RoomSlot>;

/// A room's slot in the map.
#[derive(Default)]
struct RoomSlot {
    cell: Arc<RoomCell>,
    /// The number of leases.
    leases: usize,
    /// The time of its newest message, in milliseconds since 1970, where the store has it from an earlier run.
    stored_newest_ms: Option<u64>,
    /// What its store holds of it in memory until it is opened.
    stored_holding: Option<RoomHolding>,
}

/// The first join opens a room; the cell has it from then on.
type RoomCell = OnceCell<OpenRoom>;

struct OpenRoom {
    room: Arc<Room>,
    journal: Box<dyn Journal>,
    names: Box<dyn NameAllocator>,
}

impl Rooms {
    /// The rooms of this store, without a limit on what all of them hold together.
    #[must_use]
    pub fn new(limits: RoomLimits, store: impl Store + 'static) -> Self {
        Self::within(limits, RoomMemory::default(), store)
    }

    /// The rooms of this store, which hold at most this memory together.
    #[must_use]
    pub fn within(limits: RoomLimits, memory: RoomMemory, store: impl Store + 'static) -> Self {
        let stored = store.rooms().into_iter().map(|stored| {
            let mut holding = memory.holding();
            holding.set(stored.bytes);
            let slot = RoomSlot {
                stored_newest_ms: Some(stored.newest_ms),
                stored_holding: Some(holding),
                ..RoomSlot::default()
            };
            (stored.name.into(), slot)
        });
        let slots = Mutex::new(stored.collect());
        Self(Arc::new(Inner {
            limits,
            store: Box::new(store),
            memory,
            slots,
            failures: StoreFailures::default(),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &RoomLimits {
        &self.0.limits
    }

    /// Joins the room that is seen as `room`, and opens it if it is not open. Returns the member, and the answer to its
    /// request in `superchat`.
    ///
    /// # Errors
    ///
    /// The request is invalid, a limit is reached, or the store is not ready.
    pub async fn join(
        &self,
        room: &str,
        request: JoinRequest<'_>,
    ) -> Result<(Member, Utf8Bytes), ErrorCode> {
        // From here on, rooms and names are compared as they are.
        let room = &identity::room(room);
        let request = JoinRequest {
            name: &identity::member(request.name),
            ..request
        };
        if !is_room(room) {
            return Err(ErrorCode::BadRoom);
        }
        if !is_name(request.name) {
            return Err(ErrorCode::BadName);
        }
        if request.key.is_some_and(|key| !is_id(key)) {
            return Err(ErrorCode::BadId);
        }
        let lease = self.lease(room)?;
        let open = lease
            .cell
            .get_or_try_init(|| async {
                let opened = Arc::new(Room::new(room, &self.0.limits, &self.0.memory));
                let journal = self.0.store.open(room, Arc::clone(&opened)).await?;
                let opened = journal.room().unwrap_or(opened);
                let names = self.0.store.names(room, Arc::clone(&opened)).await?;
                if let Some(slot) = self.slots().get_mut(room.as_str()) {
                    // The log has it from here on.
                    slot.stored_holding = None;
                }
                Ok::<_, StoreError>(OpenRoom {
                    room: opened,
                    journal,
                    names,
                })
            })
            .await
            .inspect_err(|error| self.note_failure(error))?;
        let room = Arc::clone(&open.room);
        if let Some(after) = request.after
            && self.0.store.is_shared()
            && !room.catch_up(after).await
            && !open.journal.is_current()
        {
            // The missing messages may still arrive, so the answer cannot be that they are gone.
            return Err(ErrorCode::StoreUnavailable);
        }
        // Before a name is claimed, which is expensive. `Member::enter` checks again.
        if room.state().is_full() {
            return Err(ErrorCode::RoomFull);
        }
        let claim = open.names.claim(request.name, request.key).await;
        let claim = claim.inspect_err(|error| self.note_failure(error))?;
        Member::enter(room, lease, claim, request)
    }

    /// What all rooms hold together.
    pub(crate) fn memory(&self) -> &RoomMemory {
        &self.0.memory
    }

    /// What the store has refused.
    pub(crate) fn failures(&self) -> &StoreFailures {
        &self.0.failures
    }

    /// Counts and logs that the store refused an operation.
    pub(crate) fn note_failure(&self, error: &StoreError) {
        self.0.failures.note(error, Instant::now());
    }

    /// Completes when other servers can know that this server's members have left, or after a time limit.
    pub async fn settle(&self) {
        self.0.store.settle().await;
    }

    /// Leases the slot of a room, and creates the slot where there is none.
    ///
    /// # Errors
    ///
    /// There are as many rooms as there may be.
    fn lease(&self, name: &str) -> Result<RoomLease, ErrorCode> {
        let mut slots = self.slots();
        if !slots.contains_key(name) {
            if slots.len() >= self.0.limits.max_rooms {
                slots.retain(|name, slot| !self.forget_if_vacant(name, slot));
            }
            if slots.len() >= self.0.limits.max_rooms {
                return Err(ErrorCode::TooManyRooms);
            }
        }
        let name: Arc<str> = name.into();
        let slot = slots.entry(Arc::clone(&name)).or_default();
        slot.leases += 1;
        Ok(RoomLease {
            rooms: self.clone(),
            name,
            cell: Arc::clone(&slot.cell),
        })
    }

    /// Deletes a room without leases from the store, where its log is empty, other servers have it too, or it was never
    /// opened. Returns whether its slot can be removed.
    fn forget_if_vacant(&self, name: &str, slot: &RoomSlot) -> bool {
        let is_vacant = |now_ms: u64| match (slot.cell.get(), slot.stored_newest_ms) {
            (Some(open), _) => open.room.state().is_vacant(now_ms),
            (None, Some(newest_ms)) => newest_ms < now_ms.saturating_sub(self.0.limits.log.age_ms),
            (None, None) => true,
        };
        slot.leases == 0
            && (self.0.store.is_shared() || is_vacant(now_ms()) && self.0.store.forget(name))
    }

    /// No statement leaves the map half-written, so a poisoned lock is safe to use.
    fn slots(&self) -> MutexGuard<'_, RoomSlots> {
        self.0.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Rooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rooms")
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

/// A lease on a room, which keeps its slot. A room without members and messages is removed with its last lease.
pub(super) struct RoomLease {
    rooms: Rooms,
    name: Arc<str>,
    cell: Arc<RoomCell>,
}

impl RoomLease {
    /// The journal of the room; `None` until it is open.
    pub(super) fn journal(&self) -> Option<&dyn Journal> {
        self.cell.get().map(|open| open.journal.as_ref())
    }

    /// See [`Rooms::note_failure`].
    pub(super) fn note_failure(&self, error: &StoreError) {
        self.rooms.note_failure(error);
    }

    /// What allocates the names in the room; `None` until it is open.
    pub(super) fn names(&self) -> Option<&dyn NameAllocator> {
        self.cell.get().map(|open| open.names.as_ref())
    }
}

impl Clone for RoomLease {
    fn clone(&self) -> Self {
        if let Some(slot) = self.rooms.slots().get_mut(&self.name) {
            slot.leases += 1;
        }
        Self {
            rooms: self.rooms.clone(),
            name: Arc::clone(&self.name),
            cell: Arc::clone(&self.cell),
        }
    }
}

impl Drop for RoomLease {
    fn drop(&mut self) {
        let mut slots = self.rooms.slots();
        if let Some(slot) = slots.get_mut(&self.name) {
            slot.leases -= 1;
            if self.rooms.forget_if_vacant(&self.name, slot) {
                slots.remove(&self.name);
            }
        }
    }
}

impl fmt::Debug for RoomLease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RoomLease").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::MessageFormat;
    use crate::room::store::Memory;

    fn request() -> JoinRequest<'static> {
        JoinRequest {
            name: "kim",
            key: None,
            after: None,
            format: MessageFormat::Json,
        }
    }

    #[tokio::test]
    async fn room_without_members_and_messages_frees_its_slot() {
        let log = LogLimits {
            messages: 1,
            bytes: usize::MAX,
            age_ms: 600_000,
        };
        let limits = RoomLimits {
            max_rooms: 2,
            max_members: 2,
            messages_per_s: 1,
            log,
        };
        let rooms = Rooms::new(limits, Memory::new(1));
        let [(kim, _), (lee, _)] = [
            rooms.join("a", request()).await.unwrap(),
            rooms.join("a", request()).await.unwrap(),
        ];
        let (silent, _) = rooms.join("b", request()).await.unwrap();
        let refused = async |name| rooms.join(name, request()).await.unwrap_err();
        assert_eq!(refused("a").await, ErrorCode::RoomFull);
        assert_eq!(refused("c").await, ErrorCode::TooManyRooms);
        kim.say("hi".to_owned(), None, None)
            .await
            .unwrap()
            .await
            .unwrap();
        drop((kim, lee));
        assert_eq!(refused("c").await, ErrorCode::TooManyRooms);
        drop(silent);
        let (_c, _) = rooms.join("c", request()).await.unwrap();
        let names: Vec<_> = rooms.slots().keys().cloned().collect();
        assert!(names.contains(&"a".into()) && names.len() == 2, "{names:?}");
    }
}

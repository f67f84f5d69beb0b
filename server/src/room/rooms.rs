//! Every room of the server.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::superchat::{ErrorCode, is_id, is_name, is_room};
use tokio::sync::OnceCell;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::store::{Journal, Store};
use super::{Bounds, Member, Newcomer, Room, now_ms};

/// What rooms may cost the server.
#[derive(Clone, Copy, Debug)]
pub struct RoomLimits {
    /// How many rooms there may be that have somebody or something in them.
    pub max_rooms: usize,
    /// How many connections may be in one of them.
    pub max_members: usize,
    /// How many messages a member may send in a second; at least 1.
    pub messages_per_s: u32,
    /// How far back the log of a room reaches.
    pub log: Bounds,
}

/// Every room of the server; clones are the same rooms.
#[derive(Clone)]
pub struct Rooms(Arc<Inner>);

struct Inner {
    limits: RoomLimits,
    store: Box<dyn Store>,
    slots: Mutex<HashMap<Arc<str>, Arc<Slot>>>,
}

/// The place of a room, which is opened by the first who joins it.
type Slot = OnceCell<Open>;

struct Open {
    room: Arc<Room>,
    journal: Box<dyn Journal>,
}

impl Rooms {
    /// The rooms that `store` keeps.
    #[must_use]
    pub fn new(limits: RoomLimits, store: impl Store + 'static) -> Self {
        let slots = store
            .rooms()
            .into_iter()
            .map(|name| (name.into(), Arc::default()))
            .collect();
        Self(Arc::new(Inner {
            limits,
            store: Box::new(store),
            slots: Mutex::new(slots),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &RoomLimits {
        &self.0.limits
    }

    /// Takes a newcomer into the room of that name, which is there from then on, and tells what answers
    /// it in `superchat`.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    pub async fn join(
        &self,
        room: &str,
        newcomer: Newcomer<'_>,
    ) -> Result<(Member, Utf8Bytes), ErrorCode> {
        if !is_room(room) {
            return Err(ErrorCode::BadRoom);
        }
        if !is_name(newcomer.name) {
            return Err(ErrorCode::BadName);
        }
        if newcomer.key.is_some_and(|key| !is_id(key)) {
            return Err(ErrorCode::BadId);
        }
        let held = self.hold(room)?;
        let open = held
            .slot
            .get_or_try_init(|| async {
                let opened = Arc::new(Room::new(room, &self.0.limits));
                let journal = self.0.store.open(room, Arc::clone(&opened)).await?;
                Ok::<_, ErrorCode>(Open {
                    room: opened,
                    journal,
                })
            })
            .await?;
        let room = Arc::clone(&open.room);
        Member::enter(room, held, newcomer)
    }

    /// Holds the place of a room, be it there or made.
    fn hold(&self, name: &str) -> Result<Held, ErrorCode> {
        let mut slots = self.slots();
        let (name, slot) = match slots.get_key_value(name) {
            Some((name, slot)) => (Arc::clone(name), Arc::clone(slot)),
            None => {
                if slots.len() >= self.0.limits.max_rooms {
                    slots.retain(|name, slot| !self.is_let_go(name, slot, 1));
                }
                if slots.len() >= self.0.limits.max_rooms {
                    return Err(ErrorCode::TooManyRooms);
                }
                let (name, slot) = (Arc::from(name), Arc::default());
                slots.insert(Arc::clone(&name), Arc::clone(&slot));
                (name, slot)
            }
        };
        Ok(Held {
            rooms: self.clone(),
            name,
            slot,
        })
    }

    /// Whether a room in which there is nobody and nothing has been let go of. It is held by nobody where
    /// there are only so many `holders` of its slot, as others can come only through the map, which is
    /// locked.
    fn is_let_go(&self, name: &str, slot: &Arc<Slot>, holders: usize) -> bool {
        Arc::strong_count(slot) == holders
            && slot
                .get()
                .is_some_and(|open| open.room.state().is_void(now_ms()))
            && self.0.store.forget(name)
    }

    /// The map is whole between any two statements, also when a thread panicked among them.
    fn slots(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Slot>>> {
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

/// The place of a room that somebody is in or about to be. A room without members and messages is gone with
/// the last of these.
pub(super) struct Held {
    rooms: Rooms,
    name: Arc<str>,
    slot: Arc<Slot>,
}

impl Held {
    /// What keeps the messages of the room, where that is open.
    pub(super) fn journal(&self) -> Option<&dyn Journal> {
        self.slot.get().map(|open| open.journal.as_ref())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut slots = self.rooms.slots();
        // The map's and this one. A place whose room could not be opened is not kept either.
        let is_never_opened = Arc::strong_count(&self.slot) == 2 && !self.slot.initialized();
        if is_never_opened || self.rooms.is_let_go(&self.name, &self.slot, 2) {
            slots.remove(&self.name);
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Held").field(&self.name).finish()
    }
}

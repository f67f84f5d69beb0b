//! Every room of the server.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::superchat::{ErrorCode, is_id, is_name, is_room};
use tokio::sync::OnceCell;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::names::Names;
use super::store::{Journal, Store};
use super::{Bounds, Member, Newcomer, Room, now_ms};

/// What rooms may cost the server.
#[derive(Clone, Copy, Debug)]
pub struct RoomLimits {
    /// How many rooms there may be that have somebody or something in them.
    pub max_rooms: usize,
    /// How many connections may be in one of them.
    pub max_members: usize,
    /// How many messages a connection may send in a second; at least 1.
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
    places: Mutex<Places>,
}

/// By the name of a room.
type Places = HashMap<Arc<str>, Place>;

/// The place of a room.
#[derive(Default)]
struct Place {
    slot: Arc<Slot>,
    /// How many are in it or about to be.
    holders: usize,
    /// The time of its newest message, where the store has it from an earlier run.
    kept_ms: Option<u64>,
}

/// A room is opened by the first who joins it.
type Slot = OnceCell<Open>;

struct Open {
    room: Arc<Room>,
    journal: Box<dyn Journal>,
    names: Box<dyn Names>,
}

impl Rooms {
    /// The rooms that `store` keeps.
    #[must_use]
    pub fn new(limits: RoomLimits, store: impl Store + 'static) -> Self {
        let kept = store.rooms().into_iter().map(|kept| {
            let place = Place {
                kept_ms: Some(kept.newest_ms),
                ..Place::default()
            };
            (kept.name.into(), place)
        });
        let places = Mutex::new(kept.collect());
        Self(Arc::new(Inner {
            limits,
            store: Box::new(store),
            places,
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
                let opened = journal.room().unwrap_or(opened);
                let names = self.0.store.names(room, Arc::clone(&opened)).await?;
                Ok::<_, ErrorCode>(Open {
                    room: opened,
                    journal,
                    names,
                })
            })
            .await?;
        let room = Arc::clone(&open.room);
        if let Some(after) = newcomer.after
            && self.0.store.is_shared()
            && !room.reach(after).await
            && !open.journal.is_current()
        {
            // What is behind may come yet; to say that it is gone would be wrong.
            return Err(ErrorCode::StoreUnavailable);
        }
        // Before others are asked for its name; whether there is a place is seen when it has one.
        if room.state().is_full() {
            return Err(ErrorCode::RoomFull);
        }
        let claim = open.names.claim(newcomer.name, newcomer.key).await?;
        Member::enter(room, held, claim, newcomer)
    }

    /// Completes when other servers can know that nobody is in the rooms of this one any more, or soon.
    pub async fn settle(&self) {
        self.0.store.settle().await;
    }

    /// Holds the place of a room, be it there or made.
    fn hold(&self, name: &str) -> Result<Held, ErrorCode> {
        let mut places = self.places();
        if !places.contains_key(name) {
            if places.len() >= self.0.limits.max_rooms {
                places.retain(|name, place| !self.is_let_go(name, place));
            }
            if places.len() >= self.0.limits.max_rooms {
                return Err(ErrorCode::TooManyRooms);
            }
        }
        let name: Arc<str> = name.into();
        let place = places.entry(Arc::clone(&name)).or_default();
        place.holders += 1;
        Ok(Held {
            rooms: self.clone(),
            name,
            slot: Arc::clone(&place.slot),
        })
    }

    /// Whether a place that nobody holds has been let go of: one whose room has nothing in its log or is
    /// somewhere else, too, or could not be opened.
    fn is_let_go(&self, name: &str, place: &Place) -> bool {
        let is_void = |now_ms: u64| match (place.slot.get(), place.kept_ms) {
            (Some(open), _) => open.room.state().is_void(now_ms),
            (None, Some(newest_ms)) => newest_ms < now_ms.saturating_sub(self.0.limits.log.age_ms),
            (None, None) => true,
        };
        place.holders == 0
            && (self.0.store.is_shared() || is_void(now_ms()) && self.0.store.forget(name))
    }

    /// The map is whole between any two statements, also when a thread panicked among them.
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// What decides the names in the room, where that is open.
    pub(super) fn names(&self) -> Option<&dyn Names> {
        self.slot.get().map(|open| open.names.as_ref())
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        if let Some(place) = self.rooms.places().get_mut(&self.name) {
            place.holders += 1;
        }
        Self {
            rooms: self.rooms.clone(),
            name: Arc::clone(&self.name),
            slot: Arc::clone(&self.slot),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut places = self.rooms.places();
        if let Some(place) = places.get_mut(&self.name) {
            place.holders -= 1;
            if self.rooms.is_let_go(&self.name, place) {
                places.remove(&self.name);
            }
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Held").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Form;
    use crate::room::store::Memory;

    fn newcomer() -> Newcomer<'static> {
        Newcomer {
            name: "kim",
            key: None,
            after: None,
            form: Form::Json,
        }
    }

    #[tokio::test]
    async fn a_room_is_there_as_long_as_there_is_somebody_or_something_in_it() {
        let log = Bounds {
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
            rooms.join("a", newcomer()).await.unwrap(),
            rooms.join("a", newcomer()).await.unwrap(),
        ];
        let (silent, _) = rooms.join("b", newcomer()).await.unwrap();
        let refused = async |name| rooms.join(name, newcomer()).await.unwrap_err();
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
        let (_c, _) = rooms.join("c", newcomer()).await.unwrap();
        let names: Vec<_> = rooms.places().keys().cloned().collect();
        assert!(names.contains(&"a".into()) && names.len() == 2, "{names:?}");
    }
}

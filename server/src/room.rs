//! The rooms of `/chat`: who is in them, what is said in them, and how everybody hears it.
//!
//! # Layout
//!
//! - [`Rooms`]: every room of the server, and the limits; a [`Member`] is somebody in one of them.
//! - [`store`]: what decides the order of messages and keeps them. It publishes them in its [`Room`].
//! - [`names`]: what decides who has which name.
//! - `state`: a room as plain data, of a `log`, its `members` and `events`; an [`Entry`] is a message in
//!   the log. `rate`: how fast a member may speak.
//!
//! What may not enter: sockets. `endpoint/chat.rs` has them.
//!
//! # How a message reaches a thousand members
//!
//! A member has no queue. It has a place in the log of its room, waits for news, and reads what is behind
//! that place: the same bytes as everybody else, made once. One that reads slowly holds nothing and delays
//! nobody; when the log has let go of what it would have to read next it is overtaken, and has to join
//! again. So what a room takes of memory is the log and the newest events, whatever its members do.

mod entry;
mod events;
mod log;
mod member;
mod members;
pub mod names;
mod rate;
mod rooms;
mod state;
pub mod store;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use protocol::superchat::{Position, ServerMessage};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use self::events::Telling;
use self::state::State;
use crate::clock::now_ms;

pub use entry::Entry;
pub use log::Bounds;
pub use member::Member;
pub use rate::Rate;
pub use rooms::{RoomLimits, Rooms};
pub use state::{Newcomer, Overtaken};

/// How long those who came and left wait for others to be told together.
const TELLING_DELAY: Duration = Duration::from_millis(50);

/// How long somebody who comes from another server waits for this one to be as far as that one was. What is
/// between the two is the way from a message broker, and by then it is known whether that can be heard.
const REACHING_PATIENCE: Duration = Duration::from_secs(8);

/// What a member receives of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// What the others say from now on, as `name: text`.
    Plain,
    /// What everybody says, and what else happens, as [`ServerMessage`]s.
    Json,
}

/// A room: its state, and the news that it has changed.
#[derive(Debug)]
pub struct Room {
    /// Held for as long as it takes to read or to append some messages, and never across an await.
    state: Mutex<State>,
    news: watch::Sender<()>,
}

impl Room {
    fn new(name: &str, limits: &RoomLimits) -> Self {
        Self {
            state: Mutex::new(State::new(name, limits.log, limits.max_members)),
            news: watch::Sender::new(()),
        }
    }

    /// Begins the log with what a store has kept of it: the `entries` behind the offset `evicted`, in
    /// order. Done again, it takes the place of another log, as when a store has lost what it had; its
    /// members have to join again.
    pub fn begin(&self, epoch: &str, evicted: u64, entries: impl IntoIterator<Item = Arc<Entry>>) {
        self.state().begin(epoch, evicted, entries);
        self.news.send_replace(());
    }

    /// Has nobody recover what is behind a position through this one, of which the store has given the offsets twice.
    pub fn doubt(&self, through: Position) {
        self.state().doubt(through);
    }

    /// Appends what was said: `entries` with higher offsets than any before, in order. Tells the offset
    /// through which the log has let go of older ones, which a store need not keep any longer.
    pub fn publish(&self, entries: impl IntoIterator<Item = Arc<Entry>>) -> u64 {
        let evicted = self.state().publish(entries);
        self.news.send_replace(());
        evicted
    }

    /// Takes note of who is in the room through other servers: all of those.
    pub fn set_elsewhere(self: &Arc<Self>, names: &BTreeSet<Arc<str>>) {
        let telling = self.state().set_elsewhere(names);
        self.see_told(telling);
    }

    /// The connections of that name have no right to it any more: they have to join again.
    pub fn lose(&self, name: &Arc<str>) {
        self.state().lose(name);
        self.news.send_replace(());
    }

    /// Lets members see whether one of them is writing. Tells whether that is news.
    pub fn set_typing(&self, name: &str, is_typing: bool) -> bool {
        let is_news = self.state().set_typing(name, is_typing);
        if is_news {
            self.news.send_replace(());
        }
        is_news
    }

    /// Waits until the log is as far as somebody who was in it through another server, where it is not. Not for
    /// long: who says so may be wrong. Tells whether it is.
    async fn reach(&self, position: &Position) -> bool {
        let mut news = self.news.subscribe();
        let reached = news.wait_for(|()| !self.state().is_behind(position));
        // The sender is here.
        timeout(REACHING_PATIENCE, reached).await.is_ok()
    }

    /// Sees to it that the others hear of those who came and left.
    fn see_told(self: &Arc<Self>, telling: Telling) {
        match telling {
            Telling::InTime => {}
            Telling::Now => {
                self.news.send_replace(());
            }
            Telling::Later => {
                let room = Arc::clone(self);
                let later = async move {
                    sleep(TELLING_DELAY).await;
                    room.state().tell();
                    // Also of what has been told of them since.
                    room.news.send_replace(());
                };
                // Where there is no runtime the server is gone, and with it everybody to be told.
                if let Ok(runtime) = Handle::try_current() {
                    runtime.spawn(later);
                }
            }
        }
    }

    /// The state is whole between any two statements, also when a thread panicked among them.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message as it goes over the wire.
pub(crate) fn frame(message: &ServerMessage) -> Utf8Bytes {
    // Only maps with other keys than strings and a failing `Serialize` are errors; there are none.
    serde_json::to_string(message).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;

//! What decides the order of what is said, and keeps it.
//!
//! A store does three things for a room: it begins its log with what it has kept, appends what members
//! say, and publishes it in the [`Room`] once it is kept. The order of a room is the one in which its
//! store publishes; a store that several servers share is where their members' words come into one order,
//! and a message that another server's member said is published like one of this server's.
//!
//! What belongs here: [`Store`] and its implementations, a file each, and what they share
//! (`sequence`, `keys`). Names are decided where the order is (`names`). What may not enter: members,
//! and what they are told.

mod data_dir;
mod keys;
mod memory;
mod nats;
mod sequence;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use protocol::superchat::{ErrorCode, Position};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Room;
use super::names::{Local, Names};

pub use data_dir::{DataDir, DataDirError};
pub use memory::Memory;
pub use nats::{Nats, NatsError, NatsSettings};
pub use sequence::{Admitted, Sequence};

/// Something that a member says, before it has a place in the log.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who says it.
    pub name: String,
    /// What.
    pub text: String,
    /// By what the client knows it; there is none in `chat`, where nothing is said twice on purpose.
    pub id: Option<String>,
    /// Where the client was when it said it first; see [`protocol::superchat::Say::after`].
    pub after: Option<Position>,
}

/// What a message is known by: a hash of its id and its text.
pub type Key = u128;

impl Draft {
    /// What it is known by. One without an id is a message of its own, however often it is said.
    #[must_use]
    pub fn key(&self) -> Key {
        let Some(id) = &self.id else {
            return fastrand::u128(..);
        };
        // No id has a zero in it, so no two pairs have the same bytes.
        let hash = Sha256::new()
            .chain_update(id)
            .chain_update([0])
            .chain_update(&self.text)
            .finalize();
        hash.iter()
            .take(size_of::<Key>())
            .fold(0, |key, byte| key << 8 | Key::from(*byte))
    }
}

/// Completes when a message is kept, with its offset. What it waits for goes on when it is dropped.
pub type Receipt = BoxFuture<'static, Result<u64, StoreError>>;

/// A room that has been kept.
#[derive(Clone, Debug)]
pub struct KeptRoom {
    /// What it is called.
    pub name: String,
    /// The time of its newest message, in milliseconds since 1970.
    pub newest_ms: u64,
}

/// Where rooms are kept.
pub trait Store: Send + Sync {
    /// The rooms that it has kept from an earlier run.
    fn rooms(&self) -> Vec<KeptRoom>;

    /// Opens the room of that name, which nobody has open: begins it with what has been kept, and publishes
    /// in it from then on whatever is appended to it, until the journal is dropped.
    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>>;

    /// Opens what decides the names in a room that is open. It is this server alone where only this server has
    /// the room.
    fn names<'a>(
        &'a self,
        _name: &'a str,
        _room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Names>, StoreError>> {
        let names: Box<dyn Names> = Box::new(Local::default());
        ready(Ok(names)).boxed()
    }

    /// Whether other servers have its rooms, too. Then a room that nobody here is in is closed, whatever is in
    /// its log, and opened again by the next who comes.
    fn is_shared(&self) -> bool {
        false
    }

    /// Completes when other servers can know that nobody is in its rooms any more, before this one ends; where
    /// that is not possible now, soon.
    fn settle(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }

    /// Lets go of whatever is kept of a room in whose log there is nothing; the next who opens it begins
    /// another. Tells whether it does: if not, the room is still there.
    fn forget(&self, name: &str) -> bool;
}

/// What keeps the messages of one room.
pub trait Journal: Send + Sync {
    /// Appends a message, or finds it where it has been appended before. Completes when its turn has been
    /// taken: of two drafts the one whose append completed first has the lower offset. What it returns
    /// completes when the message is kept.
    ///
    /// A message is appended once: a draft with the id and the text of an earlier one gets the earlier
    /// one's offset. That an id belongs to a text and not to a member or a connection lets a client
    /// say again on its next connection what it does not know to be kept, whatever its name is there;
    /// and two clients that have come upon one id do not lose a message by it.
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>>;

    /// The room in which it publishes, where that may be another than the one it was opened with: one that was begun for
    /// somebody who did not wait for it.
    fn room(&self) -> Option<Arc<Room>> {
        None
    }

    /// Whether the room has all that has been appended to it, be it through other servers.
    fn is_current(&self) -> bool {
        true
    }
}

/// Why a store does not do what it is asked for.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// The draft was said before, so long ago that it is not known whether it was kept. To say it
    /// with a new id is for a person to decide.
    #[error("nobody knows whether it was kept")]
    Forgotten,
    /// Nothing can be kept at the moment; try again later.
    #[error("nothing can be kept at the moment")]
    Unavailable,
}

impl From<StoreError> for ErrorCode {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Forgotten => Self::IdForgotten,
            StoreError::Unavailable => Self::StoreUnavailable,
        }
    }
}

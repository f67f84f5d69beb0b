//! What decides the order of messages, and keeps them.
//!
//! A store does three things for a room. It begins the log with what it has kept, appends members' messages, and
//! publishes each in the [`Room`] once it is stored. The order of a room is the order in which its store publishes. A
//! store that several servers share brings the messages of all of them into one order.
//!
//! What belongs here: [`Store`] and its implementations, one file each, and what they share (`sequencer`,
//! `dedup_window`, `error`). What may not enter: members, and what they are sent.

mod data_dir;
mod dedup_window;
mod error;
mod failures;
mod memory;
mod nats;
mod sequencer;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use protocol::superchat::StreamPosition;
use sha2::{Digest, Sha256};

use super::Room;
use super::names::{LocalNames, NameAllocator};

pub use data_dir::{DataDir, DataDirError, DataReport, report};
pub use error::{Forgotten, StoreError};
pub(crate) use failures::StoreFailures;
pub use memory::Memory;
pub use nats::{Nats, NatsSettings, NatsSettingsError};
pub use sequencer::{Admitted, Sequencer};

/// A message before it has an offset.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The name of its sender.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The id that the client chose. `chat` has none, and sends no message twice on purpose.
    pub id: Option<String>,
    /// The client's position when it first sent this; see [`protocol::superchat::Say::after`].
    pub after: Option<StreamPosition>,
}

/// What identifies a message that is sent twice: a hash of its id and its text.
pub type IdempotencyKey = u128;

impl Draft {
    /// Its key. A draft without an id has a random key, so it is always a new message.
    #[must_use]
    pub fn key(&self) -> IdempotencyKey {
        let Some(id) = &self.id else {
            return fastrand::u128(..);
        };
        // An id contains no zero byte, so different pairs hash different bytes.
        let hash = Sha256::new()
            .chain_update(id)
            .chain_update([0])
            .chain_update(&self.text)
            .finalize();
        hash.iter()
            .take(size_of::<IdempotencyKey>())
            .fold(0, |key, byte| key << 8 | IdempotencyKey::from(*byte))
    }
}

/// Completes with the offset of a message when it is stored. Dropping it does not cancel the append.
pub type Receipt = BoxFuture<'static, Result<u64, StoreError>>;

/// A room that a store has from an earlier run.
#[derive(Clone, Debug)]
pub struct StoredRoom {
    /// Its name.
    pub name: String,
    /// The time of its newest message, in milliseconds since 1970.
    pub newest_ms: u64,
    /// The memory that the store holds for it until it is opened, in bytes.
    pub bytes: usize,
}

/// Keeps rooms.
pub trait Store: Send + Sync {
    /// The rooms from an earlier run.
    fn rooms(&self) -> Vec<StoredRoom>;

    /// Opens the room of that name, which must not be open. It begins the log with the stored messages, and publishes
    /// every appended message in the room until the journal is dropped.
    ///
    /// # Errors
    ///
    /// The store is not ready. Try again later.
    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>>;

    /// What allocates the names of a room that is open. By default, this server allocates them alone.
    ///
    /// # Errors
    ///
    /// The store is not ready. Try again later.
    fn names<'a>(
        &'a self,
        _name: &'a str,
        _room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn NameAllocator>, StoreError>> {
        let names: Box<dyn NameAllocator> = Box::new(LocalNames::default());
        ready(Ok(names)).boxed()
    }

    /// Whether other servers have its rooms too. Then a room without members of this server is closed, whatever its
    /// log contains, and the next join opens it again.
    fn is_shared(&self) -> bool {
        false
    }

    /// Completes when other servers can know that this one's members have left, or after a time limit.
    fn settle(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }

    /// Deletes a room with an empty log; the next join begins another. Returns whether it was deleted. Where not, the
    /// room stays as it is.
    fn forget(&self, name: &str) -> bool;
}

/// Keeps the messages of one room.
pub trait Journal: Send + Sync {
    /// Appends a message, or finds it where it was appended before. The future completes when the message has its
    /// turn: of two drafts, the one whose future completed first gets the lower offset. The receipt completes when the
    /// message is stored.
    ///
    /// A draft with the id and the text of an earlier message gets that message's offset, whatever its sender's name
    /// and connection. So a client can send it again on its next connection, under another name. Two clients that
    /// happen to choose one id lose no message, unless their texts are equal too.
    ///
    /// # Errors
    ///
    /// The store is not ready, or failed. Try again with the same id.
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>>;

    /// The room in which it publishes, where that may differ from the one it was opened with. An earlier caller may
    /// have begun to open it and given up.
    fn room(&self) -> Option<Arc<Room>> {
        None
    }

    /// Whether the room has every message that was appended to it, also through other servers.
    fn is_current(&self) -> bool {
        true
    }
}

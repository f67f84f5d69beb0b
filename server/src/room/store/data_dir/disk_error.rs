//! Why a file cannot be used, and what of it is damaged.

use std::io;

use redb::{CommitError, DatabaseError, StorageError, TableError, TransactionError};
use thiserror::Error;

/// Why the database cannot be opened, read or written.
#[derive(Debug, Error)]
pub(super) enum DiskError {
    #[error(transparent)]
    Open(#[from] DatabaseError),
    #[error(transparent)]
    Begin(#[from] TransactionError),
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    Rows(#[from] StorageError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The file contains something that no version of Ullim wrote. A person has to move it away.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// The pages of the file do not have their checksums. A person has to move it away.
    #[error("its pages do not have their checksums")]
    Pages,
    /// redb panicked, which a damaged file may cause. A person has to move it away.
    #[error("redb cannot read it: {0}")]
    Panicked(String),
    /// The system starts no more threads.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

impl DiskError {
    /// Whether the contents of the file are the reason, and not the machine.
    pub(super) fn is_damage(&self) -> bool {
        let of_storage = |error: &StorageError| match error {
            StorageError::Io(error) => matches!(
                error.kind(),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData
            ),
            StorageError::Corrupted(_) => true,
            _ => false,
        };
        match self {
            Self::Damaged(_) | Self::Pages | Self::Panicked(_) => true,
            Self::Open(DatabaseError::Storage(error))
            | Self::Begin(TransactionError::Storage(error))
            | Self::Rows(error)
            | Self::Commit(CommitError::Storage(error))
            | Self::Table(TableError::Storage(error)) => of_storage(error),
            Self::Open(DatabaseError::RepairAborted | DatabaseError::UpgradeRequired(_)) => true,
            // A table of another type or name.
            Self::Table(_) => true,
            Self::Open(_) | Self::Begin(_) | Self::Commit(_) | Self::Thread(_) => false,
        }
    }
}

/// What is not as it was written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(super) enum Damage {
    #[error("the entry of the room {0:?} is damaged")]
    Room(String),
    #[error("the message {offset} of the room {room:?} is damaged")]
    Message { room: String, offset: u64 },
    #[error("the message {offset} of the room {room:?} is missing")]
    MissingMessage { room: String, offset: u64 },
    #[error("the key of the message {offset} of the room {room:?} is damaged or missing")]
    Key { room: String, offset: u64 },
    #[error("{0} entries belong to no room")]
    Stray(u64),
}

impl Damage {
    /// The room that it is in, where that is known.
    pub(super) fn room(&self) -> Option<&String> {
        match self {
            Self::Room(room)
            | Self::Message { room, .. }
            | Self::MissingMessage { room, .. }
            | Self::Key { room, .. } => Some(room),
            Self::Stray(_) => None,
        }
    }
}

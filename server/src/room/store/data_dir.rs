//! A store that keeps rooms in a folder. It has them again after a restart, also after `kill -9`.
//!
//! A thread of its own owns the database (`disk`) and serves requests in their order (`writer`). Every value has a
//! checksum (`sealed`; `unsealed` reads those of earlier versions), and a panic of redb is an error (`contained`).
//! `check` says what of a file is whole, over a view that changes nothing (`overlay`). `one_room_each` joins rooms whose
//! names people see as the same.
//!
//! What belongs here: sending the thread requests. What may not enter: anything that blocks on the disk.

mod check;
mod contained;
mod disk;
mod disk_error;
mod disk_room;
mod one_room_each;
mod overlay;
mod sealed;
mod unsealed;
mod writer;

use std::fs::{DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use self::disk::OpenDatabase;
use self::disk_error::DiskError;
use self::writer::Writer;
use super::{Draft, Journal, Receipt, Store, StoreError, StoredRoom};
use crate::room::{LogLimits, Room};

pub use check::{DataReport, report};

/// The file in the folder.
const FILE: &str = "rooms-1.redb";

/// The limit of requests that wait for the disk. Beyond it, members' connections wait and are not read.
const MAX_REQUESTS: usize = 1024;

/// Keeps rooms in a folder.
#[derive(Debug)]
pub struct DataDir {
    writer: Arc<WriterHandle>,
    rooms: Vec<StoredRoom>,
}

/// Why a folder cannot be used. Each is for the operator to mend before the server starts.
#[derive(Debug, Error)]
pub enum DataDirError {
    /// It cannot be created or written to.
    #[error("cannot use the folder {}: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Another server uses it, or its contents cannot be read.
    #[error("cannot use {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Its contents are not as they were written.
    #[error(
        "{} is damaged: {error}. Move it away to start without it: its rooms begin anew, and their messages and the \
         positions of their members are lost. Before that, --check-data says which rooms are whole",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        error: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl DataDirError {
    fn of_file(path: &Path, error: DiskError) -> Self {
        let path = path.to_owned();
        if error.is_damage() {
            let error = error.into();
            Self::Damaged { path, error }
        } else {
            let error = error.into();
            Self::File { path, error }
        }
    }
}

/// A request to the thread.
enum WriteRequest {
    Open {
        name: String,
        room: Arc<Room>,
        reply: oneshot::Sender<()>,
    },
    Append {
        name: Arc<str>,
        draft: Draft,
        reply: oneshot::Sender<Result<u64, StoreError>>,
    },
    Forget {
        name: String,
    },
}

/// Sends requests to the thread. Dropping it ends the thread.
#[derive(Debug)]
struct WriterHandle {
    /// `None` while this is dropped.
    sender: Option<mpsc::Sender<WriteRequest>>,
    thread: Option<JoinHandle<()>>,
}

impl DataDir {
    /// Opens the folder `path`, and creates it where it does not exist. The file keeps logs within `limits`, and the
    /// keys of the newest `max_keys` messages of each room.
    ///
    /// # Errors
    ///
    /// Why the folder cannot be used.
    pub fn open(path: &Path, limits: LogLimits, max_keys: usize) -> Result<Self, DataDirError> {
        create_private(path).map_err(|error| DataDirError::Folder {
            path: path.to_owned(),
            error,
        })?;
        let file = path.join(FILE);
        let open = {
            let file = file.clone();
            Box::new(move || redb::Database::create(&file))
        };
        // Before anything is written, also by redb, which repairs a file while it opens it.
        let opened = check::check(&file).and_then(|()| Self::start(open, limits, max_keys));
        let opened = opened.map_err(|error| DataDirError::of_file(&file, error))?;
        // The file's entry in the folder has to be on the disk too.
        let synced = File::open(path).and_then(|folder| folder.sync_all());
        synced.map_err(|error| DataDirError::Folder {
            path: path.to_owned(),
            error,
        })?;
        Ok(opened)
    }

    fn start(open: OpenDatabase, limits: LogLimits, max_keys: usize) -> Result<Self, DiskError> {
        let writer = Writer::open(open, limits, max_keys)?;
        let rooms = writer.rooms();
        let (sender, requests) = mpsc::channel(MAX_REQUESTS);
        let thread = thread::Builder::new()
            .name("rooms".to_owned())
            .spawn(move || writer.run(requests))
            .map_err(DiskError::Thread)?;
        let handle = WriterHandle {
            sender: Some(sender),
            thread: Some(thread),
        };
        Ok(Self {
            writer: Arc::new(handle),
            rooms,
        })
    }
}

/// Creates a folder that only its owner can read.
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

impl Store for DataDir {
    fn rooms(&self) -> Vec<StoredRoom> {
        self.rooms.clone()
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        async move {
            let (reply, opened) = oneshot::channel();
            let request = WriteRequest::Open {
                name: name.to_owned(),
                room,
                reply,
            };
            self.writer.send(request).await?;
            opened.await.map_err(|_| StoreError::NoAnswer)?;
            let journal: Box<dyn Journal> = Box::new(DiskJournal {
                name: name.into(),
                writer: Arc::clone(&self.writer),
            });
            Ok(journal)
        }
        .boxed()
    }

    fn forget(&self, name: &str) -> bool {
        let name = name.to_owned();
        let sender = self.writer.sender.as_ref();
        sender.is_some_and(|sender| sender.try_send(WriteRequest::Forget { name }).is_ok())
    }
}

/// The journal of a room on the disk. The thread publishes a message when it is on the disk.
#[derive(Debug)]
struct DiskJournal {
    name: Arc<str>,
    writer: Arc<WriterHandle>,
}

impl Journal for DiskJournal {
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        async move {
            let (reply, appended) = oneshot::channel();
            let name = Arc::clone(&self.name);
            self.writer
                .send(WriteRequest::Append { name, draft, reply })
                .await?;
            let receipt = appended.map(|appended| appended.unwrap_or(Err(StoreError::NoAnswer)));
            Ok(receipt.boxed())
        }
        .boxed()
    }
}

impl WriterHandle {
    async fn send(&self, request: WriteRequest) -> Result<(), StoreError> {
        let sender = self.sender.as_ref().ok_or(StoreError::NotReady)?;
        let sent = sender.send(request).await;
        sent.map_err(|_| StoreError::NotReady)
    }
}

impl Drop for WriterHandle {
    /// Waits until the thread has served every request, so that the folder is free afterwards.
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread is in the log already.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;

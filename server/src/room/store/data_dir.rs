//! A store that keeps rooms in a folder, and has them again when the server is started again, however
//! it ended.
//!
//! A thread of its own has the database (`disk`) and does what it is asked for in order (`writer`). What
//! belongs here: asking it. What may not enter: anything that waits for a disk while members wait.

mod disk;
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

use self::disk::{DiskError, Open};
use self::writer::Writer;
use super::{Draft, Journal, KeptRoom, Receipt, Store, StoreError};
use crate::room::{Bounds, Room};

/// The file in the folder. A later format would have another name.
const FILE: &str = "rooms-1.redb";

/// How many requests may wait for the disk; when there are so many, members that speak wait too.
const MAX_REQUESTS: usize = 1024;

/// Keeps rooms in a folder.
#[derive(Debug)]
pub struct DataDir {
    requests: Arc<Requests>,
    rooms: Vec<KeptRoom>,
}

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum DataDirError {
    /// It cannot be made, or not be written to.
    #[error("cannot use the folder {}: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Another server uses it, or what is in it cannot be read.
    #[error("cannot use {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What the thread is asked for.
enum Request {
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

/// The way to the thread, which ends with it.
#[derive(Debug)]
struct Requests {
    /// There until this is dropped.
    sender: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl DataDir {
    /// Opens the folder `path`, which is made where it is not there. Logs are kept within `bounds`, and the
    /// keys of the newest `max_keys` messages of each room.
    ///
    /// # Errors
    ///
    /// Why the folder cannot be used.
    pub fn open(path: &Path, bounds: Bounds, max_keys: usize) -> Result<Self, DataDirError> {
        make(path).map_err(|error| DataDirError::Folder {
            path: path.to_owned(),
            error,
        })?;
        let file = path.join(FILE);
        let open = {
            let file = file.clone();
            Box::new(move || redb::Database::create(&file))
        };
        let opened = Self::start(open, bounds, max_keys).map_err(|error| DataDirError::File {
            path: file,
            error: error.into(),
        })?;
        // The file's own name has to be kept, too.
        let synced = File::open(path).and_then(|folder| folder.sync_all());
        synced.map_err(|error| DataDirError::Folder {
            path: path.to_owned(),
            error,
        })?;
        Ok(opened)
    }

    fn start(open: Open, bounds: Bounds, max_keys: usize) -> Result<Self, DiskError> {
        let writer = Writer::open(open, bounds, max_keys)?;
        let rooms = writer.rooms();
        let (sender, requests) = mpsc::channel(MAX_REQUESTS);
        let thread = thread::Builder::new()
            .name("rooms".to_owned())
            .spawn(move || writer.run(requests))
            .map_err(DiskError::Thread)?;
        let requests = Requests {
            sender: Some(sender),
            thread: Some(thread),
        };
        Ok(Self {
            requests: Arc::new(requests),
            rooms,
        })
    }
}

/// Makes a folder that only its owner can look into.
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

impl Store for DataDir {
    fn rooms(&self) -> Vec<KeptRoom> {
        self.rooms.clone()
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
        room: Arc<Room>,
    ) -> BoxFuture<'a, Result<Box<dyn Journal>, StoreError>> {
        async move {
            let (reply, opened) = oneshot::channel();
            let request = Request::Open {
                name: name.to_owned(),
                room,
                reply,
            };
            self.requests.send(request).await?;
            opened.await.map_err(|_| StoreError::Unavailable)?;
            let journal: Box<dyn Journal> = Box::new(Written {
                name: name.into(),
                requests: Arc::clone(&self.requests),
            });
            Ok(journal)
        }
        .boxed()
    }

    fn forget(&self, name: &str) -> bool {
        let name = name.to_owned();
        let sender = self.requests.sender.as_ref();
        sender.is_some_and(|sender| sender.try_send(Request::Forget { name }).is_ok())
    }
}

/// A room in which what is said is published when it is on the disk.
#[derive(Debug)]
struct Written {
    name: Arc<str>,
    requests: Arc<Requests>,
}

impl Journal for Written {
    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        async move {
            let (reply, appended) = oneshot::channel();
            let name = Arc::clone(&self.name);
            self.requests
                .send(Request::Append { name, draft, reply })
                .await?;
            let receipt = appended.map(|appended| appended.unwrap_or(Err(StoreError::Unavailable)));
            Ok(receipt.boxed())
        }
        .boxed()
    }
}

impl Requests {
    async fn send(&self, request: Request) -> Result<(), StoreError> {
        let sender = self.sender.as_ref().ok_or(StoreError::Unavailable)?;
        let sent = sender.send(request).await;
        sent.map_err(|_| StoreError::Unavailable)
    }
}

impl Drop for Requests {
    /// Waits for what has been asked for, so that the folder is free when this is gone.
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;

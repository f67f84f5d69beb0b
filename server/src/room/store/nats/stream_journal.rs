//! A room in which what is said is published when it has come back from the stream.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::jetstream::context::PublishAckFuture;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::known::{Kept, Known};
use super::link::{Link, PATIENCE};
use super::reader::Reader;
use super::said::Said;
use super::subject;
use crate::room::Room;
use crate::room::store::{Draft, Journal, Key, Receipt, StoreError};

/// A room that is open.
#[derive(Debug)]
pub(super) struct Streamed {
    link: Arc<Link>,
    room: Arc<Room>,
    subject: String,
    shared: Arc<Shared>,
    /// Whether all that there was has been read.
    pub(super) is_live: watch::Receiver<bool>,
    reading: JoinHandle<()>,
}

/// What its reader and those who speak in it know.
#[derive(Debug)]
pub(super) struct Shared(Mutex<Known>);

impl Shared {
    /// It is whole between any two statements, also when a thread panicked among them.
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Streamed {
    /// Begins to read the room of that name.
    pub(super) fn open(link: &Arc<Link>, name: &str, room: Arc<Room>, max_keys: usize) -> Self {
        let subject = subject::messages(name);
        let shared = Arc::new(Shared(Mutex::new(Known::new(max_keys))));
        let (live, is_live) = watch::channel(false);
        let reader = Reader::new(link, &subject, Arc::clone(&room), &shared, live);
        Self {
            link: Arc::clone(link),
            room,
            subject,
            shared,
            is_live,
            reading: tokio::spawn(reader.run()),
        }
    }

    /// Whether it is read no more, as something went wrong that should not have.
    pub(super) fn has_ended(&self) -> bool {
        self.reading.is_finished()
    }
}

impl Drop for Streamed {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Journal for Streamed {
    fn room(&self) -> Option<Arc<Room>> {
        Some(Arc::clone(&self.room))
    }

    fn is_current(&self) -> bool {
        *self.is_live.borrow()
    }

    fn append(&self, draft: Draft) -> BoxFuture<'_, Result<Receipt, StoreError>> {
        async move {
            let key = draft.key();
            let changes = self.link.changes();
            let (said, waiting) = {
                let mut known = self.shared.known();
                if !known.is_live() || !self.link.is_up() {
                    return Err(StoreError::Unavailable);
                }
                match known.find(&draft, key) {
                    Ok(None) => {}
                    Ok(Some(offset)) => return Ok(ready(Ok(offset)).boxed()),
                    Err(error) => return Ok(ready(Err(error)).boxed()),
                }
                let (answer, is_first) = known.wait(key);
                let waiting = Waiting {
                    answer,
                    changes,
                    key,
                    shared: Arc::clone(&self.shared),
                };
                let said = Said::new(draft, key, known.position());
                (is_first.then(|| said.to_json()), waiting)
            };
            let Some(said) = said else {
                // It is on its way already.
                return Ok(waiting.kept().boxed());
            };
            // It takes no longer than anything else that is asked of NATS.
            let sent = self.link.speech.publish(self.subject.clone(), said.into());
            let sent = sent.await.map_err(|_| StoreError::Unavailable)?;
            Ok(waiting.kept_unless_refused(sent).boxed())
        }
        .boxed()
    }
}

/// Somebody who waits to hear that a message has been read.
struct Waiting {
    answer: oneshot::Receiver<Kept>,
    changes: watch::Receiver<u64>,
    key: Key,
    shared: Arc<Shared>,
}

impl Waiting {
    /// What became of the message. When the connection is lost first nobody knows.
    async fn kept(mut self) -> Kept {
        let lost = timeout(PATIENCE, self.changes.changed());
        tokio::select! {
            biased;
            Ok(kept) = &mut self.answer => kept,
            _ = lost => Err(StoreError::Unavailable),
        }
    }

    /// What became of the message that was `sent`. That the stream has it is not the answer yet: which message
    /// counts is seen when it is read.
    async fn kept_unless_refused(self, sent: PublishAckFuture) -> Kept {
        let refused = async {
            if sent.await.is_ok() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            kept = self.kept() => kept,
            () = refused => Err(StoreError::Unavailable),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.answer.close();
        self.shared.known().forget_waiting(self.key);
    }
}

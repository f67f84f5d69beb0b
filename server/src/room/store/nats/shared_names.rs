//! The names in a room that servers share.
//!
//! What belongs here: claiming a name, and writing it down. What makes records and members agree later is
//! `keeper`; who has which name is judged by `roll`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::LastRawMessageErrorKind;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout};

use super::keeper::Keeper;
use super::link::{Broken, Link, PATIENCE};
use super::record::{self, Record, Signal};
use super::roll::{Choice, Roll, Write};
use super::{streams, subject};
use crate::room::Room;
use crate::room::names::{Claim, Names, Release};
use crate::room::store::StoreError;
use crate::room::store::memory::new_epoch;

/// How many signals may wait to be sent. When there are more some are not, which nobody misses for long.
const MAX_SIGNALS: usize = 64;

/// The names in a room, until this is dropped.
#[derive(Debug)]
pub(super) struct Shared {
    book: Arc<Book>,
    signals: mpsc::Sender<Signal>,
    /// Whether all names have been read.
    pub(super) is_live: watch::Receiver<bool>,
}

/// The roll, and the way to the stream behind it.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) link: Arc<Link>,
    pub(super) room_name: String,
    roll: Mutex<Roll>,
    /// Changes with the roll.
    changes: watch::Sender<()>,
}

impl Shared {
    /// Begins to read who has which name in the room.
    pub(super) fn open(link: &Arc<Link>, name: &str, room: Arc<Room>) -> Self {
        let book = Arc::new(Book {
            link: Arc::clone(link),
            room_name: name.to_owned(),
            roll: Mutex::new(Roll::new(&new_epoch())),
            changes: watch::Sender::new(()),
        });
        let (signals, to_send) = mpsc::channel(MAX_SIGNALS);
        let (live, is_live) = watch::channel(false);
        let keeper = Keeper {
            book: Arc::clone(&book),
            room,
            is_live: live,
        };
        let leaving = link.leaving.subscribe();
        // It ends when there is nobody who could send it a signal.
        tokio::spawn(async move {
            keeper.run(to_send).await;
            drop(leaving);
        });
        Self {
            book,
            signals,
            is_live,
        }
    }
}

impl Names for Shared {
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Claim, StoreError>> {
        let key = key.map(record::hash);
        async move {
            let claim = self.book.claim(wanted, key.as_deref());
            match timeout(PATIENCE, self.book.link.unless_lost(claim)).await {
                Ok(Some(claimed)) => claimed,
                Ok(None) | Err(_) => Err(StoreError::Unavailable),
            }
        }
        .boxed()
    }

    fn set_typing(&self, name: &str, is_typing: bool) {
        let signal = Signal::Typing {
            opening: self.book.roll().opening().to_owned(),
            name: name.to_owned(),
            is_typing,
        };
        // It is of no use later.
        let _ = self.signals.try_send(signal);
    }
}

impl Release for Book {
    fn release(&self, name: &Arc<str>) {
        self.roll().release(name);
        self.changes.send_replace(());
    }
}

impl Book {
    /// The roll is whole between any two statements, also when a thread panicked among them.
    pub(super) fn roll(&self) -> MutexGuard<'_, Roll> {
        self.roll.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What changes when a name was claimed or released.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    async fn claim(self: &Arc<Self>, wanted: &str, key: Option<&str>) -> Result<Claim, StoreError> {
        loop {
            let mut changes = self.changes();
            let choice = {
                let mut roll = self.roll();
                if !roll.is_live || !self.link.is_up() {
                    return Err(StoreError::Unavailable);
                }
                roll.choose(wanted, key, Instant::now())
            };
            // From here on, as it may be dropped at any time.
            let claim = |name: Arc<str>| Claim::new(name, Arc::<Self>::clone(self));
            match choice {
                Choice::Shared(name) => return Ok(claim(name)),
                Choice::Wait => {
                    // The sender is in the book.
                    let _ = changes.changed().await;
                }
                Choice::Ask(write) => {
                    let claim = claim(write.record.name.as_str().into());
                    let written = self.write(write).await;
                    if written.map_err(|_| StoreError::Unavailable)? {
                        self.roll().confirm(claim.name(), Instant::now());
                        self.changes.send_replace(());
                        return Ok(claim);
                    }
                }
            }
        }
    }

    /// Writes a record, unless there is another by now, which is then taken in. Tells whether it was written.
    pub(super) async fn write(&self, write: Write) -> Result<bool, Broken> {
        let mut over = write.over;
        let subject = subject::name(&self.room_name, &write.record.name);
        let payload = record::to_json(&write.record);
        for _ in 0..2 {
            let message = PublishMessage::build()
                .payload(payload.clone().into())
                .expected_last_subject_sequence(over);
            let jetstream = &self.link.jetstream;
            match jetstream
                .send_publish(subject.clone(), message)
                .await?
                .await
            {
                Ok(ack) => {
                    self.roll().take(ack.sequence, write.record, Instant::now());
                    return Ok(true);
                }
                Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => {}
                Err(error) => return Err(error.into()),
            }
            match self.last(&subject, &write.record.name).await? {
                // A note that the name is free, or one that has gone by its age, is written over.
                Some(vacant) => over = vacant,
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    /// Takes in the record of a name, and tells what to write it over where nobody has it.
    async fn last(&self, subject: &str, name: &str) -> Result<Option<u64>, Broken> {
        let stream = streams::names(&self.link.jetstream, self.link.keeping).await?;
        let last = match stream.get_last_raw_message_by_subject(subject).await {
            Ok(last) => last,
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                self.roll().take_none(name);
                return Ok(Some(0));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(record) = record::from_json::<Record>(&last.payload) else {
            return Ok(Some(last.sequence));
        };
        let is_vacant = record.holders.is_empty();
        self.roll().take(last.sequence, record, Instant::now());
        Ok(is_vacant.then_some(last.sequence))
    }
}

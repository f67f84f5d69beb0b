//! Keeps the names of a room as long as it is open: reads who has which, tells others that it is there, and
//! sets right what the records say of it.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Subscriber;
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tracing::warn;

use super::link::{Broken, PATIENCE};
use super::names::Book;
use super::record::{self, Signal};
use super::roll::{HEARTBEAT, Write};
use super::tail::{Next, Tail};
use super::{streams, subject};
use crate::room::Room;

/// How long those who came and left wait for others to be taken in together.
const TOGETHER: Duration = Duration::from_millis(20);

/// How many records are written before others are heard again.
const MAX_WRITES: usize = 64;

/// Keeps the names of a room.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) book: Arc<Book>,
    pub(super) room: Arc<Room>,
    /// Whether all names have been read.
    pub(super) is_live: watch::Sender<bool>,
}

/// The room is closed.
struct Closed;

impl Keeper {
    /// Keeps them until the room is closed.
    pub(super) async fn run(self, mut signals: mpsc::Receiver<Signal>) {
        let link = Arc::clone(&self.book.link);
        loop {
            let kept = link.unless_lost(self.keep(&mut signals)).await;
            match kept {
                Some(Ok(Closed)) => break,
                Some(Err(broken)) => warn!(%broken, "the names of a room cannot be read on"),
                None => {}
            }
            self.book.roll().is_live = false;
            link.pause().await;
            if signals.is_closed() {
                break;
            }
        }
        // Whatever is left when this fails is gone for others when they have not heard of it for a while.
        let _ = timeout(PATIENCE, self.leave()).await;
    }

    /// Gives back the names that there are when the room is closed.
    async fn leave(&self) -> Result<(), Broken> {
        while self.set_right().await? {}
        Ok(())
    }

    /// Keeps them until the room is closed, or that is not possible any more.
    async fn keep(&self, signals: &mut mpsc::Receiver<Signal>) -> Result<Closed, Broken> {
        let book = &self.book;
        let link = &book.link;
        let mut heard = link
            .client
            .subscribe(subject::signals(&book.room_name))
            .await?;
        let stream = streams::names(&link.jetstream, link.keeping).await?;
        let mut tail = Tail::begin(link, &stream, subject::names(&book.room_name), 0).await?;
        book.roll().begin(Instant::now());
        if tail.pending == 0 {
            self.go_live();
        }
        let mut beats = interval(HEARTBEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut changes = book.changes();
        let mut due: Option<Instant> = None;
        loop {
            let is_due = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            let mut is_news = false;
            tokio::select! {
                next = tail.next() => is_news = self.take(next?),
                signal = hear(&mut heard) => is_news = self.hear(&signal?),
                signal = signals.recv() => match signal {
                    Some(signal) => self.send(&signal).await?,
                    None => return Ok(Closed),
                },
                _ = changes.changed() => is_news = true,
                _ = beats.tick() => {
                    let opening = book.roll().opening().to_owned();
                    self.send(&Signal::Here { opening }).await?;
                    book.roll().forget_gone(Instant::now());
                    is_news = true;
                }
                () = is_due => {
                    due = None;
                    self.show();
                    is_news = self.set_right().await?;
                }
            }
            if is_news && due.is_none() {
                due = Some(Instant::now() + TOGETHER);
            }
        }
    }

    /// Takes in what the stream has. Tells whether anything may have changed by it.
    fn take(&self, next: Next) -> bool {
        let Next::Message {
            sequence,
            payload,
            pending,
            ..
        } = next
        else {
            self.go_live();
            return false;
        };
        if let Some(record) = record::from_json(&payload) {
            self.book.roll().take(sequence, record, Instant::now());
        }
        if pending == 0 {
            self.go_live();
        }
        true
    }

    /// Takes in what another server says. Tells whether anything may have changed by it.
    fn hear(&self, payload: &[u8]) -> bool {
        let now = Instant::now();
        match record::from_json(payload) {
            Some(Signal::Here { opening }) => {
                self.book.roll().hear(&opening, now);
                false
            }
            Some(Signal::Typing {
                opening,
                name,
                is_typing,
            }) => {
                let is_other = opening != self.book.roll().opening();
                if is_other {
                    self.room.set_typing(&name, is_typing);
                }
                false
            }
            None => false,
        }
    }

    /// All has been read that there was.
    fn go_live(&self) {
        let was_live = std::mem::replace(&mut self.book.roll().is_live, true);
        if !was_live {
            self.show();
            self.is_live.send_replace(true);
        }
    }

    /// Lets the room see who is in it elsewhere.
    fn show(&self) {
        let elsewhere = {
            let roll = self.book.roll();
            roll.is_live.then(|| roll.elsewhere(Instant::now()))
        };
        if let Some(elsewhere) = elsewhere {
            self.room.set_elsewhere(&elsewhere);
        }
    }

    /// Does what there is to do. Tells whether there was anything.
    async fn set_right(&self) -> Result<bool, Broken> {
        let chores = self.book.roll().chores(Instant::now());
        for name in &chores.lost {
            self.room.lose(name);
        }
        let is_much = !chores.writes.is_empty();
        // All together: while they are waited for nobody hears of this opening, which others take for gone after a while.
        let writes = chores.writes.into_iter().take(MAX_WRITES);
        let written = join_all(writes.map(|write| self.write(write))).await;
        written.into_iter().collect::<Result<(), _>>()?;
        Ok(is_much)
    }

    async fn write(&self, write: Write) -> Result<(), Broken> {
        let name = write.record.name.clone();
        if self.book.write(write).await? {
            self.book.roll().renew(&name, Instant::now());
        }
        Ok(())
    }

    async fn send(&self, signal: &Signal) -> Result<(), Broken> {
        let subject = subject::signals(&self.book.room_name);
        let client = &self.book.link.client;
        Ok(client
            .publish(subject, record::to_json(signal).into())
            .await?)
    }
}

/// What another server says. Nothing is lost where this is dropped before it completes.
async fn hear(heard: &mut Subscriber) -> Result<bytes::Bytes, Broken> {
    let message = heard.next().await;
    message
        .map(|message| message.payload)
        .ok_or_else(|| Broken::new("the connection is closed"))
}

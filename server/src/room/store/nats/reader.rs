//! Reads a room's messages as long as the room is open, and publishes them.

use std::convert::Infallible;
use std::sync::Arc;

use async_nats::jetstream::stream::Info;
use tokio::sync::watch;
use tracing::{error, warn};

use super::journal::Shared;
use super::known::Read;
use super::link::{Broken, Link};
use super::said::Said;
use super::streams;
use super::tail::{Next, Tail};
use crate::room::Room;

/// Reads a room.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) link: Arc<Link>,
    pub(super) subject: String,
    pub(super) room: Arc<Room>,
    pub(super) shared: Arc<Shared>,
    /// Whether all that there was has been read.
    pub(super) is_live: watch::Sender<bool>,
}

impl Reader {
    /// Reads on and on.
    pub(super) async fn run(self) {
        loop {
            let read = self.link.unless_lost(self.read()).await;
            self.set_live(false);
            if let Some(Err(broken)) = read {
                warn!(%broken, "a room cannot be read on");
            }
            self.link.pause().await;
        }
    }

    /// Reads until that is not possible any more.
    async fn read(&self) -> Result<Infallible, Broken> {
        let stream = streams::messages(&self.link.jetstream, self.link.keeping).await?;
        let info = stream.cached_info();
        let epoch = streams::epoch(info);
        let most = streams::max_messages(&info.config);
        let begin = |after| Tail::begin(&self.link, &stream, self.subject.clone(), after);
        let mut tail = match self.resumable(info, &epoch) {
            // Of a subject the newest are kept: where so few are behind, none between is gone.
            Some(position) => Some(begin(position).await?).filter(|tail| are_all(tail.pending)),
            None => None,
        };
        let mut is_begun = tail.is_some();
        if tail.is_none() {
            let whole = begin(0).await?;
            if are_all(whole.pending) {
                // None is gone because there were too many, and what was too old is before what there is.
                self.begin(&epoch, info.state.first_sequence.saturating_sub(1));
                is_begun = true;
            }
            tail = Some(whole);
        }
        let mut tail = tail.ok_or_else(|| Broken::new("there is nothing to read"))?;
        if is_begun && tail.pending == 0 {
            self.set_live(true);
        }
        loop {
            match tail.next().await? {
                Next::Message {
                    sequence,
                    time_ms,
                    payload,
                    pending,
                } => {
                    // With as many behind it as are kept it is the oldest, and what was before may have gone
                    // while nothing was heard.
                    let is_oldest = pending.saturating_add(1) >= most;
                    if !std::mem::replace(&mut is_begun, true) || is_oldest {
                        self.begin(&epoch, sequence.saturating_sub(1));
                    }
                    self.take(sequence, time_ms, &payload);
                    if pending == 0 {
                        self.set_live(true);
                    }
                }
                Next::Idle if is_begun => self.set_live(true),
                Next::Idle => return Err(Broken::new("what there was to read is gone")),
            }
        }
    }

    /// The offset behind which it can be read on, where it is the same log, of which nothing behind that is too
    /// old to be there.
    fn resumable(&self, info: &Info, epoch: &str) -> Option<u64> {
        let known = self.shared.known();
        if known.epoch() != epoch {
            return None;
        }
        let position = known.position();
        if info.state.last_sequence < position {
            error!("NATS has lost messages that it had acknowledged");
            return None;
        }
        (info.state.first_sequence <= position + 1).then_some(position)
    }

    /// Begins the log, or another in its place.
    fn begin(&self, epoch: &str, evicted: u64) {
        self.shared.known().begin(epoch, evicted);
        self.room.begin(epoch, evicted, []);
    }

    fn take(&self, offset: u64, time_ms: u64, payload: &[u8]) {
        let mut known = self.shared.known();
        let Some(said) = Said::from_json(payload) else {
            known.pass(offset);
            return;
        };
        let (key, read) = known.take(offset, time_ms, said);
        match read {
            Read::New(entry) => {
                // Before it is acknowledged, and without the lock: who reads the room may say something.
                drop(known);
                self.room.publish([entry]);
                self.shared.known().answer(key, Ok(offset));
            }
            Read::Again(first) => known.answer(key, Ok(first)),
            Read::TooLate(error) => known.answer(key, Err(error)),
            Read::Nothing => {}
        }
    }

    fn set_live(&self, is_live: bool) {
        self.shared.known().set_live(is_live);
        self.is_live
            .send_if_modified(|was| std::mem::replace(was, is_live) != is_live);
    }
}

/// Whether none is gone of so many messages that are kept of a room, unless it was too old.
fn are_all(kept: u64) -> bool {
    usize::try_from(kept).is_ok_and(|kept| kept < streams::LEAST_MESSAGES)
}

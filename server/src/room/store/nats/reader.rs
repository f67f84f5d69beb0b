//! Reads a room's messages as long as the room is open, and publishes them.

use std::convert::Infallible;
use std::sync::Arc;

use async_nats::jetstream::stream::Stream;
use protocol::superchat::Position;
use tokio::sync::watch;
use tracing::{error, warn};

use super::journal::Shared;
use super::known::Read;
use super::link::{Broken, Link};
use super::said::Said;
use super::streams::{self, LEAST_MESSAGES, SLACK};
use super::tail::{Next, Tail};
use crate::room::Room;

/// Reads a room.
#[derive(Debug)]
pub(super) struct Reader {
    link: Arc<Link>,
    subject: String,
    room: Arc<Room>,
    shared: Arc<Shared>,
    /// Whether all that there was has been read.
    is_live: watch::Sender<bool>,
    /// How many messages of a room have been kept at least since what was read last: limits are only raised.
    kept: u64,
}

impl Reader {
    /// A reader of the room with this subject, which has read nothing.
    pub(super) fn new(
        link: &Arc<Link>,
        subject: &str,
        room: Arc<Room>,
        shared: &Arc<Shared>,
        is_live: watch::Sender<bool>,
    ) -> Self {
        Self {
            link: Arc::clone(link),
            subject: subject.to_owned(),
            room,
            shared: Arc::clone(shared),
            is_live,
            kept: 0,
        }
    }

    /// Reads on and on.
    pub(super) async fn run(mut self) {
        let link = Arc::clone(&self.link);
        loop {
            let read = link.unless_lost(self.read()).await;
            self.set_live(false);
            if let Some(Err(broken)) = read {
                warn!(%broken, "a room cannot be read on");
            }
            link.pause().await;
        }
    }

    /// Reads until that is not possible any more.
    async fn read(&mut self) -> Result<Infallible, Broken> {
        let stream = streams::messages(&self.link.jetstream, self.link.keeping).await?;
        let info = stream.cached_info();
        let epoch = streams::epoch(info);
        let most = streams::max_messages(&info.config);
        let (mut tail, mut is_begun) = match self.resume(&stream, &epoch, most).await? {
            Some(tail) => (tail, true),
            None => {
                let whole = self.tail(&stream, 0).await?;
                // None is gone because there were too many, and what was too old is before what there is.
                let is_whole = whole.pending < LEAST_MESSAGES as u64;
                if is_whole {
                    self.begin(&epoch, info.state.first_sequence.saturating_sub(1));
                }
                (whole, is_whole)
            }
        };
        if is_begun {
            self.kept = most;
        }
        if is_begun && tail.pending == 0 {
            self.set_live(true);
        }
        loop {
            match tail.next().await? {
                Next::Message {
                    sequence,
                    time_ns,
                    payload,
                    pending,
                } => {
                    // With as many behind it as are kept it is the oldest, and what was before may have gone
                    // while nothing was heard.
                    let is_oldest = pending.saturating_add(1 + SLACK as u64) >= most;
                    if !std::mem::replace(&mut is_begun, true) || is_oldest {
                        self.begin(&epoch, sequence.saturating_sub(1));
                        self.kept = most;
                    }
                    self.take(sequence, time_ns, &payload);
                    if pending == 0 {
                        self.set_live(true);
                    }
                }
                Next::Idle if is_begun => self.set_live(true),
                Next::Idle => return Err(Broken::new("what there was to read is gone")),
            }
        }
    }

    /// Reads the room from behind that offset.
    async fn tail(&self, stream: &Stream, after: u64) -> Result<Tail, Broken> {
        Tail::begin(&self.link, stream, self.subject.clone(), after).await
    }

    /// Reads on where it was left, where that is the same log, of which nothing behind that is gone. `most`
    /// messages are kept now.
    async fn resume(
        &self,
        stream: &Stream,
        epoch: &str,
        most: u64,
    ) -> Result<Option<Tail>, Broken> {
        let Some((position, stamp)) = self.shared.known().place_in(epoch) else {
            return Ok(None);
        };
        if let Some(stamp) = stamp {
            // The last is read once more: a NATS that came back as it was earlier gives its offset again. Where it
            // is there, all behind it is, as the oldest goes first.
            let mut tail = self.tail(stream, position.saturating_sub(1)).await?;
            if tail.pending > 0
                && let Next::Message {
                    sequence, time_ns, ..
                } = tail.next().await?
                && (sequence, time_ns) == (position, stamp)
            {
                tail.pending -= 1;
                return Ok(Some(tail));
            }
        }
        let tail = self.tail(stream, position).await?;
        let state = stream.get_info().await?.state;
        // Of a subject the newest are kept: where so few are behind, none between is gone.
        let are_few = tail.pending < self.kept.min(most);
        // What was read last is not too old to be there, and there were not too many after it.
        let is_lost = stamp.is_some() && state.first_sequence <= position && are_few;
        if is_lost || state.last_sequence < position {
            error!("NATS has lost messages that it had acknowledged");
            self.link.doubts.add(Position {
                epoch: epoch.to_owned(),
                offset: position,
            });
            return Ok(None);
        }
        let is_whole = are_few && state.first_sequence <= position + 1;
        Ok(is_whole.then_some(tail))
    }

    /// Begins the log, or another in its place.
    fn begin(&self, epoch: &str, evicted: u64) {
        self.shared.known().begin(epoch, evicted);
        if let Some(through) = self.link.doubts.through() {
            self.room.doubt(through);
        }
        self.room.begin(epoch, evicted, []);
    }

    fn take(&self, offset: u64, time_ns: i128, payload: &[u8]) {
        let mut known = self.shared.known();
        let Some(said) = Said::from_json(payload) else {
            known.pass(offset, time_ns);
            return;
        };
        let (key, read) = known.take(offset, time_ns, said);
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

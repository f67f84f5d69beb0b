//! What the members of a test have to do together, and how far they are.
//!
//! What may not enter: what one of them does (`faithful`).

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::faithful::Member;
use crate::record::Record;

/// What the members of a test have to do together.
#[derive(Debug)]
pub(crate) struct Talk {
    pub(crate) members: usize,
    /// Where a member may connect to; it tries one after the other.
    pub(crate) servers: watch::Receiver<Vec<SocketAddr>>,
    pub(crate) progress: watch::Sender<Progress>,
    /// How many messages each has to say.
    pub(crate) each: usize,
}

/// How far they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// How many have been in the room.
    pub(crate) present: usize,
    /// How many messages have been acknowledged, or are forgotten.
    pub(crate) settled: usize,
    /// The highest offset that was acknowledged.
    pub(crate) newest: u64,
}

impl Talk {
    /// So many members at these servers, each of whom has so much to say.
    pub(crate) fn new(
        members: usize,
        each: usize,
        servers: watch::Receiver<Vec<SocketAddr>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            members,
            servers,
            progress: watch::Sender::default(),
            each,
        })
    }

    /// Has them begin. Each ends when everything is said and it has heard the last of it.
    pub(crate) fn begin(self: &Arc<Self>) -> JoinSet<Record> {
        let members = (0..self.members).map(|number| Member::new(Arc::clone(self), number));
        members.map(Member::run).collect()
    }

    /// How many messages they have to say, all together.
    pub(crate) fn messages(&self) -> usize {
        self.members * self.each
    }

    /// Until so many messages have been acknowledged.
    pub(crate) async fn until_settled(&self, count: usize) {
        let mut progress = self.progress.subscribe();
        // The sender is this.
        let _ = progress.wait_for(|it| it.settled >= count).await;
    }

    /// One message less to say, which is at this offset; 0 where nobody knows where it is.
    pub(crate) fn settle(&self, newest: u64) {
        self.progress.send_modify(|progress| {
            progress.settled += 1;
            progress.newest = progress.newest.max(newest);
        });
    }
}

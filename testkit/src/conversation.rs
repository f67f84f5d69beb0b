//! What several reliable clients do together in one room, and how far they are.
//!
//! What may not enter: what one of them does (`reliable_client`).

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::history::History;
use crate::reliable_client::ReliableClient;

/// Members of one room, each with a number of messages to send.
#[derive(Debug)]
pub struct Conversation {
    pub(crate) members: usize,
    /// The servers. A member connects to one after the other.
    pub(crate) servers: watch::Receiver<Vec<SocketAddr>>,
    pub(crate) progress: watch::Sender<Progress>,
    pub(crate) messages_each: usize,
}

/// How far the members are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// How many have joined the room at least once.
    pub(crate) joined: usize,
    /// How many messages are acknowledged or forgotten.
    pub(crate) settled: usize,
    /// The highest acknowledged offset.
    pub(crate) newest_offset: u64,
}

impl Conversation {
    /// A conversation of `members`, each with `messages_each` to send, at these servers.
    #[must_use]
    pub fn new(
        members: usize,
        messages_each: usize,
        servers: watch::Receiver<Vec<SocketAddr>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            members,
            servers,
            progress: watch::Sender::default(),
            messages_each,
        })
    }

    /// Starts all members. Each ends when every message is settled and it has received the last.
    pub fn start(self: &Arc<Self>) -> JoinSet<History> {
        let numbers = 0..self.members;
        let members = numbers.map(|number| ReliableClient::new(Arc::clone(self), number));
        members.map(ReliableClient::run).collect()
    }

    /// How many messages all members send together.
    #[must_use]
    pub fn total_messages(&self) -> usize {
        self.members * self.messages_each
    }

    /// Waits until `count` messages are settled.
    pub async fn wait_until_settled(&self, count: usize) {
        let mut progress = self.progress.subscribe();
        // The sender is in `self`, so that it is not gone.
        let _ = progress.wait_for(|it| it.settled >= count).await;
    }

    /// Counts one more settled message. Its offset is 0 where the server has forgotten it.
    pub(crate) fn settle(&self, offset: u64) {
        self.progress.send_modify(|progress| {
            progress.settled += 1;
            progress.newest_offset = progress.newest_offset.max(offset);
        });
    }
}

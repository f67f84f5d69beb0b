//! A WebSocket in memory whose client follows a script: what an endpoint is tested with, without a network.

use std::collections::VecDeque;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{Sink, Stream};
use tokio_tungstenite::tungstenite::{Error, Message};

/// The server's side of a connection whose client has sent its messages beforehand.
///
/// It wakes no task: a pending operation stays pending.
#[derive(Debug)]
pub struct ScriptedSocket {
    incoming: VecDeque<Result<Message, Error>>,
    leaves: bool,
    capacity: usize,
    unflushed: Vec<Message>,
    writes: Vec<Vec<Message>>,
}

impl ScriptedSocket {
    /// A client that sends these messages, stays, and reads everything. An error breaks the connection there.
    pub fn new(incoming: impl IntoIterator<Item = Result<Message, Error>>) -> Self {
        Self {
            incoming: incoming.into_iter().collect(),
            leaves: false,
            capacity: usize::MAX,
            unflushed: Vec::new(),
            writes: Vec::new(),
        }
    }

    /// The client leaves after its messages.
    #[must_use]
    pub fn then_leaves(self) -> Self {
        Self {
            leaves: true,
            ..self
        }
    }

    /// No more than `capacity` messages are taken between two flushes. With 0 the client reads nothing, and a flush
    /// does not end either.
    #[must_use]
    pub fn with_capacity(self, capacity: usize) -> Self {
        Self { capacity, ..self }
    }

    /// How many messages of the client are still to be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.incoming.len()
    }

    /// How many messages to the client wait for a flush.
    #[must_use]
    pub fn unflushed(&self) -> usize {
        self.unflushed.len()
    }

    /// The messages that the client has received, by the flushes that brought them.
    #[must_use]
    pub fn writes(&self) -> &[Vec<Message>] {
        &self.writes
    }

    /// Everything that was sent to the client, flushed or not.
    #[must_use]
    pub fn into_sent(self) -> Vec<Message> {
        let mut sent = self.writes.concat();
        sent.extend(self.unflushed);
        sent
    }
}

impl Stream for ScriptedSocket {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.incoming.pop_front() {
            Some(message) => Poll::Ready(Some(message)),
            None if self.leaves => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl Sink<Message> for ScriptedSocket {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.unflushed.len() < self.capacity {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        self.unflushed.push(message);
        Ok(())
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.capacity == 0 {
            return Poll::Pending;
        }
        let written = mem::take(&mut self.unflushed);
        if !written.is_empty() {
            self.writes.push(written);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.poll_flush(cx)
    }
}

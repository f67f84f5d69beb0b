//! `/echo`: the same message back, byte for byte and kind for kind, in the order of arrival.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::time::Duration;

use bytes::Bytes;
use frames::{OpCode, fragments};
use futures_util::{SinkExt, StreamExt};
use protocol::catalogue::{self, echo};
use protocol::parameter::BadParameter;
use protocol::query::Query;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode as TungsteniteOpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::batch::{Answer, answer_each, feed_each};
use super::{CloseAction, MessageSocket, is_data, is_end_of_input, until};

/// At most this many messages, and bytes in all, wait for their delay to pass. At either limit the server stops
/// reading, so TCP slows the client down.
const MAX_DELAYED: usize = 1024;
const MAX_DELAYED_BYTES: usize = 1024 * 1024;

/// An echo, with a delay and in fragments where the client asked for them.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    delay: Duration,
    jitter: Duration,
    fragment_bytes: Option<NonZeroU64>,
}

impl Echo {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &echo::ENDPOINT;

    /// The endpoint with the parameters of `query`.
    ///
    /// # Errors
    ///
    /// A parameter is out of its range.
    pub fn from_query(query: &Query<'_>) -> Result<Self, BadParameter> {
        Ok(Self {
            delay: Duration::from_millis(echo::DELAY_MS.value(query)?),
            jitter: Duration::from_millis(echo::JITTER_MS.value(query)?),
            fragment_bytes: echo::FRAGMENT_BYTES.value(query)?.and_then(NonZeroU64::new),
        })
    }

    /// Echoes until the client has left.
    ///
    /// # Errors
    ///
    /// The connection broke.
    pub async fn serve(self, mut socket: impl MessageSocket) -> Result<CloseAction, Error> {
        if self.is_immediate() && self.fragment_bytes.is_none() {
            answer_each(socket, |message| match is_data(&message) {
                true => Answer::Whole(message),
                false => Answer::Nothing,
            })
            .await?;
            return Ok(CloseAction::normal());
        }
        let mut delayed = DelayQueue::default();
        let mut end_of_input = None;
        loop {
            if delayed.queue.is_empty()
                && let Some(end) = end_of_input
            {
                return Err(end);
            }
            tokio::select! {
                biased;
                () = until(delayed.due()) => {
                    if let Some(message) = delayed.take() {
                        self.send(&mut socket, message).await?;
                        socket.keep(delayed.held_bytes());
                    }
                }
                message = socket.next(), if !delayed.is_full() && end_of_input.is_none() => match message {
                    None => return Ok(CloseAction::normal()),
                    // The client may still read what is due.
                    Some(Err(error)) if is_end_of_input(&error) => end_of_input = Some(error),
                    Some(message) => match message? {
                        message if !is_data(&message) => {}
                        message if self.is_immediate() => self.send(&mut socket, message).await?,
                        message => {
                            delayed.add(message, Instant::now() + self.delay());
                            socket.keep(delayed.held_bytes());
                        }
                    }
                },
            }
        }
    }

    /// Whether each message is answered before the next is read.
    pub(super) fn is_immediate(&self) -> bool {
        self.delay.is_zero() && self.jitter.is_zero()
    }

    fn delay(&self) -> Duration {
        self.delay + self.jitter.mul_f64(fastrand::f64())
    }

    /// Sends a message whole or in fragments.
    async fn send(&self, socket: &mut impl MessageSocket, message: Message) -> Result<(), Error> {
        match self.fragment_bytes {
            Some(limit) if message.len() as u64 > limit.get() => {
                feed_each(socket, fragments(message, limit).map(Message::Frame)).await?;
                socket.flush().await
            }
            _ => socket.send(message).await,
        }
    }
}

/// A message as frames of at most `limit` bytes.
fn fragments(message: Message, limit: NonZeroU64) -> impl Iterator<Item = Frame> {
    let opcode = if message.is_text() {
        OpCode::Text
    } else {
        OpCode::Binary
    };
    let mut rest: Bytes = message.into_data();
    fragments::of_message(opcode, rest.len() as u64, limit).map(move |header| {
        // Each length is a part of `rest`, so that it fits.
        let piece = rest.split_to(header.length as usize);
        let data = match header.opcode {
            OpCode::Text => Data::Text,
            OpCode::Binary => Data::Binary,
            _ => Data::Continue,
        };
        Frame::message(piece, TungsteniteOpCode::Data(data), header.fin)
    })
}

/// The messages that wait for their delay to pass, in the order of arrival.
#[derive(Debug, Default)]
struct DelayQueue {
    queue: VecDeque<(Instant, Message)>,
    bytes: usize,
}

impl DelayQueue {
    /// Adds a message. One that is due before its predecessor waits for it, so that the order is kept.
    fn add(&mut self, message: Message, due: Instant) {
        let due = self.queue.back().map_or(due, |(last, _)| due.max(*last));
        self.bytes += message.len();
        self.queue.push_back((due, message));
    }

    fn take(&mut self) -> Option<Message> {
        let (_, message) = self.queue.pop_front()?;
        self.bytes -= message.len();
        Some(message)
    }

    fn due(&self) -> Option<Instant> {
        self.queue.front().map(|(due, _)| *due)
    }

    /// The memory that it takes.
    fn held_bytes(&self) -> usize {
        self.bytes + self.queue.len() * size_of::<(Instant, Message)>()
    }

    fn is_full(&self) -> bool {
        self.queue.len() >= MAX_DELAYED || self.bytes >= MAX_DELAYED_BYTES
    }
}

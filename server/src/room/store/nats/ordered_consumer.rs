//! A subject of a stream, read in order, until the connection is lost or something else goes wrong.
//!
//! What may not enter: what the messages mean. Whoever reads begins another tail when one ends, behind the last
//! message that it has.

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, push};
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{self, Context};
use async_nats::{Message, StatusCode, Subject, Subscriber};
use futures_util::StreamExt;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

use super::link::{Broken, Link};

/// How often NATS is heard of where there is nothing to read.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// After so long without one, what reads is not there any more.
const SILENCE: Duration = Duration::from_secs(6);

/// Readers that nobody listens to are let go of after this time; a server that was killed leaves some.
const UNHEARD: Duration = Duration::from_secs(10);

/// A subject that is read.
#[derive(Debug)]
pub(super) struct Tail {
    jetstream: Context,
    subscriber: Subscriber,
    /// How many messages have come.
    received: u64,
    /// How many there were to come when it began.
    pub(super) pending: u64,
    /// NATS waits for an answer to this before it sends more.
    owed: Option<Subject>,
    deadline: Instant,
}

/// What is next.
#[derive(Debug)]
pub(super) enum Next {
    /// A message.
    Message {
        /// Its place in the stream.
        sequence: u64,
        /// When it came to be there, in nanoseconds since 1970.
        time_ns: i128,
        /// What it says.
        payload: bytes::Bytes,
        /// How many there were behind it.
        pending: u64,
    },
    /// There has been nothing for a while, and nothing is on its way.
    Idle,
}

impl Tail {
    /// Reads `subject`, which may have a wildcard, from behind the sequence `after`.
    pub(super) async fn begin(
        link: &Link,
        stream: &Stream,
        subject: String,
        after: u64,
    ) -> Result<Self, Broken> {
        let inbox = link.client.new_inbox();
        // Before there is anything to hear.
        let subscriber = link.client.subscribe(inbox.clone()).await?;
        let config = push::Config {
            deliver_subject: inbox,
            filter_subject: subject,
            deliver_policy: DeliverPolicy::ByStartSequence {
                start_sequence: after + 1,
            },
            ack_policy: AckPolicy::None,
            flow_control: true,
            idle_heartbeat: HEARTBEAT,
            inactive_threshold: UNHEARD,
            memory_storage: true,
            num_replicas: 1,
            ..push::Config::default()
        };
        let consumer = stream.create_consumer(config).await?;
        Ok(Self {
            jetstream: link.jetstream.clone(),
            subscriber,
            received: 0,
            pending: consumer.cached_info().num_pending,
            owed: None,
            deadline: Instant::now() + SILENCE,
        })
    }

    /// What is next. Nothing is lost where this is dropped before it completes.
    ///
    /// # Errors
    ///
    /// It cannot be read on: messages were lost, or nothing is heard.
    pub(super) async fn next(&mut self) -> Result<Next, Broken> {
        loop {
            if let Some(reply) = &self.owed {
                let client = self.jetstream.client();
                client.publish(reply.clone(), bytes::Bytes::new()).await?;
                self.owed = None;
            }
            let message = timeout_at(self.deadline, self.subscriber.next()).await;
            let message = message
                .map_err(|_| Broken::new("nothing is heard any more"))?
                .ok_or_else(|| Broken::new("the connection is closed"))?;
            self.deadline = Instant::now() + SILENCE;
            if let Some(next) = self.take(message)? {
                return Ok(next);
            }
        }
    }

    fn take(&mut self, message: Message) -> Result<Option<Next>, Broken> {
        match message.status {
            None => self.read(message).map(Some),
            Some(StatusCode::IDLE_HEARTBEAT) if message.reply.is_some() => {
                self.owed = message.reply;
                Ok(None)
            }
            Some(StatusCode::IDLE_HEARTBEAT) => {
                let number = |name: &str| -> Option<u64> {
                    let headers = message.headers.as_ref()?;
                    headers.get(name)?.as_str().parse().ok()
                };
                if number("Nats-Last-Consumer").is_some_and(|last| last != self.received) {
                    return Err(Broken::new("messages were lost"));
                }
                let headers = message.headers.as_ref();
                let stalled = headers.and_then(|headers| headers.get("Nats-Consumer-Stalled"));
                if let Some(stalled) = stalled {
                    // It waits for an answer, the request for which was lost.
                    self.owed = Some(stalled.as_str().into());
                    return Ok(None);
                }
                Ok(Some(Next::Idle))
            }
            Some(_) => Ok(None),
        }
    }

    fn read(&mut self, message: Message) -> Result<Next, Broken> {
        let message = jetstream::Message {
            message,
            context: self.jetstream.clone(),
        };
        let info = message
            .info()
            .map_err(|error| Broken::new(error.to_string()))?;
        self.received += 1;
        if info.consumer_sequence != self.received {
            return Err(Broken::new("messages were lost"));
        }
        Ok(Next::Message {
            sequence: info.stream_sequence,
            time_ns: info.published.unix_timestamp_nanos(),
            pending: info.pending,
            payload: message.message.payload.clone(),
        })
    }
}

//! An ordered consumer: reads a subject of a stream in order, and ends with an error at the first gap.
//!
//! What may not enter: what the messages mean. After an error, the caller creates another consumer behind the last
//! message that it has.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, push};
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{self, Context};
use async_nats::{Message, StatusCode, Subject, Subscriber};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::call_error::NatsCallError;
use super::connection::NatsConnection;

/// The time between two heartbeats that NATS sends while there is nothing to read.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);

/// The time without a message or a heartbeat after which the consumer counts as gone: three heartbeats.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(6);

/// The time after which NATS deletes a consumer without a subscriber. A server that was killed leaves some.
const INACTIVE_CONSUMER_TTL: Duration = Duration::from_secs(10);

/// An ordered consumer.
#[derive(Debug)]
pub(super) struct OrderedConsumer {
    jetstream: Context,
    subscriber: Subscriber,
    /// The number of messages that have arrived.
    received: u64,
    /// The number of messages that the stream had for this consumer when it was created.
    pub(super) pending: u64,
    /// NATS sends nothing more until it has an empty message on this subject.
    flow_control_reply: Option<Subject>,
    deadline: Instant,
}

/// What a consumer delivers.
#[derive(Debug)]
pub(super) enum Delivery {
    /// A message.
    Message {
        /// Its sequence in the stream.
        sequence: u64,
        /// When the stream stored it, in nanoseconds since 1970.
        time_ns: i128,
        /// Its bytes.
        payload: bytes::Bytes,
        /// The number of messages behind it, as NATS counted them when it sent this one.
        pending: u64,
    },
    /// A heartbeat: there is nothing to read, and nothing is on its way.
    Idle,
}

impl OrderedConsumer {
    /// Creates a consumer of `subject`, which may have a wildcard, behind the sequence `after`.
    ///
    /// # Errors
    ///
    /// NATS does not create it. Wait and start over.
    pub(super) async fn create(
        connection: &NatsConnection,
        stream: &Stream,
        subject: String,
        after: u64,
    ) -> Result<Self, NatsCallError> {
        let inbox = connection.client.new_inbox();
        // Before the consumer sends anything.
        let subscriber = connection.client.subscribe(inbox.clone()).await;
        let subscriber = subscriber.map_err(NatsCallError::during("subscribe to an inbox"))?;
        let config = push::Config {
            deliver_subject: inbox,
            filter_subject: subject,
            deliver_policy: DeliverPolicy::ByStartSequence {
                start_sequence: after + 1,
            },
            ack_policy: AckPolicy::None,
            flow_control: true,
            idle_heartbeat: HEARTBEAT_INTERVAL,
            inactive_threshold: INACTIVE_CONSUMER_TTL,
            memory_storage: true,
            num_replicas: 1,
            ..push::Config::default()
        };
        let consumer = stream.create_consumer(config).await;
        let consumer = consumer.map_err(NatsCallError::during("create a consumer"))?;
        Ok(Self {
            jetstream: connection.jetstream.clone(),
            subscriber,
            received: 0,
            pending: consumer.cached_info().num_pending,
            flow_control_reply: None,
            deadline: Instant::now() + SILENCE_TIMEOUT,
        })
    }

    /// The next delivery. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// A message was lost, or nothing arrived within [`SILENCE_TIMEOUT`]. Create another consumer.
    pub(super) async fn next(&mut self) -> Result<Delivery, NatsCallError> {
        loop {
            if let Some(reply) = &self.flow_control_reply {
                let client = self.jetstream.client();
                let sent = client.publish(reply.clone(), bytes::Bytes::new()).await;
                sent.map_err(NatsCallError::during("take a flow control reply"))?;
                self.flow_control_reply = None;
            }
            let message = timeout_at(self.deadline, self.subscriber.next()).await;
            let message = message
                .map_err(|_| NatsCallError::NoHeartbeat)?
                .ok_or(NatsCallError::Unsubscribed)?;
            self.deadline = Instant::now() + SILENCE_TIMEOUT;
            if let Some(delivery) = self.receive(message)? {
                return Ok(delivery);
            }
        }
    }

    fn receive(&mut self, message: Message) -> Result<Option<Delivery>, NatsCallError> {
        match message.status {
            None => self.receive_data(message).map(Some),
            Some(StatusCode::IDLE_HEARTBEAT) if message.reply.is_some() => {
                self.flow_control_reply = message.reply;
                Ok(None)
            }
            Some(StatusCode::IDLE_HEARTBEAT) => self.receive_heartbeat(&message),
            Some(_) => Ok(None),
        }
    }

    fn receive_heartbeat(&mut self, message: &Message) -> Result<Option<Delivery>, NatsCallError> {
        let header = |name: &str| message.headers.as_ref()?.get(name);
        let last = header("Nats-Last-Consumer").and_then(|last| last.as_str().parse().ok());
        if last.is_some_and(|last: u64| last != self.received) {
            return Err(NatsCallError::MissedMessages);
        }
        if let Some(stalled) = header("Nats-Consumer-Stalled") {
            // The flow control request was lost, and NATS still waits for its reply.
            self.flow_control_reply = Some(stalled.as_str().into());
            return Ok(None);
        }
        Ok(Some(Delivery::Idle))
    }

    fn receive_data(&mut self, message: Message) -> Result<Delivery, NatsCallError> {
        let message = jetstream::Message {
            message,
            context: self.jetstream.clone(),
        };
        let info = message
            .info()
            .map_err(NatsCallError::during("describe a message"))?;
        self.received += 1;
        if info.consumer_sequence != self.received {
            return Err(NatsCallError::MissedMessages);
        }
        Ok(Delivery::Message {
            sequence: info.stream_sequence,
            time_ns: info.published.unix_timestamp_nanos(),
            pending: info.pending,
            payload: message.message.payload.clone(),
        })
    }
}

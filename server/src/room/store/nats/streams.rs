//! The two streams, and how long they keep messages and name records.
//!
//! A server that wants more than a stream keeps raises its limits, and its replicas. No server lowers them, so that one with other flags,
//! started by mistake, deletes nothing that others keep.

use std::time::Duration;

use async_nats::jetstream::Context;
use async_nats::jetstream::stream::{Config, Info, StorageType, Stream};
use tracing::info;

use super::call_error::NatsCallError;
use super::subject;

/// The stream of messages.
pub(super) const MESSAGES: &str = "ullim-messages";

/// The stream of name records.
pub(super) const NAMES: &str = "ullim-names";

/// The least number of messages that every stream keeps of a room, whatever its servers want. So a room with fewer
/// messages has lost none to the limit, even where the limit was lower when they were sent.
pub(super) const MIN_MESSAGES_PER_ROOM: usize = 1024;

/// The error of NATS's count of the messages behind a delivery, in messages: NATS counts while others come and go.
/// The stream keeps this many more than a log needs, because a reader discards a delivery so close to the limit.
pub(super) const PENDING_COUNT_SLACK: usize = 256;

/// The time after which the stream deletes a name record without a renewal. It removes the records of dead servers
/// and the notes that a name is free.
pub(super) const NAME_RECORD_TTL: Duration = Duration::from_secs(60 * 60);

/// What a server wants the streams to keep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retention {
    /// Messages of each room.
    pub(super) messages: usize,
    /// The age of a message, in milliseconds.
    pub(super) age_ms: u64,
    /// The number of NATS servers that store each message.
    pub(super) replicas: usize,
}

/// The stream of messages, created where it does not exist.
///
/// # Errors
///
/// NATS refused a request, or another program owns the stream.
pub(super) async fn messages(
    jetstream: &Context,
    retention: Retention,
) -> Result<Stream, NatsCallError> {
    let messages = retention
        .messages
        .max(MIN_MESSAGES_PER_ROOM)
        .saturating_add(PENDING_COUNT_SLACK);
    let wanted = Config {
        name: MESSAGES.to_owned(),
        description: Some("What is said in the rooms of Ullim".to_owned()),
        subjects: vec![format!("{}.*", subject::MESSAGES)],
        max_messages_per_subject: i64::try_from(messages).unwrap_or(i64::MAX),
        max_age: Duration::from_millis(retention.age_ms),
        ..common(retention)
    };
    provide(jetstream, wanted).await
}

/// The stream of name records, created where it does not exist. It keeps the newest record of each name.
///
/// # Errors
///
/// NATS refused a request, or another program owns the stream.
pub(super) async fn names(
    jetstream: &Context,
    retention: Retention,
) -> Result<Stream, NatsCallError> {
    let wanted = Config {
        name: NAMES.to_owned(),
        description: Some("Who has which name in the rooms of Ullim".to_owned()),
        subjects: vec![format!("{}.*.*", subject::NAMES)],
        max_messages_per_subject: 1,
        max_age: NAME_RECORD_TTL,
        ..common(retention)
    };
    provide(jetstream, wanted).await
}

/// The settings that both streams share.
fn common(retention: Retention) -> Config {
    Config {
        storage: StorageType::File,
        num_replicas: retention.replicas,
        ..Config::default()
    }
}

async fn provide(jetstream: &Context, wanted: Config) -> Result<Stream, NatsCallError> {
    let stream = jetstream.get_or_create_stream(wanted.clone()).await;
    let mut stream = stream.map_err(NatsCallError::during("create a stream"))?;
    if stream.cached_info().config.subjects != wanted.subjects {
        return Err(NatsCallError::ForeignStream(wanted.name));
    }
    // Another server may set lower limits at the same moment, so the limits are read again after each update.
    while let Some(raised) = raised(&stream.cached_info().config, &wanted) {
        info!(stream = wanted.name, "raising the limits of a stream");
        let updated = jetstream.update_stream(raised).await;
        updated.map_err(NatsCallError::during("update a stream"))?;
        let read = jetstream.get_stream(&wanted.name).await;
        stream = read.map_err(NatsCallError::during("describe a stream"))?;
    }
    Ok(stream)
}

/// The configuration of a stream with its limits raised to the wanted ones; `None` where they are high enough.
fn raised(current: &Config, wanted: &Config) -> Option<Config> {
    let is_enough = max_messages(current) >= max_messages(wanted)
        && (current.max_age.is_zero() || current.max_age >= wanted.max_age)
        && current.num_replicas >= wanted.num_replicas;
    (!is_enough).then(|| Config {
        max_messages_per_subject: if current.max_messages_per_subject <= 0 {
            current.max_messages_per_subject
        } else {
            current
                .max_messages_per_subject
                .max(wanted.max_messages_per_subject)
        },
        max_age: if current.max_age.is_zero() {
            current.max_age
        } else {
            current.max_age.max(wanted.max_age)
        },
        num_replicas: current.num_replicas.max(wanted.num_replicas),
        ..current.clone()
    })
}

/// The limit of messages per subject of a stream.
pub(super) fn max_messages(stream: &Config) -> u64 {
    // In NATS, 0 and -1 mean no limit.
    match u64::try_from(stream.max_messages_per_subject) {
        Ok(0) | Err(_) => u64::MAX,
        Ok(limit) => limit,
    }
}

/// The epoch of a stream: the time of its creation. A stream that was deleted and created again has another one.
pub(super) fn epoch(stream: &Info) -> String {
    format!("{:016x}", stream.created.unix_timestamp_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(messages: i64, age_s: u64) -> Config {
        Config {
            max_messages_per_subject: messages,
            max_age: Duration::from_secs(age_s),
            ..Config::default()
        }
    }

    #[test]
    fn raised_limits_are_the_higher_of_both() {
        assert_eq!(raised(&limits(9, 9), &limits(9, 9)), None);
        assert_eq!(raised(&limits(9, 9), &limits(8, 7)), None);
        assert_eq!(raised(&limits(9, 9), &limits(8, 10)), Some(limits(9, 10)));
        assert_eq!(raised(&limits(9, 9), &limits(10, 8)), Some(limits(10, 9)));
        assert_eq!(raised(&limits(-1, 0), &limits(8, 10)), None);
        assert_eq!(raised(&limits(-1, 9), &limits(8, 10)), Some(limits(-1, 10)));
    }

    #[test]
    fn raised_replicas_are_the_higher_number() {
        let on = |num_replicas| Config {
            num_replicas,
            ..limits(9, 9)
        };
        assert_eq!(raised(&on(1), &on(3)), Some(on(3)));
        assert_eq!(raised(&on(3), &on(1)), None);
    }
}

//! The streams, and how long they keep what is in them.
//!
//! A stream keeps at least what each server wants it to: one that comes and wants more has its limits
//! raised. None lowers them, so that a server with other flags, started by mistake, deletes nothing of
//! what others keep.

use std::time::Duration;

use async_nats::jetstream::Context;
use async_nats::jetstream::stream::{Config, Info, StorageType, Stream};
use tracing::info;

use super::link::Broken;
use super::subject;

/// The stream of what is said.
pub(super) const MESSAGES: &str = "ullim-messages";

/// The stream of who has which name.
pub(super) const NAMES: &str = "ullim-names";

/// How many messages of a room are kept at least, whatever a server wants. So a room that has fewer has lost none
/// for there being too many, though limits that were raised since were lower when they were said.
pub(super) const LEAST_MESSAGES: usize = 1024;

/// By how many messages of a room a reader may be told wrong how many are behind the one that it is given: NATS counts
/// them while more come and others go. So many more are kept than are wanted, so that those are there also
/// where a reader leaves out what may be behind a gap.
pub(super) const SLACK: usize = 256;

/// How long a name is kept that nobody renews: those of servers that nobody has heard of since go by that, and
/// the notes that a name is free.
pub(super) const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// What a server wants to have kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeping {
    /// Messages of each room.
    pub(super) messages: usize,
    /// For how long, in milliseconds.
    pub(super) age_ms: u64,
    /// On how many servers of a cluster of NATS.
    pub(super) replicas: usize,
}

/// The stream of what is said, made where it is not there.
///
/// # Errors
///
/// It cannot be asked for now, or is not to be had at all.
pub(super) async fn messages(jetstream: &Context, keeping: Keeping) -> Result<Stream, Broken> {
    let messages = keeping.messages.max(LEAST_MESSAGES).saturating_add(SLACK);
    let wanted = Config {
        name: MESSAGES.to_owned(),
        description: Some("What is said in the rooms of Ullim".to_owned()),
        subjects: vec![format!("{}.*", subject::MESSAGES)],
        max_messages_per_subject: i64::try_from(messages).unwrap_or(i64::MAX),
        max_age: Duration::from_millis(keeping.age_ms),
        ..common(keeping)
    };
    provide(jetstream, wanted).await
}

/// The stream of who has which name, made where it is not there: of each name the last word.
///
/// # Errors
///
/// It cannot be asked for now, or is not to be had at all.
pub(super) async fn names(jetstream: &Context, keeping: Keeping) -> Result<Stream, Broken> {
    let wanted = Config {
        name: NAMES.to_owned(),
        description: Some("Who has which name in the rooms of Ullim".to_owned()),
        subjects: vec![format!("{}.*.*", subject::NAMES)],
        max_messages_per_subject: 1,
        max_age: LIFETIME,
        ..common(keeping)
    };
    provide(jetstream, wanted).await
}

/// What every stream is.
fn common(keeping: Keeping) -> Config {
    Config {
        storage: StorageType::File,
        num_replicas: keeping.replicas,
        ..Config::default()
    }
}

async fn provide(jetstream: &Context, wanted: Config) -> Result<Stream, Broken> {
    let mut stream = jetstream.get_or_create_stream(wanted.clone()).await?;
    let there = &stream.cached_info().config;
    if there.subjects != wanted.subjects {
        return Err(Broken::new(format!(
            "there is a stream {} that is not Ullim's",
            wanted.name
        )));
    }
    // Another server may have done so with other limits at the same time, and was not seen.
    while let Some(raised) = raised(&stream.cached_info().config, &wanted) {
        info!(stream = wanted.name, "more is kept from now on");
        jetstream.update_stream(raised).await?;
        stream = jetstream.get_stream(&wanted.name).await?;
    }
    Ok(stream)
}

/// The limits of a stream that is there, where they have to be raised to those that are wanted.
fn raised(there: &Config, wanted: &Config) -> Option<Config> {
    let is_enough = max_messages(there) >= max_messages(wanted)
        && (there.max_age.is_zero() || there.max_age >= wanted.max_age);
    (!is_enough).then(|| Config {
        max_messages_per_subject: if there.max_messages_per_subject <= 0 {
            there.max_messages_per_subject
        } else {
            there
                .max_messages_per_subject
                .max(wanted.max_messages_per_subject)
        },
        max_age: if there.max_age.is_zero() {
            there.max_age
        } else {
            there.max_age.max(wanted.max_age)
        },
        ..there.clone()
    })
}

/// How many messages of a subject a stream keeps.
pub(super) fn max_messages(stream: &Config) -> u64 {
    // To NATS, nothing and less is no limit.
    match u64::try_from(stream.max_messages_per_subject) {
        Ok(0) | Err(_) => u64::MAX,
        Ok(most) => most,
    }
}

/// Which stream it is: one that was deleted and made anew has other sequences.
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
    fn limits_are_raised_and_never_lowered() {
        assert_eq!(raised(&limits(9, 9), &limits(9, 9)), None);
        assert_eq!(raised(&limits(9, 9), &limits(8, 7)), None);
        assert_eq!(raised(&limits(9, 9), &limits(8, 10)), Some(limits(9, 10)));
        assert_eq!(raised(&limits(9, 9), &limits(10, 8)), Some(limits(10, 9)));
        assert_eq!(raised(&limits(-1, 0), &limits(8, 10)), None);
        assert_eq!(raised(&limits(-1, 9), &limits(8, 10)), Some(limits(-1, 10)));
    }
}

//! What each member of a room has received, and what must be true of all of them together.
//!
//! What may not enter: sockets, and how the histories came about.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, HashMap};

/// What one member received, and what became of its own messages.
#[derive(Debug, Default)]
pub struct History {
    /// The messages, in the order in which they came, over all connections.
    pub received: Vec<Received>,
    /// Its own messages, and the offset by which each was acknowledged.
    pub acknowledged: Vec<(String, u64)>,
    /// Its own messages whose id the server has forgotten: it cannot tell whether they were kept.
    pub forgotten: Vec<String>,
    /// The offsets behind which the server said that messages are missing.
    pub gaps: Vec<u64>,
    /// How many connections it made or tried.
    pub connections: usize,
    /// Over how many servers these were spread at most.
    pub servers: usize,
    /// How often a message was refused until later.
    pub refusals: usize,
}

/// A message as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its place in the room's log.
    pub offset: u64,
    /// The name of its sender.
    pub name: String,
    /// Its text, which is `{number of the sender}-{number of the message}`.
    pub text: String,
}

/// Checks the same as [`check`], and that no member has a gap. Returns the room's log.
///
/// # Panics
///
/// A rule is broken.
#[must_use]
pub fn check_complete(histories: &[History]) -> Vec<Received> {
    assert!(histories.iter().all(|it| it.gaps.is_empty()), "a gap");
    check(histories)
}

/// Checks the histories against each other, and returns the room's log.
///
/// - All members received the messages in one order.
/// - Each message is in the log once.
/// - A member misses a message only behind a gap that it was told of.
/// - An acknowledged message is at its offset.
/// - A name belongs to one member.
///
/// # Panics
///
/// A rule is broken.
#[must_use]
pub fn check(histories: &[History]) -> Vec<Received> {
    let mut log = BTreeMap::new();
    for received in histories.iter().flat_map(|it| &it.received) {
        let there = log
            .entry(received.offset)
            .or_insert_with(|| received.clone());
        assert_eq!(there, received, "another order");
    }
    let mut offsets = HashMap::new();
    let mut names = HashMap::new();
    for (offset, received) in &log {
        let twice = offsets.insert(received.text.as_str(), *offset);
        assert_eq!(twice, None, "{} is there twice", received.text);
        let (sender, _) = received.text.split_once('-').unwrap();
        let other = names.insert(received.name.as_str(), sender);
        assert!(
            other.is_none_or(|it| it == sender),
            "{received:?} and {other:?}"
        );
    }
    for history in histories {
        let mut before = 0;
        for received in &history.received {
            let is_told = || {
                history
                    .gaps
                    .iter()
                    .any(|gap| (before..received.offset).contains(gap))
            };
            let missing = log.range(before + 1..received.offset).next();
            assert!(
                missing.is_none() || is_told(),
                "{missing:?} before {received:?}"
            );
            before = received.offset;
        }
        for (text, offset) in &history.acknowledged {
            match offsets.get(text.as_str()) {
                Some(there) => assert_eq!(there, offset, "{text} is not where it was acknowledged"),
                None => {
                    let is_told = histories.iter().all(|it| !it.gaps.is_empty());
                    assert!(is_told, "{text} was acknowledged and is gone");
                }
            }
        }
        // A member that changes servers sends its unacknowledged messages again. It may not know that the server
        // before refused one of them and kept a later one.
        if history.refusals == 0 && history.servers == 1 {
            let sent = history.acknowledged.iter().map(|(_, offset)| offset);
            assert!(sent.is_sorted(), "messages of one member are out of order");
        }
    }
    log.into_values().collect()
}

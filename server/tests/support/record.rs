//! What the members of a room have heard and been promised, and what must be so of all of them.
//!
//! What may not enter: sockets, and how it came about.

use std::collections::{BTreeMap, HashMap};

/// What one member took down.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// In the order in which it came, over all connections.
    pub(crate) heard: Vec<Heard>,
    /// What it said, and the offset by which that was acknowledged.
    pub(crate) acknowledged: Vec<(String, u64)>,
    /// What it said of which the server does not know any more whether it was kept.
    pub(crate) forgotten: Vec<String>,
    /// The positions behind which it was told that something is missing.
    pub(crate) gaps: Vec<u64>,
    /// How often it has connected, or tried to.
    pub(crate) connections: usize,
    /// Over how many servers these were spread at most.
    pub(crate) servers: usize,
    /// How often it was told to try again later.
    pub(crate) refusals: usize,
}

/// A message as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) offset: u64,
    pub(crate) name: String,
    pub(crate) text: String,
}

/// [`judge`], and nobody has missed anything, not even with word of it.
pub(crate) fn judge_complete(records: &[Record]) -> Vec<Heard> {
    assert!(records.iter().all(|it| it.gaps.is_empty()), "a gap");
    judge(records)
}

/// Holds what they took down against each other: one order for all, each message once, nothing missing that a
/// member was not told of, what was acknowledged at its offset, and names that belong to one each. Gives the log.
pub(crate) fn judge(records: &[Record]) -> Vec<Heard> {
    let mut log = BTreeMap::new();
    for heard in records.iter().flat_map(|it| &it.heard) {
        let there = log.entry(heard.offset).or_insert_with(|| heard.clone());
        assert_eq!(there, heard, "another order");
    }
    let mut offsets = HashMap::new();
    let mut names = HashMap::new();
    for (offset, heard) in &log {
        let twice = offsets.insert(heard.text.as_str(), *offset);
        assert_eq!(twice, None, "{} is there twice", heard.text);
        let (speaker, _) = heard.text.split_once('-').unwrap();
        let other = names.insert(heard.name.as_str(), speaker);
        assert!(
            other.is_none_or(|it| it == speaker),
            "{heard:?} and {other:?}"
        );
    }
    for record in records {
        let mut before = 0;
        for heard in &record.heard {
            let is_told = || {
                record
                    .gaps
                    .iter()
                    .any(|gap| (before..heard.offset).contains(gap))
            };
            let missing = log.range(before + 1..heard.offset).next();
            assert!(
                missing.is_none() || is_told(),
                "{missing:?} before {heard:?}"
            );
            before = heard.offset;
        }
        for (text, offset) in &record.acknowledged {
            match offsets.get(text.as_str()) {
                Some(there) => assert_eq!(there, offset, "{text} is not where it was acknowledged"),
                None => {
                    let is_told = records.iter().all(|it| !it.gaps.is_empty());
                    assert!(is_told, "{text} was acknowledged and is gone");
                }
            }
        }
        // At another server one says again what was not acknowledged; and that some of it was refused where one was
        // before, and what came after that was not, one may not have heard.
        if record.refusals == 0 && record.servers == 1 {
            let said = record.acknowledged.iter().map(|(_, offset)| offset);
            assert!(said.is_sorted(), "what one says first comes first");
        }
    }
    log.into_values().collect()
}

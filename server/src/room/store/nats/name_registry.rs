//! Who has which name in a room, by what a server has read and heard, and what it has to do about that.
//!
//! A name is held by openings (`record`) and belongs to whoever wrote its record last; records are written only
//! over the ones that the writer has seen, so of two who want a name one gets it. What a server holds and
//! what the records say it holds may differ for as long as NATS is away; [`Roll::chores`] is what makes
//! them agree.
//!
//! What may not enter: NATS, and clocks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::record::Record;
use super::streams::LIFETIME;
use crate::room::names::free_name;

/// How often an opening lets others hear that it is still there.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(2);

/// An opening that has not been heard of for so long, three heartbeats, is gone.
const SILENCE: Duration = Duration::from_secs(6);

/// How old a record may be before it is written again; so it may fail twice before its time is over.
const RENEWAL: Duration = Duration::from_secs(LIFETIME.as_secs() / 3);

/// The names of a room.
#[derive(Debug)]
pub(super) struct Roll {
    opening: String,
    /// Whether all records have been read.
    pub(super) is_live: bool,
    records: HashMap<Arc<str>, Written>,
    mine: HashMap<Arc<str>, Mine>,
    /// When other openings were heard of.
    heard: HashMap<String, Instant>,
}

/// A record that there is.
#[derive(Debug)]
struct Written {
    sequence: u64,
    record: Record,
}

/// A name that connections to this server have, or are about to.
#[derive(Debug)]
struct Mine {
    connections: usize,
    key: Option<String>,
    standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Its record is being written.
    Asked,
    /// Its record was written then.
    Held(Instant),
    /// Another server's member has it.
    Lost,
}

/// What becomes of somebody who wants a name.
#[derive(Debug)]
pub(super) enum Choice {
    /// It has this one, with others of its key.
    Shared(Arc<str>),
    /// It has this one if the record can be written.
    Ask(Write),
    /// Another of its key is about to have one.
    Wait,
}

/// A record to be written over the one with the sequence `over`, which is 0 where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Write {
    pub(super) record: Record,
    pub(super) over: u64,
}

/// What there is to do.
#[derive(Debug, Default)]
pub(super) struct Chores {
    /// Records to be written.
    pub(super) writes: Vec<Write>,
    /// Names that connections to this server have no more.
    pub(super) lost: Vec<Arc<str>>,
}

impl Roll {
    /// The roll of an opening, before anything has been read.
    pub(super) fn new(opening: &str) -> Self {
        Self {
            opening: opening.to_owned(),
            is_live: false,
            records: HashMap::new(),
            mine: HashMap::new(),
            heard: HashMap::new(),
        }
    }

    pub(super) fn opening(&self) -> &str {
        &self.opening
    }

    /// Begins to read all records anew. Others could not be heard, and are given time to be.
    pub(super) fn begin(&mut self, now: Instant) {
        self.is_live = false;
        self.records.clear();
        for heard in self.heard.values_mut() {
            *heard = now;
        }
    }

    /// Takes in a record.
    pub(super) fn take(&mut self, sequence: u64, record: Record, now: Instant) {
        let is_known = |written: &Written| written.sequence >= sequence;
        if self.records.get(record.name.as_str()).is_some_and(is_known) {
            return;
        }
        for holder in &record.holders {
            // One that has not been heard of yet has time to be.
            self.heard.entry(holder.clone()).or_insert(now);
        }
        if record.holders.is_empty() {
            self.records.remove(record.name.as_str());
        } else {
            let name = record.name.as_str().into();
            self.records.insert(name, Written { sequence, record });
        }
    }

    /// There is no record of this name.
    pub(super) fn take_none(&mut self, name: &str) {
        self.records.remove(name);
    }

    /// An opening is there.
    pub(super) fn hear(&mut self, opening: &str, now: Instant) {
        if opening != self.opening {
            self.heard.insert(opening.to_owned(), now);
        }
    }

    /// Forgets openings that are gone and of which no record speaks.
    pub(super) fn forget_gone(&mut self, now: Instant) {
        let records = self.records.values();
        let spoken_of: HashSet<&str> = records
            .flat_map(|written| written.record.holders.iter().map(String::as_str))
            .collect();
        self.heard.retain(|opening, heard| {
            now.duration_since(*heard) < SILENCE || spoken_of.contains(opening.as_str())
        });
    }

    /// The names that members have through other servers.
    pub(super) fn elsewhere(&self, now: Instant) -> BTreeSet<Arc<str>> {
        self.records
            .iter()
            .filter(|(_, written)| self.others(&written.record, now).next().is_some())
            .map(|(name, _)| Arc::clone(name))
            .collect()
    }

    /// Chooses a name for a connection that would like `wanted`, with the hash of its key. From then on it has
    /// a connection, until it is released.
    pub(super) fn choose(&mut self, wanted: &str, key: Option<&str>, now: Instant) -> Choice {
        if key.is_some() {
            let mut mine = self.mine.iter_mut();
            let of_key = mine
                .find(|(_, mine)| mine.key.as_deref() == key && mine.standing != Standing::Lost);
            if let Some((name, mine)) = of_key {
                if mine.standing == Standing::Asked {
                    return Choice::Wait;
                }
                mine.connections += 1;
                return Choice::Shared(Arc::clone(name));
            }
        }
        let of_key = self.records.values().find(|written| {
            key.is_some()
                && written.record.key.as_deref() == key
                && !self.mine.contains_key(written.record.name.as_str())
        });
        let name = match of_key {
            Some(written) => written.record.name.as_str().into(),
            None => {
                let is_taken = |name: &str| {
                    let is_held =
                        |written: &Written| self.others(&written.record, now).next().is_some();
                    self.mine.contains_key(name) || self.records.get(name).is_some_and(is_held)
                };
                free_name(wanted, self.mine.len().max(self.records.len()), is_taken)
            }
        };
        let mine = Mine {
            connections: 1,
            key: key.map(str::to_owned),
            standing: Standing::Asked,
        };
        self.mine.insert(Arc::clone(&name), mine);
        Choice::Ask(self.write(&name, key, true, now))
    }

    /// The record of a name that was asked for has been written.
    pub(super) fn confirm(&mut self, name: &str, now: Instant) {
        if let Some(mine) = self.mine.get_mut(name) {
            mine.standing = Standing::Held(now);
        }
    }

    /// The record of a name has been written again.
    pub(super) fn renew(&mut self, name: &str, now: Instant) {
        if let Some(mine) = self.mine.get_mut(name)
            && let Standing::Held(since) = &mut mine.standing
        {
            *since = now;
        }
    }

    /// A connection does not need its name any more.
    pub(super) fn release(&mut self, name: &str) {
        if let Some(mine) = self.mine.get_mut(name) {
            mine.connections -= 1;
            if mine.connections == 0 {
                self.mine.remove(name);
            }
        }
    }

    /// What there is to do, when all has been read.
    pub(super) fn chores(&mut self, now: Instant) -> Chores {
        let mut chores = Chores::default();
        if !self.is_live {
            return chores;
        }
        for (name, written) in &self.records {
            let holders = &written.record.holders;
            let is_false = !self.mine.contains_key(name)
                && (holders.contains(&self.opening)
                    || self.others(&written.record, now).next().is_none());
            if is_false {
                let key = written.record.key.as_deref();
                chores.writes.push(self.write(name, key, false, now));
            }
        }
        for (name, mine) in &self.mine {
            let Standing::Held(since) = mine.standing else {
                continue;
            };
            let record = self.records.get(name).map(|written| &written.record);
            let is_mine = record.is_some_and(|record| record.holders.contains(&self.opening));
            let is_taken = record.is_some_and(|record| {
                let is_shared = record.key.is_some() && record.key == mine.key;
                !is_mine && !is_shared && self.others(record, now).next().is_some()
            });
            if is_taken {
                chores.lost.push(Arc::clone(name));
            } else if !is_mine || now.duration_since(since) >= RENEWAL {
                let write = self.write(name, mine.key.as_deref(), true, now);
                chores.writes.push(write);
            }
        }
        for name in &chores.lost {
            if let Some(mine) = self.mine.get_mut(name) {
                mine.standing = Standing::Lost;
            }
        }
        chores
    }

    /// The openings that hold a name beside this one, and are there.
    fn others<'a>(&'a self, record: &'a Record, now: Instant) -> impl Iterator<Item = &'a String> {
        let is_there = move |opening: &&String| {
            let heard = self.heard.get(*opening);
            **opening != self.opening
                && heard.is_some_and(|heard| now.duration_since(*heard) < SILENCE)
        };
        record.holders.iter().filter(is_there)
    }

    /// The record of a name as it should be.
    fn write(&self, name: &str, key: Option<&str>, is_mine: bool, now: Instant) -> Write {
        let written = self.records.get(name);
        let others = written.map(|written| self.others(&written.record, now));
        let mut holders: Vec<String> = others.into_iter().flatten().cloned().collect();
        if is_mine {
            holders.push(self.opening.clone());
        }
        Write {
            record: Record {
                name: name.to_owned(),
                key: key.map(str::to_owned),
                holders,
            },
            over: written.map_or(0, |written| written.sequence),
        }
    }
}

#[cfg(test)]
mod tests;

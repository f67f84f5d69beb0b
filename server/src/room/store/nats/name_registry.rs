//! Who holds which name in a room, from the records and signals that a server has received, and what it has to write.
//!
//! A name is held by instances (see `name_record`) and belongs to the last writer of its record. A record is written
//! only over the one its writer has seen, so of two servers that claim a name one gets it. While NATS is away, members
//! and records may differ; [`NameRegistry::reconcile`] makes them agree again.
//!
//! Names that look alike are one name here ([`Skeleton`]): it has one record and one member.
//!
//! What may not enter: NATS, and clocks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::name_record::NameRecord;
use super::streams::NAME_RECORD_TTL;
use crate::room::identity::Skeleton;
use crate::room::names::free_name;

/// The time between two heartbeats of an instance.
pub(super) const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);

/// The time without a heartbeat after which an instance is gone and its names are free: three heartbeats.
const INSTANCE_TTL: Duration = Duration::from_secs(6);

/// The age at which a record is written again. Two renewals may fail before the stream deletes it.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(NAME_RECORD_TTL.as_secs() / 3);

/// The names of a room, as one instance knows them.
#[derive(Debug)]
pub(super) struct NameRegistry {
    instance_id: String,
    /// Whether all records have been read.
    pub(super) is_live: bool,
    records: HashMap<Skeleton, StoredRecord>,
    own: HashMap<Skeleton, OwnName>,
    /// By instance id, when another instance was last heard.
    last_heard: HashMap<String, Instant>,
}

/// A record in the stream.
#[derive(Debug)]
struct StoredRecord {
    sequence: u64,
    record: NameRecord,
}

/// A name that connections to this server have, or are claiming.
#[derive(Debug)]
struct OwnName {
    name: Arc<str>,
    connections: usize,
    key: Option<String>,
    status: NameStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameStatus {
    /// Its record is being written.
    Claiming,
    /// Its record was last written at this time.
    Held(Instant),
    /// A member of another server has it now.
    Revoked,
}

/// How a connection gets its name.
#[derive(Debug)]
pub(super) enum NameChoice {
    /// It shares this name with other connections that have its key.
    Existing(Arc<str>),
    /// It has the name of this record once the record is written.
    Write(RecordWrite),
    /// Another connection with its key is claiming a name. Choose again when that has ended.
    Wait,
}

/// A record to write over the one with the sequence `over`; 0 means that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecordWrite {
    pub(super) record: NameRecord,
    pub(super) over: u64,
}

/// What a server has to do so that members and records agree.
#[derive(Debug, Default)]
pub(super) struct Reconciliation {
    /// Records to write.
    pub(super) writes: Vec<RecordWrite>,
    /// Names that connections to this server no longer have.
    pub(super) revoked: Vec<Arc<str>>,
}

impl NameRegistry {
    /// The registry of an instance that has read nothing.
    pub(super) fn new(instance_id: &str) -> Self {
        Self {
            instance_id: instance_id.to_owned(),
            is_live: false,
            records: HashMap::new(),
            own: HashMap::new(),
            last_heard: HashMap::new(),
        }
    }

    pub(super) fn instance_id(&self) -> &str {
        &self.instance_id
    }

    /// Forgets all records before they are read again. Other instances could not be heard in the meantime, so their
    /// [`INSTANCE_TTL`] starts over.
    pub(super) fn reset(&mut self, now: Instant) {
        self.is_live = false;
        self.records.clear();
        for last_heard in self.last_heard.values_mut() {
            *last_heard = now;
        }
    }

    /// Learns a record of the stream, unless it knows a newer one.
    pub(super) fn learn(&mut self, sequence: u64, record: NameRecord, now: Instant) {
        let skeleton = Skeleton::of(&record.name);
        let is_known = |stored: &StoredRecord| stored.sequence >= sequence;
        if self.records.get(&skeleton).is_some_and(is_known) {
            return;
        }
        for holder in &record.holders {
            // An instance that is new to this one has time to send a heartbeat.
            self.last_heard.entry(holder.clone()).or_insert(now);
        }
        if record.holders.is_empty() {
            self.records.remove(&skeleton);
        } else {
            let stored = StoredRecord { sequence, record };
            self.records.insert(skeleton, stored);
        }
    }

    /// Learns that the stream has no record of this name.
    pub(super) fn learn_absence(&mut self, name: &str) {
        self.records.remove(&Skeleton::of(name));
    }

    /// Notes that another instance is alive.
    pub(super) fn note_heartbeat(&mut self, instance_id: &str, now: Instant) {
        if instance_id != self.instance_id {
            self.last_heard.insert(instance_id.to_owned(), now);
        }
    }

    /// Forgets instances that are gone and that no record names.
    pub(super) fn forget_expired(&mut self, now: Instant) {
        let records = self.records.values();
        let named: HashSet<&str> = records
            .flat_map(|stored| stored.record.holders.iter().map(String::as_str))
            .collect();
        self.last_heard.retain(|instance_id, last_heard| {
            now.duration_since(*last_heard) < INSTANCE_TTL || named.contains(instance_id.as_str())
        });
    }

    /// The names that live instances of other servers hold.
    pub(super) fn remote_names(&self, now: Instant) -> BTreeSet<Arc<str>> {
        self.records
            .values()
            .filter(|stored| self.others(&stored.record, now).next().is_some())
            .map(|stored| stored.record.name.as_str().into())
            .collect()
    }

    /// Chooses a name for a connection that asks for `wanted` and has a key with this hash. Except for
    /// [`NameChoice::Wait`], the name then counts one more connection, until [`NameRegistry::release`].
    pub(super) fn choose(&mut self, wanted: &str, key: Option<&str>, now: Instant) -> NameChoice {
        if key.is_some() {
            let mut own = self.own.values_mut();
            let of_key =
                own.find(|own| own.key.as_deref() == key && own.status != NameStatus::Revoked);
            if let Some(own) = of_key {
                if own.status == NameStatus::Claiming {
                    return NameChoice::Wait;
                }
                own.connections += 1;
                return NameChoice::Existing(Arc::clone(&own.name));
            }
        }
        let of_key = self.records.iter().find(|(skeleton, stored)| {
            key.is_some() && stored.record.key.as_deref() == key && !self.own.contains_key(skeleton)
        });
        let name: Arc<str> = match of_key {
            Some((_, stored)) => stored.record.name.as_str().into(),
            None => {
                let is_taken = |skeleton: &Skeleton| {
                    let is_held =
                        |stored: &StoredRecord| self.others(&stored.record, now).next().is_some();
                    self.own.contains_key(skeleton)
                        || self.records.get(skeleton).is_some_and(is_held)
                };
                free_name(wanted, self.own.len().max(self.records.len()), is_taken)
            }
        };
        let own = OwnName {
            name: Arc::clone(&name),
            connections: 1,
            key: key.map(str::to_owned),
            status: NameStatus::Claiming,
        };
        self.own.insert(Skeleton::of(&name), own);
        NameChoice::Write(self.write(&name, key, true, now))
    }

    /// Notes that the record of a claimed name has been written.
    pub(super) fn confirm(&mut self, name: &str, now: Instant) {
        if let Some(own) = self.own.get_mut(&Skeleton::of(name)) {
            own.status = NameStatus::Held(now);
        }
    }

    /// Notes that the record of a held name has been written again.
    pub(super) fn renew(&mut self, name: &str, now: Instant) {
        if let Some(own) = self.own.get_mut(&Skeleton::of(name))
            && let NameStatus::Held(since) = &mut own.status
        {
            *since = now;
        }
    }

    /// Notes that a connection no longer needs its name.
    pub(super) fn release(&mut self, name: &str) {
        let skeleton = Skeleton::of(name);
        if let Some(own) = self.own.get_mut(&skeleton) {
            own.connections -= 1;
            if own.connections == 0 {
                self.own.remove(&skeleton);
            }
        }
    }

    /// Compares members and records. Returns nothing to do until all records have been read. A revoked name is
    /// returned once.
    pub(super) fn reconcile(&mut self, now: Instant) -> Reconciliation {
        let mut reconciliation = Reconciliation::default();
        if !self.is_live {
            return reconciliation;
        }
        for (skeleton, stored) in &self.records {
            let holders = &stored.record.holders;
            let is_outdated = !self.own.contains_key(skeleton)
                && (holders.contains(&self.instance_id)
                    || self.others(&stored.record, now).next().is_none());
            if is_outdated {
                let (name, key) = (&stored.record.name, stored.record.key.as_deref());
                reconciliation
                    .writes
                    .push(self.write(name, key, false, now));
            }
        }
        for (skeleton, own) in &self.own {
            let name = &own.name;
            let NameStatus::Held(since) = own.status else {
                continue;
            };
            let record = self.records.get(skeleton).map(|stored| &stored.record);
            let is_own = record.is_some_and(|record| record.holders.contains(&self.instance_id));
            let is_taken = record.is_some_and(|record| {
                let is_shared = record.key.is_some() && record.key == own.key;
                !is_own && !is_shared && self.others(record, now).next().is_some()
            });
            if is_taken {
                reconciliation.revoked.push(Arc::clone(name));
            } else if !is_own || now.duration_since(since) >= RENEWAL_INTERVAL {
                let write = self.write(name, own.key.as_deref(), true, now);
                reconciliation.writes.push(write);
            }
        }
        for name in &reconciliation.revoked {
            if let Some(own) = self.own.get_mut(&Skeleton::of(name)) {
                own.status = NameStatus::Revoked;
            }
        }
        reconciliation
    }

    /// The other live instances among the holders of a record.
    fn others<'a>(
        &'a self,
        record: &'a NameRecord,
        now: Instant,
    ) -> impl Iterator<Item = &'a String> {
        let is_alive = move |instance_id: &&String| {
            let last_heard = self.last_heard.get(*instance_id);
            **instance_id != self.instance_id
                && last_heard
                    .is_some_and(|last_heard| now.duration_since(*last_heard) < INSTANCE_TTL)
        };
        record.holders.iter().filter(is_alive)
    }

    /// The record of a name with its live holders, and with this instance where `is_own`.
    fn write(&self, name: &str, key: Option<&str>, is_own: bool, now: Instant) -> RecordWrite {
        let stored = self.records.get(&Skeleton::of(name));
        let others = stored.map(|stored| self.others(&stored.record, now));
        let mut holders: Vec<String> = others.into_iter().flatten().cloned().collect();
        if is_own {
            holders.push(self.instance_id.clone());
        }
        RecordWrite {
            record: NameRecord {
                name: name.to_owned(),
                key: key.map(str::to_owned),
                holders,
            },
            over: stored.map_or(0, |stored| stored.sequence),
        }
    }
}

#[cfg(test)]
mod tests;

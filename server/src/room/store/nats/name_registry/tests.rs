//! Claims, records, heartbeats and renewals in one registry, without NATS.

use super::*;

const ME: &str = "me";

fn record(name: &str, key: Option<&str>, holders: &[&str]) -> NameRecord {
    NameRecord {
        name: name.to_owned(),
        key: key.map(str::to_owned),
        holders: holders.iter().map(|it| (*it).to_owned()).collect(),
    }
}

fn registry(now: Instant) -> NameRegistry {
    let mut registry = NameRegistry::new(ME);
    registry.reset(now);
    registry.is_live = true;
    registry
}

/// Claims a name, and stores its record with this sequence.
fn claim(
    registry: &mut NameRegistry,
    wanted: &str,
    key: Option<&str>,
    sequence: u64,
    now: Instant,
) -> RecordWrite {
    let NameChoice::Write(write) = registry.choose(wanted, key, now) else {
        panic!("nobody has a name with this key");
    };
    registry.learn(sequence, write.record.clone(), now);
    registry.confirm(&write.record.name, now);
    write
}

fn remote_names(registry: &NameRegistry, now: Instant) -> Vec<String> {
    let names = registry.remote_names(now);
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

#[test]
fn choose_taken_name_gets_a_number_and_one_key_shares_a_name() {
    let now = Instant::now();
    let mut registry = registry(now);
    registry.learn(3, record("kim", Some("k"), &["other"]), now);
    assert_eq!(remote_names(&registry, now), ["kim"]);
    let write = claim(&mut registry, "kim", None, 4, now);
    assert_eq!(
        (write.record, write.over),
        (record("kim-2", None, &[ME]), 0)
    );
    let write = claim(&mut registry, "lee", Some("k"), 5, now);
    assert_eq!(write.record, record("kim", Some("k"), &["other", ME]));
    assert_eq!(write.over, 3);
    assert!(
        matches!(registry.choose("x", Some("k"), now), NameChoice::Existing(name) if &*name == "kim")
    );
    assert!(registry.reconcile(now).writes.is_empty());
    registry.release("kim");
    assert!(
        registry.reconcile(now).writes.is_empty(),
        "one is still there"
    );
    registry.release("kim");
    let reconciliation = registry.reconcile(now);
    assert_eq!(
        reconciliation.writes[0].record,
        record("kim", Some("k"), &["other"])
    );
}

#[test]
fn reconcile_holder_without_heartbeats_frees_its_name() {
    let now = Instant::now();
    let mut registry = registry(now);
    registry.learn(1, record("kim", None, &["dead"]), now);
    registry.learn(2, record("lee", None, &["alive"]), now);
    let later = now + INSTANCE_TTL;
    registry.note_heartbeat("alive", later);
    assert_eq!(remote_names(&registry, later), ["lee"]);
    let reconciliation = registry.reconcile(later);
    let free = RecordWrite {
        record: record("kim", None, &[]),
        over: 1,
    };
    assert_eq!(reconciliation.writes, [free]);
    assert_eq!(claim(&mut registry, "kim", None, 3, later).over, 1);
    registry.forget_expired(later);
    assert!(registry.last_heard.contains_key("alive") && !registry.last_heard.contains_key("dead"));
}

#[test]
fn reset_after_a_long_silence_keeps_other_instances_alive() {
    let now = Instant::now();
    let mut registry = registry(now);
    registry.learn(1, record("kim", None, &["other"]), now);
    let later = now + 10 * INSTANCE_TTL;
    registry.reset(later);
    registry.learn(1, record("kim", None, &["other"]), later);
    registry.is_live = true;
    assert_eq!(remote_names(&registry, later), ["kim"]);
}

#[test]
fn reconcile_freed_name_is_written_again_unless_another_holds_it() {
    let now = Instant::now();
    let mut registry = registry(now);
    claim(&mut registry, "kim", None, 1, now);
    claim(&mut registry, "lee", None, 2, now);
    registry.learn(3, record("kim", None, &[]), now);
    registry.learn(4, record("lee", None, &["other"]), now);
    let reconciliation = registry.reconcile(now);
    assert_eq!(reconciliation.revoked, ["lee".into()]);
    assert_eq!(reconciliation.writes.len(), 1);
    assert_eq!(reconciliation.writes[0].record, record("kim", None, &[ME]));
    let reconciliation = registry.reconcile(now);
    assert!(reconciliation.revoked.is_empty(), "it is returned once");
    registry.release("lee");
    assert!(registry.reconcile(now).revoked.is_empty());
    assert_eq!(remote_names(&registry, now), ["lee"]);
}

#[test]
fn reconcile_old_record_is_renewed() {
    let now = Instant::now();
    let mut registry = registry(now);
    claim(&mut registry, "kim", None, 1, now);
    assert!(
        registry
            .reconcile(now + RENEWAL_INTERVAL / 2)
            .writes
            .is_empty()
    );
    let later = now + RENEWAL_INTERVAL;
    assert_eq!(registry.reconcile(later).writes[0].over, 1);
    registry.renew("kim", later);
    assert!(registry.reconcile(later).writes.is_empty());
}

#[test]
fn choose_while_its_key_is_claiming_waits() {
    let now = Instant::now();
    let mut registry = registry(now);
    let NameChoice::Write(write) = registry.choose("kim", Some("k"), now) else {
        panic!("it is free");
    };
    assert!(matches!(
        registry.choose("kim", Some("k"), now),
        NameChoice::Wait
    ));
    registry.confirm(&write.record.name, now);
    assert!(matches!(
        registry.choose("kim", Some("k"), now),
        NameChoice::Existing(_)
    ));
}

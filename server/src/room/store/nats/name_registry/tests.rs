//! Names over time, without a NATS.

use super::*;

const ME: &str = "me";

fn record(name: &str, key: Option<&str>, holders: &[&str]) -> Record {
    Record {
        name: name.to_owned(),
        key: key.map(str::to_owned),
        holders: holders.iter().map(|it| (*it).to_owned()).collect(),
    }
}

fn roll(now: Instant) -> Roll {
    let mut roll = Roll::new(ME);
    roll.begin(now);
    roll.is_live = true;
    roll
}

/// Claims a name whose record is then written with this sequence.
fn claim(roll: &mut Roll, wanted: &str, key: Option<&str>, sequence: u64, now: Instant) -> Write {
    let Choice::Ask(write) = roll.choose(wanted, key, now) else {
        panic!("it is not there");
    };
    roll.take(sequence, write.record.clone(), now);
    roll.confirm(&write.record.name, now);
    write
}

fn elsewhere(roll: &Roll, now: Instant) -> Vec<String> {
    let names = roll.elsewhere(now);
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

#[test]
fn a_name_that_another_has_gets_a_number_and_is_shared_by_one_key() {
    let now = Instant::now();
    let mut roll = roll(now);
    roll.take(3, record("kim", Some("k"), &["other"]), now);
    assert_eq!(elsewhere(&roll, now), ["kim"]);
    let write = claim(&mut roll, "kim", None, 4, now);
    assert_eq!(
        (write.record, write.over),
        (record("kim-2", None, &[ME]), 0)
    );
    let write = claim(&mut roll, "lee", Some("k"), 5, now);
    assert_eq!(write.record, record("kim", Some("k"), &["other", ME]));
    assert_eq!(write.over, 3);
    assert!(matches!(roll.choose("x", Some("k"), now), Choice::Shared(name) if &*name == "kim"));
    assert!(roll.chores(now).writes.is_empty());
    roll.release("kim");
    assert!(roll.chores(now).writes.is_empty(), "one is still there");
    roll.release("kim");
    let chores = roll.chores(now);
    assert_eq!(
        chores.writes[0].record,
        record("kim", Some("k"), &["other"])
    );
}

#[test]
fn the_name_of_one_that_is_not_heard_any_more_is_free() {
    let now = Instant::now();
    let mut roll = roll(now);
    roll.take(1, record("kim", None, &["dead"]), now);
    roll.take(2, record("lee", None, &["alive"]), now);
    let later = now + SILENCE;
    roll.hear("alive", later);
    assert_eq!(elsewhere(&roll, later), ["lee"]);
    let chores = roll.chores(later);
    let free = Write {
        record: record("kim", None, &[]),
        over: 1,
    };
    assert_eq!(chores.writes, [free]);
    assert_eq!(claim(&mut roll, "kim", None, 3, later).over, 1);
    roll.forget_gone(later);
    assert!(roll.heard.contains_key("alive") && !roll.heard.contains_key("dead"));
}

#[test]
fn nobody_is_taken_for_dead_who_could_not_be_heard() {
    let now = Instant::now();
    let mut roll = roll(now);
    roll.take(1, record("kim", None, &["other"]), now);
    let later = now + 10 * SILENCE;
    roll.begin(later);
    roll.take(1, record("kim", None, &["other"]), later);
    roll.is_live = true;
    assert_eq!(elsewhere(&roll, later), ["kim"]);
}

#[test]
fn who_was_taken_for_dead_has_the_name_again_unless_another_has_it() {
    let now = Instant::now();
    let mut roll = roll(now);
    claim(&mut roll, "kim", None, 1, now);
    claim(&mut roll, "lee", None, 2, now);
    roll.take(3, record("kim", None, &[]), now);
    roll.take(4, record("lee", None, &["other"]), now);
    let chores = roll.chores(now);
    assert_eq!(chores.lost, ["lee".into()]);
    assert_eq!(chores.writes.len(), 1);
    assert_eq!(chores.writes[0].record, record("kim", None, &[ME]));
    let chores = roll.chores(now);
    assert!(chores.lost.is_empty(), "it is told once");
    roll.release("lee");
    assert!(roll.chores(now).lost.is_empty());
    assert_eq!(elsewhere(&roll, now), ["lee"]);
}

#[test]
fn a_record_is_renewed_before_its_time_is_over() {
    let now = Instant::now();
    let mut roll = roll(now);
    claim(&mut roll, "kim", None, 1, now);
    assert!(roll.chores(now + RENEWAL / 2).writes.is_empty());
    let later = now + RENEWAL;
    assert_eq!(roll.chores(later).writes[0].over, 1);
    roll.renew("kim", later);
    assert!(roll.chores(later).writes.is_empty());
}

#[test]
fn while_a_name_is_asked_for_others_of_its_key_wait() {
    let now = Instant::now();
    let mut roll = roll(now);
    let Choice::Ask(write) = roll.choose("kim", Some("k"), now) else {
        panic!("it is free");
    };
    assert!(matches!(roll.choose("kim", Some("k"), now), Choice::Wait));
    roll.confirm(&write.record.name, now);
    assert!(matches!(
        roll.choose("kim", Some("k"), now),
        Choice::Shared(_)
    ));
}

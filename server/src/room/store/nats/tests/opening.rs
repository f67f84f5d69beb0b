//! Rooms that take long to be opened.

use std::sync::Arc;

use super::relay::Relay;
use super::*;
use crate::room::Room;
use crate::room::store::Store;

#[tokio::test]
async fn a_room_is_read_on_for_who_comes_next_when_nobody_waits_for_it_any_more() {
    let nats = NatsServer::start();
    let way = Relay::to(&nats.url()).await;
    let limits = limits(LOG_MESSAGES, 600_000);
    let store = store(&way.url(), limits.log);
    let room = || Arc::new(Room::new("방", &limits));
    // There is a connection when a room can be had.
    until_available(async || Ok(store.open("다른 방", room()).await?))
        .await
        .unwrap();
    way.set_open(false);
    let first = room();
    let opening = store.open("방", Arc::clone(&first));
    assert!(opening.now_or_never().is_none(), "nothing can be read");
    way.set_open(true);
    let journal = until_available(async || Ok(store.open("방", room()).await?));
    let opened = journal.await.unwrap().room().unwrap();
    assert!(Arc::ptr_eq(&opened, &first), "it was begun anew");
}

#[tokio::test]
async fn a_room_that_no_connection_is_long_enough_for_is_read_over_several() {
    let nats = NatsServer::start();
    let way = Relay::to(&nats.url()).await;
    let messages = streams::LEAST_MESSAGES;
    let there = server_for(&nats.url(), messages, 600_000);
    let lee = Person::join(&there, "lee", None).await;
    let long = "x".repeat(3_000);
    for number in 0..messages {
        let said = lee.member.say(format!("{number} {long}"), None, None).await;
        said.unwrap().await.unwrap();
    }
    // It is some 3 MiB.
    way.end_after(1024 * 1024);
    let here = server_for(&way.url(), messages, 600_000);
    let kim = Person::join(&here, "kim", None).await;
    assert_eq!(kim.epoch, lee.epoch);
}

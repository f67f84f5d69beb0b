//! Rooms that take long to open.

use std::sync::Arc;

use super::proxy::CuttableProxy;
use super::*;
use crate::room::store::Store;
use crate::room::{Room, RoomMemory};

#[tokio::test]
async fn abandoned_open_is_read_on_for_the_next_caller() {
    let nats = NatsServer::start();
    let proxy = CuttableProxy::to(&nats.url()).await;
    let limits = limits(LOG_MESSAGES, 600_000);
    let store = store(&proxy.url(), limits.log);
    let room = || Arc::new(Room::new("방", &limits, &RoomMemory::default()));
    // When a room can be opened, there is a connection.
    until_available(async || Ok(store.open("다른 방", room()).await?))
        .await
        .unwrap();
    proxy.set_open(false);
    let first = room();
    let opening = store.open("방", Arc::clone(&first));
    assert!(opening.now_or_never().is_none(), "nothing can be read yet");
    proxy.set_open(true);
    let journal = until_available(async || Ok(store.open("방", room()).await?));
    let opened = journal.await.unwrap().room().unwrap();
    assert!(
        Arc::ptr_eq(&opened, &first),
        "it is the room of the first caller"
    );
}

#[tokio::test]
async fn room_longer_than_every_connection_is_read_over_several() {
    let nats = NatsServer::start();
    let proxy = CuttableProxy::to(&nats.url()).await;
    let messages = streams::MIN_MESSAGES_PER_ROOM;
    let there = server_for(&nats.url(), messages, 600_000);
    let lee = Client::join(&there, "lee", None).await;
    let long = "x".repeat(3_000);
    for number in 0..messages {
        let receipt = lee.member.say(format!("{number} {long}"), None, None).await;
        receipt.unwrap().await.unwrap();
    }
    // The room is about 3 MiB.
    proxy.end_after(1024 * 1024);
    let here = server_for(&proxy.url(), messages, 600_000);
    let kim = Client::join(&here, "kim", None).await;
    assert_eq!(kim.epoch, lee.epoch);
}

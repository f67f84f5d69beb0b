//! Messages that are missing from NATS: members lag, and their next join recovers nothing.

use async_nats::jetstream::Context;
use futures_util::future::join_all;

use super::proxy::CuttableProxy;
use super::*;

/// Reads until the member has lagged, and asserts that it receives no message behind the gap.
async fn has_lagged(client: &mut Client) {
    while let Ok(next) = client.try_next().await {
        let is_message = matches!(next, ServerMessage::Message(_));
        assert!(!is_message, "messages before this are missing: {next:?}");
    }
}

/// Joins again as a client that has read through that offset.
async fn rejoin(rooms: &Rooms, epoch: &str, offset: u64) -> Welcome {
    let after = StreamPosition {
        epoch: epoch.to_owned(),
        offset,
    };
    let request = JoinRequest {
        name: "again",
        key: None,
        after: Some(&after),
        format: MessageFormat::Json,
    };
    let joined = until_available(async || rooms.join("방", request).await);
    let (_, welcome) = joined.await.unwrap();
    let ServerMessage::Welcome(welcome) = serde_json::from_str(&welcome).unwrap() else {
        panic!("{welcome}");
    };
    welcome
}

/// The limit of messages per room.
async fn message_limit(jetstream: &Context) -> u64 {
    let stream = jetstream.get_stream(streams::MESSAGES).await.unwrap();
    streams::max_messages(&stream.cached_info().config)
}

/// Stores a message in another room, so that the first sequence of the stream says nothing about this one.
async fn say_in_another_room(jetstream: &Context) {
    let receipt = jetstream.publish(subject::messages("다른 방"), "{}".into());
    receipt.await.unwrap().await.unwrap();
}

impl Client {
    /// Sends a message, and reads until it has received it.
    async fn say_and_receive(&mut self, text: &str) -> u64 {
        let offset = until_available(async || self.say(text).await)
            .await
            .unwrap();
        self.receive(text).await;
        offset
    }

    /// Sends `count` numbered messages in order. Returns their offsets.
    async fn say_many(&self, count: u64) -> Vec<u64> {
        let mut offsets = Vec::new();
        let numbers: Vec<u64> = (0..count).collect();
        // No more at once than have keys in the window; others would be too late.
        for some in numbers.chunks(MAX_KEYS / 2) {
            let mut receipts = Vec::new();
            for number in some {
                let receipt = self.member.say(number.to_string(), None, None).await;
                receipts.push(receipt.unwrap());
            }
            let kept = soon(join_all(receipts)).await;
            offsets.extend(kept.into_iter().map(Result::unwrap));
        }
        offsets
    }

    async fn receive(&mut self, text: &str) {
        loop {
            if let ServerMessage::Message(message) = self.next().await {
                assert_eq!(message.text, text);
                return;
            }
        }
    }
}

/// Waits until both servers have the same new, empty log.
async fn share_a_new_log(servers: [&Rooms; 2], old_epoch: &str, offset: u64) {
    for rooms in servers {
        let welcome = rejoin(rooms, old_epoch, offset).await;
        assert!(!welcome.recovered && welcome.epoch != old_epoch);
        assert_eq!(welcome.newest, 0, "the new log is empty");
    }
    let mut kim = Client::join(servers[0], "kim", None).await;
    let mut lee = Client::join(servers[1], "lee", None).await;
    assert_eq!(kim.epoch, lee.epoch);
    kim.say_and_receive("new").await;
    lee.receive("new").await;
}

#[tokio::test]
async fn nats_restarted_without_its_folder_resets_rooms() {
    let mut nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let mut lee = Client::join(&there, "lee", None).await;
    let offset = kim.say_and_receive("old").await;
    lee.receive("old").await;
    nats.start_with_nothing();
    has_lagged(&mut kim).await;
    has_lagged(&mut lee).await;
    share_a_new_log([&here, &there], &kim.epoch, offset).await;
}

#[tokio::test]
async fn deleted_streams_reset_rooms() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let mut lee = Client::join(&there, "lee", None).await;
    let offset = kim.say_and_receive("old").await;
    lee.receive("old").await;
    let jetstream = jetstream(&nats).await;
    for name in [streams::MESSAGES, streams::NAMES] {
        jetstream.delete_stream(name).await.unwrap();
    }
    // NATS sends no notice of it. The missing heartbeats show it.
    has_lagged(&mut kim).await;
    has_lagged(&mut lee).await;
    share_a_new_log([&here, &there], &kim.epoch, offset).await;
}

#[tokio::test]
async fn nats_restarted_in_an_earlier_state_resets_rooms() {
    let mut nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [server(&proxy.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    kim.say_and_receive("one").await;
    let earlier = nats.copy();
    kim.say_and_receive("two").await;
    let offset = kim.say_and_receive("three").await;
    proxy.cut().await;
    nats.start_with_folder(earlier);
    let lee = Client::join(&there, "lee", None).await;
    for text in ["another-two", "another-three", "four"] {
        lee.say(text).await.unwrap();
    }
    proxy.mend().await;
    has_lagged(&mut kim).await;
    // Also after the last member has left and the room is closed.
    let epoch = kim.epoch.clone();
    drop(kim);
    let welcome = rejoin(&here, &epoch, offset).await;
    assert_eq!(welcome.epoch, epoch);
    assert!(!welcome.recovered, "the messages there now are others");
    let offset = lee.say("five").await.unwrap();
    let welcome = rejoin(&here, &epoch, offset).await;
    assert!(welcome.recovered, "this offset was assigned once");
}

#[tokio::test]
async fn newest_message_deleted_by_age_during_a_cut_loses_nothing_behind_it() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [server(&proxy.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    let offset = kim.say_and_receive("before").await;
    proxy.cut().await;
    // As if it were too old: all through that offset is deleted.
    let stream = jetstream(&nats).await.get_stream(streams::MESSAGES).await;
    let purged = stream.unwrap().purge().sequence(offset + 1).await;
    assert_eq!(purged.unwrap().purged, 1);
    lee.say("after").await.unwrap();
    proxy.mend().await;
    kim.receive("after").await;
}

#[tokio::test]
async fn newest_message_alone_deleted_during_a_cut_makes_members_lag() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [server(&proxy.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    kim.say_and_receive("older").await;
    let offset = kim.say_and_receive("before").await;
    proxy.cut().await;
    // An older message is still there, so neither age nor number deleted this one.
    let stream = jetstream(&nats).await.get_stream(streams::MESSAGES).await;
    stream.unwrap().delete_message(offset).await.unwrap();
    lee.say("after").await.unwrap();
    proxy.mend().await;
    has_lagged(&mut kim).await;
}

#[tokio::test]
async fn more_messages_than_the_limit_during_a_cut_make_members_lag() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    // The log itself evicts none of them before they are read.
    let messages = streams::MIN_MESSAGES_PER_ROOM;
    let [here, there] = [
        server_for(&proxy.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    let jetstream = jetstream(&nats).await;
    say_in_another_room(&jetstream).await;
    let offset = kim.say_and_receive("before").await;
    proxy.cut().await;
    // One more than the limit of the stream.
    lee.say_many(message_limit(&jetstream).await + 1).await;
    proxy.mend().await;
    has_lagged(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn messages_deleted_by_age_during_a_cut_make_members_lag() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [
        server_for(&proxy.url(), LOG_MESSAGES, 1_000),
        server_for(&nats.url(), LOG_MESSAGES, 1_000),
    ];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    let offset = kim.say_and_receive("before").await;
    proxy.cut().await;
    let missed = lee.say("missed").await.unwrap();
    let jetstream = jetstream(&nats).await;
    let is_deleted = async {
        loop {
            let stream = jetstream.get_stream(streams::MESSAGES).await.unwrap();
            if stream.cached_info().state.first_sequence > missed {
                break;
            }
            // A poll with a deadline: NATS sends no notice of a deletion by age.
            sleep(Duration::from_millis(50)).await;
        }
    };
    soon(is_deleted).await;
    lee.say("after").await.unwrap();
    proxy.mend().await;
    has_lagged(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn messages_during_a_cut_are_received_afterwards() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [server(&proxy.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    kim.say_and_receive("before").await;
    proxy.cut().await;
    for text in ["one", "two"] {
        lee.say(text).await.unwrap();
    }
    proxy.mend().await;
    for text in ["one", "two"] {
        kim.receive(text).await;
    }
}

#[tokio::test]
async fn many_messages_during_a_cut_are_received_afterwards() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    let messages = 2 * streams::MIN_MESSAGES_PER_ROOM;
    let [here, there] = [
        server_for(&proxy.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    kim.say_and_receive("before").await;
    proxy.cut().await;
    let missed = messages as u64;
    lee.say_many(missed).await;
    proxy.mend().await;
    for number in 0..missed {
        kim.receive(&number.to_string()).await;
    }
}

#[tokio::test]
async fn more_messages_than_the_former_limit_during_a_cut_make_members_lag() {
    let nats = NatsServer::start();
    let mut proxy = CuttableProxy::to(&nats.url()).await;
    // The log itself evicts none of them before they are read.
    let messages = streams::MIN_MESSAGES_PER_ROOM;
    let [here, there] = [
        server_for(&proxy.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    let jetstream = jetstream(&nats).await;
    say_in_another_room(&jetstream).await;
    let offset = kim.say_and_receive("before").await;
    let kept = message_limit(&jetstream).await;
    proxy.cut().await;
    lee.say_many(kept + 1).await;
    // With the limit raised from now on, it would not be too many.
    let large = server_for(&nats.url(), 10_000, 600_000);
    let _large = Client::join(&large, "large", None).await;
    assert!(message_limit(&jetstream).await > 2 * kept);
    proxy.mend().await;
    has_lagged(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn server_that_opens_a_full_room_has_a_whole_log() {
    let nats = NatsServer::start();
    let messages = 2 * streams::MIN_MESSAGES_PER_ROOM;
    let here = server_for(&nats.url(), messages, 600_000);
    let kim = Client::join(&here, "kim", None).await;
    let jetstream = jetstream(&nats).await;
    let kept = message_limit(&jetstream).await;
    let offsets = kim.say_many(kept + 1).await;
    let before = offsets[offsets.len() - messages - 1];
    let there = server_for(&nats.url(), messages, 600_000);
    let welcome = rejoin(&there, &kim.epoch, before).await;
    assert!(
        welcome.recovered,
        "of {kept} messages too few are in the log"
    );
}

#[tokio::test]
async fn server_that_raises_the_limit_knows_of_earlier_deletions() {
    let nats = NatsServer::start();
    let small = server(&nats.url());
    let mut kim = Client::join(&small, "kim", None).await;
    let jetstream = jetstream(&nats).await;
    say_in_another_room(&jetstream).await;
    let offset = kim.say_and_receive("before").await;
    let kept = message_limit(&jetstream).await;
    kim.say_many(kept + 1).await;
    let large = server_for(&nats.url(), 10_000, 600_000);
    let welcome = rejoin(&large, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
    let now_kept = message_limit(&jetstream).await;
    assert!(now_kept >= 10_000 + MAX_KEYS as u64, "{now_kept}");
    // From now on, this many messages do not reach the limit.
    let offset = kim.say("more").await.unwrap();
    kim.say_many(kept + 1).await;
    let welcome = rejoin(&large, &kim.epoch, offset).await;
    assert!(welcome.recovered, "the log is whole");
    // A server that wants less does not lower the limits.
    let _third = Client::join(&small, "lee", None).await;
    assert_eq!(message_limit(&jetstream).await, now_kept);
}

#[tokio::test]
async fn more_messages_than_the_limit_during_a_silence_make_members_lag() {
    let nats = NatsServer::start();
    let proxy = CuttableProxy::to(&nats.url()).await;
    let [here, there] = [server(&proxy.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    kim.say_and_receive("before").await;
    proxy.set_open(false);
    // More than fits into the buffers on the way.
    let long = "x".repeat(4096);
    for number in 0..3 * streams::MIN_MESSAGES_PER_ROOM {
        lee.member
            .say(format!("{number} {long}"), None, None)
            .await
            .unwrap()
            .await
            .unwrap();
    }
    proxy.set_open(true);
    let mut expected = 0;
    while let Ok(next) = kim.try_next().await {
        if let ServerMessage::Message(message) = next {
            let number: usize = message.text.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(number, expected, "messages before this are missing");
            expected += 1;
        }
    }
}

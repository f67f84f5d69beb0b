//! JetStream as it really is, where an operator or a limit changes the stream below open rooms.

use async_nats::jetstream::stream::{Config, DiscardPolicy};

use super::*;

/// The stream of messages, as an operator reaches it.
async fn stream(nats: &NatsServer) -> async_nats::jetstream::stream::Stream {
    let jetstream = jetstream(nats).await;
    jetstream.get_stream(streams::MESSAGES).await.unwrap()
}

async fn next_text(client: &mut Client) -> String {
    loop {
        if let ServerMessage::Message(message) = client.next().await {
            return message.text;
        }
    }
}

#[tokio::test]
async fn purge_beyond_the_end_moves_the_next_offset_and_loses_no_message() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let mut lee = Client::join(&there, "lee", None).await;
    assert_eq!(kim.say("one").await, Ok(1));
    assert_eq!(next_text(&mut lee).await, "one");
    // NATS gives the next message exactly this sequence.
    stream(&nats).await.purge().sequence(1000).await.unwrap();
    assert_eq!(kim.say("two").await, Ok(1000));
    assert_eq!(kim.say("three").await, Ok(1001));
    for client in [&mut kim, &mut lee] {
        while next_text(client).await != "three" {}
    }
    let late = server(&nats.url());
    let mut late = Client::join(&late, "late", None).await;
    assert_eq!(late.epoch, kim.epoch);
    assert_eq!(next_text(&mut late).await, "two");
}

#[tokio::test]
async fn message_said_again_after_a_purge_is_once_in_each_log() {
    let nats = NatsServer::start();
    let here = server(&nats.url());
    let mut kim = Client::join(&here, "kim", None).await;
    assert_eq!(kim.say("one").await, Ok(1));
    stream(&nats).await.purge().await.unwrap();
    // This server has it in its log.
    assert_eq!(kim.say("one").await, Ok(1));
    // This one has never seen it.
    let there = server(&nats.url());
    let mut lee = Client::join(&there, "lee", None).await;
    let offset = lee.say("one").await.unwrap();
    assert!(offset > 1, "{offset}");
    assert_eq!(lee.say("one").await, Ok(offset));
    lee.say("end").await.unwrap();
    for client in [&mut kim, &mut lee] {
        assert_eq!(next_text(client).await, "one");
        assert_eq!(next_text(client).await, "end");
    }
}

#[tokio::test]
async fn full_stream_that_discards_new_messages_refuses_them_and_says_why() {
    let nats = NatsServer::start();
    let context = jetstream(&nats).await;
    let made = context.create_stream(Config {
        name: streams::MESSAGES.to_owned(),
        subjects: vec![format!("{}.*", subject::MESSAGES)],
        max_bytes: 2_000,
        discard: DiscardPolicy::New,
        ..Config::default()
    });
    made.await.unwrap();
    let here = server(&nats.url());
    let mut kim = Client::join(&here, "kim", None).await;
    let mut stored = 0;
    let error = loop {
        let text = "x".repeat(100 + stored);
        let receipt = kim.member.say(text, None, None).await.unwrap();
        match receipt.await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    here.note_failure(&error);
    let sentence = crate::room::store::error::chain(&error);
    assert!(sentence.contains("maximum bytes exceeded"), "{sentence}");
    assert_eq!(ErrorCode::from(error), ErrorCode::StoreUnavailable);
    assert!((1..20).contains(&stored), "{stored}");
    // Everything acknowledged is there, and nothing else.
    for number in 0..stored {
        assert_eq!(next_text(&mut kim).await.len(), 100 + number);
    }
    assert_eq!(here.failures().count("failed"), 1);
    stream(&nats).await.purge().await.unwrap();
    until_available(async || kim.say("again").await)
        .await
        .unwrap();
    assert_eq!(next_text(&mut kim).await, "again");
}

#[tokio::test]
async fn stream_that_discards_new_messages_drops_the_oldest_of_a_room() {
    let nats = NatsServer::start();
    let context = jetstream(&nats).await;
    let limit = streams::MIN_MESSAGES_PER_ROOM + streams::PENDING_COUNT_SLACK;
    let made = context.create_stream(Config {
        name: streams::MESSAGES.to_owned(),
        subjects: vec![format!("{}.*", subject::MESSAGES)],
        max_messages_per_subject: i64::try_from(limit).unwrap(),
        // With a limit per subject alone, NATS drops the oldest all the same.
        discard: DiscardPolicy::New,
        ..Config::default()
    });
    made.await.unwrap();
    let here = server(&nats.url());
    let kim = Client::join(&here, "kim", None).await;
    for number in 0..limit + 10 {
        let receipt = kim.member.say(number.to_string(), None, None).await;
        receipt.unwrap().await.unwrap();
    }
    let there = server(&nats.url());
    let mut lee = Client::join(&there, "lee", None).await;
    assert_eq!(next_text(&mut lee).await, (limit + 10 - 50).to_string());
}

#[tokio::test]
async fn member_of_a_killed_server_keeps_its_name_by_its_key() {
    let nats = NatsServer::start();
    let here = server(&nats.url());
    let key = Some("0123456789abcdef");
    let url = nats.url();
    let killed = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let kim = runtime.block_on(async { Client::join(&server(&url), "kim", key).await });
        (runtime, kim)
    });
    let (killed, kim) = killed.await.unwrap();
    let _lee = Client::join(&here, "lee", None).await;
    killed.shutdown_background();
    // At once, long before the heartbeats of the other server are missed.
    let stranger = Client::join(&here, "kim", None).await;
    assert_eq!(stranger.member.name(), "kim-2");
    let again = Client::join(&here, "kim", key).await;
    assert_eq!(again.member.name(), "kim");
    drop(kim);
}

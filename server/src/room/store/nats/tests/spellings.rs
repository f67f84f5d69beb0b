//! Rooms and names that are spelt in two ways.

use super::*;

/// The name of the tests' room, decomposed as macOS gives it.
const DECOMPOSED: &str = "\u{1107}\u{1161}\u{11bc}";

/// Stores a message as a version did that compared names byte by byte.
async fn store_under(nats: &NatsServer, room: &str, id: &str, text: &str) {
    let record = format!(
        r#"{{"name":"kim","text":"{text}","id":"0123456789abcdef-{id}","key":"{id:0>32}","after":0}}"#
    );
    let jetstream = jetstream(nats).await;
    let sent = jetstream.publish(subject::messages(room), record.into());
    sent.await.unwrap().await.unwrap();
}

async fn texts(client: &mut Client, count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    while texts.len() < count {
        if let ServerMessage::Message(message) = client.next().await {
            texts.push(message.text);
        }
    }
    texts
}

#[tokio::test]
async fn room_stored_decomposed_is_found_by_the_name_that_is_seen() {
    let nats = NatsServer::start();
    // The stream exists once a server has opened a room.
    drop(Client::join(&server(&nats.url()), "kim", None).await);
    for (id, text) in [("1", "one"), ("2", "two")] {
        store_under(&nats, DECOMPOSED, id, text).await;
    }
    store_under(&nats, "방", "3", "three").await;
    let servers = [server(&nats.url()), server(&nats.url())];
    let [mut kim, mut lee] = [
        Client::join(&servers[0], "kim", None).await,
        Client::join(&servers[1], "lee", None).await,
    ];
    for client in [&mut kim, &mut lee] {
        assert_eq!(texts(client, 3).await, ["three", "one", "two"]);
    }
    kim.say("four").await.unwrap();
    assert_eq!(texts(&mut lee, 1).await, ["four"], "each is there once");
    let mut stream = jetstream(&nats)
        .await
        .get_stream(streams::MESSAGES)
        .await
        .unwrap();
    let _ = stream.info().await.unwrap();
    let left = stream
        .info_with_subjects(subject::messages(DECOMPOSED))
        .await
        .unwrap();
    assert_eq!(
        left.info.state.subjects_count, 1,
        "the old spelling is gone"
    );
}

#[tokio::test]
async fn name_that_looks_like_one_of_another_server_gets_a_number() {
    let nats = NatsServer::start();
    let servers = [server(&nats.url()), server(&nats.url())];
    // Cyrillic, invisible, decomposed or not: at once, so that only their record decides.
    let names = ["kim", "k\u{456}m", "kim\u{200d}", "k\u{200d}im"];
    let joining = names.iter().enumerate();
    let joining = joining.map(|(index, name)| Client::join(&servers[index % 2], name, None));
    let clients = futures_util::future::join_all(joining).await;
    let unchanged = clients
        .iter()
        .zip(names)
        .filter(|(client, name)| client.member.name() == *name);
    assert_eq!(unchanged.count(), 1);
}

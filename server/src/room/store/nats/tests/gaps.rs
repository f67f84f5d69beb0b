//! What becomes of members when what they would read next is not in NATS any more: they have to join again, and
//! are told that nothing is recovered.

use async_nats::jetstream::Context;
use futures_util::future::join_all;

use super::relay::Relay;
use super::*;

/// A member has to join again, and has heard nothing of what it would have had to hear later.
async fn is_overtaken(person: &mut Person) {
    while let Ok(next) = person.try_next().await {
        let is_message = matches!(next, ServerMessage::Message(_));
        assert!(!is_message, "what was before this is missing: {next:?}");
    }
}

/// Somebody who was in the room, and had read through that offset, joins again.
async fn rejoin(rooms: &Rooms, epoch: &str, offset: u64) -> Welcome {
    let after = Position {
        epoch: epoch.to_owned(),
        offset,
    };
    let newcomer = Newcomer {
        name: "again",
        key: None,
        after: Some(&after),
        form: Form::Json,
    };
    let joined = until_available(async || rooms.join("방", newcomer).await);
    let (_, welcome) = joined.await.unwrap();
    let ServerMessage::Welcome(welcome) = serde_json::from_str(&welcome).unwrap() else {
        panic!("{welcome}");
    };
    welcome
}

/// How many messages of a room are kept.
async fn kept_by(jetstream: &Context) -> u64 {
    let stream = jetstream.get_stream(streams::MESSAGES).await.unwrap();
    streams::max_messages(&stream.cached_info().config)
}

/// Puts something in another room, so that the oldest in the stream tells nothing of what is gone of this one.
async fn say_elsewhere(jetstream: &Context) {
    let said = jetstream.publish(subject::messages("다른 방"), "{}".into());
    said.await.unwrap().await.unwrap();
}

impl Person {
    /// Says something, and reads on until it has heard that.
    async fn says_and_hears(&mut self, text: &str) -> u64 {
        let offset = until_available(async || self.say(text).await)
            .await
            .unwrap();
        self.hears(text).await;
        offset
    }

    /// Says so many things, numbered, in that order, and tells where they are.
    async fn says_many(&self, count: u64) -> Vec<u64> {
        let mut offsets = Vec::new();
        let numbers: Vec<u64> = (0..count).collect();
        // Of no more at once it is known whether they have been said before.
        for some in numbers.chunks(MAX_KEYS / 2) {
            let mut receipts = Vec::new();
            for number in some {
                let said = self.member.say(number.to_string(), None, None).await;
                receipts.push(said.unwrap());
            }
            let kept = soon(join_all(receipts)).await;
            offsets.extend(kept.into_iter().map(Result::unwrap));
        }
        offsets
    }

    async fn hears(&mut self, text: &str) {
        loop {
            if let ServerMessage::Message(message) = self.next().await {
                assert_eq!(message.text, text);
                return;
            }
        }
    }
}

/// Waits until both servers are in a log in which nothing was said before, and which is the same to both.
async fn begin_anew(servers: [&Rooms; 2], old_epoch: &str, offset: u64) {
    for rooms in servers {
        let welcome = rejoin(rooms, old_epoch, offset).await;
        assert!(!welcome.recovered && welcome.epoch != old_epoch);
        assert_eq!(welcome.newest, 0, "nothing has been said");
    }
    let mut kim = Person::join(servers[0], "kim", None).await;
    let mut lee = Person::join(servers[1], "lee", None).await;
    assert_eq!(kim.epoch, lee.epoch);
    kim.says_and_hears("new").await;
    lee.hears("new").await;
}

#[tokio::test]
async fn when_nats_comes_back_with_nothing_rooms_begin_anew() {
    let mut nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let mut lee = Person::join(&there, "lee", None).await;
    let offset = kim.says_and_hears("old").await;
    lee.hears("old").await;
    nats.start_with_nothing();
    is_overtaken(&mut kim).await;
    is_overtaken(&mut lee).await;
    begin_anew([&here, &there], &kim.epoch, offset).await;
}

#[tokio::test]
async fn when_the_streams_are_deleted_rooms_begin_anew() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let mut lee = Person::join(&there, "lee", None).await;
    let offset = kim.says_and_hears("old").await;
    lee.hears("old").await;
    let jetstream = jetstream(&nats).await;
    for name in [streams::MESSAGES, streams::NAMES] {
        jetstream.delete_stream(name).await.unwrap();
    }
    // Nobody is told by NATS: it is seen when nothing is heard of the stream any more.
    is_overtaken(&mut kim).await;
    is_overtaken(&mut lee).await;
    begin_anew([&here, &there], &kim.epoch, offset).await;
}

#[tokio::test]
async fn when_nats_comes_back_as_it_was_earlier_members_join_again_whatever_was_said_since() {
    let mut nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let [here, there] = [server(&way.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    kim.says_and_hears("one").await;
    let earlier = nats.copy();
    kim.says_and_hears("two").await;
    let offset = kim.says_and_hears("three").await;
    way.cut().await;
    nats.start_with_folder(earlier);
    let lee = Person::join(&there, "lee", None).await;
    for text in ["another-two", "another-three", "four"] {
        lee.say(text).await.unwrap();
    }
    way.mend().await;
    is_overtaken(&mut kim).await;
    // Also when nobody is there any more and the room is closed.
    let epoch = kim.epoch.clone();
    drop(kim);
    let welcome = rejoin(&here, &epoch, offset).await;
    assert_eq!(welcome.epoch, epoch);
    assert!(!welcome.recovered, "it has not seen what is there now");
    let offset = lee.say("five").await.unwrap();
    let welcome = rejoin(&here, &epoch, offset).await;
    assert!(welcome.recovered, "there was never anything else");
}

#[tokio::test]
async fn when_what_a_member_heard_last_is_gone_by_its_age_it_hears_what_came_after_it() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let [here, there] = [server(&way.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    let offset = kim.says_and_hears("before").await;
    way.cut().await;
    // As if it were old: all through that is gone.
    let stream = jetstream(&nats).await.get_stream(streams::MESSAGES).await;
    let purged = stream.unwrap().purge().sequence(offset + 1).await;
    assert_eq!(purged.unwrap().purged, 1);
    lee.say("after").await.unwrap();
    way.mend().await;
    kim.hears("after").await;
}

#[tokio::test]
async fn when_only_what_a_member_heard_last_is_gone_it_joins_again() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let [here, there] = [server(&way.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    kim.says_and_hears("older").await;
    let offset = kim.says_and_hears("before").await;
    way.cut().await;
    // It was not the oldest, so it is not gone as the oldest are.
    let stream = jetstream(&nats).await.get_stream(streams::MESSAGES).await;
    stream.unwrap().delete_message(offset).await.unwrap();
    lee.say("after").await.unwrap();
    way.mend().await;
    is_overtaken(&mut kim).await;
}

#[tokio::test]
async fn of_more_than_is_kept_while_a_server_is_cut_off_its_members_hear_nothing() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    // It does not let go of them itself before they are heard.
    let messages = streams::LEAST_MESSAGES;
    let [here, there] = [
        server_for(&way.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    let jetstream = jetstream(&nats).await;
    say_elsewhere(&jetstream).await;
    let offset = kim.says_and_hears("before").await;
    way.cut().await;
    // One more than the stream keeps of a room.
    lee.says_many(kept_by(&jetstream).await + 1).await;
    way.mend().await;
    is_overtaken(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn of_what_is_too_old_when_a_server_is_back_its_members_hear_nothing() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let [here, there] = [
        server_for(&way.url(), LOG_MESSAGES, 1_000),
        server_for(&nats.url(), LOG_MESSAGES, 1_000),
    ];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    let offset = kim.says_and_hears("before").await;
    way.cut().await;
    let missed = lee.say("missed").await.unwrap();
    let jetstream = jetstream(&nats).await;
    let is_gone = async {
        loop {
            let stream = jetstream.get_stream(streams::MESSAGES).await.unwrap();
            if stream.cached_info().state.first_sequence > missed {
                break;
            }
            // A poll with a deadline: a stream says nothing of what goes by its age.
            sleep(Duration::from_millis(50)).await;
        }
    };
    soon(is_gone).await;
    lee.say("after").await.unwrap();
    way.mend().await;
    is_overtaken(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn what_is_kept_while_a_server_is_cut_off_its_members_hear_afterwards() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let [here, there] = [server(&way.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    kim.says_and_hears("before").await;
    way.cut().await;
    for text in ["one", "two"] {
        lee.say(text).await.unwrap();
    }
    way.mend().await;
    for text in ["one", "two"] {
        kim.hears(text).await;
    }
}

#[tokio::test]
async fn what_is_kept_while_a_server_is_cut_off_its_members_hear_afterwards_be_it_much() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    let messages = 2 * streams::LEAST_MESSAGES;
    let [here, there] = [
        server_for(&way.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    kim.says_and_hears("before").await;
    way.cut().await;
    let missed = messages as u64;
    lee.says_many(missed).await;
    way.mend().await;
    for number in 0..missed {
        kim.hears(&number.to_string()).await;
    }
}

#[tokio::test]
async fn of_more_than_was_kept_while_a_server_is_cut_off_its_members_hear_nothing() {
    let nats = NatsServer::start();
    let mut way = Relay::to(&nats.url()).await;
    // It does not let go of them itself before they are heard.
    let messages = streams::LEAST_MESSAGES;
    let [here, there] = [
        server_for(&way.url(), messages, 600_000),
        server_for(&nats.url(), messages, 600_000),
    ];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    let jetstream = jetstream(&nats).await;
    say_elsewhere(&jetstream).await;
    let offset = kim.says_and_hears("before").await;
    let kept = kept_by(&jetstream).await;
    way.cut().await;
    lee.says_many(kept + 1).await;
    // From now on it would not be too much.
    let large = server_for(&nats.url(), 10_000, 600_000);
    let _large = Person::join(&large, "large", None).await;
    assert!(kept_by(&jetstream).await > 2 * kept);
    way.mend().await;
    is_overtaken(&mut kim).await;
    let welcome = rejoin(&here, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
}

#[tokio::test]
async fn of_a_room_of_which_much_is_gone_a_server_that_comes_has_as_much_as_one_that_was_there() {
    let nats = NatsServer::start();
    let messages = 2 * streams::LEAST_MESSAGES;
    let here = server_for(&nats.url(), messages, 600_000);
    let kim = Person::join(&here, "kim", None).await;
    let jetstream = jetstream(&nats).await;
    let kept = kept_by(&jetstream).await;
    let offsets = kim.says_many(kept + 1).await;
    let before = offsets[offsets.len() - messages - 1];
    let there = server_for(&nats.url(), messages, 600_000);
    let welcome = rejoin(&there, &kim.epoch, before).await;
    assert!(welcome.recovered, "of {kept} too few are there");
}

#[tokio::test]
async fn a_server_that_has_more_kept_knows_that_there_was_less_before() {
    let nats = NatsServer::start();
    let small = server(&nats.url());
    let mut kim = Person::join(&small, "kim", None).await;
    let jetstream = jetstream(&nats).await;
    say_elsewhere(&jetstream).await;
    let offset = kim.says_and_hears("before").await;
    let kept = kept_by(&jetstream).await;
    kim.says_many(kept + 1).await;
    let large = server_for(&nats.url(), 10_000, 600_000);
    let welcome = rejoin(&large, &kim.epoch, offset).await;
    assert!(!welcome.recovered && welcome.epoch == kim.epoch);
    let now_kept = kept_by(&jetstream).await;
    assert!(now_kept >= 10_000 + MAX_KEYS as u64, "{now_kept}");
    // From now on nothing is gone until there is that much more.
    let offset = kim.say("more").await.unwrap();
    kim.says_many(kept + 1).await;
    let welcome = rejoin(&large, &kim.epoch, offset).await;
    assert!(welcome.recovered, "it is all there");
    // Limits of one that wants less are not lowered.
    let _third = Person::join(&small, "lee", None).await;
    assert_eq!(kept_by(&jetstream).await, now_kept);
}

#[tokio::test]
async fn of_more_than_is_kept_while_a_server_hears_nothing_its_members_hear_nothing() {
    let nats = NatsServer::start();
    let way = Relay::to(&nats.url()).await;
    let [here, there] = [server(&way.url()), server(&nats.url())];
    let mut kim = Person::join(&here, "kim", None).await;
    let lee = Person::join(&there, "lee", None).await;
    kim.says_and_hears("before").await;
    way.set_open(false);
    // So much that not all of it is on its way.
    let long = "x".repeat(4096);
    for number in 0..3 * streams::LEAST_MESSAGES {
        lee.member
            .say(format!("{number} {long}"), None, None)
            .await
            .unwrap()
            .await
            .unwrap();
    }
    way.set_open(true);
    let mut expected = 0;
    while let Ok(next) = kim.try_next().await {
        if let ServerMessage::Message(message) = next {
            let number: usize = message.text.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(number, expected, "what was before this is missing");
            expected += 1;
        }
    }
}

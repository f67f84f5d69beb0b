//! `/chat`: rooms, in plain text and as `superchat`.

use clap::Parser;
use serde_json::{Value, json};
use server::config::{Cli, Config};
use tokio_tungstenite::tungstenite::Message;

use crate::common::{Client, TestServer, soon};

/// An id that ends in `number`.
fn id(number: usize) -> String {
    format!("0123456789abcdef-{number}")
}

/// A client of `superchat`.
struct Member(Client);

impl Member {
    async fn connect(server: &TestServer) -> Self {
        let (client, selected) = server.connect_speaking("/chat", "superchat").await;
        assert_eq!(selected, "superchat");
        Self(client)
    }

    /// A client that has joined, and its welcome.
    async fn join(server: &TestServer, join: Value) -> (Self, Value) {
        let mut member = Self::connect(server).await;
        let mut join = join;
        join["type"] = "join".into();
        member.send(&join).await;
        let welcome = member.next("welcome").await;
        (member, welcome)
    }

    async fn send(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await;
    }

    async fn say(&mut self, number: usize, text: &str) {
        self.send(&json!({ "type": "say", "id": id(number), "text": text }))
            .await;
    }

    /// The next message of that type; others before it are skipped.
    async fn next(&mut self, kind: &str) -> Value {
        loop {
            let message = self.0.receive_json().await;
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// The texts of the next messages.
    async fn texts(&mut self, count: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for _ in 0..count {
            let message = self.next("message").await;
            texts.push(message["text"].as_str().unwrap().to_owned());
        }
        texts
    }

    /// Says `count` messages and waits until they are acknowledged.
    async fn say_all(&mut self, count: usize) {
        for number in 0..count {
            self.say(number, &number.to_string()).await;
            self.next("ack").await;
        }
    }
}

/// The position of the newest message in a welcome.
fn newest(welcome: &Value) -> Value {
    json!({ "epoch": welcome["epoch"], "offset": welcome["newest"] })
}

#[tokio::test]
async fn subprotocol_is_the_first_of_the_client_and_plain_without_one() {
    let server = TestServer::start().await;
    for (offer, selected) in [
        ("chat, superchat", "chat"),
        ("mqtt, superchat, chat", "superchat"),
    ] {
        let (_, got) = server.connect_speaking("/chat", offer).await;
        assert_eq!(got, selected, "{offer}");
    }
    let mut kim = server.connect_to("/chat?name=kim").await;
    let mut lee = server.connect_to("/chat?name=lee").await;
    lee.send("안녕".into()).await;
    assert_eq!(kim.receive().await, Message::text("lee: 안녕"));
}

#[tokio::test]
async fn members_of_both_subprotocols_hear_each_other_and_chat_has_no_echo() {
    let server = TestServer::start().await;
    let (mut kim, _) = Member::join(&server, json!({ "room": "r", "name": "kim" })).await;
    let mut lee = server.connect_to("/chat?room=r&name=lee").await;
    let mut other = server.connect_to("/chat?room=other&name=lee").await;
    kim.next("presence").await;
    kim.say(1, "hi").await;
    assert_eq!(lee.receive().await, Message::text("kim: hi"));
    lee.send("two\nlines".into()).await;
    assert_eq!(kim.texts(2).await, ["hi", "two\nlines"]);
    kim.say(2, "bye").await;
    assert_eq!(
        lee.receive().await,
        Message::text("kim: bye"),
        "and not what lee said"
    );
    other.send("alone".into()).await;
    kim.say(3, "end").await;
    assert_eq!(kim.texts(2).await, ["bye", "end"]);
}

#[tokio::test]
async fn say_is_acknowledged_with_the_offset_that_all_members_receive() {
    let server = TestServer::start().await;
    let (mut kim, _) = Member::join(&server, json!({ "name": "kim" })).await;
    let (mut lee, _) = Member::join(&server, json!({ "name": "lee" })).await;
    kim.say(1, "hi").await;
    let ack = kim.next("ack").await;
    assert_eq!(ack, json!({ "type": "ack", "id": id(1), "offset": 1 }));
    let mut message = lee.next("message").await;
    assert!(message.as_object_mut().unwrap().remove("time_ms").is_some());
    assert_eq!(
        message,
        json!({ "type": "message", "offset": 1, "name": "kim", "text": "hi", "id": id(1) })
    );
    // A repeated message is in the log once, from any member.
    lee.say(1, "hi").await;
    assert_eq!(lee.next("ack").await["offset"], 1);
    lee.say(2, "ho").await;
    let next = lee.next("message").await;
    assert_eq!((&next["offset"], &next["text"]), (&json!(2), &json!("ho")));
}

#[tokio::test]
async fn rejoin_with_a_position_receives_the_missed_messages_then_new_ones() {
    let server = TestServer::start().await;
    let (mut kim, welcome) = Member::join(&server, json!({ "name": "kim" })).await;
    assert_eq!(
        (&welcome["newest"], &welcome["recovered"]),
        (&json!(0), &json!(false))
    );
    kim.say_all(3).await;
    let after = json!({ "epoch": welcome["epoch"], "offset": 1 });
    let (mut lee, welcome) = Member::join(&server, json!({ "after": after })).await;
    assert_eq!(
        (&welcome["newest"], &welcome["recovered"]),
        (&json!(3), &json!(true))
    );
    kim.say(3, "3").await;
    assert_eq!(lee.texts(3).await, ["1", "2", "3"]);
    let (mut up_to_date, welcome) =
        Member::join(&server, json!({ "after": newest(&welcome) })).await;
    assert_eq!(welcome["recovered"], true);
    assert_eq!(up_to_date.texts(1).await, ["3"]);
}

#[tokio::test]
async fn rejoin_beyond_the_log_receives_the_newest_page_and_is_told() {
    let server = TestServer::start_as(
        &[
            "--room-log-messages",
            "60",
            "--max-room-messages-per-s",
            "1000",
        ],
        |_| {},
    )
    .await;
    let (mut kim, welcome) = Member::join(&server, json!({ "name": "kim" })).await;
    kim.say_all(70).await;
    let epoch = &welcome["epoch"];
    for (after, recovered, first) in [
        (json!(null), false, "20"),
        (json!({ "epoch": epoch, "offset": 9 }), false, "20"),
        (json!({ "epoch": epoch, "offset": 10 }), true, "10"),
        (json!({ "epoch": epoch, "offset": 71 }), false, "20"),
        (json!({ "epoch": "another", "offset": 70 }), false, "20"),
    ] {
        let (mut lee, welcome) = Member::join(&server, json!({ "after": after })).await;
        assert_eq!(welcome["recovered"], recovered, "{after}");
        assert_eq!(lee.texts(1).await, [first], "{after}");
    }
}

#[tokio::test]
async fn name_is_unique_and_a_key_reserves_it() {
    let server = TestServer::start().await;
    let key = "a-secret-of-kim-0";
    let (first, welcome) = Member::join(&server, json!({ "name": "kim", "key": key })).await;
    assert_eq!(welcome["members"], json!(["kim"]));
    let (_second, welcome) = Member::join(&server, json!({ "name": "kim" })).await;
    assert_eq!(welcome["name"], "kim-2");
    assert_eq!(welcome["members"], json!(["kim", "kim-2"]));
    let (mut again, welcome) = Member::join(&server, json!({ "name": "lee", "key": key })).await;
    assert_eq!(
        (&welcome["name"], &welcome["member_count"]),
        (&json!("kim"), &json!(2))
    );
    // A member that loses one of two connections does not leave.
    drop(first);
    let (_lee, _) = Member::join(&server, json!({ "name": "lee" })).await;
    let last = loop {
        let presence = again.next("presence").await;
        assert_eq!(presence["left"], json!([]));
        let joined = presence["joined"].as_array().unwrap();
        if joined.contains(&json!("lee")) {
            break presence;
        }
    };
    assert_eq!(last["member_count"], 3);
}

#[tokio::test]
async fn joins_departures_and_typing_are_announced() {
    let server = TestServer::start().await;
    let (mut kim, _) = Member::join(&server, json!({ "name": "kim" })).await;
    assert_eq!(kim.next("presence").await["joined"], json!(["kim"]));
    let (mut lee, welcome) = Member::join(&server, json!({ "name": "lee" })).await;
    assert_eq!(welcome["members"], json!(["kim", "lee"]));
    assert_eq!(kim.next("presence").await["joined"], json!(["lee"]));
    for is_typing in [true, true, false] {
        lee.send(&json!({ "type": "typing", "is_typing": is_typing }))
            .await;
    }
    for is_typing in [true, false] {
        assert_eq!(
            kim.next("typing").await,
            json!({ "type": "typing", "name": "lee", "is_typing": is_typing })
        );
    }
    lee.send(&json!({ "type": "leave" })).await;
    let presence = kim.next("presence").await;
    assert_eq!(
        (&presence["left"], &presence["member_count"]),
        (&json!(["lee"]), &json!(1))
    );
    lee.send(&json!({ "type": "join", "name": "kim" })).await;
    assert_eq!(lee.next("welcome").await["name"], "kim-2");
}

#[tokio::test]
async fn ping_is_answered_in_a_room_and_in_none() {
    let server = TestServer::start().await;
    let mut kim = Member::connect(&server).await;
    for message in [json!({ "type": "ping" }), json!({ "type": "join" })] {
        kim.send(&message).await;
    }
    assert_eq!(kim.0.receive_json().await, json!({ "type": "pong" }));
    assert_eq!(kim.0.receive_json().await["type"], "welcome");
    kim.send(&json!({ "type": "ping" })).await;
    assert_eq!(kim.next("pong").await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn member_that_speaks_at_once_is_announced_first() {
    let server = TestServer::start().await;
    let (mut kim, _) = Member::join(&server, json!({ "name": "kim" })).await;
    kim.next("presence").await;
    let mut lee = server.connect_to("/chat?name=lee").await;
    lee.send("hi".into()).await;
    assert_eq!(kim.0.receive_json().await["type"], "presence");
    assert_eq!(kim.0.receive_json().await["type"], "message");
}

#[tokio::test]
async fn refused_message_has_a_code_and_the_connection_stays() {
    let server = TestServer::start().await;
    let mut kim = Member::connect(&server).await;
    let long = "x".repeat(8193);
    for (message, code) in [
        (
            json!({ "type": "say", "id": id(1), "text": "hi" }),
            "not_joined",
        ),
        (json!({ "type": "typing" }), "not_joined"),
        (json!({ "type": "leave" }), "not_joined"),
        (json!({ "type": "join", "room": " " }), "bad_room"),
        (json!({ "type": "join", "name": "a:b" }), "bad_name"),
        (json!({ "type": "join", "key": "short" }), "bad_id"),
        (json!({ "type": "join", "nmae": "kim" }), "bad_message"),
        (json!({ "type": "join" }), ""),
        (json!({ "type": "join" }), "already_joined"),
        (json!({ "type": "say", "id": "1", "text": "hi" }), "bad_id"),
        (
            json!({ "type": "say", "id": id(1), "text": "" }),
            "empty_text",
        ),
        (
            json!({ "type": "say", "id": id(1), "text": long }),
            "text_too_long",
        ),
        (json!([]), "bad_message"),
    ] {
        kim.send(&message).await;
        if code.is_empty() {
            kim.next("welcome").await;
            continue;
        }
        let error = kim.next("error").await;
        assert_eq!(
            (&error["code"], &error["retryable"]),
            (&json!(code), &json!(false))
        );
        assert_eq!(error["id"], message["id"], "the say that was refused");
    }
    kim.0.send(Message::text("[".repeat(64 * 1024 + 1))).await;
    assert_eq!(kim.next("error").await["code"], "text_too_long");
    kim.0.send(Message::binary(&b"{}"[..])).await;
    assert_eq!(kim.next("error").await["code"], "bad_message");
    kim.say(1, "hi").await;
    assert_eq!(kim.next("ack").await["offset"], 1);
}

#[tokio::test]
async fn message_beyond_a_limit_is_refused_as_retryable() {
    let server = TestServer::start_as(
        &[
            "--max-rooms",
            "2",
            "--max-room-members",
            "2",
            "--max-room-messages-per-s",
            "5",
        ],
        |_| {},
    )
    .await;
    let (_a, _) = Member::join(&server, json!({ "room": "a" })).await;
    let (_b, _) = Member::join(&server, json!({ "room": "a" })).await;
    let mut kim = Member::connect(&server).await;
    kim.send(&json!({ "type": "join", "room": "a" })).await;
    let error = kim.next("error").await;
    assert_eq!(
        (&error["code"], &error["retryable"]),
        (&json!("room_full"), &json!(true))
    );
    kim.send(&json!({ "type": "join", "room": "b" })).await;
    kim.next("welcome").await;

    let mut lee = server.connect_to("/chat?room=c").await;
    let notice = lee.receive().await;
    assert!(
        notice.to_text().unwrap().starts_with("! too_many_rooms: "),
        "{notice}"
    );
    assert_eq!(u16::from(lee.close_code().await), 1013);

    // More than the five of a second, and those of the next moment.
    for number in 0..20 {
        kim.say(number, "hi").await;
    }
    let error = kim.next("error").await;
    assert_eq!(error["code"], "too_fast");
    assert!((0..20).any(|number| error["id"] == id(number)), "{error}");
    assert!(error["retry_after_ms"].as_u64().unwrap() <= 201, "{error}");

    // A room with messages stays. A room without any ends with its last member.
    drop(kim);
    drop(_a);
    let mut lee = server.connect_to("/chat?room=b").await;
    lee.send("still here".into()).await;
    drop(_b);
    let until_c_is_free = async {
        loop {
            let mut kim = Member::connect(&server).await;
            kim.send(&json!({ "type": "join", "room": "c" })).await;
            // The server notices the departures at some later time.
            if kim.0.receive_json().await["type"] == "welcome" {
                break;
            }
        }
    };
    soon(until_c_is_free).await;
}

#[tokio::test]
async fn member_that_does_not_read_is_closed_and_delays_no_other() {
    let server = TestServer::start_as(
        &[
            "--room-log-messages",
            "1000",
            "--max-room-messages-per-s",
            "100000",
        ],
        |_| {},
    )
    .await;
    let (mut kim, _) = Member::join(&server, json!({ "name": "kim" })).await;
    let (mut deaf, welcome) = Member::join(&server, json!({ "name": "deaf" })).await;
    // More than the sockets between hold, and more than the log.
    let text = "x".repeat(8000);
    for batch in 0..50 {
        for number in 0..32 {
            kim.say(32 * batch + number, &text).await;
        }
        for _ in 0..32 {
            kim.next("ack").await;
        }
    }
    assert_eq!(u16::from(deaf.0.close_code().await), 1013);
    let after = newest(&welcome);
    let (mut back, welcome) = Member::join(&server, json!({ "after": after })).await;
    assert_eq!(
        (&welcome["newest"], &welcome["recovered"]),
        (&json!(1600), &json!(false))
    );
    assert_eq!(back.texts(1).await, [text]);
}

#[tokio::test]
async fn folder_keeps_rooms_for_the_next_server_and_belongs_to_one_at_a_time() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("made/by/the server");
    let flags = ["--data-dir", folder.to_str().unwrap()];
    let server = TestServer::start_as(&flags, |_| {}).await;
    let (mut kim, welcome) = Member::join(&server, json!({ "room": "r" })).await;
    kim.say_all(3).await;
    let second = Config::try_from(Cli::parse_from(["server"].iter().chain(&flags)));
    let error = second.unwrap_err().to_string();
    assert!(error.starts_with("--data-dir: cannot use /"), "{error}");
    soon(server.stop()).await.unwrap();

    let server = TestServer::start_as(&flags, |_| {}).await;
    let after = json!({ "epoch": welcome["epoch"], "offset": 1 });
    let (mut lee, again) = Member::join(&server, json!({ "room": "r", "after": after })).await;
    assert_eq!(
        (&again["recovered"], &again["newest"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(lee.texts(2).await, ["1", "2"]);
    // Repeated to the new server: it is in the log already.
    lee.say(2, "2").await;
    assert_eq!(lee.next("ack").await["offset"], 3);
    lee.say(4, "4").await;
    assert_eq!(lee.next("ack").await["offset"], 4);
}

#[tokio::test]
async fn unusable_folder_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let folder = file.path().join("below a file");
    let cli = Cli::parse_from(["server", "--data-dir", folder.to_str().unwrap()]);
    let error = Config::try_from(cli).unwrap_err().to_string();
    assert!(error.contains(folder.to_str().unwrap()), "{error}");
}

#[tokio::test]
async fn room_and_name_are_the_same_however_they_were_typed() {
    let server = TestServer::start().await;
    // Composed, and decomposed as macOS gives it.
    let mut kim = server
        .connect_to("/chat?room=%ED%9A%8C%EC%9D%98&name=%EA%B9%80")
        .await;
    let decomposed =
        "/chat?room=%E1%84%92%E1%85%AC%E1%84%8B%E1%85%B4&name=%E1%84%80%E1%85%B5%E1%86%B7";
    let mut lee = server.connect_to(decomposed).await;
    lee.send("안녕".into()).await;
    assert_eq!(kim.receive().await, Message::text("김-2: 안녕"));
    let join = json!({ "room": "회\u{200d}의", "name": "김\u{fe0f}" });
    let (mut third, welcome) = Member::join(&server, join).await;
    assert_eq!(welcome["room"], "회의");
    assert_eq!(welcome["name"], "김\u{fe0f}-3");
    third.send(&json!({ "type": "leave" })).await;
    third
        .send(&json!({ "type": "join", "name": "\u{200d}" }))
        .await;
    assert_eq!(third.next("error").await["code"], "bad_name");
}

#[tokio::test]
async fn client_of_chat_with_its_key_keeps_its_name_beside_its_former_connection() {
    let server = TestServer::start().await;
    let mut lee = server.connect_to("/chat?name=lee").await;
    let path = "/chat?name=kim&key=0123456789abcdef";
    let _lost = server.connect_to(path).await;
    let mut again = server.connect_to(path).await;
    again.send("hi".into()).await;
    assert_eq!(lee.receive().await, Message::text("kim: hi"));
    let mut stranger = server.connect_to("/chat?name=kim").await;
    stranger.send("ho".into()).await;
    assert_eq!(lee.receive().await, Message::text("kim-2: ho"));
}

#[tokio::test]
async fn line_break_in_a_message_begins_no_line_of_another_speaker() {
    let server = TestServer::start().await;
    let mut kim = server.connect_to("/chat?name=kim").await;
    let mut eve = server.connect_to("/chat?name=eve").await;
    eve.send("hi\nkim: I quit\r\n! the server closes".into())
        .await;
    let expected = "eve: hi\n  kim: I quit\r\n  ! the server closes";
    assert_eq!(kim.receive().await, Message::text(expected));
}

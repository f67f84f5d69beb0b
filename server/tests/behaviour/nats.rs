//! Server processes that share a nats-server: its authentication, and a server that stops.

use std::time::Duration;

use futures_util::future::join_all;
use rustix::process::Signal;
use serde_json::{Value, json};
use testkit::faulty_proxy::FaultyProxy;
use testkit::network_faults::{NetworkFaults, seed};
use testkit::{NatsServer, ServerProcess};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::binary;
use super::common::{Client, soon};

/// Well before a silent server is taken for dead, which takes 4 s to 6 s.
const AT_ONCE: Duration = Duration::from_secs(2);

/// More members than could leave one by one before the process ends.
const MEMBERS: usize = 50;

/// A distance at which returning one name after the other would take too long.
const FAR: NetworkFaults = NetworkFaults {
    delay_ms: 30..=80,
    cut_after_bytes: None,
};

const USER: [&str; 4] = ["--user", "ullim", "--pass", "s3cret/word"];

/// A server that logs everything.
async fn server(nats: &str) -> ServerProcess {
    binary::start(&["--bind", "127.0.0.1:0", "--log", "trace", "--nats", nats]).await
}

/// A member of the default room, as soon as the server has rooms.
pub(crate) async fn join(server: &ServerProcess, name: &str) -> Client {
    join_as(server, &json!({ "type": "join", "name": name })).await
}

/// A member of this room.
pub(crate) async fn join_room(server: &ServerProcess, room: &str) -> Client {
    join_as(server, &json!({ "type": "join", "room": room })).await
}

async fn join_as(server: &ServerProcess, join: &Value) -> Client {
    let stream = TcpStream::connect(server.authority()).await.unwrap();
    let url = format!("ws://{}/chat", server.authority());
    let mut request = url.into_client_request().unwrap();
    let superchat = HeaderValue::from_static("superchat");
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", superchat);
    let mut client = Client(soon(client_async(request, stream)).await.unwrap().0);
    client.join(join, || {}).await;
    client
}

/// The value of a series in the metrics of a server; `None` without it.
async fn metric(server: &ServerProcess, series: &str) -> Option<u64> {
    let mut stream = TcpStream::connect(server.authority()).await.unwrap();
    let host = server.authority();
    let request = format!("GET /metrics HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    let mut values = answer.lines().filter_map(|line| line.strip_prefix(series));
    values.next().map(|value| value.trim().parse().unwrap())
}

/// Sends a message of 8 KiB, and returns the answer: an acknowledgement or a refusal.
async fn say_much(client: &mut Client, number: usize) -> Value {
    let text = "x".repeat(8 * 1024);
    let id = format!("0123456789abcdef-{number}");
    let say = json!({ "type": "say", "id": id, "text": text });
    client.send(Message::text(say.to_string())).await;
    loop {
        let answer = client.receive_json().await;
        if answer["type"] == "ack" || answer["type"] == "error" {
            return answer;
        }
    }
}

/// Reads until the room has `count` members.
async fn until_members(client: &mut Client, count: usize) {
    while client.receive_json().await["member_count"] != count {}
}

/// Ends the server, and asserts that neither `log` nor the rest of its log contains the secret.
async fn assert_log_without_secret(mut server: ServerProcess, mut log: Vec<String>) {
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    log.extend(server.rest_of_log().await.unwrap());
    assert!(!log.is_empty());
    for line in log {
        assert!(!line.contains("s3cret"), "{line}");
    }
}

#[tokio::test]
async fn server_with_user_or_token_in_the_nats_address_has_rooms() {
    for (flags, who) in [
        (&USER[..], "ullim:s3cret%2Fword"),
        (&["--auth", "s3cret/word"], "s3cret%2Fword"),
    ] {
        let nats = NatsServer::start_with(flags);
        let server = server(&nats.url_with(who)).await;
        join(&server, "kim").await;
        assert_log_without_secret(server, Vec::new()).await;
    }
}

#[tokio::test]
async fn server_refused_by_nats_logs_it_and_retries() {
    let mut nats = NatsServer::start_with(&["--user", "ullim", "--pass", "another"]);
    let mut server = server(&nats.url_with("ullim:s3cret%2Fword")).await;
    let mut log = Vec::new();
    let mut refusals = 0;
    while refusals < 2 {
        let line = server.next_log_line().await.unwrap();
        if line.contains("NATS cannot be reached") {
            assert!(line.contains("authorization violation"), "{line}");
            refusals += 1;
        }
        log.push(line);
    }
    nats.start_again_with(&USER);
    join(&server, "kim").await;
    assert_log_without_secret(server, log).await;
}

#[tokio::test]
async fn full_jetstream_is_in_log_and_metrics_and_rooms_go_on_when_there_is_room() {
    let configuration = tempfile::NamedTempFile::new().unwrap();
    // Enough for the streams and some messages.
    std::fs::write(&configuration, "jetstream { max_file_store: 300KB }").unwrap();
    let nats = NatsServer::start_with(&["--config", configuration.path().to_str().unwrap()]);
    let (url, fast) = (nats.url(), "--max-room-messages-per-s=100000");
    let mut server = binary::start(&["--bind", "127.0.0.1:0", "--nats", &url, fast]).await;
    let mut kim = join(&server, "kim").await;
    let mut number = 0;
    let refusal = loop {
        let answer = say_much(&mut kim, number).await;
        if answer["type"] == "error" {
            break answer;
        }
        number += 1;
        assert!(number < 100, "it is never full");
    };
    assert!(number > 0);
    assert_eq!(refusal["code"], "store_unavailable");
    assert_eq!(refusal["retryable"], true);
    let line = server.wait_for_log("NATS did not store a message").await;
    let line = line.unwrap();
    assert!(
        line.contains("the store of rooms refused an operation"),
        "{line}"
    );
    assert!(line.contains("insufficient"), "{line}");
    let failed = r#"ullim_room_store_failures_total{reason="failed"}"#;
    assert!(metric(&server, failed).await > Some(0));
    let client = async_nats::connect(nats.url()).await.unwrap();
    let stream = async_nats::jetstream::new(client)
        .get_stream("ullim-messages")
        .await;
    stream.unwrap().purge().await.unwrap();
    let again = async { while say_much(&mut kim, number).await["type"] != "ack" {} };
    soon(again).await;
}

#[tokio::test]
async fn server_stopping_far_from_nats_removes_its_members_at_once() {
    let nats = NatsServer::start();
    let network = FaultyProxy::start(nats.address(), FAR, seed()).await;
    let far = format!("nats://{}", network.address);
    let [mut here, there] = [server(&far).await, server(&nats.url()).await];
    let mut lee = join(&there, "lee").await;
    let joining = (0..MEMBERS).map(|_| join(&here, "kim"));
    let mut members = join_all(joining).await;
    soon(until_members(&mut lee, 1 + MEMBERS)).await;
    here.signal(Signal::TERM).unwrap();
    for member in &mut members {
        member.close_code().await;
    }
    drop(members);
    here.ended().await.unwrap();
    timeout(AT_ONCE, until_members(&mut lee, 1)).await.unwrap();
}

#[tokio::test]
async fn server_without_nats_stops_at_once() {
    let mut nats = NatsServer::start();
    let mut here = server(&nats.url()).await;
    let mut kim = join(&here, "kim").await;
    nats.kill();
    here.wait_for_log("the connection to NATS is lost")
        .await
        .unwrap();
    here.signal(Signal::TERM).unwrap();
    kim.close_code().await;
    drop(kim);
    timeout(AT_ONCE, here.ended()).await.unwrap().unwrap();
}

//! Servers that share a NATS, as processes: one that wants to know who comes, and one that stops.

use std::time::Duration;

use futures_util::future::join_all;
use rustix::process::Signal;
use serde_json::json;
use testkit::faulty_proxy::FaultyProxy;
use testkit::network_faults::{NetworkFaults, seed};
use testkit::{NatsServer, ServerProcess};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use super::binary;
use super::common::{Client, soon};

/// Well before a server is taken for dead that is not heard of any more, which is after 4 s to 6 s.
const AT_ONCE: Duration = Duration::from_secs(2);

/// More than are gone by themselves before the process is.
const MEMBERS: usize = 50;

/// So far that there is no time to give back one name after the other.
const FAR: NetworkFaults = NetworkFaults {
    delay_ms: 30..=80,
    cut_after_bytes: None,
};

const USER: [&str; 4] = ["--user", "ullim", "--pass", "s3cret/word"];

/// A server that says all there is to say.
async fn server(nats: &str) -> ServerProcess {
    binary::start(&["--bind", "127.0.0.1:0", "--log", "trace", "--nats", nats]).await
}

/// Somebody in a room, as soon as there is one to be joined.
async fn join(server: &ServerProcess, name: &str) -> Client {
    let stream = TcpStream::connect(server.authority()).await.unwrap();
    let url = format!("ws://{}/chat", server.authority());
    let mut request = url.into_client_request().unwrap();
    let superchat = HeaderValue::from_static("superchat");
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", superchat);
    let mut client = Client(soon(client_async(request, stream)).await.unwrap().0);
    let join = json!({ "type": "join", "name": name });
    client.join(&join, || {}).await;
    client
}

/// Reads until there are so many in the room.
async fn until_members(client: &mut Client, count: usize) {
    while client.receive_json().await["member_count"] != count {}
}

/// Ends the server, of which nothing that it has said since `log` may hold the secret.
async fn told_nothing(mut server: ServerProcess, mut log: Vec<String>) {
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    log.extend(server.rest_of_log().await.unwrap());
    assert!(!log.is_empty());
    for line in log {
        assert!(!line.contains("s3cret"), "{line}");
    }
}

#[tokio::test]
async fn a_server_has_rooms_with_the_user_or_the_token_in_its_address() {
    for (flags, who) in [
        (&USER[..], "ullim:s3cret%2Fword"),
        (&["--auth", "s3cret/word"], "s3cret%2Fword"),
    ] {
        let nats = NatsServer::start_with(flags);
        let server = server(&nats.url_with(who)).await;
        join(&server, "kim").await;
        told_nothing(server, Vec::new()).await;
    }
}

#[tokio::test]
async fn a_server_that_nats_does_not_let_in_says_so_and_tries_again_until_it_does() {
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
    told_nothing(server, log).await;
}

#[tokio::test]
async fn a_server_that_stops_takes_its_members_along_at_once_however_far_nats_is() {
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
async fn a_server_stops_at_once_while_nats_is_away() {
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

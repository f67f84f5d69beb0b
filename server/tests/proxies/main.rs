//! The real server behind a real nginx and a real HAProxy, each with its file of `deploy/` as it stands. Only the
//! addresses are those of the test.
//!
//! There is one module for each proxy. The programs are not Cargo's, so that these tests are behind the feature
//! `proxies`: `cargo xtask proxies` installs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod client;
mod proxy;

use rustix::process::Signal;
use serde_json::Value;
use testkit::ServerProcess;
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use client::{Client, HOST, plain};
use proxy::{Kind, Proxy};

/// Makes, in a module for each proxy, a test of each behaviour.
macro_rules! behind_each_proxy {
    ($($name:ident)*) => {
        mod nginx {
            $(#[tokio::test] async fn $name() { super::$name(super::Kind::Nginx).await; })*
        }

        mod haproxy {
            $(#[tokio::test] async fn $name() { super::$name(super::Kind::HAProxy).await; })*
        }
    };
}

behind_each_proxy! {
    handshake_passes_with_its_headers
    client_that_names_another_address_has_its_own
    limit_per_address_counts_the_clients
    largest_message_passes_both_ways
    close_codes_pass_both_ways
    stopping_server_closes_with_1001
    refusal_passes_with_its_sentence
    silent_connection_is_kept_by_pings
    silent_connection_without_pings_ends_without_a_close_frame
}

/// The server as `deploy/` says, with these flags more.
async fn start(flags: &[&str]) -> ServerProcess {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .args(["--bind", "127.0.0.1:0", "--trust-proxy", "127.0.0.0/8"])
        .args(["--allow-host", HOST, "--log", "off"])
        .args(flags);
    ServerProcess::start(command).await.unwrap()
}

async fn handshake_passes_with_its_headers(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    let sent = [
        ("Origin", "https://ullim.example.org"),
        ("Cookie", "a=b"),
        ("Authorization", "Bearer token"),
        (
            "Sec-WebSocket-Extensions",
            "permessage-deflate; client_max_window_bits",
        ),
    ];
    let mut client = Client::connect(&proxy, 2, "/headers", &sent).await.unwrap();
    let seen = client.receive_json().await;
    for (name, value) in [("Host", HOST)].into_iter().chain(sent) {
        assert_eq!(header(&seen, name), [value], "{name}: {seen}");
    }
    assert_eq!(seen["request_line"], "GET /headers HTTP/1.1");
    // What is negotiated is what the server says.
    assert_eq!(client.response_header("sec-websocket-extensions"), None);
    let offer = [("Sec-WebSocket-Protocol", "mqtt, superchat")];
    let client = Client::connect(&proxy, 2, "/chat", &offer).await.unwrap();
    let selected = client.response_header("sec-websocket-protocol");
    assert_eq!(selected, Some("superchat"));
}

fn header(seen: &Value, name: &str) -> Vec<String> {
    let headers = seen["headers"].as_array().unwrap().iter();
    headers
        .filter(|header| header[0].as_str().unwrap().eq_ignore_ascii_case(name))
        .map(|header| header[1].as_str().unwrap().to_owned())
        .collect()
}

async fn client_that_names_another_address_has_its_own(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    for forged in [
        &[][..],
        &[("Forwarded", "for=9.9.9.9;proto=https")],
        &[("X-Forwarded-For", "9.9.9.9")],
        &[
            ("X-Forwarded-For", "\"9.9.9.9"),
            ("X-Forwarded-For", "127.0.0.1"),
        ],
        &[
            ("X-Real-IP", "9.9.9.9"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "evil"),
        ],
    ] {
        let mut client = Client::connect(&proxy, 7, "/headers", forged)
            .await
            .unwrap();
        let seen = client.receive_json().await;
        assert_eq!(seen["client"], "127.0.0.7", "{forged:?}");
        assert_eq!(header(&seen, "x-forwarded-for"), ["127.0.0.7"]);
        assert_eq!(header(&seen, "x-forwarded-proto"), ["http"]);
        for name in ["forwarded", "x-real-ip", "x-forwarded-host"] {
            assert!(header(&seen, name).is_empty(), "{name}: {seen}");
        }
    }
}

async fn limit_per_address_counts_the_clients(kind: Kind) {
    let server = start(&["--max-connections-per-address", "2"]).await;
    let proxy = Proxy::start(kind, &server);
    let mut held = Vec::new();
    for n in 0..4 {
        let address = format!("for=9.9.9.{n}");
        let forged = [
            ("Forwarded", address.as_str()),
            ("X-Forwarded-For", "9.9.9.9"),
        ];
        let connected = Client::connect(&proxy, 2, "/echo", &forged).await;
        assert_eq!(connected.as_ref().err(), (n >= 2).then_some(&429), "{n}");
        held.extend(connected);
    }
    assert!(Client::connect(&proxy, 3, "/echo", &[]).await.is_ok());
}

async fn largest_message_passes_both_ways(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    let mut client = Client::connect(&proxy, 2, "/echo", &[]).await.unwrap();
    let message = Message::binary(vec![7; 16 * 1024 * 1024]);
    client.send(message.clone()).await;
    assert!(
        client.receive().await == message,
        "the largest message came back otherwise"
    );
}

async fn close_codes_pass_both_ways(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    let mut client = Client::connect(&proxy, 2, "/close?code=4000&reason=bye", &[])
        .await
        .unwrap();
    assert_eq!(client.close_code().await, Some(CloseCode::Library(4000)));
    let mut client = Client::connect(&proxy, 2, "/echo", &[]).await.unwrap();
    client.close(CloseCode::Library(4001)).await;
    assert_eq!(client.close_code().await, Some(CloseCode::Library(4001)));
}

async fn stopping_server_closes_with_1001(kind: Kind) {
    let mut server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    let mut client = Client::connect(&proxy, 2, "/echo", &[]).await.unwrap();
    server.signal(Signal::TERM).unwrap();
    assert_eq!(client.close_code().await, Some(CloseCode::Away));
    drop(client);
    assert_eq!(server.ended().await.unwrap().code(), Some(0));
}

async fn refusal_passes_with_its_sentence(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start(kind, &server);
    let answer = plain(&proxy, "evil.example", "").await;
    assert!(
        answer.starts_with("HTTP/1.1 421 ") && answer.contains("--allow-host"),
        "{answer}"
    );
    let refused = Client::connect(&proxy, 2, "/chat", &[("Origin", "https://evil.example")]).await;
    assert_eq!(refused.err(), Some(403));
    // The proxies answer a larger head themselves, and otherwise.
    let cookies = format!("Cookie: {}\r\n", "a".repeat(7_000)).repeat(3);
    let answer = plain(&proxy, HOST, &cookies).await;
    let status = match kind {
        Kind::Nginx => "431",
        Kind::HAProxy => "400",
    };
    assert_eq!(&answer["HTTP/1.1 ".len()..][..3], status, "{answer}");
}

/// With the proxy's timeout cut to 2 s.
async fn silent_connection_is_kept_by_pings(kind: Kind) {
    let server = start(&["--ping-interval-ms", "500", "--pong-timeout-ms", "1000"]).await;
    let proxy = Proxy::start_hurried(kind, &server);
    let mut client = Client::connect(&proxy, 2, "/silent", &[]).await.unwrap();
    // The next ping comes a second after the last, the longer of the two.
    for _ in 0..4 {
        assert!(matches!(client.receive().await, Message::Ping(_)));
    }
    client.close(CloseCode::Normal).await;
    assert_eq!(client.close_code().await, Some(CloseCode::Normal));
}

/// With the proxy's timeout cut to 2 s.
async fn silent_connection_without_pings_ends_without_a_close_frame(kind: Kind) {
    let server = start(&[]).await;
    let proxy = Proxy::start_hurried(kind, &server);
    let mut client = Client::connect(&proxy, 2, "/silent", &[]).await.unwrap();
    assert_eq!(client.close_code().await, None);
}

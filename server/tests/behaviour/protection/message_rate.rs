//! A client beyond its message rate is closed with 1008.

use std::time::Duration;

use crate::common::{TestServer, frame};
use clap::Parser;
use server::config::{Cli, Config};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn message_beyond_the_rate_limit_is_closed_with_1008() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = Some(20)).await;
    let mut other = server.connect_to("/echo").await;
    let mut client = server.connect_to("/echo").await;
    // In one write, and so within one second.
    client.send_raw(&frame(0x81, b"x").repeat(20)).await;
    for _ in 0..20 {
        assert_eq!(client.receive().await, Message::text("x"));
    }
    let mut client = server.connect_to("/echo").await;
    client.send_raw(&frame(0x81, b"x").repeat(21)).await;
    let reason = loop {
        if let Message::Close(frame) = client.receive().await {
            break frame.unwrap().reason;
        }
    };
    assert_eq!(
        reason,
        "more than 20 messages in a second (--max-messages-per-s)"
    );
    assert_eq!(other.ask("?").await, Message::text("?"));
}

#[tokio::test]
async fn pings_count_like_messages() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = Some(20)).await;
    let mut client = server.connect_to("/silent").await;
    client.send_raw(&frame(0x89, b"").repeat(21)).await;
    assert_eq!(client.close_code().await, CloseCode::Policy);
}

#[test]
fn server_that_only_this_machine_reaches_has_no_rate_limit_by_default() {
    let max = |flags: &[&str]| {
        let arguments = ["server"].iter().chain(flags);
        let config = Config::try_from(Cli::parse_from(arguments)).unwrap();
        config.limits.max_messages_per_s
    };
    assert_eq!(max(&[]), None);
    assert_eq!(max(&["--bind", "127.0.0.1:0,[::1]:0"]), None);
    assert_eq!(max(&["--max-messages-per-s", "7"]), Some(7));
    assert_eq!(max(&["--bind", "127.0.0.1:0,0.0.0.0:0"]), Some(10_000));
    // A proxy on this machine passes on what others send.
    let proxied = ["--bind", "127.0.0.1:0", "--trust-proxy", "127.0.0.0/8"];
    assert_eq!(max(&proxied), Some(10_000));
}

#[tokio::test]
async fn rate_limit_starts_anew_in_the_next_second() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = Some(20)).await;
    let mut client = server.connect_to("/echo").await;
    for round in 0..2 {
        if round > 0 {
            // The limit counts by the second, and the time has to pass: no event tells that it has.
            tokio::time::sleep(Duration::from_millis(1_100)).await;
        }
        client.send_raw(&frame(0x81, b"x").repeat(20)).await;
        for _ in 0..20 {
            assert_eq!(client.receive().await, Message::text("x"));
        }
    }
}

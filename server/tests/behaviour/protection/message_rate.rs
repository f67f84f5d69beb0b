//! A client beyond its message rate is closed with 1008.

use crate::common::{TestServer, frame};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn message_beyond_the_rate_limit_is_closed_with_1008() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = 20).await;
    let mut other = server.connect_to("/echo").await;
    let mut client = server.connect_to("/echo").await;
    // In one write, and so within one second.
    client.send_raw(&frame(0x81, b"x").repeat(20)).await;
    for _ in 0..20 {
        assert_eq!(client.receive().await, Message::text("x"));
    }
    let mut client = server.connect_to("/echo").await;
    client.send_raw(&frame(0x81, b"x").repeat(21)).await;
    assert_eq!(client.close_code().await, CloseCode::Policy);
    assert_eq!(other.ask("?").await, Message::text("?"));
}

#[tokio::test]
async fn pings_count_like_messages() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = 20).await;
    let mut client = server.connect_to("/silent").await;
    client.send_raw(&frame(0x89, b"").repeat(21)).await;
    assert_eq!(client.close_code().await, CloseCode::Policy);
}

#[tokio::test]
async fn rate_limit_starts_anew_in_the_next_second() {
    let server = TestServer::start_with(|config| config.limits.max_messages_per_s = 20).await;
    let mut client = server.connect_to("/echo").await;
    for _ in 0..2 {
        client.send_raw(&frame(0x81, b"x").repeat(20)).await;
        for _ in 0..20 {
            assert_eq!(client.receive().await, Message::text("x"));
        }
        // The limit counts by the second.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    }
}

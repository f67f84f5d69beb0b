//! `/flood` sends numbered messages as fast as the client takes them.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message;

use crate::common::TestServer;

#[tokio::test]
async fn messages_are_numbered_and_of_the_requested_size() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/flood?count=1001&bytes=3").await;
    for number in 0..1001 {
        let expected = format!("{number:.<3}");
        assert_eq!(client.receive().await, Message::text(expected));
    }
    assert_eq!(u16::from(client.close_code().await), 1000);
}

#[tokio::test]
async fn messages_are_binary_on_request() {
    let server = TestServer::start().await;
    let mut client = server
        .connect_to("/flood?count=1&bytes=4&kind=binary")
        .await;
    assert_eq!(client.receive().await, Message::binary("0..."));
}

#[tokio::test]
async fn requested_rate_is_not_exceeded() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/flood?count=11&rate=50").await;
    let start = Instant::now();
    for _ in 0..11 {
        client.receive().await;
    }
    // The first is due at once, the eleventh after ten fiftieths of a second.
    assert!(
        start.elapsed() >= Duration::from_millis(190),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn client_leaving_in_the_middle_is_answered() {
    for rate in ["", "&rate=1"] {
        let server = TestServer::start().await;
        let mut client = server
            .connect_to(&format!("/flood?count=100000000{rate}"))
            .await;
        client.receive().await;
        assert_eq!(client.leave().await, None);
    }
}

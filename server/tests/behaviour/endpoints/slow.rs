//! `/slow` reads no faster than requested.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message;

use crate::common::TestServer;

#[tokio::test]
async fn message_takes_as_long_as_its_bytes() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/slow?bytes_per_s=10000").await;
    let start = Instant::now();
    client.send(Message::text("a".repeat(2_000))).await;
    let progress = client.receive_json().await;
    assert!(
        start.elapsed() >= Duration::from_millis(150),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(
        (progress["sequence"].as_u64(), progress["bytes"].as_u64()),
        (Some(0), Some(2_000))
    );
    client.send(Message::binary(vec![0; 10])).await;
    let progress = client.receive_json().await;
    assert_eq!(
        (
            progress["sequence"].as_u64(),
            progress["total_bytes"].as_u64()
        ),
        (Some(1), Some(2_010))
    );
}

#[tokio::test]
async fn fast_pace_adds_no_delay() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/slow?bytes_per_s=1000000000").await;
    client.send(Message::binary(vec![0; 5_000_000])).await;
    assert_eq!(client.receive_json().await["bytes"], 5_000_000);
}

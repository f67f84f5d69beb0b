//! `/ping` sends pings and reports the round-trip time.

use crate::common::{TestServer, frame};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn pong_is_reported_with_its_number_and_a_plausible_time() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/ping?interval_ms=100").await;
    let mut told = Vec::new();
    while told.len() < 3 {
        // tungstenite answers the pings by itself while the client reads.
        if let Message::Text(text) = client.receive().await {
            told.push(serde_json::from_str::<serde_json::Value>(&text).unwrap());
        }
    }
    for (sequence, pong) in told.iter().enumerate() {
        assert_eq!(pong["sequence"], sequence);
        let rtt_ms = pong["rtt_ms"].as_f64().unwrap();
        assert!((0.0..30_000.0).contains(&rtt_ms), "{pong}");
    }
}

#[tokio::test]
async fn unsolicited_pong_is_not_reported() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/ping?interval_ms=60000").await;
    assert_eq!(client.receive().await, Message::Ping("0".into()));
    client.send_raw(&frame(0x8A, b"nobody asked")).await;
    client.send_raw(&frame(0x8A, b"999")).await;
    let told = client.receive_json().await;
    assert_eq!(
        told["sequence"], 0,
        "the answer that tungstenite gave to the ping"
    );
}

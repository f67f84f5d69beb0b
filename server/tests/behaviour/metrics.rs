//! `/metrics` counts events in a format that Prometheus reads.

use crate::common::{HANDSHAKE, TestServer, frame, soon};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The value of a series, or 0 without one.
async fn value(server: &TestServer, series: &str) -> f64 {
    let text = server.get("/metrics").await.body().to_owned();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().unwrap())
}

/// Waits until a series has a value.
async fn becomes(server: &TestServer, series: &str, expected: f64) {
    let mut last = f64::NAN;
    let reached = async {
        while last != expected {
            last = value(server, series).await;
        }
    };
    soon(reached).await;
}

#[tokio::test]
async fn messages_are_counted_by_direction_and_endpoint() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/echo").await;
    assert_eq!(client.ask("일이삼").await, Message::text("일이삼"));
    for series in [
        r#"ullim_messages_total{direction="received",endpoint="echo"}"#,
        r#"ullim_messages_total{direction="sent",endpoint="echo"}"#,
        r#"ullim_connections{endpoint="echo"}"#,
        r#"ullim_accepts_total{endpoint="echo"}"#,
        "ullim_handshake_seconds_count",
        "ullim_echo_seconds_count",
    ] {
        becomes(&server, series, 1.0).await;
    }
    for direction in ["received", "sent"] {
        let series =
            format!(r#"ullim_payload_bytes_total{{direction="{direction}",endpoint="echo"}}"#);
        becomes(&server, &series, 9.0).await;
    }
    client.leave().await;
    becomes(&server, r#"ullim_connections{endpoint="echo"}"#, 0.0).await;
    becomes(
        &server,
        r#"ullim_closes_total{code="1005",by="client"}"#,
        1.0,
    )
    .await;
    // The connection of this request.
    becomes(&server, "ullim_tcp_connections", 1.0).await;
}

#[tokio::test]
async fn closes_and_refusals_are_counted_by_code_side_and_reason() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/close?code=4321").await;
    assert_eq!(u16::from(client.close_code().await), 4321);
    let mut client = server.connect_to("/echo").await;
    client.send_raw(&frame(0x83, b"")).await;
    assert_eq!(client.close_code().await, CloseCode::Protocol);
    drop(server.connect_to("/echo").await);
    for series in [
        r#"ullim_closes_total{code="4xxx",by="server"}"#,
        r#"ullim_closes_total{code="1002",by="server"}"#,
        r#"ullim_closes_total{code="1006",by="client"}"#,
    ] {
        becomes(&server, series, 1.0).await;
    }
    server.refusal_at("/refuse").await;
    server.refusal_at("/echo?delay_ms=x").await;
    server.answer_to("nonsense\r\n\r\n").await;
    server
        .answer_to(
            HANDSHAKE
                .replace("13", "8")
                .replace(": Upgrade", ": Upgrade, close"),
        )
        .await;
    for reason in ["as-asked", "parameter", "malformed-head", "handshake"] {
        becomes(
            &server,
            &format!(r#"ullim_refusals_total{{reason="{reason}"}}"#),
            1.0,
        )
        .await;
    }
}

#[tokio::test]
async fn metrics_are_openmetrics_without_labels_from_the_wire() {
    let server = TestServer::start().await;
    server.refusal_at("/echo?delay_ms=fromthewire").await;
    let answer = server.get("/metrics").await;
    assert_eq!(
        answer.header("content-type"),
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    assert!(answer.body().ends_with("# EOF\n"));
    assert!(!answer.body().contains("fromthewire"));
}

#[tokio::test]
async fn metrics_switched_off_are_404() {
    let server = TestServer::start_with(|config| config.has_metrics = false).await;
    assert_eq!(server.get("/metrics").await.status(), 404);
}

//! `/abort` ends TCP with no close frame.

use std::io::ErrorKind;

use futures_util::StreamExt;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::common::{TestServer, soon};

#[tokio::test]
async fn abort_ends_in_order_without_a_close_frame() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/abort").await;
    client.expect_no_close_frame().await;
}

#[tokio::test]
async fn abort_resets_the_connection_on_request() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/abort?reset=true&after_ms=50").await;
    match soon(client.0.next()).await {
        Some(Err(Error::Io(error))) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        other => panic!("no reset but {other:?}"),
    }
}

#[tokio::test]
async fn abort_after_a_time_echoes_until_then() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/abort?after_ms=60000").await;
    assert_eq!(
        client.ask("still there?").await,
        Message::text("still there?")
    );
}

//! A client that reads nothing is reset after the write timeout.

use std::time::Duration;

use crate::common::{TestServer, soon};
use tokio::io::AsyncReadExt;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn client_that_never_reads_a_flood_is_reset_and_others_go_on() {
    let mut server = TestServer::start_with(|config| {
        config.limits.write_timeout = Duration::from_millis(200);
    })
    .await;
    let mut other = server.greeted().await;
    let deaf = server
        .connect_to("/flood?count=100000000&bytes=65536")
        .await;
    // After the reset, reading ends with an error behind the bytes in the buffers of both systems.
    let mut stream = deaf.0.into_inner();
    // Past the timeout, during which nothing may be read.
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    let error = soon(stream.read_to_end(&mut Vec::new())).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(other.ask("?").await, Message::text("서버로부터 응답: ?"));
    other.leave().await;
    server.printed_line().await;
}

#[tokio::test]
async fn client_that_reads_slowly_is_not_reset() {
    let server = TestServer::start_with(|config| {
        config.limits.write_timeout = Duration::from_millis(500);
    })
    .await;
    let client = server.connect_to("/flood?count=300&bytes=65536").await;
    let mut stream = client.0.into_inner();
    let mut piece = vec![0; 4 * 1024 * 1024];
    let mut read = 0;
    loop {
        // The peer is slow on purpose: the whole takes longer than the timeout.
        tokio::time::sleep(Duration::from_millis(100)).await;
        match soon(stream.read(&mut piece)).await.unwrap() {
            0 => break,
            bytes => read += bytes,
        }
        if read >= 300 * 65536 {
            break;
        }
    }
}

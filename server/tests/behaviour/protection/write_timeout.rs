//! A client that reads nothing is reset after the write timeout.

use std::time::{Duration, Instant};

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
    // Nothing is read until the server has given it up.
    let open = || async { server.get("/metrics").await.body().to_owned() };
    soon(async {
        while !open()
            .await
            .contains("ullim_connections{endpoint=\"flood\"} 0\n")
        {}
    })
    .await;
    let error = soon(stream.read_to_end(&mut Vec::new())).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(other.ask("?").await, Message::text("서버로부터 응답: ?"));
    other.leave().await;
    server.printed_line().await;
}

#[tokio::test]
async fn client_that_reads_slowly_is_not_reset() {
    const TIMEOUT: Duration = Duration::from_secs(1);
    const MIB: usize = 1024 * 1024;
    let server = TestServer::start_with(|config| config.limits.write_timeout = TIMEOUT).await;
    let client = server.connect_to("/flood?count=320&bytes=65536").await;
    let mut stream = client.0.into_inner();
    let mut piece = vec![0; MIB];
    let begun = Instant::now();
    // Of 20 MiB; the client may have read some of the first behind the handshake.
    for _ in 0..19 {
        // The peer is slow on purpose: the whole takes longer than the timeout, and a piece far less.
        tokio::time::sleep(TIMEOUT / 12).await;
        soon(stream.read_exact(&mut piece)).await.unwrap();
    }
    assert!(begun.elapsed() > TIMEOUT);
}

//! A stopping server tells every client, and no client can keep it from stopping.

use std::time::Duration;

use super::common::{TestServer, frame, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// A drain timeout, and a time well behind it, but before a connection gives up by itself (5 s).
const DRAIN: Duration = Duration::from_millis(200);
const DRAINED: Duration = Duration::from_secs(4);

#[tokio::test]
async fn clients_at_shutdown_are_closed_with_1001_before_the_server_ends() {
    let server = TestServer::start().await;
    let address = server.address;
    let mut clients = [
        server.greeted().await,
        server.greeted().await,
        server.connect().await,
    ];
    let running = server.stop();
    for client in &mut clients {
        assert_eq!(client.close_code().await, CloseCode::Away);
    }
    drop(clients);
    soon(running).await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn client_in_the_middle_of_a_message_at_shutdown_is_closed_with_1001() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    client.send_raw(&frame(0x01, b"half")).await;
    let running = server.stop();
    assert_eq!(client.close_code().await, CloseCode::Away);
    drop(client);
    soon(running).await.unwrap();
}

#[tokio::test]
async fn client_that_never_answers_is_dropped_after_the_drain_timeout() {
    let server = TestServer::start_with(|config| config.drain_timeout = DRAIN).await;
    let client = server.greeted().await;
    timeout(DRAINED, server.stop()).await.unwrap().unwrap();
    drop(client);
}

#[tokio::test]
async fn client_that_never_reads_is_dropped_after_the_drain_timeout() {
    let server = TestServer::start_with(|config| config.drain_timeout = DRAIN).await;
    let mut deaf = server.greeted().await;
    let big = frame(0x82, &vec![b'x'; 16 * 1024 * 1024]);
    deaf.send_raw(&big).await;
    timeout(DRAINED, server.stop()).await.unwrap().unwrap();
}

#[tokio::test]
async fn connections_without_a_whole_request_at_shutdown_are_closed_at_once() {
    let server = TestServer::start().await;
    let mut silent = server.dial().await;
    let mut halfway = server.dial().await;
    halfway.write_all(b"GET / HT").await.unwrap();
    let mut kept_alive = server.dial().await;
    let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    super::common::upgrade(&mut kept_alive, health).await;
    let running = server.stop();
    soon(running).await.unwrap();
    for stream in [&mut silent, &mut halfway, &mut kept_alive] {
        // Whether the end is a FIN or a reset depends on what was still unread.
        let _ = soon(stream.read_to_end(&mut Vec::new())).await;
    }
}

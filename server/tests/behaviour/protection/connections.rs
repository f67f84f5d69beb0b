//! Connections are limited in total and per address. A connection beyond the limit gets an error response, and a
//! slot is free again after any end of its connection.

use crate::common::{Client, HANDSHAKE, TestServer, frame, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

/// The whole response to a connection beyond the limit.
async fn turned_away(server: &TestServer) -> String {
    let mut stream = server.dial().await;
    // The response and the close may come before the request.
    let _ = stream.write_all(HANDSHAKE.as_bytes()).await;
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    answer
}

fn assert_refused(answer: &str, status: &str, word: &str) {
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{answer}"
    );
    assert!(answer.contains("retry-after: 10\r\n"), "{answer}");
    assert!(answer.contains(word), "{answer}");
}

/// Connects as soon as there is a slot.
async fn connect_when_free(server: &TestServer) -> Client {
    soon(async {
        loop {
            if let Ok(client) = server.try_connect_to("/echo").await {
                return client;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

#[tokio::test]
async fn connection_beyond_the_limit_gets_503_and_others_go_on() {
    let server = TestServer::start_with(|config| config.limits.max_connections = 2).await;
    let mut first = server.greeted().await;
    // A connection that never asks anything takes a slot too.
    let silent = server.dial().await;
    assert_refused(
        &turned_away(&server).await,
        "503",
        "as many connections as it takes",
    );
    assert_eq!(first.ask("?").await, Message::text("서버로부터 응답: ?"));
    drop(silent);
    connect_when_free(&server).await;
}

#[tokio::test]
async fn connection_beyond_the_limit_of_an_address_gets_429() {
    let server =
        TestServer::start_with(|config| config.limits.max_connections_per_address = 1).await;
    let mut first = server.greeted().await;
    assert_refused(&turned_away(&server).await, "429", "which is 1;");
    assert_eq!(first.ask("?").await, Message::text("서버로부터 응답: ?"));
}

#[tokio::test]
async fn client_behind_a_trusted_proxy_counts_by_its_own_address() {
    let server = TestServer::start_with(|config| {
        config.trusted_proxies = ["127.0.0.0/8".parse().unwrap()].into();
        config.limits.max_connections_per_address = 1;
    })
    .await;
    let of = |client: &str| {
        HANDSHAKE.replacen(
            "\r\n\r\n",
            &format!("\r\nX-Forwarded-For: {client}\r\n\r\n"),
            1,
        )
    };
    let mut held = server.dial().await;
    let head = crate::common::upgrade(&mut held, of("203.0.113.1")).await;
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    let mut stream = server.dial().await;
    let head = crate::common::upgrade(&mut stream, of("203.0.113.1")).await;
    assert!(head.starts_with("http/1.1 429 "), "{head}");
    assert!(head.contains("retry-after: 10\r\n"), "{head}");
    let mut other = server.dial().await;
    let head = crate::common::upgrade(&mut other, of("203.0.113.2")).await;
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    // The slot is the WebSocket's, not the request's.
    drop(held);
    soon(async {
        loop {
            let mut again = server.dial().await;
            let head = crate::common::upgrade(&mut again, of("203.0.113.1")).await;
            if head.starts_with("http/1.1 101 ") {
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn slot_is_free_after_any_end_of_its_connection() {
    let server = TestServer::start_with(|config| {
        config.limits.max_connections = 1;
        config.limits.max_connections_per_address = 1;
    })
    .await;
    connect_when_free(&server).await.leave().await;
    // Without a word, in the middle of a message, by a reset, by a broken frame.
    drop(connect_when_free(&server).await);
    let mut client = connect_when_free(&server).await;
    client.send_raw(&frame(0x81, b"half a message")[..10]).await;
    drop(client);
    let client = connect_when_free(&server).await;
    client.0.get_ref().set_zero_linger().unwrap();
    drop(client);
    let mut client = connect_when_free(&server).await;
    client.send_raw(&frame(0x83, b"")).await;
    drop(client);
    // By a refusal and by an ordinary request.
    connect_when_free(&server).await.leave().await;
    soon(async { while server.refusal_at("/refuse?status=418").await.status() != 418 {} }).await;
    soon(async { while server.get("/healthz").await.status() != 200 {} }).await;
    connect_when_free(&server).await;
}

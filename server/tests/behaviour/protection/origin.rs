//! A page of an origin that is not allowed is refused with 403; who names no origin is let in.

use crate::common::{HANDSHAKE, TestServer, upgrade};

async fn status_of(server: &TestServer, origin: &str) -> String {
    let line = format!("\r\nOrigin: {origin}\r\n\r\n");
    let mut stream = server.dial().await;
    let head = upgrade(&mut stream, HANDSHAKE.replacen("\r\n\r\n", &line, 1)).await;
    head["http/1.1 ".len()..][..3].to_owned()
}

#[tokio::test]
async fn only_the_origins_that_were_named_may_open_a_websocket() {
    let server = TestServer::start_with(|config| {
        let origins = ["https://example.org", "http://localhost"];
        config.allowed_origins = origins
            .map(|origin| origin.parse().unwrap())
            .to_vec()
            .into();
    })
    .await;
    assert_eq!(status_of(&server, "https://example.org").await, "101");
    assert_eq!(status_of(&server, "http://localhost").await, "101");
    for origin in [
        "https://evil.example",
        "https://example.org.evil.example",
        "null",
    ] {
        assert_eq!(status_of(&server, origin).await, "403", "{origin}");
    }
    server.greeted().await;
}

#[tokio::test]
async fn unless_some_are_named_every_origin_may() {
    let server = TestServer::start().await;
    assert_eq!(status_of(&server, "https://anybody.example").await, "101");
}

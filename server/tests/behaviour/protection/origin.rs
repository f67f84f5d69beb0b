//! A page of an origin that is not allowed is refused with 403. A request without an origin is accepted.

use crate::common::{HANDSHAKE, TestServer, upgrade};

async fn status_of(server: &TestServer, origin: &str) -> String {
    let line = format!("\r\nOrigin: {origin}\r\n\r\n");
    let mut stream = server.dial().await;
    let head = upgrade(&mut stream, HANDSHAKE.replacen("\r\n\r\n", &line, 1)).await;
    head["http/1.1 ".len()..][..3].to_owned()
}

#[tokio::test]
async fn origin_outside_the_allowed_ones_is_refused() {
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
async fn any_origin_is_accepted_without_an_allow_list() {
    let server = TestServer::start().await;
    assert_eq!(status_of(&server, "https://anybody.example").await, "101");
}

//! `/refuse` refuses the handshake with an HTTP status.

use crate::common::TestServer;

#[tokio::test]
async fn refusal_has_the_requested_status() {
    let server = TestServer::start().await;
    for status in [300, 401, 403, 404, 418, 429, 500, 503, 599] {
        let refusal = server.refusal_at(&format!("/refuse?status={status}")).await;
        assert_eq!(refusal.status(), status);
        assert_eq!(refusal.header("retry-after"), None);
    }
    assert_eq!(server.refusal_at("/refuse").await.status(), 403);
}

#[tokio::test]
async fn refusal_has_the_headers_that_its_status_requires() {
    let server = TestServer::start().await;
    for (status, name, expected) in [
        (401, "www-authenticate", Some("Basic realm=\"Ullim\"")),
        (407, "proxy-authenticate", Some("Basic realm=\"Ullim\"")),
        (405, "allow", Some("GET")),
        (426, "upgrade", Some("websocket")),
        (302, "location", Some("/echo")),
        (304, "location", None),
        (403, "www-authenticate", None),
    ] {
        let refusal = server.refusal_at(&format!("/refuse?status={status}")).await;
        assert_eq!(refusal.status(), status);
        assert_eq!(refusal.header(name), expected, "{status}");
    }
}

#[tokio::test]
async fn refusal_has_the_requested_retry_after() {
    let server = TestServer::start().await;
    let refusal = server.refusal_at("/refuse?status=503&retry_after=7").await;
    assert_eq!(
        (refusal.status(), refusal.header("retry-after")),
        (503, Some("7"))
    );
}

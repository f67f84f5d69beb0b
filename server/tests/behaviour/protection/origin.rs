//! A page of an origin that is not allowed is refused with 403. A request without an origin is accepted.

use protocol::catalogue::ENDPOINTS;

use crate::common::{HANDSHAKE, TestServer, upgrade};

async fn status_of(server: &TestServer, path: &str, origin: &str) -> String {
    let line = format!("\r\nOrigin: {origin}\r\n\r\n");
    let request = HANDSHAKE
        .replacen("GET / ", &format!("GET {path} "), 1)
        .replacen("\r\n\r\n", &line, 1);
    let head = upgrade(&mut server.dial().await, request).await;
    head["http/1.1 ".len()..][..3].to_owned()
}

#[tokio::test]
async fn origin_outside_the_allowed_ones_is_refused() {
    let flags = ["--allow-origin", "https://example.org,https://b.example"];
    let server = TestServer::start_as(&flags, |_| {}).await;
    for origin in [
        "https://example.org",
        "https://b.example",
        "http://localhost",
    ] {
        assert_eq!(status_of(&server, "/", origin).await, "101", "{origin}");
    }
    for origin in [
        "https://evil.example",
        "https://example.org.evil.example",
        "http://[::1]:3000",
        "null",
    ] {
        assert_eq!(status_of(&server, "/", origin).await, "403", "{origin}");
    }
    server.greeted().await;
}

#[tokio::test]
async fn foreign_page_on_a_loopback_server_reaches_no_room_and_no_header() {
    let server = TestServer::start().await;
    for endpoint in ENDPOINTS {
        let path = match endpoint.name {
            "refuse" => "/refuse?status=418".to_owned(),
            _ => endpoint.path.replace("{case}", "masked-frame"),
        };
        let status = status_of(&server, &path, "https://evil.example").await;
        let is_private = ["chat", "headers"].contains(&endpoint.name);
        assert_eq!(status == "403", is_private, "{path}: {status}");
    }
    for path in ["/chat", "/headers"] {
        for origin in [
            "null",
            "http://localhost.evil.example",
            "http://evil.example:3000",
        ] {
            assert_eq!(status_of(&server, path, origin).await, "403", "{origin}");
        }
        // The page itself, the page of `trunk serve`, and the page of another program of this machine.
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "https://app.localhost",
        ] {
            assert_eq!(status_of(&server, path, origin).await, "101", "{origin}");
        }
        server.connect_to(path).await;
    }
}

#[tokio::test]
async fn refusal_names_the_origin_and_the_flag() {
    let server = TestServer::start().await;
    let request = HANDSHAKE.replacen("GET / ", "GET /chat ", 1).replacen(
        "Connection: ",
        "Origin: https://evil.example\r\nConnection: close, ",
        1,
    );
    let answer = server.answer_to(request).await;
    assert!(
        answer.contains(r#"the origin "https://evil.example" may not"#),
        "{answer}"
    );
    assert!(answer.contains("--allow-origin"), "{answer}");
}

#[tokio::test]
async fn any_origin_is_accepted_by_choice_and_off_loopback() {
    for flags in [["--allow-origin", "*"], ["--bind", "0.0.0.0:0"]] {
        let server = TestServer::start_as(&flags, |_| {}).await;
        for path in ["/", "/chat"] {
            assert_eq!(
                status_of(&server, path, "https://anybody.example").await,
                "101",
                "{flags:?}"
            );
        }
    }
}

//! The descriptions that a request without a WebSocket gets.

use protocol::catalogue::ENDPOINTS;

use crate::common::TestServer;

#[tokio::test]
async fn get_without_upgrade_describes_the_endpoint_with_an_example() {
    let server = TestServer::start().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path != "/") {
        let answer = server
            .get(&endpoint.path.replace("{case}", "masked-frame"))
            .await;
        assert_eq!(answer.status(), 426, "{}", endpoint.path);
        assert_eq!(answer.header("upgrade"), Some("websocket"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json()["path"], endpoint.path);
        assert_eq!(answer.json()["example"], endpoint.example);
    }
}

#[tokio::test]
async fn catalogue_is_served_whole() {
    let server = TestServer::start().await;
    let answer = server.get("/endpoints").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.json()["endpoints"].as_array().unwrap().len(),
        ENDPOINTS.len()
    );
}

#[tokio::test]
async fn catalogue_for_a_browser_is_a_page_that_loads_nothing() {
    let server = TestServer::start().await;
    let request = "GET /endpoints HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
        Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n\r\n";
    let answer = server.answer_to(request).await;
    assert!(
        answer.contains("content-type: text/html; charset=utf-8\r\n"),
        "{answer}"
    );
    assert!(answer.contains("content-security-policy: default-src 'none'; style-src 'sha256-"));
    for endpoint in ENDPOINTS {
        assert!(answer.contains(&format!("<code>{}</code>", endpoint.path)));
        for parameter in endpoint.parameters {
            assert!(answer.contains(&format!("<dt><code>{}</code>", parameter.name())));
        }
    }
    assert!(
        !answer.contains('`'),
        "what stands between backticks is code"
    );
    assert!(
        answer.contains("/echo?delay_ms=250&amp;jitter_ms=100"),
        "an ampersand is escaped"
    );
}

#[tokio::test]
async fn unknown_path_is_404_and_names_the_catalogue() {
    let server = TestServer::start().await;
    for request in ["GET", "HANDSHAKE"] {
        let answer = match request {
            "GET" => server.get("/nowhere").await,
            _ => server.refusal_at("/nowhere").await,
        };
        assert_eq!(answer.status(), 404);
        assert!(answer.body().contains("/endpoints"), "{request}");
    }
}

#[tokio::test]
async fn asyncapi_document_names_the_requested_host() {
    let server = TestServer::start().await;
    let document = server.get("/asyncapi.json").await.json();
    assert_eq!(document["asyncapi"], "3.0.0");
    assert_eq!(document["servers"]["here"]["host"], "localhost");
}

#[tokio::test]
async fn catalogue_and_dry_runs_alone_are_readable_by_pages_of_any_origin() {
    let server = TestServer::start().await;
    for (path, allowed) in [
        ("/endpoints", Some("*")),
        ("/asyncapi.json", Some("*")),
        ("/handshake?to=/echo", Some("*")),
        ("/echo", None),
        ("/healthz", None),
        ("/nowhere", None),
    ] {
        let answer = server.get(path).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            allowed,
            "{path}"
        );
    }
}

//! `/basic-auth` and `/bearer` require credentials, then echo.

use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::common::{Client, TestServer};

async fn echoes_with(path: &str, authorization: &str) -> bool {
    echoes_with_header(path, "authorization", authorization).await
}

async fn echoes_with_header(path: &str, header: &'static str, value: &str) -> bool {
    let server = TestServer::start().await;
    let mut request = format!("ws://{}{path}", server.address)
        .into_client_request()
        .unwrap();
    let value = value.parse().unwrap();
    request.headers_mut().insert(header, value);
    let Ok((socket, _)) = client_async(request, server.dial().await).await else {
        return false;
    };
    Client(socket).ask("hello").await == Message::text("hello")
}

#[tokio::test]
async fn missing_credentials_are_401_with_the_challenge() {
    let server = TestServer::start().await;
    for (path, scheme) in [("/basic-auth", "Basic "), ("/bearer", "Bearer ")] {
        let refusal = server.refusal_at(path).await;
        assert_eq!(refusal.status(), 401);
        let challenge = refusal.header("www-authenticate").unwrap();
        assert!(challenge.starts_with(scheme), "{challenge}");
    }
}

#[tokio::test]
async fn right_user_and_password_are_accepted() {
    // user:password and 사용자:비밀번호 in base64.
    assert!(echoes_with("/basic-auth", "Basic dXNlcjpwYXNzd29yZA==").await);
    assert!(echoes_with("/basic-auth", "basic dXNlcjpwYXNzd29yZA==").await);
    let korean = "/basic-auth?user=%EC%82%AC%EC%9A%A9%EC%9E%90&password=%EB%B9%84%EB%B0%80%EB%B2%88%ED%98%B8";
    assert!(echoes_with(korean, "Basic 7IKs7Jqp7J6QOuu5hOuwgOuyiO2YuA==").await);
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    for wrong in [
        "Basic",
        "Basic dXNlcjp3cm9uZw==",
        "Basic !!!",
        "Bearer dXNlcjpwYXNzd29yZA==",
    ] {
        assert!(!echoes_with("/basic-auth", wrong).await, "{wrong}");
    }
    for wrong in ["Bearer", "Bearer wrong", "Basic token", "token"] {
        assert!(!echoes_with("/bearer", wrong).await, "{wrong}");
    }
}

#[tokio::test]
async fn right_token_is_accepted() {
    assert!(echoes_with("/bearer", "Bearer token").await);
    assert!(echoes_with("/bearer?token=s3cret", "Bearer s3cret").await);
}

#[tokio::test]
async fn right_token_among_the_subprotocols_is_accepted_and_not_repeated() {
    let protocols = "sec-websocket-protocol";
    for (offered, is_right) in [
        ("bearer, bearer.s3cret", true),
        ("bearer.s3cret, bearer", true),
        ("bearer, bearer.wrong", false),
        ("bearer, s3cret", false),
    ] {
        let path = "/bearer?token=s3cret";
        let echoes = echoes_with_header(path, protocols, offered).await;
        assert_eq!(echoes, is_right, "{offered}");
    }
    let server = TestServer::start().await;
    let mut request = format!("ws://{}/bearer?token=s3cret", server.address)
        .into_client_request()
        .unwrap();
    let offered = "bearer.s3cret, bearer".parse().unwrap();
    request.headers_mut().insert(protocols, offered);
    let (_, answer) = client_async(request, server.dial().await).await.unwrap();
    assert_eq!(answer.headers()[protocols], "bearer");
}

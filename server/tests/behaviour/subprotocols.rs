//! The list of subprotocols: a malformed one is refused, one with nothing in common is not.

use crate::common::{HANDSHAKE, TestServer, upgrade};
use axum::http::{HeaderName, HeaderValue, Request};
use axum::response::IntoResponse;
use server::websocket::handshake::check;

fn offering(list: &str) -> String {
    HANDSHAKE.replacen(
        "\r\n\r\n",
        &format!("\r\nSec-WebSocket-Protocol: {list}\r\n\r\n"),
        1,
    )
}

#[tokio::test]
async fn malformed_or_repeating_list_is_400() {
    let server = TestServer::start().await;
    for list in [
        "a b",
        "chat, chat",
        "채팅",
        "chat\r\nSec-WebSocket-Protocol: chat",
    ] {
        let head = upgrade(&mut server.dial().await, offering(list)).await;
        assert!(head.starts_with("http/1.1 400 "), "{list}: {head}");
    }
    server.greeted().await;
}

#[tokio::test]
async fn list_with_nothing_in_common_selects_no_subprotocol() {
    let server = TestServer::start().await;
    let head = upgrade(&mut server.dial().await, offering("mqtt, x-other")).await;
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    assert!(!head.contains("sec-websocket-protocol"), "{head}");
}

#[tokio::test]
async fn list_with_empty_elements_is_read_without_them() {
    let server = TestServer::start().await;
    for (path, list, selected) in [
        ("/chat", "superchat, ", Some("superchat")),
        ("/chat", ", ,chat", Some("chat")),
        ("/chat", "", None),
        ("/", ",", None),
        ("/echo", "superchat, ", None),
    ] {
        let request = offering(list).replacen("GET / ", &format!("GET {path} "), 1);
        let head = upgrade(&mut server.dial().await, request).await;
        assert!(head.starts_with("http/1.1 101 "), "{list}: {head}");
        let name = "sec-websocket-protocol: ";
        let line = head.lines().find_map(|line| line.strip_prefix(name));
        assert_eq!(line, selected, "{list}");
    }
}

#[test]
fn list_with_several_in_common_selects_the_first_of_the_client() {
    for (lines, supported, answered) in [
        (
            &["superchat, chat"][..],
            &["chat", "superchat"][..],
            Some("superchat"),
        ),
        (&["mqtt", "chat"], &["superchat", "chat"], Some("chat")),
        (&["mqtt"], &["chat"], None),
        (&["chat"], &[], None),
        (&[], &["chat"], None),
    ] {
        let (mut request, ()) = Request::new(()).into_parts();
        for line in HANDSHAKE.lines().skip(1).filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(": ").unwrap();
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request
                .headers
                .append(name, HeaderValue::from_str(value).unwrap());
        }
        for line in lines {
            request
                .headers
                .append("sec-websocket-protocol", HeaderValue::from_static(line));
        }
        let response = check(&request, supported).unwrap().into_response();
        let header = response.headers().get("sec-websocket-protocol");
        assert_eq!(
            header.map(|value| value.to_str().unwrap()),
            answered,
            "{lines:?}"
        );
    }
}

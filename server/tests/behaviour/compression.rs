//! permessage-deflate (RFC 7692): what is agreed on, and messages under it. The client is tungstenite above our own
//! `FrameStream`, in the role of the client.

use frames::deflate::CompressionLevel;
use frames::extension::{Receiver, Sender};
use frames::header::{Header, OpCode, Role};
use frames::mask;
use frames::negotiation::{self, Offer};
use frames::stream::FrameStream;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role as TungsteniteRole;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::common::{HANDSHAKE, TestServer, soon};

/// What a browser offers.
const OFFER: &str = "permessage-deflate; client_max_window_bits";

/// A client that speaks compression, and the extension that was agreed on.
async fn connect(
    server: &TestServer,
    path: &str,
    offers: &[Offer],
) -> (WebSocketStream<FrameStream<TcpStream>>, String) {
    let (stream, agreed) = handshake(server, path, &Offer::header_value(offers).unwrap()).await;
    let agreement = negotiation::accept(offers, [agreed.as_str()])
        .unwrap()
        .unwrap();
    let receiver = Receiver::new(Role::Server, &agreement, 1 << 30, 1 << 30);
    let sender = Sender::new(Role::Client, &agreement, 0, CompressionLevel::DEFAULT);
    let stream = FrameStream::compressed(stream, receiver, sender);
    let socket = WebSocketStream::from_raw_socket(stream, TungsteniteRole::Client, None).await;
    (socket, agreed)
}

/// A connection behind its handshake, of which nothing more was read, and the extensions in the answer.
async fn handshake(server: &TestServer, path: &str, offer: &str) -> (TcpStream, String) {
    let target = format!("GET {path} ");
    let host = format!("Sec-WebSocket-Extensions: {offer}\r\nHost:");
    let request = HANDSHAKE
        .replacen("GET / ", &target, 1)
        .replacen("Host:", &host, 1);
    let mut stream = server.dial().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(soon(stream.read_u8()).await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let name = "sec-websocket-extensions: ";
    let agreed = head.lines().find_map(|line| line.strip_prefix(name));
    (stream, agreed.unwrap_or_default().to_owned())
}

/// A text that is neither the same all over nor noise.
fn text(bytes: usize) -> String {
    (0_usize..)
        .flat_map(|number| {
            format!("{{\"n\":{number},\"square\":{}}}", number * number).into_bytes()
        })
        .map(char::from)
        .take(bytes)
        .collect()
}

#[tokio::test]
async fn compressed_messages_of_any_size_come_back_on_any_terms() {
    let server = TestServer::start().await;
    for terms in [
        "",
        "?compression=permessage-deflate",
        "?compression=server_max_window_bits=9;client_no_context_takeover",
        "?compression=permessage-deflate&fragment_bytes=100",
    ] {
        let (mut socket, agreed) =
            connect(&server, &format!("/echo{terms}"), &[Offer::DEFAULT]).await;
        for bytes in [0, 1, 125, 126, 127, 1024, 65_535, 65_536, 1 << 20] {
            for message in [
                Message::text(text(bytes)),
                Message::binary(vec![b'7'; bytes]),
            ] {
                soon(socket.send(message.clone())).await.unwrap();
                let answer = soon(socket.next()).await.unwrap().unwrap();
                assert!(answer == message, "{bytes} bytes, {agreed}");
            }
        }
        // With takeover, each refers to those before it.
        let short = if terms.ends_with("permessage-deflate") {
            1000
        } else {
            10
        };
        for number in 0..short {
            let message = Message::text(format!("message {number}, much like the one before"));
            soon(socket.send(message.clone())).await.unwrap();
            assert_eq!(soon(socket.next()).await.unwrap().unwrap(), message);
        }
        soon(socket.close(None)).await.unwrap();
    }
}

#[tokio::test]
async fn window_that_the_client_asks_for_is_kept_to() {
    let server = TestServer::start().await;
    let path = "/echo?compression=permessage-deflate";
    let offer = format!("{OFFER}; server_max_window_bits=8");
    let (_, agreed) = handshake(&server, path, &offer).await;
    assert_eq!(agreed, "permessage-deflate; server_max_window_bits=8");
}

#[tokio::test]
async fn server_by_default_keeps_no_context_between_messages() {
    let server = TestServer::start().await;
    let (_, agreed) = handshake(&server, "/echo", OFFER).await;
    assert_eq!(
        agreed,
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    );
}

#[tokio::test]
async fn server_with_compression_off_agrees_on_none_unless_the_query_asks() {
    let server = TestServer::start_as(&["--compression", "off"], |_| {}).await;
    assert_eq!(handshake(&server, "/echo", OFFER).await.1, "");
    let path = "/echo?compression=on";
    assert_ne!(handshake(&server, path, OFFER).await.1, "");
}

#[tokio::test]
async fn offer_of_another_extension_is_answered_without_one() {
    let server = TestServer::start().await;
    assert_eq!(handshake(&server, "/echo", "permessage-bzip2").await.1, "");
}

#[tokio::test]
async fn terms_that_are_none_are_refused_with_what_is_expected() {
    let server = TestServer::start().await;
    let refusal = server
        .refusal_at("/echo?compression=server_max_window_bits=16")
        .await;
    assert_eq!(refusal.status(), 400);
    let document = refusal.json();
    assert_eq!(document["parameter"], "compression");
    let detail = document["detail"].as_str().unwrap();
    assert!(
        detail.contains("off, on, or parameters") && detail.contains("15"),
        "{detail}"
    );
}

#[tokio::test]
async fn header_that_is_no_list_of_extensions_is_refused_with_400() {
    let server = TestServer::start().await;
    let with_extensions = format!("Sec-WebSocket-Extensions: a;;b\r\nHost: {}", server.address);
    let request = HANDSHAKE
        .replacen("Host: localhost", &with_extensions, 1)
        .replace("Connection: ", "Connection: close, ");
    let answer = server.answer_to(request).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(
        answer.contains("Sec-WebSocket-Extensions is no list of extensions"),
        "{answer}"
    );
}

#[tokio::test]
async fn headers_tells_what_was_agreed_on_and_what_was_declined() {
    let server = TestServer::start().await;
    let offers = format!("permessage-bzip2, permessage-deflate; server_max_window_bits=7, {OFFER}");
    let (stream, agreed) =
        handshake(&server, "/headers?compression=permessage-deflate", &offers).await;
    assert_eq!(agreed, "permessage-deflate");
    let agreement = negotiation::accept(&[Offer::DEFAULT], [agreed.as_str()])
        .unwrap()
        .unwrap();
    let receiver = Receiver::new(Role::Server, &agreement, 1 << 20, 1 << 20);
    let sender = Sender::new(Role::Client, &agreement, 0, CompressionLevel::DEFAULT);
    let stream = FrameStream::compressed(stream, receiver, sender);
    let mut socket = WebSocketStream::from_raw_socket(stream, TungsteniteRole::Client, None).await;
    let seen = soon(socket.next()).await.unwrap().unwrap();
    let seen: Value = serde_json::from_str(seen.to_text().unwrap()).unwrap();
    let compression = &seen["compression"];
    assert_eq!(compression["agreed"], json!("permessage-deflate"));
    let declined = compression["declined"].as_array().unwrap();
    assert_eq!(declined.len(), 2, "{declined:?}");
    assert!(
        declined[1]["reason"].as_str().unwrap().contains("8 to 15"),
        "{declined:?}"
    );
}

/// A masked frame of a client, compressed as `payload` is.
fn compressed_frame(payload: &[u8]) -> Vec<u8> {
    let key = [3, 1, 4, 1];
    let mut header = Header {
        mask: Some(key),
        ..Header::new(OpCode::Text, payload.len() as u64)
    };
    header.rsv.rsv1 = true;
    let mut masked = payload.to_vec();
    mask::apply(key, 0, &mut masked);
    let header = header.encode_unchecked(frames::header::LengthWidth::Bits7);
    [&header, &masked[..]].concat()
}

/// The code and the reason with which the server closes a connection that sends these bytes.
async fn close_of(server: &TestServer, frame: &[u8]) -> (u16, String) {
    let (mut stream, _) = handshake(server, "/echo", OFFER).await;
    stream.write_all(frame).await.unwrap();
    let mut socket = WebSocketStream::from_raw_socket(stream, TungsteniteRole::Client, None).await;
    match soon(socket.next()).await.unwrap().unwrap() {
        Message::Close(Some(close)) => (close.code.into(), close.reason.to_string()),
        other => panic!("not closed but {other:?}"),
    }
}

#[tokio::test]
async fn payload_that_is_no_deflate_is_closed_with_1007() {
    let server = TestServer::start().await;
    let (code, reason) = close_of(&server, &compressed_frame(&[0b0000_0110, 0])).await;
    assert_eq!(
        (code, reason.as_str()),
        (1007, "the compression breaks a rule")
    );
}

#[tokio::test]
async fn text_that_inflates_to_invalid_utf8_is_closed_with_1007() {
    let server = TestServer::start().await;
    // A stored block of one byte.
    let (code, _) = close_of(&server, &compressed_frame(&[0, 1, 0, 0xFE, 0xFF, 0xFF, 0])).await;
    assert_eq!(code, 1007);
}

#[tokio::test]
async fn message_that_inflates_beyond_the_limit_is_closed_with_1009() {
    let server = TestServer::start_as(&["--max-message-bytes", "100000"], |_| {}).await;
    let (mut socket, _) = connect(&server, "/echo", &[Offer::DEFAULT]).await;
    let zeros = Message::Binary(Bytes::from(vec![0; 100_001]));
    soon(socket.send(zeros)).await.unwrap();
    match soon(socket.next()).await.unwrap().unwrap() {
        Message::Close(Some(close)) => {
            assert_eq!(u16::from(close.code), 1009);
            assert!(
                close.reason.contains("--max-message-bytes"),
                "{}",
                close.reason
            );
        }
        other => panic!("not closed but {other:?}"),
    }
}

#[tokio::test]
async fn metrics_count_compressed_connections_and_bytes_before_and_after() {
    let server = TestServer::start().await;
    let (mut socket, _) = connect(&server, "/echo", &[Offer::DEFAULT]).await;
    soon(socket.send(Message::text("a".repeat(5000))))
        .await
        .unwrap();
    soon(socket.next()).await.unwrap().unwrap();
    let counted = async || {
        let text = server.get("/metrics").await.body().to_owned();
        move |series: &str| -> f64 {
            let line = text.lines().find_map(|line| line.strip_prefix(series));
            line.map_or(0.0, |value| value.trim().parse().unwrap())
        }
    };
    let bytes = |direction, form| {
        format!("ullim_compressed_payload_bytes_total{{direction=\"{direction}\",form=\"{form}\"}}")
    };
    assert_eq!(counted().await("ullim_compressed_connections"), 1.0);
    for direction in ["received", "sent"] {
        // What was sent is counted when it is written.
        let inflated = bytes(direction, "inflated");
        soon(async { while counted().await(&inflated) != 5000.0 {} }).await;
        let wire = counted().await(&bytes(direction, "wire"));
        assert!(wire > 0.0 && wire < 100.0, "{wire}");
    }
}

#[tokio::test]
async fn case_of_compression_is_refused_to_a_client_that_offers_none() {
    let server = TestServer::start().await;
    let refusal = server.refusal_at("/broken/invalid-deflate").await;
    assert_eq!(refusal.status(), 400);
    assert!(
        refusal
            .body()
            .contains("Sec-WebSocket-Extensions: permessage-deflate")
    );
}

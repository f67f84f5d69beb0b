//! The server behaves through TLS as it does without, and a client without TLS gets an error.

use std::io::ErrorKind;
use std::time::Duration;

use super::common::{HANDSHAKE, TestServer, soon};
use super::tls_client::{connect, connect_to_any, open, shown_at};
use futures_util::StreamExt;
use server::config::Config;
use server::net::certificate::Source;
use server::net::tls::Tls;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::interval;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

/// The deadline of a silent client, and a time well behind it.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_millis(200);

fn with_tls(config: &mut Config) {
    config.tls = Some(Tls::new(Source::SelfSigned).unwrap());
}

fn with_little_patience(config: &mut Config) {
    with_tls(config);
    config.limits.handshake_timeout = HANDSHAKE_TIMEOUT;
}

#[tokio::test]
async fn messages_over_tls_come_back_byte_for_byte() {
    let server = TestServer::start_with(with_tls).await;
    let mut client = open(&server, "/echo").await;
    assert_eq!(client.ask("울림").await, Message::text("울림"));
    let big: Vec<u8> = (0..3_000_000_u32).map(|index| index as u8).collect();
    client.send(Message::binary(big.clone())).await;
    assert_eq!(client.receive().await, Message::binary(big));
    assert_eq!(client.leave().await, None);
}

#[tokio::test]
async fn self_signed_certificate_is_for_this_machine_only() {
    let server = TestServer::start_with(with_tls).await;
    let shown = shown_at(server.address).await;
    for name in ["localhost", "127.0.0.1", "::1"] {
        connect(server.address, name, shown.clone()).await.unwrap();
    }
    let refused = connect(server.address, "example.org", shown).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidData);
}

#[tokio::test]
async fn client_offering_http_2_gets_http_1_1() {
    let server = TestServer::start_with(with_tls).await;
    let client = open(&server, "/").await;
    let (_, session) = client.0.get_ref().get_ref();
    assert_eq!(session.alpn_protocol(), Some(b"http/1.1".as_slice()));
}

#[tokio::test]
async fn headers_and_asyncapi_over_tls_report_tls() {
    let server = TestServer::start_with(with_tls).await;
    let seen = open(&server, "/headers").await.receive_json().await;
    assert_eq!(seen["tls"], true);

    let shown = shown_at(server.address).await;
    let mut stream = connect(server.address, "localhost", shown).await.unwrap();
    let request = "GET /asyncapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // An end without a close_notify would be an error here.
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.contains(r#""protocol": "wss""#), "{answer}");
}

#[tokio::test]
async fn client_without_tls_gets_an_error_in_plain_http() {
    let server = TestServer::start_with(with_tls).await;
    let answer = server.answer_to(HANDSHAKE).await;
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{answer}"
    );
    assert!(
        answer.ends_with("This server speaks TLS: its address begins with https:// or wss://.\n"),
        "{answer}"
    );
}

#[tokio::test]
async fn malformed_tls_record_gets_an_alert() {
    let server = TestServer::start_with(with_tls).await;
    let mut stream = server.dial().await;
    // A record of the type `handshake` with a message of an unknown type.
    let record = [22, 3, 1, 0, 4, 99, 0, 0, 0];
    // Bytes that the server does not read must not cost the client its alert.
    let more = [0; 100_000];
    stream
        .write_all(&[&record, more.as_slice()].concat())
        .await
        .unwrap();
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await.unwrap();
    assert_eq!(answer[0], 21, "{answer:?}");
    open(&server, "/").await;
}

#[tokio::test]
async fn dribbling_tls_handshake_ends_at_the_deadline() {
    let server = TestServer::start_with(with_little_patience).await;
    let (mut reader, mut writer) = server.dial().await.into_split();
    let dribble = async {
        // A record that announces 512 bytes of a ClientHello.
        writer
            .write_all(&[22, 3, 1, 2, 0, 1, 0, 1, 252])
            .await
            .unwrap();
        let mut pause = interval(Duration::from_millis(20));
        while writer.write_all(&[3]).await.is_ok() {
            pause.tick().await;
        }
    };
    let mut answer = Vec::new();
    tokio::select! {
        // Whether the end is a FIN or a reset depends on what was still unread.
        _ = soon(reader.read_to_end(&mut answer)) => {}
        () = dribble => {}
    }
    assert_eq!(answer, b"");
}

#[tokio::test]
async fn missing_request_after_the_tls_handshake_gets_408() {
    let server = TestServer::start_with(with_little_patience).await;
    let shown = shown_at(server.address).await;
    let mut stream = connect(server.address, "localhost", shown).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("within 200 ms"), "{answer}");
}

#[tokio::test]
async fn close_frame_is_followed_by_a_close_notify() {
    let server = TestServer::start_with(with_tls).await;
    let mut client = open(&server, "/close?code=4001").await;
    assert_eq!(u16::from(client.close_code().await), 4001);
    let end = soon(client.0.get_mut().read(&mut [0])).await;
    assert_eq!(end.unwrap(), 0);
}

#[tokio::test]
async fn abort_over_tls_is_a_close_notify_without_a_close_frame() {
    let server = TestServer::start_with(with_tls).await;
    let mut client = open(&server, "/abort").await;
    match soon(client.0.next()).await {
        Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => {}
        other => panic!("no plain end but {other:?}"),
    }
}

#[tokio::test]
async fn abort_by_reset_over_tls_resets_tcp() {
    let server = TestServer::start_with(with_tls).await;
    let mut client = open(&server, "/abort?reset=true").await;
    match soon(client.0.next()).await {
        Some(Err(Error::Io(error))) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        other => panic!("no reset but {other:?}"),
    }
}

#[tokio::test]
async fn broken_cases_over_tls_are_broken_the_same_way() {
    let server = TestServer::start_with(with_tls).await;
    let mut client = open(&server, "/broken/reserved-bits").await;
    match soon(client.0.next()).await {
        Some(Err(Error::Protocol(ProtocolError::NonZeroReservedBits))) => {}
        other => panic!("no reserved bits but {other:?}"),
    }
}

#[tokio::test]
async fn shutdown_closes_with_1001_and_waits_for_no_tls_handshake() {
    let server = TestServer::start_with(with_tls).await;
    let mut halfway = server.dial().await;
    halfway.write_all(&[22, 3, 1]).await.unwrap();
    let mut client = open(&server, "/").await;
    let running = server.stop();
    assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
    assert_eq!(client.close_code().await, CloseCode::Away);
    drop(client);
    soon(running).await.unwrap();
}

#[tokio::test]
async fn client_beyond_the_limit_gets_no_plain_text_over_tls() {
    let server = TestServer::start_with(|config| {
        with_tls(config);
        config.limits.max_connections = 1;
    })
    .await;
    let _only = connect_to_any(server.address).await;
    let mut refused = server.dial().await;
    let mut answer = Vec::new();
    soon(refused.read_to_end(&mut answer)).await.unwrap();
    assert_eq!(answer, b"");
}

//! A client that ends its side of TCP right behind its messages receives every answer that is due.

use std::time::Duration;

use crate::common::{HANDSHAKE, TestServer, frame, soon, upgrade};
use frames::header::{Decoded, Header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A FIN meets the last message at a different point in each round.
const ROUNDS: usize = 100;

/// The payloads of the data frames that the server sends to a client with these messages and nothing behind them.
async fn answers(server: &TestServer, path: &str, messages: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut stream = server.dial().await;
    let handshake = HANDSHAKE.replacen("GET / ", &format!("GET {path} "), 1);
    upgrade(
        &mut stream,
        handshake.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: superchat\r\n\r\n"),
    )
    .await;
    stream.write_all(&messages.concat()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut bytes = Vec::new();
    soon(stream.read_to_end(&mut bytes)).await.unwrap();
    let mut answers = Vec::new();
    let mut rest = &bytes[..];
    while let Decoded::Complete(it) = Header::decode(rest) {
        let (payload, behind) =
            rest[it.header_bytes..].split_at(usize::try_from(it.header.length).unwrap());
        rest = behind;
        if !it.header.opcode.is_control() {
            answers.push(payload.to_vec());
        }
    }
    assert!(rest.is_empty(), "{path} ended in the middle of a frame");
    answers
}

#[tokio::test]
async fn messages_with_a_fin_behind_them_are_all_answered() {
    let server = TestServer::start().await;
    let messages: Vec<_> = (0..5).map(|_| frame(0x81, b"hello")).collect();
    for (path, expected) in [
        // With the greeting.
        ("/", 6),
        ("/echo", 5),
        ("/echo?delay_ms=5", 5),
        // Two frames each.
        ("/echo?fragment_bytes=3", 10),
        ("/abort?after_ms=60000", 5),
        // With the report of the headers.
        ("/headers", 6),
        ("/slow?bytes_per_s=1000000", 5),
    ] {
        for round in 0..ROUNDS {
            let answers = answers(&server, path, &messages).await;
            assert_eq!(answers.len(), expected, "{path}, round {round}");
        }
    }
}

#[tokio::test]
async fn large_message_with_a_fin_behind_it_is_echoed() {
    let server = TestServer::start().await;
    let payload = vec![7; 1024 * 1024];
    let message = [frame(0x82, &payload)];
    let echoed = answers(&server, "/echo", &message).await;
    assert!(echoed == [payload.as_slice()], "the echo differs");
    assert_eq!(
        answers(&server, "/echo?delay_ms=20", &message).await,
        [payload]
    );
}

#[tokio::test]
async fn say_with_a_fin_behind_it_is_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let server = TestServer::start_as(&["--data-dir", path], |_| {}).await;
    for round in 0..20 {
        let join = frame(0x81, br#"{"type":"join","name":"kim"}"#);
        let id = format!("0123456789abcdef-{round}");
        let say = format!(r#"{{"type":"say","id":"{id}","text":"hi"}}"#);
        let answers = answers(&server, "/chat", &[join, frame(0x81, say.as_bytes())]).await;
        let is_acknowledged = answers.iter().any(|it| {
            let answer = String::from_utf8_lossy(it);
            answer.contains(r#""type":"ack""#) && answer.contains(&id)
        });
        assert!(is_acknowledged, "round {round}: {answers:?}");
    }
}

#[tokio::test]
async fn client_gone_before_its_delayed_answer_leaves_no_connection() {
    let server = TestServer::start_with(|config| {
        config.limits.write_timeout = Duration::from_millis(200);
    })
    .await;
    let mut client = server.connect_to("/echo?delay_ms=50").await;
    client.send_raw(&frame(0x81, b"hello")).await;
    drop(client);
    let open = || async { server.get("/metrics").await.body().to_owned() };
    soon(async {
        while !open()
            .await
            .contains("ullim_connections{endpoint=\"echo\"} 0\n")
        {}
    })
    .await;
}

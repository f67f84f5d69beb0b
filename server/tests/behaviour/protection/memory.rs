//! The memory that connections hold is counted, bounded over all of them, and given back.

use std::time::Duration;

use crate::common::{Client, TestServer, frame, soon};
use frames::header::LengthWidth;
use frames::{Header, OpCode};
use futures_util::StreamExt;
use tokio::io::AsyncReadExt;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

const MIB: usize = 1024 * 1024;

async fn server(budget_mib: usize) -> TestServer {
    TestServer::start_with(|config| config.limits.memory_budget_bytes = budget_mib * MIB).await
}

/// The value of a series.
async fn value(server: &TestServer, series: &str) -> usize {
    let metrics = server.get("/metrics").await;
    let line = metrics
        .body()
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap().parse().unwrap()
}

/// Waits until the connections hold as much as is right.
async fn until_held(server: &TestServer, is_right: impl Fn(usize) -> bool) {
    soon(async { while !is_right(value(server, "ullim_memory_held_bytes").await) {} }).await;
}

/// Sends the first `bytes` of a message of 8 MiB in one frame.
async fn begin(client: &mut Client, bytes: usize) {
    let header = Header {
        mask: Some([0; 4]),
        ..Header::new(OpCode::Binary, 8 * MIB as u64)
    };
    let header = header.encode_unchecked(LengthWidth::Bits7);
    client.send_raw(&header).await;
    client.send_raw(&vec![0; bytes]).await;
}

#[tokio::test]
async fn unfinished_messages_beyond_the_budget_are_closed_with_1013_the_largest_first() {
    let server = server(16).await;
    let mut small = server.connect_to("/echo").await;
    begin(&mut small, MIB).await;
    let mut large = server.connect_to("/echo").await;
    begin(&mut large, 7 * MIB).await;
    until_held(&server, |held| held > 15 * MIB / 2).await;
    let mut further = Vec::new();
    for _ in 0..2 {
        let mut client = server.connect_to("/echo").await;
        begin(&mut client, 5 * MIB).await;
        further.push(client);
    }
    assert_eq!(large.close_code().await, CloseCode::Again);
    assert_eq!(value(&server, "ullim_memory_evictions_total").await, 1);
    until_held(&server, |held| (10 * MIB..=12 * MIB).contains(&held)).await;
    // The others may go on, where there is room for them.
    drop(further);
    until_held(&server, |held| held < 2 * MIB).await;
    small.send_raw(&vec![0; 7 * MIB]).await;
    assert_eq!(small.receive().await, Message::binary(vec![0; 8 * MIB]));
}

#[tokio::test]
async fn message_in_fragments_counts_as_much_as_one_in_a_frame() {
    let server = server(16).await;
    let mut client = server.connect_to("/echo").await;
    client.send_raw(&frame(0x02, &vec![0; MIB])).await;
    for _ in 0..4 {
        client.send_raw(&frame(0x00, &vec![0; MIB])).await;
    }
    until_held(&server, |held| held >= 5 * MIB).await;
}

#[tokio::test]
async fn answers_that_are_not_read_count_and_end_with_a_reset() {
    let server = server(16).await;
    let mut deaf = Vec::new();
    for _ in 0..4 {
        let mut client = server.connect_to("/echo").await;
        client.send_raw(&frame(0x82, &vec![0; 8 * MIB])).await;
        deaf.push(client.0.into_inner());
    }
    soon(async { while value(&server, "ullim_memory_evictions_total").await < 2 {} }).await;
    until_held(&server, |held| held <= 16 * MIB).await;
    let mut resets = 0;
    for mut stream in deaf {
        let mut echo = vec![0; 8 * MIB + 10];
        resets += usize::from(soon(stream.read_exact(&mut echo)).await.is_err());
    }
    assert!((2..=3).contains(&resets), "{resets} of 4 were reset");
}

#[tokio::test]
async fn messages_that_wait_for_their_delay_count() {
    let server = server(64).await;
    let mut client = server.connect_to("/echo?delay_ms=60000").await;
    client.send_raw(&frame(0x82, &vec![0; 3 * MIB])).await;
    until_held(&server, |held| held >= 3 * MIB).await;
}

#[tokio::test]
async fn connection_idle_after_a_large_message_holds_nothing() {
    let server = server(64).await;
    for path in ["/echo", "/", "/slow?bytes_per_s=100000000"] {
        let mut client = server.connect_to(path).await;
        client.send(Message::binary(vec![0xff; 5 * MIB])).await;
        let mut answer = client.receive().await;
        while answer.len() < 60 {
            answer = client.receive().await;
        }
        until_held(&server, |held| held < MIB / 2).await;
        // The connection goes on behind that.
        client.send(Message::binary(vec![b'!'; 5 * MIB])).await;
        assert!(client.receive().await.len() > 60);
        client.leave().await;
    }
}

#[tokio::test]
async fn connection_silent_for_the_ping_interval_holds_nothing() {
    let server = TestServer::start_with(|config| {
        config.limits.memory_budget_bytes = 64 * MIB;
        config.limits.ping_interval = Duration::from_millis(50);
    })
    .await;
    let mut client = server.connect_to("/echo").await;
    // Not large enough to be given back at once.
    client.send(Message::binary(vec![0; 60_000])).await;
    client.receive().await;
    let answering = tokio::spawn(async move { while client.0.next().await.is_some() {} });
    until_held(&server, |held| held == 0).await;
    answering.abort();
}

#[tokio::test]
async fn large_echo_is_one_frame_and_pongs_come_behind_it() {
    let server = TestServer::start().await;
    let client = server.connect_to("/echo").await;
    let mut stream = client.0.into_inner();
    let payload = vec![5; 3 * MIB];
    let sent = [
        frame(0x81, b"before"),
        frame(0x89, b"ping"),
        frame(0x82, &payload),
        frame(0x81, b"behind"),
    ];
    let mut expected = Vec::new();
    for (first_byte, payload) in [
        (0x81_u8, &b"before"[..]),
        (0x8A, b"ping"),
        (0x82, &payload),
        (0x81, b"behind"),
    ] {
        let opcode = match first_byte {
            0x81 => OpCode::Text,
            0x82 => OpCode::Binary,
            _ => OpCode::Pong,
        };
        let header = Header::new(opcode, payload.len() as u64);
        expected.extend_from_slice(&header.encode_unchecked(LengthWidth::Bits7));
        expected.extend_from_slice(payload);
    }
    let mut received = vec![0; expected.len()];
    let (mut reader, mut writer) = stream.split();
    let sending = async {
        use tokio::io::AsyncWriteExt;
        writer.write_all(&sent.concat()).await.unwrap();
    };
    let (_, read) = soon(async { tokio::join!(sending, reader.read_exact(&mut received)) }).await;
    read.unwrap();
    // The answer to a ping may overtake an answer that is not written yet.
    let sorted = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.sort_unstable();
        bytes
    };
    assert!(
        received == expected || sorted(&received[..16]) == sorted(&expected[..16]),
        "the frames differ"
    );
    assert_eq!(received[16..], expected[16..]);
}

#[tokio::test]
async fn lesson_answers_a_large_message_that_is_not_utf8_with_replacement_characters() {
    let server = server(64).await;
    let mut client = server.greeted().await;
    client.send(Message::binary(vec![0xff; 2 * MIB])).await;
    let answer = client.receive().await;
    let expected = format!("서버로부터 응답: {}", "\u{fffd}".repeat(2 * MIB));
    assert!(answer == Message::text(expected), "the answer differs");
}

#[tokio::test]
async fn message_begun_and_not_complete_in_time_is_closed_with_1008_although_pongs_come() {
    let server = TestServer::start_with(|config| {
        config.limits.ping_interval = Duration::from_millis(50);
        config.limits.message_timeout = Duration::from_millis(400);
    })
    .await;
    let mut other = server.connect_to("/echo").await;
    let mut client = server.connect_to("/echo").await;
    client.send_raw(&frame(0x01, b"begun")).await;
    // It answers pings while it reads, between the fragments.
    let frame = loop {
        if let Message::Close(frame) = client.receive().await {
            break frame.unwrap();
        }
    };
    assert_eq!(frame.code, CloseCode::Policy);
    assert_eq!(
        frame.reason,
        "a message was not complete within 400 ms (--message-timeout-ms)"
    );
    // A connection without a begun message stays, however long it is silent.
    other.send(Message::text("?")).await;
    while other.receive().await != Message::text("?") {}
}

#[tokio::test]
async fn message_that_the_server_reads_slowly_has_as_much_more_time() {
    let server = TestServer::start_with(|config| {
        config.limits.message_timeout = Duration::from_millis(300);
    })
    .await;
    let mut client = server.connect_to("/slow?bytes_per_s=20").await;
    client.send(Message::text("x".repeat(40))).await;
    assert_eq!(client.receive_json().await["bytes"], 40);
}

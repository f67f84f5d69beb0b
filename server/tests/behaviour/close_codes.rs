//! A client that breaks a rule receives its close code, and other clients go on.

use super::common::{Client, TestServer, frame};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The close code that `bytes` lead to, while another client goes on.
async fn close_code_after(server: &TestServer, bytes: &[u8]) -> CloseCode {
    let mut other = server.greeted().await;
    let mut client = server.greeted().await;
    client.send_raw(bytes).await;
    let code = client.close_code().await;
    assert_goes_on(&mut other).await;
    code
}

async fn assert_goes_on(other: &mut Client) {
    assert_eq!(
        other.ask("아직?").await,
        Message::text("서버로부터 응답: 아직?")
    );
}

#[tokio::test]
async fn text_of_invalid_utf8_is_closed_with_1007() {
    let server = TestServer::start().await;
    for bytes in [
        frame(0x81, b"\xff"),
        frame(0x81, b"\xed\xa0\x80"),
        [frame(0x01, b"\xea"), frame(0x80, b"x")].concat(),
        frame(0x88, b"\x03\xe8\xff"),
    ] {
        assert_eq!(
            close_code_after(&server, &bytes).await,
            CloseCode::Invalid,
            "{bytes:x?}"
        );
    }
}

#[tokio::test]
async fn violation_of_the_protocol_is_closed_with_1002() {
    let server = TestServer::start().await;
    for bytes in [
        // Not masked, section 5.1.
        vec![0x81, 0x01, b'x'],
        // A reserved bit that no extension gave a meaning, section 5.2.
        frame(0xc1, b"x"),
        // Reserved opcodes, section 5.2.
        frame(0x83, b""),
        frame(0x8b, b""),
        // A continuation of nothing, and a message within a message, section 5.4.
        frame(0x80, b"x"),
        [frame(0x01, b"x"), frame(0x81, b"y")].concat(),
        // A control frame in fragments, and one that is too large, section 5.5.
        frame(0x09, b""),
        frame(0x89, &[b'x'; 126]),
        // A close frame with half a code, section 5.5.1, and with one that must not be sent, 7.4.1.
        frame(0x88, b"\x03"),
        frame(0x88, &1005_u16.to_be_bytes()),
        frame(0x88, &999_u16.to_be_bytes()),
    ] {
        assert_eq!(
            close_code_after(&server, &bytes).await,
            CloseCode::Protocol,
            "{bytes:x?}"
        );
    }
}

#[tokio::test]
async fn message_over_the_limit_is_closed_with_1009() {
    let server = TestServer::start_with(|config| config.limits.max_message_bytes = 1000).await;
    let mut client = server.greeted().await;
    let answer = client.ask(&"x".repeat(1000)).await;
    assert_eq!(
        answer,
        Message::text(format!("서버로부터 응답: {}", "x".repeat(1000)))
    );

    let in_one_frame = frame(0x81, &[b'x'; 1001]);
    let in_two = [frame(0x01, &[b'x'; 600]), frame(0x80, &[b'x'; 401])].concat();
    let announced = [&[0x82, 0xff][..], &(1_u64 << 62).to_be_bytes(), &[0; 4]].concat();
    for bytes in [in_one_frame, in_two, announced] {
        assert_eq!(close_code_after(&server, &bytes).await, CloseCode::Size);
    }
}

#[tokio::test]
async fn client_still_sending_receives_the_close_code() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    let mut other = server.greeted().await;
    // All of it is sent before the answer is read, so a reset would show.
    client
        .send_raw(&frame(0x82, &vec![0; 20 * 1024 * 1024]))
        .await;
    assert_eq!(client.close_code().await, CloseCode::Size);
    assert_goes_on(&mut other).await;
}

//! When a client has left, however it did, the server prints the lesson's line.

use super::common::{TestServer, frame};

const LINE: &str = "클라이언트 접속 해제";

#[tokio::test]
async fn a_goodbye_is_answered_and_printed() {
    let mut server = TestServer::start().await;
    let client = server.greeted().await;
    client.leave().await;
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn a_client_s_close_code_is_answered_with_the_same() {
    let server = TestServer::start().await;
    let mut client = server.greeted().await;
    client
        .send_raw(&frame(
            0x88,
            &[&4321_u16.to_be_bytes()[..], b"bye"].concat(),
        ))
        .await;
    assert_eq!(u16::from(client.close_code().await), 4321);
}

#[tokio::test]
async fn a_connection_that_ends_without_a_close_frame_is_printed() {
    let mut server = TestServer::start().await;
    drop(server.greeted().await);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn a_connection_that_is_reset_is_printed() {
    let mut server = TestServer::start().await;
    let client = server.greeted().await;
    client.0.get_ref().set_zero_linger().unwrap();
    drop(client);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn a_client_that_vanishes_in_the_middle_of_a_message_is_printed() {
    let mut server = TestServer::start().await;
    let mut client = server.greeted().await;
    let half = &frame(0x81, &[b'x'; 1000])[..500];
    client.send_raw(half).await;
    drop(client);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn a_client_that_breaks_the_protocol_is_printed() {
    let mut server = TestServer::start().await;
    let mut client = server.greeted().await;
    client.send_raw(&frame(0x83, b"")).await;
    assert_eq!(server.printed_line().await, LINE);
}

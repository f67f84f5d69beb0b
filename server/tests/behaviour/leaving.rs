//! The server prints the line of the lesson when a client has left in any way.

use super::common::{TestServer, frame};

const LINE: &str = "클라이언트 접속 해제";

#[tokio::test]
async fn close_frame_is_answered_and_printed() {
    let mut server = TestServer::start().await;
    let client = server.greeted().await;
    client.leave().await;
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn close_code_of_a_client_is_echoed() {
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
async fn connection_ending_without_a_close_frame_is_printed() {
    let mut server = TestServer::start().await;
    drop(server.greeted().await);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn connection_reset_is_printed() {
    let mut server = TestServer::start().await;
    let client = server.greeted().await;
    client.0.get_ref().set_zero_linger().unwrap();
    drop(client);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn client_vanishing_in_the_middle_of_a_message_is_printed() {
    let mut server = TestServer::start().await;
    let mut client = server.greeted().await;
    let half = &frame(0x81, &[b'x'; 1000])[..500];
    client.send_raw(half).await;
    drop(client);
    assert_eq!(server.printed_line().await, LINE);
}

#[tokio::test]
async fn client_breaking_the_protocol_is_printed() {
    let mut server = TestServer::start().await;
    let mut client = server.greeted().await;
    client.send_raw(&frame(0x83, b"")).await;
    assert_eq!(server.printed_line().await, LINE);
}

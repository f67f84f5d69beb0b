//! Many clients at once.

use std::time::Duration;

use super::common::TestServer;
use futures_util::SinkExt;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_clients_each_get_only_their_own_answers() {
    let mut server = TestServer::start().await;
    let mut clients = JoinSet::new();
    for name in 0..200 {
        let mut client = server.greeted().await;
        clients.spawn(async move {
            for number in 0..20 {
                let question = format!("{name}의 {number}");
                let answer = client.ask(&question).await;
                assert_eq!(
                    answer,
                    Message::text(format!("서버로부터 응답: {question}"))
                );
            }
            client
        });
    }
    let clients = clients.join_all().await;
    // All were open at the same time, and no client received anything else.
    for client in clients {
        assert_eq!(client.leave().await, None);
        assert_eq!(server.printed_line().await, "클라이언트 접속 해제");
    }
}

#[tokio::test]
async fn client_that_does_not_read_is_not_read_from_and_delays_no_other() {
    let server = TestServer::start().await;
    let mut deaf = server.greeted().await;
    let mut other = server.greeted().await;
    // Far more than the buffers of both systems and the one waiting answer in the server hold.
    let message = Message::text("x".repeat(1024 * 1024));
    let mut is_held_up = false;
    for _ in 0..200 {
        let sent = timeout(Duration::from_millis(300), deaf.0.send(message.clone())).await;
        if sent.is_err() {
            is_held_up = true;
            break;
        }
    }
    assert!(is_held_up);
    assert_eq!(other.ask("?").await, Message::text("서버로부터 응답: ?"));
}

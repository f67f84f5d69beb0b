//! Many clients at once.

use super::common::TestServer;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clients_at_once_each_get_only_their_own_answers() {
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
    // All of them were open at the same time, and nothing else came to any.
    for client in clients {
        assert_eq!(client.leave().await, None);
        assert_eq!(server.printed_line().await, "클라이언트 접속 해제");
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_not_read_from_and_disturbs_nobody() {
    let server = TestServer::start().await;
    let mut deaf = server.greeted().await;
    let mut other = server.greeted().await;
    // It sends as long as the server takes it; that ends when the buffers of both systems
    // and the one answer that the server holds are full.
    let message = Message::text("x".repeat(1024 * 1024));
    let pushing = async {
        loop {
            futures_util::SinkExt::send(&mut deaf.0, message.clone())
                .await
                .unwrap();
        }
    };
    tokio::select! {
        () = pushing => {}
        () = async {
            for _ in 0..100 {
                assert_eq!(other.ask("?").await, Message::text("서버로부터 응답: ?"));
            }
        } => {}
    }
}

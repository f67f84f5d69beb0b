//! `/silent` sends no message, but keeps the protocol.

use tokio_tungstenite::tungstenite::Message;

use crate::common::TestServer;

#[tokio::test]
async fn silent_endpoint_sends_only_pong_and_close() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/silent").await;
    client.send(Message::text("hello?")).await;
    client.send(Message::binary(vec![1])).await;
    client.send(Message::Ping("there?".into())).await;
    // An answer to a message would have come before the pong.
    assert_eq!(client.receive().await, Message::Pong("there?".into()));
    assert_eq!(client.leave().await, None);
}

//! `/silent` never says a word, but keeps the protocol.

use tokio_tungstenite::tungstenite::Message;

use crate::common::TestServer;

#[tokio::test]
async fn nothing_comes_but_the_pong_and_the_close() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/silent").await;
    client.send(Message::text("hello?")).await;
    client.send(Message::binary(vec![1])).await;
    client.send(Message::Ping("there?".into())).await;
    // Had it answered the messages, the answers would have come before the pong.
    assert_eq!(client.receive().await, Message::Pong("there?".into()));
    assert_eq!(client.leave().await, None);
}

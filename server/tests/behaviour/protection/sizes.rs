//! The limit of a frame.

use crate::common::{TestServer, frame};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn frame_over_its_limit_is_1009_and_a_larger_message_in_smaller_frames_is_echoed() {
    let server = TestServer::start_with(|config| config.limits.max_frame_bytes = 100).await;
    let mut client = server.connect_to("/echo").await;
    let in_pieces = [frame(0x01, &[b'x'; 100]), frame(0x80, &[b'x'; 100])].concat();
    client.send_raw(&in_pieces).await;
    assert_eq!(client.receive().await, Message::text("x".repeat(200)));
    client.send_raw(&frame(0x81, &[b'x'; 101])).await;
    assert_eq!(client.close_code().await, CloseCode::Size);
}

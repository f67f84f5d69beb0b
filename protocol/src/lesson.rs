//! The strings of the lesson, as its Node `ws` server sends and prints them.

/// The port of the lesson: `new WebSocket.Server({ port: 3000 })`.
pub const PORT: u16 = 3000;

/// The first message on every connection.
pub const GREETING: &str = "[서버 접속 완료]";

/// The start of the server's answer, before the message of the client.
pub const ANSWER_PREFIX: &str = "서버로부터 응답: ";

/// The line that the server prints on standard output when a client has left.
pub const CLIENT_LEFT: &str = "클라이언트 접속 해제";

/// The server's answer to a message: [`ANSWER_PREFIX`], then the message.
///
/// ```
/// assert_eq!(protocol::lesson::answer("안녕"), "서버로부터 응답: 안녕");
/// ```
#[must_use]
pub fn answer(message: &str) -> String {
    [ANSWER_PREFIX, message].concat()
}

//! `/`: the lesson that Ullim grew out of.

use crate::catalogue::{ANYTHING, COMPRESSION, Endpoint, Message};
use crate::parameter::Parameter;

/// The lesson that Ullim grew out of.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "lesson",
    path: "/",
    summary: "the lesson",
    description: "Greets with `[서버 접속 완료]` and answers each message with `서버로부터 응답: ` and the message; \
         binary is read as UTF-8. An ordinary GET here is the page.",
    subprotocols: &[],
    parameters: &[Parameter::Text(COMPRESSION)],
    receives: Some(ANYTHING),
    sends: Some(Message {
        name: "answer",
        content_type: "text/plain",
        summary: "The greeting first, then an answer to each message.",
    }),
    example: "/",
};

//! An answer in plain text, which is the form of every refusal.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

const PLAIN: &str = "text/plain; charset=utf-8";

/// A status, and a sentence as the body.
pub(crate) fn text(status: StatusCode, sentence: &str) -> Response {
    let plain = HeaderValue::from_static(PLAIN);
    (
        status,
        [(header::CONTENT_TYPE, plain)],
        format!("{sentence}\n"),
    )
        .into_response()
}

/// The same as bytes, where there is no hyper; it is the last answer of its connection. `headers` are more
/// lines, each with its line break.
pub(crate) fn raw(status: StatusCode, headers: &str, sentence: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n\
         content-type: {PLAIN}\r\n\
         content-length: {}\r\n\
         {headers}\
         connection: close\r\n\
         \r\n\
         {sentence}\n",
        sentence.len() + 1,
    )
}

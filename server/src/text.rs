//! A short answer in plain text, which is what every refusal gets.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A status and one sentence about it.
pub(crate) fn text(status: StatusCode, sentence: &str) -> Response {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    (
        status,
        [(header::CONTENT_TYPE, plain)],
        format!("{sentence}\n"),
    )
        .into_response()
}

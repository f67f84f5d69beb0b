//! The first request head of a connection, read before hyper sees it.
//!
//! hyper closes a connection in silence when a head takes too long, and answers an oversized or
//! malformed one with an empty body. A person who learns from refusals needs words; so the first
//! head, in which every opening handshake comes, is read and judged here.
//! What may not enter: what the request asks for.

use std::io;
use std::time::Duration;

use axum::http::{StatusCode, Uri};
use bytes::BytesMut;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::http::text;

/// The longest request line and headers together: the limit of Node, whose server the lesson
/// has; browsers stay far below.
pub const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The most headers: hyper's own default.
pub const MAX_HEADERS: usize = 100;

/// Why there is no head to go on with.
#[derive(Debug, Error)]
pub enum HeadError {
    /// Answer 408.
    #[error("The request did not arrive within {} ms.", .0.as_millis())]
    Timeout(Duration),
    /// Answer 431.
    #[error(
        "The request line and headers are more than {MAX_HEAD_BYTES} bytes or {MAX_HEADERS} headers."
    )]
    TooLarge,
    /// Answer 505.
    #[error("This server speaks HTTP/1.1.")]
    HttpVersion,
    /// Answer 400.
    #[error("This is not an HTTP request: {0}.")]
    Malformed(String),
    /// Answer 400: plain HTTP at a server that has TLS.
    #[error("This server speaks TLS: its address begins with https:// or wss://.")]
    NotTls,
    /// Nobody is left to be answered.
    #[error("the client left before its request was complete")]
    Left(#[source] io::Error),
}

/// Reads until a whole head has come, within `patience` from `start` on. What it returns is the
/// head and whatever came in the same breath.
///
/// # Errors
///
/// Why no head has come, or none that can be gone on with.
pub async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    start: Instant,
    patience: Duration,
) -> Result<BytesMut, HeadError> {
    timeout_at(start + patience, read_whole(stream))
        .await
        .unwrap_or(Err(HeadError::Timeout(patience)))
}

async fn read_whole(stream: &mut (impl AsyncRead + Unpin)) -> Result<BytesMut, HeadError> {
    let mut head = BytesMut::with_capacity(1024);
    loop {
        let seen = head.len();
        let mut limited = (&mut *stream).take((MAX_HEAD_BYTES - seen) as u64);
        match limited.read_buf(&mut head).await {
            Ok(0) => return Err(HeadError::Left(io::ErrorKind::UnexpectedEof.into())),
            Ok(_) => {}
            Err(error) => return Err(HeadError::Left(error)),
        }
        // A client may send a byte at a time: what has come is parsed anew only when a line has
        // ended, and the number of lines is limited. The first bytes are looked at in any case,
        // so that a TLS or HTTP/2 client is told at once that it has the wrong door.
        let is_worth_parsing = seen == 0 || head[seen..].contains(&b'\n');
        if is_worth_parsing && is_whole(&head)? {
            return Ok(head);
        }
        if head.len() == MAX_HEAD_BYTES {
            return Err(HeadError::TooLarge);
        }
    }
}

fn is_whole(head: &[u8]) -> Result<bool, HeadError> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(status) => match request.path.map(Uri::try_from) {
            Some(Err(error)) => Err(HeadError::Malformed(error.to_string())),
            _ => Ok(status.is_complete()),
        },
        Err(httparse::Error::TooManyHeaders) => Err(HeadError::TooLarge),
        Err(httparse::Error::Version) => Err(HeadError::HttpVersion),
        Err(error) => Err(HeadError::Malformed(error.to_string())),
    }
}

impl HeadError {
    /// The status of the answer, if there is anybody to answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Timeout(_) => Some(StatusCode::REQUEST_TIMEOUT),
            Self::TooLarge => Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            Self::HttpVersion => Some(StatusCode::HTTP_VERSION_NOT_SUPPORTED),
            Self::Malformed(_) | Self::NotTls => Some(StatusCode::BAD_REQUEST),
            Self::Left(_) => None,
        }
    }

    /// Its name in metrics.
    pub(crate) fn reason(&self) -> &'static str {
        match self {
            Self::Timeout(_) => "handshake-timeout",
            Self::TooLarge => "head-too-large",
            Self::HttpVersion => "http-version",
            Self::Malformed(_) => "malformed-head",
            Self::NotTls => "no-tls",
            Self::Left(_) => "left",
        }
    }

    /// Answers with the status and the sentence.
    ///
    /// # Errors
    ///
    /// The client takes no answer.
    pub async fn answer(&self, stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        let Some(status) = self.status() else {
            return Ok(());
        };
        let answer = text::raw(status, "", &self.to_string());
        stream.write_all(answer.as_bytes()).await
    }
}

//! The first request head of a connection, read before hyper sees it.
//!
//! hyper closes a connection without an answer when a head takes too long, and answers a large or malformed
//! one with an empty body. Here every refusal is a sentence, because people learn from refusals. The first
//! head is enough: every opening handshake comes in it.
//!
//! What may not enter: what the request asks for.

use std::io;
use std::time::Duration;

use axum::http::{StatusCode, Uri};
use bytes::BytesMut;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::text;

/// The request line and the headers together may have this size; larger is answered 431. It is the limit of
/// Node, in which the lesson's server was written. Browsers stay far below it.
pub const MAX_HEAD_BYTES: usize = 16 * 1024;

/// At most this many headers; more are answered 431. It is hyper's default.
pub const MAX_HEADERS: usize = 100;

/// Why no head was read. Its sentence is the answer to the client.
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
    /// No answer: the client is gone.
    #[error("the client left before its request was complete")]
    Left(#[source] io::Error),
}

/// Reads a whole head, which must arrive within `limit` after `start`. Returns the head and the bytes behind
/// it that were read with it.
///
/// # Errors
///
/// The client is gone, or its request is to be refused.
pub async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    start: Instant,
    limit: Duration,
) -> Result<BytesMut, HeadError> {
    timeout_at(start + limit, read_whole(stream))
        .await
        .unwrap_or(Err(HeadError::Timeout(limit)))
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
        // A client may send a byte at a time. The head is parsed again only when a line has ended, and the
        // number of lines is limited. The first bytes are always parsed, so that a TLS or HTTP/2 client is
        // refused at once.
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
    /// The status of the answer; `None` when the client is gone.
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

    /// The label in metrics.
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
    /// The client is gone.
    pub async fn answer(&self, stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        let Some(status) = self.status() else {
            return Ok(());
        };
        let answer = text::raw(status, "", &self.to_string());
        stream.write_all(answer.as_bytes()).await
    }
}

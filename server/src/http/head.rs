//! The head of a request, read and checked before hyper sees it.
//!
//! hyper closes a connection without an answer when a head takes too long, and answers a large or malformed
//! one with an empty body. Here every refusal is a sentence, because people learn from refusals. `heads` checks the
//! heads behind the first.
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

/// The limits on a head; one beyond them is answered 431.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadLimits {
    /// The most bytes of the request line and the headers together.
    pub max_bytes: usize,
    /// The most headers.
    pub max_headers: usize,
}

impl HeadLimits {
    /// 16 KiB is the limit of Node, in which the lesson's server was written; browsers stay far below it, but for
    /// cookies. 100 headers are hyper's default.
    pub const DEFAULT: Self = Self {
        max_bytes: 16 * 1024,
        max_headers: 100,
    };
}

/// Why no head was read. Its sentence is the answer to the client.
#[derive(Debug, Error)]
pub enum HeadError {
    /// Answer 408.
    #[error("The request did not arrive within {} ms.", .0.as_millis())]
    Timeout(Duration),
    /// Answer 431.
    #[error(
        "The request line and headers are more than {} bytes (--max-head-bytes) or {} headers (--max-headers).{}",
        limits.max_bytes,
        limits.max_headers,
        if *is_cookies {
            " Most of them are cookies. A browser sends the cookies of a host to each of its ports: delete those of \
             this host."
        } else {
            ""
        }
    )]
    TooLarge {
        /// The limits in force.
        limits: HeadLimits,
        /// Whether cookies are more than half of what was read.
        is_cookies: bool,
    },
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

/// A whole head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its size in bytes.
    pub(super) length: usize,
    /// See [`is_last`].
    pub(super) is_last: bool,
}

/// Reads a whole head, which must arrive within `time` after `start`. Returns the head and the bytes behind
/// it that were read with it.
///
/// # Errors
///
/// The client is gone, or its request is to be refused.
pub async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    start: Instant,
    time: Duration,
    limits: HeadLimits,
) -> Result<BytesMut, HeadError> {
    timeout_at(start + time, read_whole(stream, limits))
        .await
        .unwrap_or(Err(HeadError::Timeout(time)))
}

async fn read_whole(
    stream: &mut (impl AsyncRead + Unpin),
    limits: HeadLimits,
) -> Result<BytesMut, HeadError> {
    let mut head = BytesMut::with_capacity(1024);
    loop {
        let seen = head.len();
        let mut limited = (&mut *stream).take((limits.max_bytes - seen) as u64);
        match limited.read_buf(&mut head).await {
            Ok(0) => return Err(HeadError::Left(io::ErrorKind::UnexpectedEof.into())),
            Ok(_) => {}
            Err(error) => return Err(HeadError::Left(error)),
        }
        if check(&head, seen, limits)?.is_some() {
            return Ok(head);
        }
    }
}

/// The head at the beginning of `bytes`, of which the first `seen` have been checked before; `None` where it is not
/// whole yet.
///
/// A client may send a byte at a time. The head is parsed again only when a line has ended, and the number of lines
/// is limited. The first bytes are always parsed, so that a TLS or HTTP/2 client is refused at once.
///
/// # Errors
///
/// The request is to be refused.
pub(super) fn check(
    bytes: &[u8],
    seen: usize,
    limits: HeadLimits,
) -> Result<Option<Head>, HeadError> {
    if (seen == 0 || bytes[seen..].contains(&b'\n'))
        && let Some(head) = parse(bytes, limits)?
    {
        return Ok(Some(head));
    }
    if bytes.len() < limits.max_bytes {
        Ok(None)
    } else {
        Err(too_large(bytes, limits))
    }
}

fn parse(bytes: &[u8], limits: HeadLimits) -> Result<Option<Head>, HeadError> {
    let mut headers = vec![httparse::EMPTY_HEADER; limits.max_headers];
    let mut request = httparse::Request::new(&mut headers);
    let status = match request.parse(bytes) {
        Ok(status) => status,
        Err(httparse::Error::TooManyHeaders) => return Err(too_large(bytes, limits)),
        Err(httparse::Error::Version) => return Err(HeadError::HttpVersion),
        Err(error) => return Err(HeadError::Malformed(error.to_string())),
    };
    if let Some(Err(error)) = request.path.map(Uri::try_from) {
        return Err(HeadError::Malformed(error.to_string()));
    }
    let httparse::Status::Complete(length) = status else {
        return Ok(None);
    };
    if length > limits.max_bytes {
        return Err(too_large(bytes, limits));
    }
    check_framing(&request)?;
    let headers = request.headers.iter();
    Ok(Some(Head {
        length,
        is_last: is_last(
            request.method.unwrap_or_default(),
            headers.map(|header| (header.name, header.value)),
        ),
    }))
}

/// Checks by RFC 9112 section 6.3 that the end of the body is certain.
fn check_framing(request: &httparse::Request<'_, '_>) -> Result<(), HeadError> {
    let values = |name: &'static str| {
        let headers = request.headers.iter();
        headers
            .filter(move |header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.trim_ascii())
    };
    let malformed = |why: &str| Err(HeadError::Malformed(why.to_owned()));
    let mut lengths = values("content-length");
    let length = lengths.next();
    let is_number = |length: &[u8]| {
        !length.is_empty() && length.len() < 19 && length.iter().all(u8::is_ascii_digit)
    };
    if length.is_some_and(|length| !is_number(length)) {
        return malformed("its Content-Length is no number");
    }
    if lengths.any(|other| Some(other) != length) {
        return malformed("it has two different Content-Lengths");
    }
    match values("transfer-encoding").next_back() {
        None => Ok(()),
        Some(_) if request.version == Some(0) => malformed("HTTP/1.0 has no Transfer-Encoding"),
        Some(_) if length.is_some() => malformed("it has a Content-Length and a Transfer-Encoding"),
        Some(coding) => {
            let last = coding.rsplit(|byte| *byte == b',').next();
            let is_chunked = |coding: &[u8]| coding.trim_ascii().eq_ignore_ascii_case(b"chunked");
            if last.is_some_and(is_chunked) {
                Ok(())
            } else {
                malformed("its last Transfer-Encoding is not chunked")
            }
        }
    }
}

/// Whether a request is the last of its connection. It is where something else than the next head may follow its
/// own: a body, or another protocol.
pub(super) fn is_last<'a>(
    method: &str,
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> bool {
    const WEB_SOCKET: &str = "sec-websocket-";
    let leads_elsewhere = |(name, value): (&str, &[u8])| {
        let is = |other| name.eq_ignore_ascii_case(other);
        let prefix = name.get(..WEB_SOCKET.len());
        is("upgrade")
            || is("transfer-encoding")
            || (is("content-length") && value.trim_ascii() != b"0")
            || prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(WEB_SOCKET))
    };
    method == "CONNECT" || headers.into_iter().any(leads_elsewhere)
}

fn too_large(bytes: &[u8], limits: HeadLimits) -> HeadError {
    const COOKIE: &[u8] = b"cookie:";
    let is_cookie = |line: &&[u8]| {
        let name = line.get(..COOKIE.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(COOKIE))
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    let cookies: usize = lines.filter(is_cookie).map(<[u8]>::len).sum();
    HeadError::TooLarge {
        limits,
        is_cookies: cookies > bytes.len() / 2,
    }
}

impl HeadError {
    /// The status of the answer; `None` when the client is gone.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Timeout(_) => Some(StatusCode::REQUEST_TIMEOUT),
            Self::TooLarge { .. } => Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            Self::HttpVersion => Some(StatusCode::HTTP_VERSION_NOT_SUPPORTED),
            Self::Malformed(_) | Self::NotTls => Some(StatusCode::BAD_REQUEST),
            Self::Left(_) => None,
        }
    }

    /// The label in metrics.
    pub(crate) fn reason(&self) -> &'static str {
        match self {
            Self::Timeout(_) => "handshake-timeout",
            Self::TooLarge { .. } => "head-too-large",
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

//! `/broken/{case}`: breaks RFC 6455 in one named way.
//!
//! tungstenite writes nothing wrong, so the frames here are written by hand, byte for byte, onto the
//! bare connection. What each case is for stands in [`protocol::catalogue::broken`].

use std::io;
use std::time::Duration;

use axum::http::{HeaderValue, Response, header};
use futures_util::StreamExt;
use protocol::catalogue::broken::{Case, Expects, find};
use protocol::catalogue::{self, broken};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::Refused;

/// How long the client may take to find out and to fail the connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first byte of a frame: FIN, and the opcodes of section 5.2.
const FIN: u8 = 0x80;
const RSV3: u8 = 0x10;
const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const RESERVED_DATA: u8 = 0x3;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const RESERVED_CONTROL: u8 = 0xB;

/// A server that breaks the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    case: &'static Case,
}

impl Broken {
    /// What the catalogue says of it.
    pub const ENTRY: &catalogue::Endpoint = &broken::ENDPOINT;

    /// The server that is broken in the way of that name.
    ///
    /// # Errors
    ///
    /// Nobody knows that way.
    pub fn from_name(name: &str) -> Result<Self, Refused> {
        let case = find(name).ok_or_else(|| Refused::UnknownCase(name.to_owned()))?;
        Ok(Self { case })
    }

    /// Spoils the answer to the handshake, where that is the case.
    pub fn spoil<B>(&self, response: &mut Response<B>) {
        let headers = response.headers_mut();
        match self.case.name {
            // The answer to the sample key of section 1.3, which no client draws at random.
            "wrong-accept" => {
                let value = HeaderValue::from_static("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                headers.insert(header::SEC_WEBSOCKET_ACCEPT, value);
            }
            "missing-accept" => {
                headers.remove(header::SEC_WEBSOCKET_ACCEPT);
            }
            "unrequested-subprotocol" => {
                let value = HeaderValue::from_static("nobody-asked-for-this");
                headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
            }
            "unrequested-extension" => {
                let value = HeaderValue::from_static("x-nobody-asked-for-this");
                headers.insert(header::SEC_WEBSOCKET_EXTENSIONS, value);
            }
            _ => {}
        }
    }

    /// Breaks the protocol, then waits until the client has failed the connection, but not for ever.
    ///
    /// # Errors
    ///
    /// The client was gone before it could be shown anything.
    pub async fn serve<S>(self, stream: &mut S) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        stream.write_all(&frames(self.case.name)).await?;
        stream.flush().await?;
        if self.case.expects != Expects::SeesAbnormalClosure {
            let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
            // Only the end matters, be it a close frame, the end of TCP or nonsense.
            let left = async { while let Some(Ok(_)) = socket.next().await {} };
            let _ = timeout(PATIENCE, left).await;
        }
        Ok(())
    }
}

/// What is answered to a request in place of any HTTP, if that is what it asks for: hyper writes
/// no wrong status line, so this one case is served before hyper sees the request.
#[must_use]
pub fn instead_of_http(head: &[u8]) -> Option<&'static [u8]> {
    head.starts_with(b"GET /broken/bad-status-line HTTP/1.1\r\n")
        .then_some(b"HTPT/1.1 1O1 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
}

/// The bytes behind the handshake. The cases that break the handshake have none: a client that
/// lets it pass sees a connection on which nothing comes.
fn frames(case: &str) -> Vec<u8> {
    match case {
        "reserved-bits" => frame(FIN | RSV3 | TEXT, b"hello"),
        "reserved-opcode" => frame(FIN | RESERVED_DATA, b"hello"),
        "reserved-control-opcode" => frame(FIN | RESERVED_CONTROL, b"hello"),
        // A mask of zeroes leaves the payload as it is: it is the bit that is wrong.
        "masked-frame" => [&[FIN | TEXT, 0x80 | 5, 0, 0, 0, 0], b"hello".as_slice()].concat(),
        "invalid-utf8" => frame(FIN | TEXT, b"hello \xFF"),
        "invalid-utf8-split" => {
            [frame(TEXT, b"hello "), frame(FIN | CONTINUATION, b"\xFF")].concat()
        }
        "fragmented-control" => frame(PING, b"half"),
        "oversized-control" => long_frame(FIN | PING, &[b'.'; 126]),
        "orphan-continuation" => frame(FIN | CONTINUATION, b"hello"),
        "interleaved-message" => [frame(TEXT, b"one "), frame(FIN | TEXT, b"two")].concat(),
        "non-minimal-length" => long_frame(FIN | TEXT, b"hello"),
        "oversized-length" => {
            let length = (1_u64 << 62).to_be_bytes();
            [&[FIN | TEXT, 127], length.as_slice(), b"hello"].concat()
        }
        "close-code-1005" => frame(FIN | CLOSE, &1005_u16.to_be_bytes()),
        "close-code-1006" => frame(FIN | CLOSE, &1006_u16.to_be_bytes()),
        "close-code-999" => frame(FIN | CLOSE, &999_u16.to_be_bytes()),
        "close-code-5000" => frame(FIN | CLOSE, &5000_u16.to_be_bytes()),
        "close-payload-one-byte" => frame(FIN | CLOSE, &[3]),
        "close-reason-invalid-utf8" => frame(FIN | CLOSE, b"\x03\xE8bye \xFF"),
        "data-after-close" => [
            frame(FIN | CLOSE, &1000_u16.to_be_bytes()),
            frame(FIN | TEXT, b"one more thing"),
        ]
        .concat(),
        "truncated-frame" => [&[FIN | TEXT, 100], b"hello".as_slice()].concat(),
        _ => Vec::new(),
    }
}

/// A frame with its length in 7 bits, for payloads of at most 125 bytes.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    [&[first, payload.len() as u8], payload].concat()
}

/// A frame with its length in 16 bits, whatever it is.
fn long_frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u16).to_be_bytes();
    [&[first, 126], length.as_slice(), payload].concat()
}

#[cfg(test)]
mod tests {
    use protocol::catalogue::broken::{CASES, Expects};

    use super::frames;

    #[test]
    fn every_case_breaks_either_the_handshake_or_a_frame() {
        for case in CASES {
            let breaks_handshake = case.expects == Expects::FailsHandshake;
            assert_eq!(
                frames(case.name).is_empty(),
                breaks_handshake,
                "{}",
                case.name
            );
        }
    }
}

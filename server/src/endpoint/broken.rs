//! `/broken/{case}`: breaks RFC 6455 in one named way.
//!
//! tungstenite writes nothing wrong, so the frames are encoded here, unchecked, and written onto the bare
//! connection. [`protocol::catalogue::broken`] describes each case.

use std::io;
use std::time::Duration;

use axum::http::{HeaderValue, Response, header};
use frames::header::{Header, LengthWidth, OpCode};
use futures_util::StreamExt;
use protocol::catalogue::broken::{Case, Expects, find};
use protocol::catalogue::{self, broken};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::EndpointRefusal;

/// A client has this long to fail the connection; then the server closes it.
const FAIL_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that breaks the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    case: &'static Case,
}

impl Broken {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &broken::ENDPOINT;

    /// The endpoint for the case of that name.
    ///
    /// # Errors
    ///
    /// There is no such case.
    pub fn from_name(name: &str) -> Result<Self, EndpointRefusal> {
        let case = find(name).ok_or_else(|| EndpointRefusal::UnknownCase(name.to_owned()))?;
        Ok(Self { case })
    }

    /// Changes the answer to the handshake, if the case is about that.
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

    /// Breaks the protocol, then waits until the client fails the connection or the time limit has passed.
    ///
    /// # Errors
    ///
    /// The client left before the first byte.
    pub async fn serve<S>(self, stream: &mut S) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        stream.write_all(&frames(self.case.name)).await?;
        stream.flush().await?;
        if self.case.expects != Expects::SeesAbnormalClosure {
            let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
            // Any end will do: a close frame, the end of TCP, or an invalid frame.
            let left = async { while let Some(Ok(_)) = socket.next().await {} };
            let _ = timeout(FAIL_TIMEOUT, left).await;
        }
        Ok(())
    }
}

/// The bytes that answer the request of the one case that hyper cannot serve, because it writes no wrong status line.
/// `None` for any other request.
#[must_use]
pub fn instead_of_http(head: &[u8]) -> Option<&'static [u8]> {
    head.starts_with(b"GET /broken/bad-status-line HTTP/1.1\r\n")
        .then_some(b"HTPT/1.1 1O1 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
}

/// The bytes behind the handshake. A case that breaks the handshake has none, so a client that accepts it
/// receives nothing.
fn frames(case: &str) -> Vec<u8> {
    match case {
        "reserved-bits" => changed(OpCode::Text, b"hello", |header| header.rsv.rsv3 = true),
        "reserved-opcode" => frame(OpCode::Reserved3, b"hello"),
        "reserved-control-opcode" => frame(OpCode::ReservedB, b"hello"),
        // A mask of zeros leaves the payload as it is; the mask bit is what breaks the rule.
        "masked-frame" => changed(OpCode::Text, b"hello", |header| header.mask = Some([0; 4])),
        "invalid-utf8" => frame(OpCode::Text, b"hello \xFF"),
        "invalid-utf8-split" => [
            unfinished(OpCode::Text, b"hello "),
            frame(OpCode::Continuation, b"\xFF"),
        ]
        .concat(),
        "fragmented-control" => unfinished(OpCode::Ping, b"half"),
        "oversized-control" => frame(OpCode::Ping, &[b'.'; 126]),
        "orphan-continuation" => frame(OpCode::Continuation, b"hello"),
        "interleaved-message" => [
            unfinished(OpCode::Text, b"one "),
            frame(OpCode::Text, b"two"),
        ]
        .concat(),
        "non-minimal-length" => {
            let header = Header::new(OpCode::Text, 5).encode_unchecked(LengthWidth::Bits16);
            [&header, b"hello".as_slice()].concat()
        }
        "oversized-length" => changed(OpCode::Text, b"hello", |header| header.length = 1 << 62),
        "close-code-1005" => frame(OpCode::Close, &1005_u16.to_be_bytes()),
        "close-code-1006" => frame(OpCode::Close, &1006_u16.to_be_bytes()),
        "close-code-999" => frame(OpCode::Close, &999_u16.to_be_bytes()),
        "close-code-5000" => frame(OpCode::Close, &5000_u16.to_be_bytes()),
        "close-payload-one-byte" => frame(OpCode::Close, &[3]),
        "close-reason-invalid-utf8" => frame(OpCode::Close, b"\x03\xE8bye \xFF"),
        "data-after-close" => [
            frame(OpCode::Close, &1000_u16.to_be_bytes()),
            frame(OpCode::Text, b"one more thing"),
        ]
        .concat(),
        "truncated-frame" => changed(OpCode::Text, b"hello", |header| header.length = 100),
        _ => Vec::new(),
    }
}

/// An unmasked frame with FIN. What is wrong is its opcode, its payload or its place among the others.
fn frame(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    changed(opcode, payload, |_| {})
}

/// The same without FIN.
fn unfinished(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    changed(opcode, payload, |header| header.fin = false)
}

/// A frame whose header is changed before it is written. The payload stays as it is, also where the header then
/// announces another length.
fn changed(opcode: OpCode, payload: &[u8], change: impl FnOnce(&mut Header)) -> Vec<u8> {
    let mut header = Header::new(opcode, payload.len() as u64);
    change(&mut header);
    [&header.encode_unchecked(LengthWidth::Bits7), payload].concat()
}

#[cfg(test)]
mod tests {
    use protocol::catalogue::broken::{CASES, Expects};

    use super::frames;

    #[test]
    fn case_without_frames_breaks_the_handshake() {
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

//! `/broken/{case}`: breaks RFC 6455 or RFC 7692 in one named way.
//!
//! tungstenite writes nothing wrong, so the frames are encoded here, unchecked, and written onto the bare
//! connection. [`protocol::catalogue::broken`] describes each case.

use std::io;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, Response, header};
use frames::deflate::{CompressionLevel, Deflater};
use frames::header::{Header, LengthWidth, OpCode};
use frames::negotiation::{DirectionParameters, Policy};
use futures_util::StreamExt;
use protocol::catalogue::broken::{Case, Expects, find};
use protocol::catalogue::{self, broken};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::{EndpointRefusal, Handshake};

mod inflating;

/// A client has this long to fail the connection; then the server closes it.
const FAIL_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that breaks the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    case: &'static Case,
    /// What the server compresses with, in a case about that.
    compression: Option<DirectionParameters>,
    inflated_bytes: u64,
}

impl Broken {
    /// Its entry in the catalogue.
    pub const ENTRY: &catalogue::Endpoint = &broken::ENDPOINT;

    /// The endpoint for the case that a handshake names.
    ///
    /// # Errors
    ///
    /// There is no such case, or it needs a client that offers compression.
    pub fn from_handshake(handshake: &Handshake<'_>) -> Result<Self, EndpointRefusal> {
        let name = handshake.placeholder;
        let case = find(name).ok_or_else(|| EndpointRefusal::UnknownCase(name.to_owned()))?;
        let compression = handshake.compression.agreement().map(|it| it.server);
        if is_compressed(case) && compression.is_none() {
            return Err(EndpointRefusal::NeedsCompression(case.name));
        }
        Ok(Self {
            case,
            compression,
            inflated_bytes: broken::INFLATED_BYTES.value(&handshake.query)?,
        })
    }

    /// What the server agrees to for the case of that name: nothing, unless it is about compression. The case that
    /// breaks a promise of no takeover makes it first.
    #[must_use]
    pub fn policy(name: &str) -> Policy {
        match find(name) {
            Some(case) if is_compressed(case) => Policy::On {
                server: DirectionParameters {
                    takeover: case.name != "undeclared-takeover",
                    ..DirectionParameters::UNRESTRICTED
                },
                client: DirectionParameters::UNRESTRICTED,
            },
            _ => Policy::Off,
        }
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
            "unknown-extension-parameter" => add_parameter(headers, "window=endless"),
            // The case agrees on takeover, so that neither is there already.
            "repeated-extension-parameter" => {
                add_parameter(headers, "server_no_context_takeover");
                add_parameter(headers, "server_no_context_takeover");
            }
            "window-bits-out-of-range" => {
                let value =
                    HeaderValue::from_static("permessage-deflate; server_max_window_bits=16");
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
        match self.compression {
            Some(_) if self.case.name == "inflating" => {
                inflating::write(stream, self.inflated_bytes).await?;
            }
            Some(compression) => {
                stream
                    .write_all(&compressed_frames(self.case.name, compression))
                    .await?;
            }
            None => stream.write_all(&frames(self.case.name)).await?,
        }
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

/// Whether a case is about compression.
fn is_compressed(case: &Case) -> bool {
    case.rfc == 7692
}

/// Adds a parameter to the extension that was agreed on.
fn add_parameter(headers: &mut HeaderMap, parameter: &str) {
    if let Some(value) = headers.get_mut(header::SEC_WEBSOCKET_EXTENSIONS)
        && let Ok(agreed) = value.to_str()
        && let Ok(changed) = HeaderValue::from_str(&format!("{agreed}; {parameter}"))
    {
        *value = changed;
    }
}

/// The bytes behind the handshake in a case about compression, with what the server has agreed to.
fn compressed_frames(case: &str, agreed: DirectionParameters) -> Vec<u8> {
    // One compressor for all messages, whether takeover was agreed on or not.
    let takeover = DirectionParameters {
        takeover: true,
        ..agreed
    };
    let mut deflater = Deflater::new(takeover, CompressionLevel::DEFAULT);
    let mut compress = |message: &[u8]| {
        let mut payload = Vec::new();
        // zlib fails for want of memory only, and the client then sees an empty message.
        let _ = deflater.compress(message, true, &mut payload);
        payload
    };
    let compressed = |opcode, payload: &[u8], fin| {
        changed(opcode, payload, |header| {
            header.rsv.rsv1 = true;
            header.fin = fin;
        })
    };
    match case {
        "compressed-control" => compressed(OpCode::Ping, &compress(b"hello"), true),
        "compressed-continuation" => {
            let payload = compress(b"hello");
            let (first, second) = payload.split_at(1);
            [
                compressed(OpCode::Text, first, false),
                compressed(OpCode::Continuation, second, true),
            ]
            .concat()
        }
        // The type is in the second and the third bit; 3 is reserved (RFC 1951 section 3.2.3).
        "invalid-deflate" => compressed(OpCode::Text, &[0b0000_0110, 0x00], true),
        "unfinished-deflate" => {
            // A stored block of 5 bytes, of which 2 come (RFC 1951 section 3.2.4).
            let stored = [0x00, 0x05, 0x00, 0xFA, 0xFF, b'h', b'e'];
            compressed(OpCode::Text, &stored, true)
        }
        "undeclared-takeover" => {
            let message = b"first of two messages, long enough to be referred to as a whole";
            [compress(message), compress(message)]
                .iter()
                .flat_map(|payload| compressed(OpCode::Text, payload, true))
                .collect()
        }
        "final-block-inside" => {
            // Two stored blocks, of which the first has BFINAL, and the byte of section 7.2.3.4.
            let blocks = [
                &[0x01, 0x03, 0x00, 0xFC, 0xFF][..],
                b"hel",
                &[0x00, 0x02, 0x00, 0xFD, 0xFF],
                b"lo",
                &[0x00],
            ];
            compressed(OpCode::Text, &blocks.concat(), true)
        }
        _ => Vec::new(),
    }
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

    use super::{DirectionParameters, compressed_frames, frames};

    #[test]
    fn case_without_frames_breaks_the_handshake() {
        for case in CASES {
            let frames = match case.rfc {
                6455 => frames(case.name),
                _ => compressed_frames(case.name, DirectionParameters::UNRESTRICTED),
            };
            // `inflating` writes its message in pieces.
            let has_none = case.expects == Expects::FailsHandshake || case.name == "inflating";
            assert_eq!(frames.is_empty(), has_none, "{}", case.name);
        }
    }
}

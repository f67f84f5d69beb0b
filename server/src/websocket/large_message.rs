//! A large message on its way to the client, past tungstenite, which would copy it into a buffer of its size.
//!
//! What may not enter: when it is written.

use std::io;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut, buf::Chain};
use frames::Header;
use frames::OpCode;
use frames::header::LengthWidth;
use tokio_tungstenite::tungstenite::Message;

use super::stack::StreamStack;

/// A message of more bytes than this is written without a copy. A smaller one is written sooner together with the
/// messages around it.
pub(super) const LARGE_BYTES: usize = 64 * 1024;

/// The header is written together with this much of the payload: alone it would be a packet of its own.
const FIRST_BYTES: usize = 16 * 1024;

/// The frame of a large message, of which this much is still to be written.
#[derive(Debug)]
pub(super) struct LargeMessage {
    frame: Chain<Bytes, Bytes>,
    payload_bytes: usize,
    /// Whether some of it has been written. Before that, what was sent earlier is written.
    pub(super) is_begun: bool,
}

impl LargeMessage {
    /// A large message of data as a frame; any other message is given back.
    pub(super) fn new(message: Message) -> Result<Self, Message> {
        let opcode = match &message {
            Message::Text(text) if text.len() > LARGE_BYTES => OpCode::Text,
            Message::Binary(bytes) if bytes.len() > LARGE_BYTES => OpCode::Binary,
            _ => return Err(message),
        };
        let mut payload = message.into_data();
        let payload_bytes = payload.len();
        let header = Header::new(opcode, payload_bytes as u64).encode_unchecked(LengthWidth::Bits7);
        let mut first = BytesMut::with_capacity(header.len() + FIRST_BYTES);
        first.extend_from_slice(&header);
        first.extend_from_slice(&payload.split_to(FIRST_BYTES));
        Ok(Self {
            frame: first.freeze().chain(payload),
            payload_bytes,
            is_begun: false,
        })
    }

    /// The size of the message, which it holds until all of it is written.
    pub(super) fn payload_bytes(&self) -> usize {
        self.payload_bytes
    }

    /// Writes all that is left.
    pub(super) fn poll_write(
        &mut self,
        stream: &mut StreamStack,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while self.frame.has_remaining() {
            match ready!(stream.poll_write_message(cx, self.frame.chunk()))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                bytes => {
                    self.is_begun = true;
                    self.frame.advance(bytes);
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_message_is_one_frame_whose_header_comes_with_payload() {
        let payload: Vec<u8> = (0..=u8::MAX).cycle().take(LARGE_BYTES + 1).collect();
        let mut large = LargeMessage::new(Message::binary(payload.clone())).unwrap();
        assert!(large.frame.chunk().len() > FIRST_BYTES);
        let written = large.frame.copy_to_bytes(large.frame.remaining());
        let (header, rest) = written.split_at(10);
        assert_eq!(header, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 1]);
        assert_eq!(rest, payload);
    }

    #[test]
    fn message_that_is_not_large_is_given_back() {
        let small = Message::binary(vec![0; LARGE_BYTES]);
        assert_eq!(LargeMessage::new(small.clone()).unwrap_err(), small);
    }
}

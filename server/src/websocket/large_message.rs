//! A large message on its way to the client, past tungstenite, which would copy it into a buffer of its size.
//!
//! What may not enter: when it is written.

use std::io;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut, buf::Chain};
use frames::Header;
use frames::OpCode;
use frames::header::LengthWidth;
use tokio::io::AsyncWrite;
use tokio_tungstenite::tungstenite::Message;

use super::accounted::Accounted;
use super::turn::{TURN_BYTES, Turn};

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
    turn: Turn,
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
            turn: Turn::default(),
        })
    }

    /// The size of the message, which it holds until all of it is written.
    pub(super) fn payload_bytes(&self) -> usize {
        self.payload_bytes
    }

    /// Writes all that is left, in turns.
    pub(super) fn poll_write<S: AsyncWrite + Unpin>(
        &mut self,
        stream: &mut Accounted<S>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while self.frame.has_remaining() {
            ready!(self.turn.poll_next(cx));
            let chunk = self.frame.chunk();
            let chunk = &chunk[..chunk.len().min(TURN_BYTES)];
            match ready!(stream.poll_write_message(cx, chunk))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                bytes => {
                    self.is_begun = true;
                    self.frame.advance(bytes);
                    self.turn.pass(bytes * stream.cost_of_a_byte());
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use frames::stream::{FaultStream, FrameStream};
    use futures_util::FutureExt;
    use prometheus_client::metrics::{counter::Counter, gauge::Gauge};

    use super::super::read_ahead::ReadAhead;
    use super::*;
    use crate::net::memory_budget::MemoryBudget;

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

    #[tokio::test]
    async fn large_message_is_written_in_turns_to_a_client_that_always_reads() {
        let budget = MemoryBudget::new(usize::MAX, Gauge::default(), Counter::default());
        let client = ReadAhead::new(tokio::io::sink(), Vec::new());
        let mut stream = Accounted::new(
            FrameStream::plain(FaultStream::new(client, None)),
            budget.holding(),
            0,
        );
        let mut large = LargeMessage::new(Message::binary(vec![0; 10 * TURN_BYTES])).unwrap();
        for left in [9, 8] {
            let written = poll_fn(|cx| large.poll_write(&mut stream, cx)).now_or_never();
            assert!(written.is_none());
            let bytes = large.frame.remaining();
            assert!((left - 1) * TURN_BYTES < bytes && bytes <= left * TURN_BYTES);
        }
        poll_fn(|cx| large.poll_write(&mut stream, cx))
            .await
            .unwrap();
        assert_eq!(large.frame.remaining(), 0);
    }
}

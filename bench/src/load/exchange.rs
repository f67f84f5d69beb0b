//! The messages that are sent, and the replies that must come back.
//!
//! What belongs here: bytes that are known before anything is measured. What may not enter: a connection.

use anyhow::Result;
use frames::{
    Header, HeaderError, OpCode,
    header::{ReservedBits, Role},
    mask::{self, MaskingKey},
};

/// The masking key of every frame. Zero would change nothing.
///
/// A real client draws a new key for each frame, because of proxies that could be made to store its bytes (RFC 6455
/// section 10.3). There is no proxy on the loopback.
const MASKING_KEY: MaskingKey = [0x9a, 0x3c, 0x5e, 0x71];

/// How many different messages are sent in turn. The number in each shows a lost, repeated or misdirected message.
/// Few messages stay in the cache.
const DIFFERENT_MESSAGES: usize = 8;

/// One reply out of this many is compared whole. It has no divisor in common with [`DIFFERENT_MESSAGES`], so that
/// each message gets its turn.
const SAMPLED_OF: u64 = 63;

/// How many bytes of the message are compared in every reply: its number.
const NUMBER_BYTES: usize = 4;

/// The largest write, in bytes. More messages take another write.
const PIECE_BYTES: usize = 256 * 1024;

/// The answers of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A binary message comes back as it is.
    Binary,
    /// A text message comes back as text behind a prefix.
    Text {
        /// The first message on a connection, which answers no other.
        greeting: Option<&'a str>,
        /// The prefix of each answer.
        prefix: &'a str,
    },
    /// Not a WebSocket: the bytes of the same frames come back as they are.
    Raw,
}

/// Messages of one length, and their replies.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// The different messages in order, then the first ones again, so that any due messages are one slice.
    requests: Vec<u8>,
    request_bytes: usize,
    replies: Vec<Vec<u8>>,
    reply_bytes: usize,
    /// How many bytes of each reply are compared.
    compared_bytes: usize,
    greeting: Vec<u8>,
}

impl Exchange {
    /// Messages of `bytes` bytes each. No more than `in_flight` are due at once.
    ///
    /// # Errors
    ///
    /// The messages are too long for a frame.
    pub(crate) fn new(kind: Kind<'_>, bytes: usize, in_flight: usize) -> Result<Self> {
        let payloads = (0..DIFFERENT_MESSAGES).map(|number| payload(number, bytes));
        let frames = payloads.map(|payload| {
            Ok(match kind {
                Kind::Binary => (
                    client_frame(OpCode::Binary, &payload)?,
                    server_frame(OpCode::Binary, &payload)?,
                ),
                Kind::Text { prefix, .. } => (
                    client_frame(OpCode::Text, &payload)?,
                    server_frame(OpCode::Text, &[prefix.as_bytes(), &payload].concat())?,
                ),
                Kind::Raw => {
                    let frame = client_frame(OpCode::Binary, &payload)?;
                    (frame.clone(), frame)
                }
            })
        });
        let frames = frames.collect::<Result<Vec<_>>>()?;
        let (requests, replies): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
        let reply_bytes = replies.first().map_or(0, Vec::len);
        let greeting = match kind {
            Kind::Text {
                greeting: Some(greeting),
                ..
            } => server_frame(OpCode::Text, greeting.as_bytes())?,
            Kind::Text { greeting: None, .. } | Kind::Binary | Kind::Raw => Vec::new(),
        };
        // A masked frame has at least its header.
        let request_bytes = requests.first().map_or(1, Vec::len);
        let in_one_piece = in_flight.min(PIECE_BYTES.div_ceil(request_bytes));
        Ok(Self {
            request_bytes,
            requests: requests
                .into_iter()
                .cycle()
                .take(DIFFERENT_MESSAGES + in_one_piece)
                .flatten()
                .collect(),
            replies,
            reply_bytes,
            compared_bytes: reply_bytes - bytes + bytes.min(NUMBER_BYTES),
            greeting,
        })
    }

    /// The frame that a connection begins with, before anything is sent.
    pub(crate) fn greeting(&self) -> &[u8] {
        &self.greeting
    }

    /// The length of this many messages, in bytes.
    pub(crate) fn bytes_of(&self, messages: usize) -> usize {
        messages * self.request_bytes
    }

    /// The next bytes to write, after `written_bytes` and with `due_bytes` more to come. It may be fewer than are due,
    /// and is empty only when none are due.
    pub(crate) fn to_write(&self, written_bytes: u64, due_bytes: usize) -> &[u8] {
        let turn_bytes = (DIFFERENT_MESSAGES * self.request_bytes) as u64;
        let begin = (written_bytes % turn_bytes) as usize;
        let end = self.requests.len().min(begin + due_bytes);
        &self.requests[begin..end]
    }

    /// The whole reply to the message of this number, and how many of its bytes are compared.
    pub(crate) fn reply(&self, number: u64) -> (&[u8], usize) {
        let reply = &self.replies[(number % DIFFERENT_MESSAGES as u64) as usize];
        let compared_bytes = if number.is_multiple_of(SAMPLED_OF) {
            self.reply_bytes
        } else {
            self.compared_bytes
        };
        (reply, compared_bytes)
    }
}

/// A message from a client in one frame.
fn client_frame(opcode: OpCode, payload: &[u8]) -> Result<Vec<u8>, HeaderError> {
    let header = Header {
        mask: Some(MASKING_KEY),
        ..Header::new(opcode, payload.len() as u64)
    };
    let header = header.encode(Role::Client, ReservedBits::NONE)?;
    let mut frame = [&header, payload].concat();
    mask::apply(MASKING_KEY, 0, &mut frame[header.len()..]);
    Ok(frame)
}

/// A message from a server in one frame.
fn server_frame(opcode: OpCode, payload: &[u8]) -> Result<Vec<u8>, HeaderError> {
    let header = Header::new(opcode, payload.len() as u64);
    let header = header.encode(Role::Server, ReservedBits::NONE)?;
    Ok([&header, payload].concat())
}

/// A number and pseudo-random letters, which are valid as text and as bytes.
fn payload(number: usize, bytes: usize) -> Vec<u8> {
    // Knuth's linear congruential generator for 64 bits. The upper bits of each state are used.
    let mut state = number as u64;
    let letters = std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        b'a' + ((state >> 33) % 26) as u8
    });
    format!("{number:0NUMBER_BYTES$}")
        .into_bytes()
        .into_iter()
        .chain(letters)
        .take(bytes)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_frame_is_masked_and_unmasks_to_its_payload() {
        let mut frame = client_frame(OpCode::Text, b"Hello").unwrap();
        assert_eq!(frame[..2], [0x81, 0x80 | 5]);
        assert_eq!(frame[2..6], MASKING_KEY);
        assert_ne!(&frame[6..], b"Hello");
        mask::apply(MASKING_KEY, 0, &mut frame[6..]);
        assert_eq!(&frame[6..], b"Hello");
    }

    #[test]
    fn server_frame_is_its_header_and_its_payload() {
        let server = |bytes| server_frame(OpCode::Binary, &vec![0; bytes]).unwrap();
        assert_eq!(server(125)[..2], [0x82, 125]);
        assert_eq!(server(126)[..4], [0x82, 126, 0, 126]);
        assert_eq!(server(0xffff)[..4], [0x82, 126, 0xff, 0xff]);
        assert_eq!(server(0x1_0000)[..10], [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(server(0x1_0000).len(), 0x1_0000 + 10);
    }

    #[test]
    fn due_bytes_across_the_turn_are_one_piece() {
        let exchange = Exchange::new(Kind::Binary, 32, 3).unwrap();
        let turn = exchange.bytes_of(DIFFERENT_MESSAGES) as u64;
        let three = exchange.bytes_of(3);
        let last = exchange.bytes_of(DIFFERENT_MESSAGES - 1) as u64;
        let piece = exchange.to_write(last, three);
        assert_eq!(piece.len(), three);
        let (begin, rest) = piece.split_at(exchange.bytes_of(1));
        assert_eq!(begin, exchange.to_write(last, exchange.bytes_of(1)));
        assert_eq!(rest, exchange.to_write(turn, exchange.bytes_of(2)));
    }

    #[test]
    fn message_taken_in_part_continues_where_it_stopped() {
        let exchange = Exchange::new(Kind::Binary, 32, 1).unwrap();
        let whole = exchange.to_write(0, exchange.bytes_of(1));
        let rest = exchange.to_write(5, exchange.bytes_of(1) - 5);
        assert_eq!(rest, &whole[5..]);
    }

    #[test]
    fn neighbouring_replies_differ_in_the_compared_bytes() {
        let kinds = [
            Kind::Binary,
            Kind::Raw,
            Kind::Text {
                greeting: None,
                prefix: "서버로부터 응답: ",
            },
        ];
        for kind in kinds {
            let exchange = Exchange::new(kind, 1024, 1).unwrap();
            let (first, compared_bytes) = exchange.reply(1);
            let (second, _) = exchange.reply(2);
            assert!(compared_bytes < 100);
            assert_ne!(first[..compared_bytes], second[..compared_bytes]);
        }
    }

    #[test]
    fn samples_include_each_message() {
        let exchange = Exchange::new(Kind::Binary, 1024, 1).unwrap();
        let mut sampled: Vec<_> = (0..SAMPLED_OF * DIFFERENT_MESSAGES as u64)
            .map(|number| exchange.reply(number))
            .filter(|(reply, compared_bytes)| reply.len() == *compared_bytes)
            .map(|(reply, _)| reply)
            .collect();
        sampled.sort_unstable();
        sampled.dedup();
        assert_eq!(sampled.len(), DIFFERENT_MESSAGES);
    }

    #[test]
    fn message_may_be_shorter_than_its_number() {
        let exchange = Exchange::new(Kind::Binary, 0, 1).unwrap();
        assert_eq!(exchange.reply(1), ([0x82, 0].as_slice(), 2));
    }
}

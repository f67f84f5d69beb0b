//! Any messages there and back, the examples of RFC 7692, and what must not be inflated.

use proptest::prelude::*;

use super::*;
use crate::negotiation::{DirectionParameters, WindowBits};

mod any;
mod blocks;
mod examples;
mod limits;

/// More than any message here.
const LIMIT_BYTES: u64 = 1 << 30;

fn parameters(takeover: bool, window_bits: u8) -> DirectionParameters {
    DirectionParameters {
        takeover,
        window_bits: WindowBits::new(window_bits).unwrap(),
    }
}

fn deflater(takeover: bool, window_bits: u8) -> Deflater {
    Deflater::new(parameters(takeover, window_bits), CompressionLevel::DEFAULT)
}

fn inflater(takeover: bool, window_bits: u8) -> Inflater {
    Inflater::new(parameters(takeover, window_bits), LIMIT_BYTES)
}

/// The payload of a message that is compressed in one piece.
fn deflated(deflater: &mut Deflater, message: &[u8]) -> Vec<u8> {
    let mut payload = Vec::new();
    deflater.compress(message, true, &mut payload).unwrap();
    payload
}

/// The message of a payload that comes in one piece.
fn inflated(inflater: &mut Inflater, payload: &[u8]) -> Result<Vec<u8>, InflateError> {
    inflated_in_pieces(inflater, &[payload], 4096)
}

/// The message of a payload that comes in `pieces`, with room for `room_bytes` at a time.
fn inflated_in_pieces(
    inflater: &mut Inflater,
    pieces: &[&[u8]],
    room_bytes: usize,
) -> Result<Vec<u8>, InflateError> {
    let mut message = Vec::new();
    let mut room = vec![0; room_bytes];
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        let mut rest = *piece;
        loop {
            let progress = inflater.inflate(rest, is_last, &mut room)?;
            rest = &rest[progress.consumed..];
            message.extend_from_slice(&room[..progress.produced]);
            match progress.state {
                InflateState::NeedsRoom => assert_eq!(progress.produced, room_bytes),
                InflateState::NeedsInput => {
                    assert!(rest.is_empty() && !is_last);
                    break;
                }
                InflateState::Complete => {
                    assert!(rest.is_empty() && is_last);
                    break;
                }
            }
        }
    }
    Ok(message)
}

#[test]
fn both_directions_can_be_moved_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Deflater>();
    is_send::<Inflater>();
}

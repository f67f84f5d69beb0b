//! Any messages with any parameters, in any pieces.

use super::blocks::Blocks;
use super::*;

/// What is done with one message.
#[derive(Clone, Debug)]
struct Sent {
    message: Vec<u8>,
    /// How many bytes each piece has that the deflater is given, over and over.
    piece_bytes: usize,
    /// The same for the payload that the inflater is given.
    payload_bytes: usize,
    room_bytes: usize,
    parks: bool,
}

/// Bytes in which much is found again, at every distance.
fn any_message() -> impl Strategy<Value = Vec<u8>> {
    let run = prop_oneof![
        // New bytes.
        proptest::collection::vec(any::<u8>(), 0..60).prop_map(Ok),
        // The bytes from a distance, which grows in powers: how far, how many.
        ((0_u32..16), any::<u16>(), 3_usize..400).prop_map(|(bits, rest, length)| Err((
            (1 << bits) + (rest as usize & ((1 << bits) - 1)),
            length
        ))),
    ];
    proptest::collection::vec(run, 0..60).prop_map(|runs| {
        // Something to refer to, without a repetition in it.
        let mut bytes: Vec<u8> = (0_u32..700)
            .map(|it| (it.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        for run in runs {
            match run {
                Ok(new) => bytes.extend(new),
                Err((distance, length)) => {
                    for _ in 0..length {
                        let at = bytes.len().saturating_sub(distance);
                        bytes.push(bytes[at]);
                    }
                }
            }
        }
        bytes
    })
}

fn any_sent() -> impl Strategy<Value = Sent> {
    let message = prop_oneof![
        1 => Just(Vec::new()),
        2 => proptest::collection::vec(any::<u8>(), 0..5),
        6 => any_message(),
    ];
    (
        message,
        1_usize..2000,
        1_usize..300,
        1_usize..3000,
        any::<bool>(),
    )
        .prop_map(
            |(message, piece_bytes, payload_bytes, room_bytes, parks)| Sent {
                message,
                piece_bytes,
                payload_bytes,
                room_bytes,
                parks,
            },
        )
}

/// The payload of a message, compressed piece by piece.
fn payload(deflater: &mut Deflater, sent: &Sent) -> Vec<u8> {
    let mut payload = Vec::new();
    for piece in sent.message.chunks(sent.piece_bytes) {
        deflater.compress(piece, false, &mut payload).unwrap();
    }
    deflater.compress(&[], true, &mut payload).unwrap();
    payload
}

/// What miniz makes of a stream that has no end.
fn inflated_by_miniz(stream: &[u8], length: usize) -> Vec<u8> {
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

    // One more byte of room, so that one too many would show.
    let mut output = vec![0; length + 1];
    let flags = inflate_flags::TINFL_FLAG_HAS_MORE_INPUT
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (_, consumed, produced) =
        decompress(&mut DecompressorOxide::new(), stream, &mut output, 0, flags);
    assert_eq!(consumed, stream.len());
    output.truncate(produced);
    output
}

proptest! {
    #[test]
    fn messages_are_inflated_to_what_they_were(
        takeover: bool,
        window_bits in 8_u8..=15,
        level in 1_u8..=9,
        sequence in proptest::collection::vec(any_sent(), 1..6),
    ) {
        let level = CompressionLevel::new(level).unwrap();
        let mut deflater = Deflater::new(parameters(takeover, window_bits), level);
        let mut inflater = inflater(takeover, window_bits);
        for sent in sequence {
            let payload = payload(&mut deflater, &sent);
            prop_assert!(!payload.is_empty());
            prop_assert_eq!(payload == [0], sent.message.is_empty());
            let pieces: Vec<_> = payload.chunks(sent.payload_bytes).collect();
            let message = inflated_in_pieces(&mut inflater, &pieces, sent.room_bytes);
            prop_assert!(message.as_ref() == Ok(&sent.message), "{message:?}");
            if !takeover {
                prop_assert_eq!(deflater.memory_bytes() + inflater.memory_bytes(), 0);
            }
            if sent.parks {
                inflater.park();
                prop_assert!(inflater.memory_bytes() <= 1 << window_bits);
                deflater.park();
                prop_assert_eq!(deflater.memory_bytes(), 0);
            }
        }
    }

    #[test]
    fn inflater_parked_alone_still_has_the_window_of_its_peer(
        window_bits in 8_u8..=15,
        messages in proptest::collection::vec(any_message(), 1..6),
    ) {
        let mut deflater = deflater(true, window_bits);
        let mut inflater = inflater(true, window_bits);
        for message in messages {
            let payload = deflated(&mut deflater, &message);
            prop_assert!(inflated(&mut inflater, &payload).as_ref() == Ok(&message));
            inflater.park();
            prop_assert!(inflater.memory_bytes() <= 1 << window_bits);
        }
    }

    #[test]
    fn compressor_refers_back_no_farther_than_its_window(
        takeover: bool,
        window_bits in 8_u8..=15,
        level in 1_u8..=9,
        messages in proptest::collection::vec(any_message(), 1..6),
    ) {
        let level = CompressionLevel::new(level).unwrap();
        let mut deflater = Deflater::new(parameters(takeover, window_bits), level);
        let mut stream = Blocks::default();
        for message in messages {
            if !takeover {
                // A reference to another message finds nothing, and panics.
                stream.output.clear();
            }
            let start = stream.output.len();
            let mut payload = deflated(&mut deflater, &message);
            payload.extend(TAIL);
            stream.read(&payload);
            prop_assert!(stream.output[start..] == message);
            prop_assert!(stream.max_distance <= 1 << window_bits, "{}", stream.max_distance);
        }
    }

    #[test]
    fn another_inflater_reads_the_same_from_the_whole_stream(
        window_bits in 8_u8..=15,
        messages in proptest::collection::vec(any_message(), 1..6),
    ) {
        let mut deflater = deflater(true, window_bits);
        let mut stream = Vec::new();
        for message in &messages {
            stream.extend(deflated(&mut deflater, message));
            stream.extend(TAIL);
        }
        let messages = messages.concat();
        prop_assert!(inflated_by_miniz(&stream, messages.len()) == messages);
    }

    #[test]
    fn what_another_compressor_makes_is_inflated(message in any_message(), level in 0_u8..10, room_bytes in 1_usize..3000) {
        // Of one message with a final block (RFC 7692 section 7.2.3.4), with and without the byte behind it.
        let mut payload = miniz_oxide::deflate::compress_to_vec(&message, level);
        let mut inflater = inflater(true, 15);
        for _ in 0..2 {
            let inflated = inflated_in_pieces(&mut inflater, &[&payload], room_bytes);
            prop_assert!(inflated.as_ref() == Ok(&message), "{inflated:?}");
            payload.push(0x00);
        }
    }

    #[test]
    fn any_bytes_inflate_within_the_limit_or_fail(
        takeover: bool,
        window_bits in 8_u8..=15,
        limit in 0_u64..2000,
        payloads in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 1..4),
        room_bytes in 1_usize..300,
    ) {
        let mut inflater = Inflater::new(parameters(takeover, window_bits), limit);
        for payload in payloads {
            if let Ok(message) = inflated_in_pieces(&mut inflater, &[&payload], room_bytes) {
                prop_assert!(message.len() as u64 <= limit);
            }
        }
    }

    #[test]
    fn damaged_payload_is_inflated_or_refused_without_a_panic(
        message in any_message(),
        at: proptest::sample::Index,
        bit in 0_u8..8,
        room_bytes in 1_usize..300,
    ) {
        let mut payload = deflated(&mut deflater(false, 15), &message);
        let at = at.index(payload.len());
        payload[at] ^= 1 << bit;
        let mut inflater = Inflater::new(parameters(false, 15), 100_000);
        if let Ok(message) = inflated_in_pieces(&mut inflater, &[&payload], room_bytes) {
            prop_assert!(message.len() <= 100_000);
        }
        // What failed leaves nothing behind.
        let payload = deflated(&mut deflater(false, 15), &message);
        prop_assert!(inflated(&mut inflater, &payload) == Ok(message));
    }
}

//! Frames whole and in pieces, their places in messages, and rules that are broken.

use proptest::prelude::*;

use super::*;
use crate::header::Decoded;
use crate::header::LengthWidth;

fn frame(opcode: OpCode, fin: bool, payload: usize) -> Vec<u8> {
    let header = Header {
        fin,
        mask: Some([1, 2, 3, 4]),
        ..Header::new(opcode, payload as u64)
    };
    let mut bytes = header.encode_unchecked(LengthWidth::Bits7).to_vec();
    // Looks like headers, which a payload must not be taken for.
    bytes.extend(std::iter::repeat_n(0x82, payload));
    bytes
}

/// Every event in `bytes`.
fn events(reader: &mut FrameReader, bytes: &[u8]) -> Vec<Event> {
    let mut position = 0;
    let events = std::iter::from_fn(|| reader.read(bytes, &mut position)).collect();
    assert_eq!(position, bytes.len());
    events
}

fn frames(bytes: &[u8]) -> Vec<Frame> {
    let events = events(&mut FrameReader::default(), bytes);
    let frames = events.into_iter().filter_map(|event| match event {
        Event::Header(frame) => Some(frame),
        Event::Payload(_) => None,
    });
    frames.collect()
}

#[test]
fn frame_without_payload_has_one_empty_piece() {
    let mut reader = FrameReader::default();
    let events = events(&mut reader, &[0x89, 0x00, 0x8A, 0x00]);
    let empty_at = |at| {
        Event::Payload(PayloadPiece {
            range: at..at,
            offset: 0,
            ends_frame: true,
        })
    };
    assert_eq!(events.len(), 4);
    assert_eq!((&events[1], &events[3]), (&empty_at(2), &empty_at(4)));
    assert!(reader.is_between_messages());
}

#[test]
fn payload_in_two_pieces_counts_its_offset_and_ends_once() {
    let mut reader = FrameReader::default();
    let bytes = frame(OpCode::Binary, true, 300);
    let (first, second) = bytes.split_at(100);
    let header_bytes = 8;
    let piece = |range, offset, ends_frame| {
        Event::Payload(PayloadPiece {
            range,
            offset,
            ends_frame,
        })
    };
    let first = events(&mut reader, first);
    assert_eq!(first[1..], [piece(header_bytes..100, 0, false)]);
    assert_eq!(reader.payload_left(), 208);
    assert!(!reader.is_between_frames());
    assert_eq!(events(&mut reader, second), [piece(0..208, 92, true)]);
    assert!(reader.is_between_frames());
}

#[test]
fn header_in_two_pieces_is_kept_as_it_was_on_the_wire() {
    let mut reader = FrameReader::default();
    // The length is not written in the fewest bytes.
    assert_eq!(events(&mut reader, &[0x81, 0x7E, 0x00]), []);
    assert_eq!(reader.partial_header(), [0x81, 0x7E, 0x00]);
    assert!(!reader.is_between_frames());
    let events = events(&mut reader, &[0x01, b'a']);
    let Event::Header(frame) = events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(*frame.decoded.encoded(), [0x81, 0x7E, 0x00, 0x01]);
    assert_eq!(frame.decoded.header_bytes, 4);
    assert_eq!(reader.partial_header(), []);
}

#[test]
fn fragments_around_a_ping_count_on() {
    // RSV1 is set on the first fragment.
    let mut bytes = frame(OpCode::Text, false, 3);
    bytes[0] |= 0x40;
    for (opcode, fin) in [
        (OpCode::Ping, true),
        (OpCode::Continuation, false),
        (OpCode::Continuation, true),
        (OpCode::Binary, true),
    ] {
        bytes.extend(frame(opcode, fin, 0));
    }
    let places: Vec<_> = frames(&bytes)
        .iter()
        .map(|it| {
            (
                it.position.opcode,
                it.position.fragment,
                it.position.is_compressed,
                it.ends_message(),
            )
        })
        .collect();
    let expected = [
        (OpCode::Text, 0, true, false),
        (OpCode::Ping, 0, false, true),
        (OpCode::Text, 1, true, false),
        (OpCode::Text, 2, true, true),
        (OpCode::Binary, 0, false, true),
    ];
    assert_eq!(places, expected);
    assert!(
        frames(&bytes)
            .iter()
            .all(|it| it.check_sequence() == Ok(()))
    );
}

#[test]
fn continuation_of_nothing_is_an_orphan_to_its_end() {
    let bytes = [
        frame(OpCode::Continuation, false, 1),
        frame(OpCode::Continuation, true, 1),
        frame(OpCode::Text, true, 1),
    ]
    .concat();
    let checks: Vec<_> = frames(&bytes).iter().map(Frame::check_sequence).collect();
    let orphan = Err(SequenceError::OrphanContinuation);
    assert_eq!(checks, [orphan, orphan, Ok(())]);
}

#[test]
fn message_within_a_message_is_interleaved_and_takes_its_place() {
    let bytes = [
        frame(OpCode::Text, false, 1),
        frame(OpCode::Binary, false, 1),
        frame(OpCode::Continuation, true, 1),
    ]
    .concat();
    let frames = frames(&bytes);
    let checks: Vec<_> = frames.iter().map(Frame::check_sequence).collect();
    let interleaved = Err(SequenceError::InterleavedMessage(OpCode::Binary));
    assert_eq!(checks, [Ok(()), interleaved, Ok(())]);
    assert_eq!(
        (frames[2].position.opcode, frames[2].position.fragment),
        (OpCode::Binary, 1)
    );
}

#[test]
fn message_without_its_last_frame_is_unfinished_between_frames() {
    let mut reader = FrameReader::default();
    events(&mut reader, &frame(OpCode::Text, false, 5));
    events(&mut reader, &frame(OpCode::Pong, true, 5));
    assert!(reader.is_between_frames());
    assert!(!reader.is_between_messages());
    events(&mut reader, &frame(OpCode::Continuation, true, 0));
    assert!(reader.is_between_messages());
}

#[test]
fn length_with_the_highest_bit_is_read_without_an_overflow() {
    let mut bytes = vec![0x82, 0x7F];
    bytes.extend([0xFF; 8]);
    bytes.extend([0; 100]);
    let mut reader = FrameReader::default();
    assert_eq!(events(&mut reader, &bytes).len(), 2);
    assert_eq!(reader.payload_left(), u64::MAX - 100);
}

/// The events of `bytes` in pieces of `sizes`, over and over. Ranges count from the first byte, and the pieces of each
/// payload are joined.
fn events_in_pieces(bytes: &[u8], sizes: &[usize]) -> (Vec<Event>, FrameReader) {
    let mut reader = FrameReader::default();
    let mut joined: Vec<Event> = Vec::new();
    let (mut start, mut sizes) = (0, sizes.iter().cycle());
    while start < bytes.len() {
        let end = bytes.len().min(start + sizes.next().unwrap());
        for event in events(&mut reader, &bytes[start..end]) {
            let Event::Payload(mut piece) = event else {
                joined.push(event);
                continue;
            };
            piece.range = piece.range.start + start..piece.range.end + start;
            match joined.last_mut() {
                Some(Event::Payload(last)) => {
                    assert!(!last.ends_frame);
                    assert_eq!(piece.range.start, last.range.end);
                    assert_eq!(
                        piece.offset - last.offset,
                        (last.range.end - last.range.start) as u64
                    );
                    last.range.end = piece.range.end;
                    last.ends_frame = piece.ends_frame;
                }
                _ => joined.push(Event::Payload(piece)),
            }
        }
        start = end;
    }
    (joined, reader)
}

/// Frames of any kind, and the beginning of one more.
fn wire() -> impl Strategy<Value = Vec<u8>> {
    let frames = prop::collection::vec((0_u8..16, any::<bool>(), 0_usize..400), 0..12);
    let frames = frames.prop_map(|frames| {
        frames
            .into_iter()
            .flat_map(|(opcode, fin, payload)| frame(OpCode::of_first_byte(opcode), fin, payload))
            .collect::<Vec<u8>>()
    });
    (frames, prop::collection::vec(any::<u8>(), 0..40)).prop_map(|(mut bytes, rest)| {
        bytes.extend(rest);
        bytes
    })
}

proptest! {
    #[test]
    fn bytes_in_any_pieces_are_the_events_of_one_piece(
        bytes in wire(),
        sizes in prop::collection::vec(1_usize..90, 1..20),
    ) {
        let (whole, reader) = events_in_pieces(&bytes, &[usize::MAX / 2]);
        let (pieces, reader_of_pieces) = events_in_pieces(&bytes, &sizes);
        prop_assert_eq!(whole, pieces);
        prop_assert_eq!(reader.partial_header(), reader_of_pieces.partial_header());
        prop_assert_eq!(reader.payload_left(), reader_of_pieces.payload_left());
        prop_assert_eq!(reader.is_between_messages(), reader_of_pieces.is_between_messages());
    }

    #[test]
    fn headers_and_payloads_are_all_of_the_bytes(bytes in wire()) {
        let (events, reader) = events_in_pieces(&bytes, &[64]);
        let mut seen = Vec::new();
        for event in events {
            match event {
                Event::Header(frame) => {
                    prop_assert_eq!(Header::decode(&bytes[seen.len()..]), Decoded::Complete(frame.decoded));
                    seen.extend_from_slice(&frame.decoded.encoded());
                }
                Event::Payload(piece) => seen.extend_from_slice(&bytes[piece.range]),
            }
        }
        seen.extend_from_slice(reader.partial_header());
        prop_assert_eq!(seen, bytes);
    }
}

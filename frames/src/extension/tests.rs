//! Messages with the extension, on the wire and off it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::deflate::{CompressionLevel, InflateError};
use crate::header::{Decoded, HeaderError, MAX_HEADER_BYTES, Role};
use crate::mask;
use crate::negotiation::{Agreement, DirectionParameters, WindowBits};

const NO_LIMIT: u64 = u64::MAX;

fn agreement(parameters: DirectionParameters) -> Agreement {
    Agreement {
        server: parameters,
        client: parameters,
    }
}

fn frame(header: Header, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut payload = payload.to_vec();
    if let Some(key) = header.mask {
        mask::apply(key, 0, &mut payload);
    }
    push_frame(header, &payload, &mut bytes);
    bytes
}

fn receiver(sender: Role) -> Receiver {
    let parameters = DirectionParameters::WITHOUT_TAKEOVER;
    Receiver::new(sender, &agreement(parameters), NO_LIMIT, NO_LIMIT)
}

/// Reads all of `wire` in pieces, with the output taken whenever there is some.
fn read(receiver: &mut Receiver, wire: &[u8], piece_bytes: usize) -> Result<Vec<u8>, ReceiveError> {
    let mut all = Vec::new();
    for piece in wire.chunks(piece_bytes.max(1)) {
        let mut piece = piece.to_vec();
        let mut taken = 0;
        while taken < piece.len() || receiver.is_due() {
            let mut plain = Vec::new();
            taken += receiver.read(&mut piece[taken..], &mut plain)?;
            // A frame of what one call inflates may begin where the room ends.
            assert!(plain.len() <= 2 * ROOM_BYTES + MAX_HEADER_BYTES);
            all.extend(plain);
        }
    }
    Ok(all)
}

/// The messages in unmasked frames without an extension.
fn messages(mut plain: &[u8]) -> Vec<(OpCode, Vec<u8>)> {
    let mut messages: Vec<(OpCode, Vec<u8>)> = Vec::new();
    let mut begun: Option<(OpCode, Vec<u8>)> = None;
    while !plain.is_empty() {
        let Decoded::Complete(decoded) = Header::decode(plain) else {
            panic!("a frame is cut");
        };
        let header = decoded.header;
        assert_eq!((header.rsv, header.mask), (ReservedBits::NONE, None));
        let (payload, rest) = plain[decoded.header_bytes..].split_at(header.length as usize);
        plain = rest;
        if header.opcode.is_control() {
            messages.push((header.opcode, payload.to_vec()));
            continue;
        }
        let (_, message) = match header.opcode {
            OpCode::Continuation => begun.as_mut().expect("a message has begun"),
            opcode => begun.insert((opcode, Vec::new())),
        };
        message.extend_from_slice(payload);
        if header.fin {
            messages.extend(begun.take());
        }
    }
    assert!(begun.is_none());
    messages
}

#[test]
fn sample_of_the_rfc_is_a_text_message() {
    // RFC 7692 section 7.2.3.1.
    let hello = [0xC1, 0x07, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    let plain = read(&mut receiver(Role::Server), &hello, usize::MAX).unwrap();
    assert_eq!(plain, frame(Header::new(OpCode::Text, 0), b"Hello"));
}

#[test]
fn fragments_of_the_rfc_with_a_ping_between_are_a_message_and_a_ping() {
    let mut wire = vec![0x41, 0x03, 0xF2, 0x48, 0xCD];
    wire.extend(frame(Header::new(OpCode::Ping, 0), b"between"));
    wire.extend([0x80, 0x04, 0xC9, 0xC9, 0x07, 0x00]);
    for piece_bytes in 1..=wire.len() {
        let plain = read(&mut receiver(Role::Server), &wire, piece_bytes).unwrap();
        let expected = [
            (OpCode::Ping, b"between".to_vec()),
            (OpCode::Text, b"Hello".to_vec()),
        ];
        assert_eq!(messages(&plain), expected);
    }
}

#[test]
fn message_without_rsv1_passes_unmasked() {
    let header = Header {
        mask: Some([1, 2, 3, 4]),
        ..Header::new(OpCode::Binary, 0)
    };
    let plain = read(&mut receiver(Role::Client), &frame(header, b"as it is"), 3).unwrap();
    assert_eq!(plain, frame(Header::new(OpCode::Binary, 0), b"as it is"));
}

#[test]
fn rsv1_behind_the_first_frame_is_refused() {
    let begun = Header {
        fin: false,
        rsv: RSV1,
        ..Header::new(OpCode::Text, 0)
    };
    let continuation = Header {
        rsv: RSV1,
        ..Header::new(OpCode::Continuation, 0)
    };
    let wire = [frame(begun, &[0xF2]), frame(continuation, &[0x48])].concat();
    let error = read(&mut receiver(Role::Server), &wire, usize::MAX).unwrap_err();
    assert_eq!(error, ReceiveError::MisplacedRsv1(OpCode::Continuation));
    assert_eq!(error.close_code(), 1002);
}

#[test]
fn rsv1_on_a_control_frame_is_refused() {
    let ping = Header {
        rsv: RSV1,
        ..Header::new(OpCode::Ping, 0)
    };
    let error = read(&mut receiver(Role::Server), &frame(ping, b""), 1).unwrap_err();
    assert_eq!(error, ReceiveError::MisplacedRsv1(OpCode::Ping));
}

#[test]
fn message_that_begins_in_a_compressed_one_is_refused() {
    let begun = Header {
        fin: false,
        rsv: RSV1,
        ..Header::new(OpCode::Text, 0)
    };
    let wire = [
        frame(begun, &[0xF2]),
        frame(Header::new(OpCode::Text, 0), b"another"),
    ];
    let error = read(&mut receiver(Role::Server), &wire.concat(), usize::MAX).unwrap_err();
    assert_eq!(error, ReceiveError::Interleaved);
}

#[test]
fn client_that_does_not_mask_is_refused() {
    let wire = frame(Header::new(OpCode::Text, 0), b"bare");
    let error = read(&mut receiver(Role::Client), &wire, usize::MAX).unwrap_err();
    assert_eq!(error, ReceiveError::Header(HeaderError::UnmaskedClient));
}

#[test]
fn frame_longer_than_the_limit_is_refused_by_its_header() {
    let parameters = DirectionParameters::WITHOUT_TAKEOVER;
    let mut receiver = Receiver::new(Role::Server, &agreement(parameters), NO_LIMIT, 4);
    let wire = frame(
        Header {
            rsv: RSV1,
            ..Header::new(OpCode::Text, 0)
        },
        &[0xF2, 0x48, 0xCD, 0xC9, 0xC9],
    );
    let error = read(&mut receiver, &wire[..2], usize::MAX).unwrap_err();
    assert_eq!(error, ReceiveError::FrameTooLong { bytes: 5, most: 4 });
    assert_eq!(error.close_code(), 1009);
}

#[test]
fn message_that_inflates_beyond_the_limit_is_refused_there() {
    let parameters = DirectionParameters::WITHOUT_TAKEOVER;
    let agreement = agreement(parameters);
    let mut sender = Sender::new(Role::Server, &agreement, 0, CompressionLevel::DEFAULT);
    let mut wire = Vec::new();
    let zeros = frame(Header::new(OpCode::Binary, 0), &vec![0; 1 << 20]);
    sender.write(&zeros, &mut wire).unwrap();
    assert!(wire.len() < 5000);
    let mut receiver = Receiver::new(Role::Server, &agreement, 100_000, NO_LIMIT);
    let mut inflated = 0;
    let error = loop {
        let mut plain = Vec::new();
        match receiver.read(&mut wire, &mut plain) {
            Ok(bytes) => {
                wire.drain(..bytes);
                inflated += plain.len();
            }
            Err(error) => break error,
        }
    };
    let limit_bytes = 100_000;
    assert_eq!(
        error,
        ReceiveError::Inflate(InflateError::TooLarge { limit_bytes })
    );
    assert!(inflated <= 100_000 + 2 * MAX_HEADER_BYTES, "{inflated}");
}

#[test]
fn long_message_is_split_and_holds_no_more_than_a_piece() {
    let agreement = agreement(DirectionParameters::WITHOUT_TAKEOVER);
    let mut sender = Sender::new(Role::Server, &agreement, 0, CompressionLevel::DEFAULT);
    // Nothing to be found in it.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(1 << 20)
    .collect();
    let plain = frame(Header::new(OpCode::Binary, 0), &noise);
    let mut wire = Vec::new();
    for piece in plain.chunks(10_000) {
        sender.write(piece, &mut wire).unwrap();
        assert!(sender.memory_bytes() < 1 << 20);
    }
    assert!(sender.is_between_frames());
    let received = read(&mut receiver(Role::Server), &wire, 4096).unwrap();
    assert_eq!(messages(&received), [(OpCode::Binary, noise)]);
}

#[test]
fn message_shorter_than_the_limit_passes_as_it_is() {
    let agreement = agreement(DirectionParameters::WITHOUT_TAKEOVER);
    let mut sender = Sender::new(Role::Server, &agreement, 6, CompressionLevel::DEFAULT);
    let plain = frame(Header::new(OpCode::Text, 0), b"short");
    let mut wire = Vec::new();
    sender.write(&plain, &mut wire).unwrap();
    assert_eq!(wire, plain);
}

/// A message: what it is, what it says, and the lengths of its fragments.
fn any_message() -> impl Strategy<Value = (bool, Vec<u8>, usize)> {
    let payload = prop_oneof![
        vec(any::<u8>(), 0..300),
        vec(0_u8..4, 0..3000),
        Just(vec![7; 200_000]),
    ];
    (any::<bool>(), payload, 1_usize..70_000)
}

fn any_parameters() -> impl Strategy<Value = DirectionParameters> {
    (any::<bool>(), 8_u8..=15).prop_map(|(takeover, bits)| DirectionParameters {
        takeover,
        window_bits: WindowBits::new(bits).unwrap(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn messages_sent_in_any_pieces_are_received_in_any_pieces(
        sent in vec(any_message(), 1..5),
        parameters in any_parameters(),
        is_client: bool,
        min_bytes in 0_u64..400,
        (write_bytes, read_bytes) in (1_usize..9000, 1_usize..9000),
        is_parked: bool,
    ) {
        let role = if is_client { Role::Client } else { Role::Server };
        let key = is_client.then_some([9, 8, 7, 6]);
        let agreement = agreement(parameters);
        let mut sender = Sender::new(role, &agreement, min_bytes, CompressionLevel::DEFAULT);
        let mut receiver = Receiver::new(role, &agreement, NO_LIMIT, NO_LIMIT);
        let mut received = Vec::new();
        for (is_text, payload, fragment_bytes) in &sent {
            let opcode = if *is_text { OpCode::Text } else { OpCode::Binary };
            let limit = std::num::NonZeroU64::new(*fragment_bytes as u64).unwrap();
            let mut rest = &payload[..];
            let mut plain = Vec::new();
            for header in crate::fragments::of_message(opcode, rest.len() as u64, limit) {
                let (fragment, behind) = rest.split_at(header.length as usize);
                plain.extend(frame(Header { mask: key, ..header }, fragment));
                rest = behind;
            }
            let mut wire = Vec::new();
            for piece in plain.chunks(write_bytes) {
                sender.write(piece, &mut wire).unwrap();
            }
            received.extend(read(&mut receiver, &wire, read_bytes).unwrap());
            prop_assert!(sender.is_between_frames() && receiver.is_between_messages());
            if is_parked {
                sender.park();
                receiver.park();
            }
        }
        let expected: Vec<_> = sent
            .into_iter()
            .map(|(is_text, payload, _)| {
                (if is_text { OpCode::Text } else { OpCode::Binary }, payload)
            })
            .collect();
        prop_assert_eq!(messages(&received), expected);
        prop_assert_eq!(sender.bytes(), receiver.bytes());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(wire in vec(any::<u8>(), 0..400), is_client: bool, piece_bytes in 1_usize..50) {
        let role = if is_client { Role::Client } else { Role::Server };
        let _ = read(&mut receiver(role), &wire, piece_bytes);
    }
}

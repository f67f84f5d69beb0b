//! The examples of RFC 7692 section 7.2.3, final blocks, and messages that are none.

use super::*;

/// `Hello` in fixed codes (section 7.2.3.1).
const HELLO: [u8; 7] = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];

/// The same in a block that is final (section 7.2.3.4).
const FINAL_HELLO: [u8; 7] = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];

/// The same as a message that refers to the last five bytes (section 7.2.3.2).
const HELLO_AGAIN: [u8; 5] = [0xf2, 0x00, 0x11, 0x00, 0x00];

#[test]
fn examples_of_the_rfc_are_inflated() {
    // Section 7.2.3.2: with takeover the second message is shorter.
    let mut with = inflater(true, 15);
    assert_eq!(inflated(&mut with, &HELLO), Ok(b"Hello".to_vec()));
    assert_eq!(inflated(&mut with, &HELLO_AGAIN), Ok(b"Hello".to_vec()));
    // Section 7.2.3.3: without compression.
    let stored = [
        0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00,
    ];
    assert_eq!(inflated(&mut with, &stored), Ok(b"Hello".to_vec()));
    // Section 7.2.3.4.
    let mut padded = FINAL_HELLO.to_vec();
    padded.push(0x00);
    assert_eq!(inflated(&mut with, &padded), Ok(b"Hello".to_vec()));
    // Section 7.2.3.5: two blocks in one message.
    let two = [
        0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00,
    ];
    assert_eq!(inflated(&mut with, &two), Ok(b"Hello".to_vec()));
    // Section 7.2.3.6: an empty message.
    assert_eq!(inflated(&mut with, &[0x00]), Ok(vec![]));
    assert_eq!(inflated(&mut with, &HELLO_AGAIN), Ok(b"Hello".to_vec()));
}

#[test]
fn example_of_the_rfc_in_two_fragments_is_inflated() {
    // Section 7.2.3.1.
    let mut inflater = inflater(false, 15);
    let pieces = [&HELLO[..3], &HELLO[3..]];
    assert_eq!(
        inflated_in_pieces(&mut inflater, &pieces, 1),
        Ok(b"Hello".to_vec())
    );
}

#[test]
fn message_of_the_rfc_is_compressed_as_in_its_example() {
    // Level 1 has fixed codes alone.
    let level = CompressionLevel::new(1).unwrap();
    let mut deflater = Deflater::new(parameters(true, 15), level);
    assert_eq!(deflated(&mut deflater, b"Hello"), HELLO);
    assert_eq!(deflated(&mut deflater, b""), [0x00]);
    // The bytes of the example are another reference of the same length.
    assert!(deflated(&mut deflater, b"Hello").len() <= HELLO_AGAIN.len());
}

#[test]
fn message_without_takeover_is_the_same_each_time() {
    let mut without = deflater(false, 15);
    let first = deflated(&mut without, b"Hello");
    assert_eq!(deflated(&mut without, b"Hello"), first);
    // Another direction of the same thread gets the context, and finds nothing in it.
    assert_eq!(deflated(&mut deflater(true, 15), b"Hello"), first);
    let mut inflater = inflater(false, 15);
    assert_eq!(inflated(&mut inflater, &first), Ok(b"Hello".to_vec()));
    assert_eq!(
        inflated(&mut inflater, &HELLO_AGAIN),
        Err(InflateError::Corrupt)
    );
}

#[test]
fn message_that_refers_to_that_of_another_connection_is_corrupt() {
    let mut first = inflater(false, 15);
    assert_eq!(inflated(&mut first, &HELLO), Ok(b"Hello".to_vec()));
    // The context is the same.
    for window_bits in 8..=15 {
        let mut second = inflater(true, window_bits);
        assert_eq!(
            inflated(&mut second, &HELLO_AGAIN),
            Err(InflateError::Corrupt)
        );
    }
}

#[test]
fn message_with_a_final_block_at_its_end_is_whole() {
    for takeover in [false, true] {
        let mut inflater = inflater(takeover, 15);
        for _ in 0..2 {
            assert_eq!(inflated(&mut inflater, &FINAL_HELLO), Ok(b"Hello".to_vec()));
        }
        assert_eq!(inflated(&mut inflater, &HELLO), Ok(b"Hello".to_vec()));
    }
}

#[test]
fn message_goes_on_behind_a_final_block() {
    let mut payload = FINAL_HELLO.to_vec();
    payload.extend(FINAL_HELLO);
    payload.extend(HELLO);
    for room_bytes in [1, 5, 6, 100] {
        let mut inflater = inflater(true, 15);
        for _ in 0..2 {
            assert_eq!(
                inflated_in_pieces(&mut inflater, &[&payload], room_bytes),
                Ok(b"HelloHelloHello".to_vec())
            );
        }
        // Every byte in a frame of its own, and an empty frame behind.
        let mut pieces: Vec<_> = payload.chunks(1).collect();
        pieces.push(&[]);
        assert_eq!(
            inflated_in_pieces(&mut inflater, &pieces, room_bytes),
            Ok(b"HelloHelloHello".to_vec())
        );
    }
}

#[test]
fn final_block_whose_output_waits_for_room_is_whole() {
    // The last byte has the end of a match and that of the block, so that it is read before the match is written.
    let payload = [0xf3, 0x53, 0x48, 0xc9, 0xc5, 0x07, 0x00];
    let expected = inflated(&mut inflater(true, 15), &payload);
    assert_eq!(expected.as_ref().map(Vec::len), Ok(32));
    for room_bytes in 1..=33 {
        let message = inflated_in_pieces(&mut inflater(true, 15), &[&payload], room_bytes);
        assert_eq!(message, expected, "{room_bytes}");
    }
}

#[test]
fn reference_across_a_final_block_is_corrupt() {
    let mut inflater = inflater(true, 15);
    assert_eq!(inflated(&mut inflater, &FINAL_HELLO), Ok(b"Hello".to_vec()));
    assert_eq!(
        inflated(&mut inflater, &HELLO_AGAIN),
        Err(InflateError::Corrupt)
    );
}

#[test]
fn message_without_payload_is_empty() {
    let mut inflater = inflater(true, 15);
    assert_eq!(inflated(&mut inflater, &[]), Ok(vec![]));
    assert_eq!(
        inflated_in_pieces(&mut inflater, &[&[], &[]], 0),
        Ok(vec![])
    );
    // mitmproxy sends an empty first fragment.
    assert_eq!(
        inflated_in_pieces(&mut inflater, &[&[], &HELLO], 10),
        Ok(b"Hello".to_vec())
    );
}

#[test]
fn message_that_ends_within_a_block_is_unfinished() {
    let long: Vec<u8> = (0..400_u32).map(|it| (it * it) as u8).collect();
    for message in [b"Hello".as_slice(), &long] {
        for level in [1, 2, 6] {
            let level = CompressionLevel::new(level).unwrap();
            let payload = deflated(&mut Deflater::new(parameters(false, 15), level), message);
            // Without its last byte, the flush alone may be missing, and nothing of the message.
            for end in 1..payload.len() - 1 {
                let result = inflated(&mut inflater(true, 15), &payload[..end]);
                assert!(result.is_err(), "{end} of {}", payload.len());
            }
        }
    }
    let cut = [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48];
    let unfinished = Err(InflateError::Unfinished);
    assert_eq!(inflated(&mut inflater(false, 15), &cut[..2]), unfinished);
    let long = [0x00, 0x50, 0x00, 0xaf, 0xff, 0x48];
    assert_eq!(inflated(&mut inflater(false, 15), &long), unfinished);
}

#[test]
fn message_with_the_tail_left_on_is_unfinished() {
    let mut payload = HELLO.to_vec();
    payload.extend(TAIL);
    let result = inflated(&mut inflater(true, 15), &payload);
    assert_eq!(result, Err(InflateError::Unfinished));
}

#[test]
fn payload_that_is_no_deflate_is_corrupt() {
    // A block of the reserved type, stored lengths that do not fit, a distance into nothing.
    let cases: [&[u8]; 3] = [&[0x07], &[0x00, 0x05, 0x00, 0x00, 0x00], &HELLO_AGAIN];
    for payload in cases {
        let result = inflated(&mut inflater(true, 15), payload);
        assert_eq!(result, Err(InflateError::Corrupt), "{payload:?}");
        assert_eq!(result.unwrap_err().close_code(), 1007);
    }
}

#[test]
fn reference_beyond_the_agreed_window_is_corrupt() {
    let random: Vec<u8> = (0_u32..700)
        .map(|it| (it.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    // It refers back by 700 bytes in its second message.
    let mut sender = deflater(true, 15);
    let first = deflated(&mut sender, &random);
    let second = deflated(&mut sender, &random);
    for (window_bits, expected) in [
        (8, Err(InflateError::Corrupt)),
        (9, Err(InflateError::Corrupt)),
        (10, Ok(random.clone())),
        (15, Ok(random.clone())),
    ] {
        for parks in [false, true] {
            let mut inflater = inflater(true, window_bits);
            assert_eq!(inflated(&mut inflater, &first), Ok(random.clone()));
            if parks {
                inflater.park();
            }
            assert_eq!(inflated(&mut inflater, &second), expected, "{window_bits}");
        }
    }
}

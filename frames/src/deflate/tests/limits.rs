//! Memory: what a direction holds, and what a message may inflate to.

use super::*;

const MIB: usize = 1 << 20;

#[test]
fn message_at_the_limit_is_inflated_and_one_byte_more_is_too_large() {
    for takeover in [false, true] {
        for window_bits in [8, 12, 15] {
            for limit in [0, 1, 255, 256, 257, 5000] {
                let message = vec![b'x'; limit];
                let longer = vec![b'x'; limit + 1];
                let mut inflater = Inflater::new(parameters(takeover, window_bits), limit as u64);
                for room_bytes in [1, 100, 256, 10_000] {
                    let payload = deflated(&mut deflater(false, 8), &message);
                    let inflated = inflated_in_pieces(&mut inflater, &[&payload], room_bytes);
                    assert!(inflated == Ok(message.clone()));
                    let payload = deflated(&mut deflater(false, 8), &longer);
                    let error = inflated_in_pieces(&mut inflater, &[&payload], room_bytes);
                    let limit_bytes = limit as u64;
                    assert_eq!(error, Err(InflateError::TooLarge { limit_bytes }));
                    assert_eq!(error.unwrap_err().close_code(), 1009);
                }
            }
        }
    }
}

#[test]
fn room_that_the_limit_just_fits_into_is_enough() {
    let payload = deflated(&mut deflater(false, 15), &[b'x'; 1000]);
    let mut inflater = Inflater::new(parameters(false, 15), 1000);
    let mut room = [0; 1000];
    let progress = inflater.inflate(&payload, true, &mut room).unwrap();
    assert_eq!(progress.produced, 1000);
    assert_eq!(progress.state, InflateState::Complete);
}

#[test]
fn bomb_costs_the_room_that_it_is_given() {
    // A thousand bytes for one: a million of them are a gigabyte.
    let mut sender = deflater(false, 15);
    let mut payload = Vec::new();
    let zeros = vec![0; MIB];
    for _ in 0..64 {
        sender.compress(&zeros, false, &mut payload).unwrap();
    }
    sender.compress(&[], true, &mut payload).unwrap();
    assert!(payload.len() < 300_000);

    let limit_bytes = 16 * MIB as u64;
    let mut inflater = Inflater::new(parameters(true, 15), limit_bytes);
    let mut room = vec![1; 4096];
    let mut produced = 0;
    let mut rest = payload.as_slice();
    let error = loop {
        match inflater.inflate(rest, true, &mut room) {
            Ok(progress) => {
                produced += progress.produced as u64;
                rest = &rest[progress.consumed..];
                // A context, whatever the message is.
                assert!(inflater.memory_bytes() < 50_000);
            }
            Err(error) => break error,
        }
    };
    assert_eq!(error, InflateError::TooLarge { limit_bytes });
    // The room of the call that failed is not counted.
    assert_eq!(produced, limit_bytes - room.len() as u64);
    assert_eq!(inflater.memory_bytes(), 0);
}

#[test]
fn direction_holds_nothing_before_its_first_message() {
    assert_eq!(deflater(true, 15).memory_bytes(), 0);
    assert_eq!(inflater(true, 15).memory_bytes(), 0);
    assert!(size_of::<Deflater>() <= 32);
    assert!(size_of::<Inflater>() <= 112);
}

#[test]
fn direction_without_takeover_holds_nothing_between_messages() {
    let (mut sender, mut receiver) = (deflater(false, 15), inflater(false, 15));
    let mut payload = Vec::new();
    sender.compress(b"Hello, ", false, &mut payload).unwrap();
    assert!(sender.memory_bytes() > 0);
    sender.compress(b"world", true, &mut payload).unwrap();
    assert_eq!(sender.memory_bytes(), 0);

    let mut room = [0; 100];
    receiver.inflate(&payload[..5], false, &mut room).unwrap();
    assert!(receiver.memory_bytes() > 0);
    receiver.inflate(&payload[5..], true, &mut room).unwrap();
    assert_eq!(receiver.memory_bytes(), 0);
}

#[test]
fn parked_inflater_holds_what_came_and_at_most_its_window() {
    for (window_bits, message_bytes, parked_bytes) in [
        (15, 5, 5),
        (15, 40_000, 32_768),
        (9, 400, 400),
        (9, 600, 512),
        (8, 1000, 256),
    ] {
        let message = vec![b'x'; message_bytes];
        let payload = deflated(&mut deflater(true, 8), &message);
        let mut inflater = inflater(true, window_bits);
        assert!(inflated(&mut inflater, &payload) == Ok(message));
        inflater.park();
        assert_eq!(inflater.memory_bytes(), parked_bytes);
        inflater.park();
        assert_eq!(inflater.memory_bytes(), parked_bytes);
    }
}

#[test]
fn park_within_a_message_does_nothing() {
    let (mut sender, mut receiver) = (deflater(true, 15), inflater(true, 15));
    let mut payload = Vec::new();
    sender.compress(b"Hello, ", false, &mut payload).unwrap();
    let held = sender.memory_bytes();
    sender.park();
    assert_eq!(sender.memory_bytes(), held);
    sender.compress(b"world", true, &mut payload).unwrap();

    let mut room = [0; 100];
    let (first, second) = payload.split_at(4);
    let begun = receiver.inflate(first, false, &mut room).unwrap().produced;
    let held = receiver.memory_bytes();
    receiver.park();
    assert_eq!(receiver.memory_bytes(), held);
    let progress = receiver.inflate(second, true, &mut room[begun..]).unwrap();
    assert_eq!(progress.state, InflateState::Complete);
    assert_eq!(room[..begun + progress.produced], *b"Hello, world");
}

#[test]
fn parked_deflater_refers_to_nothing_before() {
    let mut sender = deflater(true, 15);
    let first = deflated(&mut sender, b"Hello, Hello, Hello");
    assert!(deflated(&mut sender, b"Hello, Hello, Hello").len() < first.len());
    sender.park();
    assert_eq!(sender.memory_bytes(), 0);
    assert_eq!(deflated(&mut sender, b"Hello, Hello, Hello"), first);
}

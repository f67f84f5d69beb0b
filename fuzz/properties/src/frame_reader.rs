//! Properties of reading frames.

use frames::header::{Decoded, Header};
use frames::reader::{Event, FrameReader};

/// The first byte of `data` says how long the pieces are in which the rest comes.
///
/// The pieces give the events of the whole. Each header is what [`Header::decode`] reads there. Headers and payloads
/// are all of the bytes.
pub fn frame_reader(data: &[u8]) {
    let Some((&size, bytes)) = data.split_first() else {
        return;
    };
    let whole = read(bytes, bytes.len().max(1));
    assert_eq!(whole, read(bytes, 1 + usize::from(size)));
    assert_eq!(whole, read(bytes, 1));
}

/// The events of `bytes` in pieces of `size`. Pieces of one payload are joined, and ranges count from the first byte.
fn read(bytes: &[u8], size: usize) -> Vec<Event> {
    let mut reader = FrameReader::default();
    let mut events: Vec<Event> = Vec::new();
    let mut read_bytes = 0;
    for (place, input) in bytes.chunks(size).enumerate() {
        let start = place * size;
        let mut position = 0;
        while let Some(event) = reader.read(input, &mut position) {
            match event {
                Event::Header(frame) => {
                    let rest = &bytes[read_bytes..];
                    assert_eq!(Header::decode(rest), Decoded::Complete(frame.decoded));
                    assert!(rest.starts_with(&frame.decoded.encoded()));
                    read_bytes += frame.decoded.header_bytes;
                    events.push(Event::Header(frame));
                }
                Event::Payload(mut piece) => {
                    piece.range = piece.range.start + start..piece.range.end + start;
                    assert_eq!(piece.range.start, read_bytes);
                    read_bytes = piece.range.end;
                    match events.last_mut() {
                        Some(Event::Payload(last)) => {
                            assert!(!last.ends_frame);
                            last.range.end = piece.range.end;
                            last.ends_frame = piece.ends_frame;
                        }
                        _ => events.push(Event::Payload(piece)),
                    }
                }
            }
        }
        assert_eq!(position, input.len());
    }
    assert_eq!(reader.partial_header(), &bytes[read_bytes..]);
    events
}

//! RFC 6455's frames (section 5.2), written whole: every message is one frame.

use std::fmt::Write as _;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;

/// Any key but zero, with which masking and unmasking would change nothing. It is the same in every frame, as an
/// honest client's may not be: nothing on the loopback has to be kept from being guessed.
const MASKING_KEY: [u8; 4] = [0x9a, 0x3c, 0x5e, 0x71];

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpCode {
    /// UTF-8.
    Text = 0x1,
    /// Bytes.
    Binary = 0x2,
}

/// The frame of a message from a client, which is masked.
pub(crate) fn from_client(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(opcode, payload.len(), MASKED);
    frame.extend(MASKING_KEY);
    let key = MASKING_KEY.iter().cycle();
    frame.extend(payload.iter().zip(key).map(|(byte, key)| byte ^ key));
    frame
}

/// The frame of a message from a server, which is not masked.
pub(crate) fn from_server(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(opcode, payload.len(), 0);
    frame.extend(payload);
    frame
}

/// The length is written in as few bytes as it fits into, as section 5.2 demands.
fn header(opcode: OpCode, payload_bytes: usize, masked: u8) -> Vec<u8> {
    let mut header = vec![FIN | opcode as u8];
    if let Ok(length) = u8::try_from(payload_bytes)
        && length < 126
    {
        header.push(masked | length);
    } else if let Ok(length) = u16::try_from(payload_bytes) {
        header.push(masked | 126);
        header.extend(length.to_be_bytes());
    } else {
        header.push(masked | 127);
        header.extend((payload_bytes as u64).to_be_bytes());
    }
    header
}

/// What a server's frame begins with, for an error: its first bytes, read as a header and as they are.
pub(crate) fn describe(frame: &[u8]) -> String {
    const SHOWN_BYTES: usize = 24;
    let mut words = String::new();
    if let [first, second, ..] = frame {
        let name = match first & 0x0f {
            0x0 => "continuation",
            0x1 => "text",
            0x2 => "binary",
            0x8 => "close",
            0x9 => "ping",
            0xa => "pong",
            _ => "reserved",
        };
        let fin = if first & FIN == 0 { "fragment" } else { "FIN" };
        // A String takes everything that is written into it.
        let _ = write!(words, "{name}, {fin}, length {}: ", second & !MASKED);
    }
    for byte in frame.iter().take(SHOWN_BYTES) {
        let _ = write!(words, "{byte:02x} ");
    }
    words.push(if frame.len() > SHOWN_BYTES {
        '…'
    } else {
        '.'
    });
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_takes_as_few_bytes_as_it_can() {
        let server = |bytes| from_server(OpCode::Binary, &vec![0; bytes]);
        assert_eq!(server(125)[..2], [0x82, 125]);
        assert_eq!(server(126)[..4], [0x82, 126, 0, 126]);
        assert_eq!(server(0xffff)[..4], [0x82, 126, 0xff, 0xff]);
        assert_eq!(server(0x1_0000)[..10], [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(server(0x1_0000).len(), 0x1_0000 + 10);
    }

    #[test]
    fn a_client_masks_and_says_so() {
        let frame = from_client(OpCode::Text, b"Hello");
        assert_eq!(frame[..2], [0x81, 0x80 | 5]);
        assert_eq!(frame[2..6], MASKING_KEY);
        assert_ne!(&frame[6..], b"Hello");
        let unmasked: Vec<u8> = frame[6..]
            .iter()
            .zip(frame[2..6].iter().cycle())
            .map(|(byte, key)| byte ^ key)
            .collect();
        assert_eq!(unmasked, b"Hello");
    }

    #[test]
    fn a_frame_is_described_by_its_header() {
        assert_eq!(
            describe(&[0x89, 1, 0x41]),
            "ping, FIN, length 1: 89 01 41 ."
        );
        assert_eq!(describe(&[0x02]), "02 .");
    }
}

//! Where in the client's frames the bytes are that tungstenite was given.
//!
//! tungstenite does not tell how much of a message it has, nor whether its read buffer is empty. The headers of the
//! frames tell both.
//!
//! What may not enter: payloads, and the rules of RFC 6455, which tungstenite keeps.

use frames::header::{Decoded, Header, MAX_HEADER_BYTES};

/// The place behind the bytes that were passed so far.
#[derive(Debug, Default)]
pub(super) struct FrameTracker {
    /// The beginning of a header that is not whole yet.
    head: [u8; MAX_HEADER_BYTES],
    head_bytes: usize,
    /// The payload of the current frame, and how much of it is still to come.
    frame_bytes: u64,
    frame_left: u64,
    /// Whether the current frame ends a message, once it is whole.
    ends_message: bool,
    is_control: bool,
    /// Whether a message has begun whose last frame is not whole.
    is_in_message: bool,
    /// The payloads of its frames that are whole.
    collected_bytes: u64,
    completed: u64,
}

impl FrameTracker {
    /// Passes `bytes`. Returns whether a message was completed by them.
    pub(super) fn advance(&mut self, mut bytes: &[u8]) -> bool {
        let mut is_completed = false;
        loop {
            if self.frame_left > 0 {
                let passed = bytes
                    .len()
                    .min(usize::try_from(self.frame_left).unwrap_or(usize::MAX));
                self.frame_left -= passed as u64;
                bytes = &bytes[passed..];
                if self.frame_left > 0 {
                    return is_completed;
                }
                is_completed |= self.end_frame();
            }
            if bytes.is_empty() {
                return is_completed;
            }
            let Some((header, rest)) = self.take_header(bytes) else {
                return is_completed;
            };
            bytes = rest;
            self.frame_bytes = header.length;
            self.frame_left = header.length;
            self.is_control = header.opcode.is_control();
            self.ends_message = header.fin;
            self.is_in_message |= !self.is_control;
            if self.frame_left == 0 {
                is_completed |= self.end_frame();
            }
        }
    }

    /// The header that `bytes` begin with, behind those that were kept, and the bytes behind it.
    fn take_header<'a>(&mut self, bytes: &'a [u8]) -> Option<(Header, &'a [u8])> {
        if self.head_bytes == 0
            && let Decoded::Complete(decoded) = Header::decode(bytes)
        {
            return Some((decoded.header, &bytes[decoded.header_bytes..]));
        }
        let kept = self.head_bytes;
        let added = bytes.len().min(MAX_HEADER_BYTES - kept);
        self.head[kept..kept + added].copy_from_slice(&bytes[..added]);
        match Header::decode(&self.head[..kept + added]) {
            Decoded::Complete(decoded) => {
                self.head_bytes = 0;
                Some((decoded.header, &bytes[decoded.header_bytes - kept..]))
            }
            Decoded::Incomplete { .. } => {
                self.head_bytes = kept + added;
                None
            }
        }
    }

    /// Ends the current frame. Returns whether it completed a message.
    fn end_frame(&mut self) -> bool {
        if self.is_control {
            self.completed += 1;
            return false;
        }
        self.collected_bytes += self.frame_bytes;
        if self.ends_message {
            self.is_in_message = false;
            self.collected_bytes = 0;
            self.completed += 1;
        }
        self.ends_message
    }

    /// Whether no frame and no message has begun that is not whole.
    pub(super) fn is_between_messages(&self) -> bool {
        self.head_bytes == 0 && self.frame_left == 0 && !self.is_in_message
    }

    /// How many messages and control frames were whole so far: as many as tungstenite gives away.
    pub(super) fn completed(&self) -> u64 {
        self.completed
    }

    /// The bytes of the current frame that have come.
    pub(super) fn frame_bytes(&self) -> usize {
        usize::try_from(self.frame_bytes - self.frame_left).unwrap_or(usize::MAX)
    }

    /// The bytes of the unfinished message in frames that are whole.
    pub(super) fn collected_bytes(&self) -> usize {
        usize::try_from(self.collected_bytes).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use frames::OpCode;
    use frames::header::LengthWidth;
    use proptest::prelude::*;

    use super::*;

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

    #[test]
    fn message_in_fragments_with_a_ping_between_is_unfinished_until_its_last_byte() {
        let mut tracker = FrameTracker::default();
        assert!(!tracker.advance(&frame(OpCode::Binary, false, 300)));
        assert!(!tracker.advance(&frame(OpCode::Ping, true, 5)));
        assert_eq!(tracker.collected_bytes(), 300);
        assert!(!tracker.is_between_messages());
        let last = frame(OpCode::Continuation, true, 70_000);
        assert!(!tracker.advance(&last[..last.len() - 1]));
        assert_eq!(tracker.frame_bytes(), 69_999);
        assert!(tracker.advance(&last[last.len() - 1..]));
        assert!(tracker.is_between_messages());
        assert_eq!((tracker.collected_bytes(), tracker.completed()), (0, 2));
    }

    #[test]
    fn half_a_header_is_not_between_messages() {
        let mut tracker = FrameTracker::default();
        tracker.advance(&frame(OpCode::Text, true, 0)[..3]);
        assert!(!tracker.is_between_messages());
    }

    proptest! {
        #[test]
        fn advance_in_any_pieces_ends_where_one_piece_ends(
            payloads in prop::collection::vec((0_usize..400, any::<bool>(), any::<bool>()), 1..12),
            pieces in prop::collection::vec(1_usize..90, 1..20),
        ) {
            let bytes: Vec<u8> = payloads
                .into_iter()
                .flat_map(|(payload, fin, is_control)| match is_control {
                    true => frame(OpCode::Ping, true, payload % 126),
                    false => frame(OpCode::Binary, fin, payload),
                })
                .collect();
            let (mut whole, mut split) = (FrameTracker::default(), FrameTracker::default());
            let is_completed = whole.advance(&bytes);
            let (mut rest, mut is_completed_in_pieces) = (&bytes[..], false);
            for piece in pieces.iter().cycle() {
                let (piece, behind) = rest.split_at(rest.len().min(*piece));
                is_completed_in_pieces |= split.advance(piece);
                rest = behind;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(is_completed, is_completed_in_pieces);
            prop_assert_eq!(whole.is_between_messages(), split.is_between_messages());
            prop_assert_eq!(whole.collected_bytes(), split.collected_bytes());
            prop_assert_eq!(whole.completed(), split.completed());
            prop_assert_eq!(whole.frame_bytes(), split.frame_bytes());
        }
    }
}

//! Where in the client's frames the bytes are that tungstenite was given.
//!
//! tungstenite does not tell how much of a message it has, nor whether its read buffer is empty. The headers of the
//! frames tell both.
//!
//! Where a text comes piece by piece, its UTF-8 is checked here, because tungstenite waits for the end of the frame.
//!
//! What may not enter: the other rules of RFC 6455, which tungstenite keeps.

use frames::header::{Header, OpCode};
use frames::mask;
use frames::reader::{Event, Frame, FrameReader, PayloadPiece};
use frames::utf8::{InvalidUtf8, Utf8Validator};

/// A payload is unmasked in pieces of this size, to be checked.
const UNMASKED_BYTES: usize = 4 * 1024;

/// The place behind the bytes that were passed so far.
#[derive(Debug, Default)]
pub(super) struct FrameTracker {
    reader: FrameReader,
    /// The current frame. The last one, where none has begun.
    header: Option<Header>,
    /// How much of its payload has come.
    frame_bytes: u64,
    /// The payloads of the frames of an unfinished message that are whole.
    collected_bytes: u64,
    completed: u64,
    /// The text that is being checked. Without it, tungstenite has each frame of the message at once.
    text: Option<Box<Utf8Validator>>,
}

impl FrameTracker {
    /// Passes `bytes`. Returns whether a message was completed by them.
    ///
    /// # Errors
    ///
    /// A text of which not all has come cannot become UTF-8.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> Result<bool, InvalidUtf8> {
        let mut is_completed = false;
        let mut position = 0;
        while let Some(event) = self.reader.read(bytes, &mut position) {
            match event {
                Event::Header(frame) => self.begin_frame(&frame),
                Event::Payload(piece) => {
                    self.check_text(&bytes[piece.range.clone()], &piece)?;
                    self.frame_bytes = piece.offset + piece.range.len() as u64;
                    if piece.ends_frame {
                        is_completed |= self.end_frame();
                    }
                }
            }
        }
        Ok(is_completed)
    }

    fn begin_frame(&mut self, frame: &Frame) {
        let header = frame.header();
        self.header = Some(*header);
        self.frame_bytes = 0;
        // A text of several frames, from the first on.
        if header.opcode == OpCode::Text && !header.fin {
            self.text = Some(Box::default());
        }
    }

    /// Checks a piece of a text that does not come at once.
    fn check_text(&mut self, bytes: &[u8], piece: &PayloadPiece) -> Result<(), InvalidUtf8> {
        let Some(header) = self.header else {
            return Ok(());
        };
        let is_last = piece.ends_frame && header.fin;
        match header.opcode {
            // tungstenite checks the whole of what ends here.
            OpCode::Text | OpCode::Continuation if is_last => {
                self.text = None;
                return Ok(());
            }
            OpCode::Text if self.text.is_none() => self.text = Some(Box::default()),
            OpCode::Text | OpCode::Continuation => {}
            _ => return Ok(()),
        }
        let Some(text) = &mut self.text else {
            return Ok(());
        };
        let Some(key) = header.mask else {
            return text.push(bytes);
        };
        let mut unmasked = [0; UNMASKED_BYTES];
        let mut offset = piece.offset;
        for masked in bytes.chunks(UNMASKED_BYTES) {
            let unmasked = &mut unmasked[..masked.len()];
            unmasked.copy_from_slice(masked);
            mask::apply(key, offset, unmasked);
            offset += masked.len() as u64;
            text.push(unmasked)?;
        }
        Ok(())
    }

    /// Ends the current frame. Returns whether it completed a message.
    fn end_frame(&mut self) -> bool {
        let Some(header) = self.header else {
            return false;
        };
        if header.opcode.is_control() {
            self.completed += 1;
            return false;
        }
        self.collected_bytes += self.frame_bytes;
        if header.fin {
            self.collected_bytes = 0;
            self.completed += 1;
        }
        header.fin
    }

    /// Whether no frame and no message has begun that is not whole.
    pub(super) fn is_between_messages(&self) -> bool {
        self.reader.is_between_messages()
    }

    /// How many messages and control frames were whole so far: as many as tungstenite gives away.
    pub(super) fn completed(&self) -> u64 {
        self.completed
    }

    /// The bytes of the current frame that have come.
    pub(super) fn frame_bytes(&self) -> usize {
        usize::try_from(self.frame_bytes).unwrap_or(usize::MAX)
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
        assert!(!tracker.advance(&frame(OpCode::Binary, false, 300)).unwrap());
        assert!(!tracker.advance(&frame(OpCode::Ping, true, 5)).unwrap());
        assert_eq!(tracker.collected_bytes(), 300);
        assert!(!tracker.is_between_messages());
        let last = frame(OpCode::Continuation, true, 70_000);
        assert!(!tracker.advance(&last[..last.len() - 1]).unwrap());
        assert_eq!(tracker.frame_bytes(), 69_999);
        assert!(tracker.advance(&last[last.len() - 1..]).unwrap());
        assert!(tracker.is_between_messages());
        assert_eq!((tracker.collected_bytes(), tracker.completed()), (0, 2));
    }

    #[test]
    fn half_a_header_is_not_between_messages() {
        let mut tracker = FrameTracker::default();
        tracker.advance(&frame(OpCode::Text, true, 0)[..3]).unwrap();
        assert!(!tracker.is_between_messages());
    }

    fn text(payload: &[u8], mask: Option<[u8; 4]>) -> Vec<u8> {
        let mut masked = payload.to_vec();
        if let Some(key) = mask {
            mask::apply(key, 0, &mut masked);
        }
        let header = Header {
            mask,
            ..Header::new(OpCode::Text, payload.len() as u64)
        };
        [&header.encode_unchecked(LengthWidth::Bits7), &masked[..]].concat()
    }

    #[test]
    fn text_that_comes_in_pieces_fails_at_the_first_wrong_byte() {
        // U+D55C, and then a byte that begins no character.
        let payload = b"\xED\x95\x9C\xFFand more";
        for mask in [None, Some([7, 8, 9, 10])] {
            let bytes = text(payload, mask);
            let header_bytes = bytes.len() - payload.len();
            let mut tracker = FrameTracker::default();
            for byte in &bytes[..header_bytes + 3] {
                assert_eq!(tracker.advance(&[*byte]), Ok(false));
            }
            let wrong = tracker.advance(&bytes[header_bytes + 3..header_bytes + 4]);
            assert_eq!(wrong.unwrap_err().offset, 3);
        }
    }

    #[test]
    fn text_of_several_frames_fails_in_the_middle_of_the_second() {
        let mut first = text(b"\xED\x95", None);
        first[0] &= 0x7F;
        let mut second = text(b"\x9C\xFF rest", None);
        second[0] = 0x80;
        let mut tracker = FrameTracker::default();
        assert_eq!(tracker.advance(&first), Ok(false));
        assert_eq!(tracker.advance(&second[..3]), Ok(false));
        assert_eq!(tracker.advance(&second[3..4]).unwrap_err().offset, 3);
    }

    #[test]
    fn bytes_that_are_no_text_are_not_checked() {
        let mut tracker = FrameTracker::default();
        let bytes = frame(OpCode::Binary, true, 300);
        for piece in bytes.chunks(7) {
            tracker.advance(piece).unwrap();
        }
        assert_eq!(tracker.completed(), 1);
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
            let is_completed = whole.advance(&bytes).unwrap();
            let (mut rest, mut is_completed_in_pieces) = (&bytes[..], false);
            for piece in pieces.iter().cycle() {
                let (piece, behind) = rest.split_at(rest.len().min(*piece));
                is_completed_in_pieces |= split.advance(piece).unwrap();
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

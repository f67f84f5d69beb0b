//! A message as several frames (RFC 6455 section 5.4).

use std::num::NonZeroU64;

use crate::header::{Header, OpCode};

/// The headers of the frames of a message of `length` bytes, in order, with at most `limit` bytes each.
///
/// The first has `opcode`, the others are continuations, and the last has FIN. The lengths add up to `length`. A
/// message of no bytes is one frame. Each header is unmasked; a client sets its [`Header::mask`].
///
/// Fragments may split a character: UTF-8 is a rule about a message, not about its frames.
pub fn of_message(opcode: OpCode, length: u64, limit: NonZeroU64) -> impl Iterator<Item = Header> {
    let mut next = Some((opcode, length));
    std::iter::from_fn(move || {
        let (opcode, left) = next.take()?;
        let length = left.min(limit.get());
        let left = left - length;
        if left > 0 {
            next = Some((OpCode::Continuation, left));
        }
        Some(Header {
            fin: left == 0,
            ..Header::new(opcode, length)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fragments(length: u64, limit: u64) -> Vec<(bool, OpCode, u64)> {
        of_message(OpCode::Text, length, NonZeroU64::new(limit).unwrap())
            .map(|it| (it.fin, it.opcode, it.length))
            .collect()
    }

    #[test]
    fn message_over_the_limit_is_a_first_frame_and_continuations() {
        let expected = [
            (false, OpCode::Text, 4),
            (false, OpCode::Continuation, 4),
            (true, OpCode::Continuation, 2),
        ];
        assert_eq!(fragments(10, 4), expected);
    }

    #[test]
    fn message_within_the_limit_is_one_frame() {
        assert_eq!(fragments(4, 4), [(true, OpCode::Text, 4)]);
        assert_eq!(fragments(0, 4), [(true, OpCode::Text, 0)]);
    }

    proptest! {
        #[test]
        fn fragments_add_up_to_the_message_within_the_limit(length in 0_u64..5000, limit in 1_u64..500) {
            let fragments = fragments(length, limit);
            prop_assert_eq!(fragments.iter().map(|it| it.2).sum::<u64>(), length);
            prop_assert!(fragments.iter().all(|it| it.2 <= limit));
            let last = fragments.len() - 1;
            for (place, (fin, opcode, _)) in fragments.into_iter().enumerate() {
                prop_assert_eq!(fin, place == last);
                prop_assert_eq!(opcode == OpCode::Text, place == 0);
            }
        }
    }
}

//! The masking of payloads (RFC 6455 section 5.3): each byte XOR one of the four bytes of a key.

/// A masking key. A client chooses a new one for each frame.
pub type MaskingKey = [u8; 4];

/// Masks `payload` in place. Masking it again with the same key gives it back.
///
/// `offset` is the position of `payload` in the payload of its frame, for one that is masked in pieces.
pub fn apply(key: MaskingKey, offset: u64, payload: &mut [u8]) {
    // The rotation of a number. That of an array goes through memory, which takes 8 ns, more than a short payload does.
    let key = u32::from_le_bytes(key).rotate_right(8 * (offset % 4) as u32);
    let [a, b, c, d] = key.to_le_bytes();
    // A compiler makes vector instructions of eight bytes at a time, and none of one.
    let word = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for bytes in words {
        *bytes = (u64::from_ne_bytes(*bytes) ^ word).to_ne_bytes();
    }
    // At most seven.
    for (byte, key) in rest.iter_mut().zip([a, b, c, d, a, b, c]) {
        *byte ^= key;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn payload_masked_in_any_pieces_equals_bytes_masked_one_by_one(
            key: [u8; 4],
            payload in prop::collection::vec(any::<u8>(), 0..300),
            begin: u64,
            sizes in prop::collection::vec(1_usize..70, 1..8),
        ) {
            let expected: Vec<u8> = (begin..=u64::MAX)
                .zip(&payload)
                .map(|(offset, byte)| byte ^ key[(offset % 4) as usize])
                .collect();
            // The payload may not reach behind the highest offset.
            let mut masked = payload[..expected.len()].to_vec();
            let (mut rest, mut offset) = (masked.as_mut_slice(), begin);
            for size in sizes.into_iter().cycle() {
                let (piece, behind) = rest.split_at_mut(rest.len().min(size));
                apply(key, offset, piece);
                offset = offset.wrapping_add(piece.len() as u64);
                rest = behind;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(masked, expected);
        }
    }

    #[test]
    fn payload_of_the_rfc_is_masked_as_in_its_example() {
        // The single-frame masked text message of section 5.7.
        let mut payload = *b"Hello";
        apply([0x37, 0xfa, 0x21, 0x3d], 0, &mut payload);
        assert_eq!(payload, [0x7f, 0x9f, 0x4d, 0x51, 0x58]);
    }
}

//! The masking of payloads (RFC 6455 section 5.3): each byte XOR one of the four bytes of a key.

/// A masking key. A client chooses a new one for each frame.
pub type MaskingKey = [u8; 4];

/// Masks `payload` in place. Masking it again with the same key gives it back.
///
/// `offset` is the position of `payload` in the payload of its frame, for one that is masked in pieces.
pub fn apply(key: MaskingKey, offset: u64, payload: &mut [u8]) {
    let mut key = key;
    // At most 3, so that it fits.
    key.rotate_left((offset % 4) as usize);
    let [a, b, c, d] = key;
    // A compiler makes vector instructions of eight bytes at a time, and none of one.
    let word = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for bytes in words {
        *bytes = (u64::from_ne_bytes(*bytes) ^ word).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip(key.into_iter().cycle()) {
        *byte ^= key;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn payload_masked_in_two_pieces_equals_bytes_masked_one_by_one(
            key: [u8; 4],
            payload: Vec<u8>,
            at: proptest::sample::Index,
        ) {
            let expected: Vec<u8> = payload
                .iter()
                .zip(key.iter().cycle())
                .map(|(byte, key)| byte ^ key)
                .collect();
            let mut masked = payload;
            let at = at.index(masked.len() + 1);
            let (first, second) = masked.split_at_mut(at);
            apply(key, 0, first);
            apply(key, at as u64, second);
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

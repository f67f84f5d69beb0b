//! The window of an inflater, read by having it repeated.
//!
//! zlib-rs gives its window to nothing but what it inflates. So a block is made that copies the whole of it.
//!
//! What may not enter: whose window it is, and where it is kept.

/// The longest match of RFC 1951, which has a code without extra bits.
const MATCH_BYTES: usize = 258;

/// That code among the fixed ones (section 3.2.6): the 285th symbol.
const MATCH_CODE: u32 = 0b1100_0101;
const MATCH_CODE_BITS: u32 = 8;

/// The codes of distances among the fixed ones.
const DISTANCE_CODE_BITS: u32 = 5;

/// A block that gives the last `length` bytes again, and some more. It has no end.
///
/// `length` is 1 to 32,768, and at most what the inflater has in its window.
pub(super) fn repeat(length: usize) -> Vec<u8> {
    let mut bits = BitWriter::default();
    // No final block, fixed codes (section 3.2.3).
    bits.push(0b010, 3);
    let (code, extra, extra_bits) = distance(length as u32);
    for _ in 0..length.div_ceil(MATCH_BYTES) {
        bits.push_code(MATCH_CODE, MATCH_CODE_BITS);
        bits.push_code(code, DISTANCE_CODE_BITS);
        bits.push(extra, extra_bits);
    }
    bits.finish()
}

/// The code of a distance with its extra bits (section 3.2.5).
fn distance(distance: u32) -> (u32, u32, u32) {
    let from_0 = distance.saturating_sub(1);
    if from_0 < 4 {
        return (from_0, 0, 0);
    }
    // Two codes share a power of two, and each covers half of it.
    let power = from_0.ilog2();
    let extra_bits = power - 1;
    let code = 2 * power + (from_0 >> extra_bits & 1);
    (code, from_0 & ((1 << extra_bits) - 1), extra_bits)
}

/// Bits from the lowest of a byte to the highest (section 3.1.1).
#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    /// The bits of the byte that is not whole.
    rest: u32,
    rest_bits: u32,
}

impl BitWriter {
    /// A number: its lowest bit first.
    fn push(&mut self, value: u32, bits: u32) {
        self.rest |= value << self.rest_bits;
        self.rest_bits += bits;
        while self.rest_bits >= 8 {
            self.bytes.push(self.rest as u8);
            self.rest >>= 8;
            self.rest_bits -= 8;
        }
    }

    /// A code: its highest bit first.
    fn push_code(&mut self, code: u32, bits: u32) {
        self.push(code.reverse_bits() >> (u32::BITS - bits), bits);
    }

    fn finish(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use zlib_rs::{Inflate, InflateFlush};

    use super::*;

    #[test]
    fn window_of_any_length_is_read_whole() {
        let window: Vec<u8> = (0_u32..32_768)
            .map(|it| (it.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let lengths = (1..600)
            .chain((600..32_768).step_by(509))
            .chain([32_767, 32_768]);
        for length in lengths {
            let mut inflate = Inflate::new(false, 15);
            inflate.set_dictionary(&window[..length]).unwrap();
            let mut read = vec![0; length];
            inflate
                .decompress(&repeat(length), &mut read, InflateFlush::NoFlush)
                .unwrap();
            assert!(read == window[..length], "{length}");
        }
    }
}

//! A hex dump, as `hexdump -C` prints it: offset, bytes in hexadecimal, and ASCII.

/// The number of bytes in a row.
pub(super) const ROW_BYTES: usize = 16;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A row of the dump: `00000010  30 31 32 …  |012…|`. Bytes that ASCII cannot print are dots.
pub(super) fn row(bytes: &[u8], index: u64) -> Option<String> {
    let start = usize::try_from(index).ok()?.checked_mul(ROW_BYTES)?;
    let bytes = bytes.get(start..)?;
    let bytes = &bytes[..bytes.len().min(ROW_BYTES)];
    let mut row = String::with_capacity(80);
    for shift in (0..8).rev() {
        row.push(digit(start >> (4 * shift)));
    }
    for place in 0..ROW_BYTES {
        row.push_str(if place % 8 == 0 { "  " } else { " " });
        match bytes.get(place) {
            Some(byte) => row.extend([digit(usize::from(byte >> 4)), digit(usize::from(*byte))]),
            None => row.push_str("  "),
        }
    }
    row.push_str("  |");
    let is_printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    row.extend(bytes.iter().map(|byte| {
        if is_printable(*byte) {
            char::from(*byte)
        } else {
            '.'
        }
    }));
    row.push('|');
    Some(row)
}

fn digit(value: usize) -> char {
    char::from(DIGITS[value & 15])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::row;

    #[test]
    fn row_agrees_with_hexdump() {
        let bytes: Vec<u8> = (0x20..0x42).chain([0xff]).collect();
        assert_eq!(
            row(&bytes, 0).unwrap(),
            "00000000  20 21 22 23 24 25 26 27  28 29 2a 2b 2c 2d 2e 2f  | !\"#$%&'()*+,-./|"
        );
        assert_eq!(
            row(&bytes, 2).unwrap(),
            "00000020  40 41 ff                                          |@A.|"
        );
        assert_eq!(row(&bytes, 3), None);
        assert_eq!(row(&bytes, u64::MAX), None);
    }
}

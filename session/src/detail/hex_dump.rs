//! A hex dump, as `hexdump -C` prints it: offset, bytes in hexadecimal, and ASCII.

use std::ops::Range;

/// The most bytes in a row: as many as `hexdump -C` has.
const ROW_BYTES: usize = 16;

/// The columns of the offset.
const OFFSET_COLUMNS: usize = 8;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The number of bytes in a row of this many columns: a power of two, and at least four.
pub(super) fn row_bytes(columns: usize) -> usize {
    // A byte takes three columns and a letter; the offset, the gaps and the bars take the rest.
    match columns {
        78.. => ROW_BYTES,
        45.. => 8,
        _ => 4,
    }
}

/// A row of the dump: `00000010  30 31 32 …  |012…|`. Bytes that ASCII cannot print are dots.
pub(super) fn row(bytes: &[u8], row_bytes: usize, index: u64) -> Option<String> {
    let start = usize::try_from(index).ok()?.checked_mul(row_bytes)?;
    let bytes = bytes.get(start..)?;
    let bytes = &bytes[..bytes.len().min(row_bytes)];
    let mut row = String::with_capacity(80);
    for shift in (0..OFFSET_COLUMNS).rev() {
        row.push(digit(start >> (4 * shift)));
    }
    for place in 0..row_bytes {
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

/// The two places in a row of the bytes from one to another: in hexadecimal and in ASCII. `bytes` is not empty.
pub(super) fn places(bytes: Range<usize>, row_bytes: usize) -> [Range<usize>; 2] {
    let digits = |byte: usize| OFFSET_COLUMNS + 2 + 3 * byte + byte / 8;
    let letters = OFFSET_COLUMNS + 3 * row_bytes + row_bytes.div_ceil(8) + 3;
    [
        digits(bytes.start)..digits(bytes.end - 1) + 2,
        letters + bytes.start..letters + bytes.end,
    ]
}

fn digit(value: usize) -> char {
    char::from(DIGITS[value & 15])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn row_agrees_with_hexdump() {
        let bytes: Vec<u8> = (0x20..0x42).chain([0xff]).collect();
        assert_eq!(
            row(&bytes, ROW_BYTES, 0).unwrap(),
            "00000000  20 21 22 23 24 25 26 27  28 29 2a 2b 2c 2d 2e 2f  | !\"#$%&'()*+,-./|"
        );
        assert_eq!(
            row(&bytes, ROW_BYTES, 2).unwrap(),
            "00000020  40 41 ff                                          |@A.|"
        );
        assert_eq!(row(&bytes, ROW_BYTES, 3), None);
        assert_eq!(row(&bytes, ROW_BYTES, u64::MAX), None);
    }

    #[test]
    fn places_of_bytes_are_their_digits_and_letters() {
        let bytes: Vec<u8> = (b'a'..=b'p').collect();
        for (row_bytes, range, digits, letters) in [
            (16, 0..1, "61", "a"),
            (16, 6..9, "67 68  69", "ghi"),
            (16, 15..16, "70", "p"),
            (8, 0..8, "61 62 63 64 65 66 67 68", "abcdefgh"),
            (4, 2..4, "63 64", "cd"),
        ] {
            let row = row(&bytes, row_bytes, 0).unwrap();
            let places = places(range, row_bytes).map(|place| &row[place]);
            assert_eq!(places, [digits, letters]);
        }
    }

    #[test]
    fn row_fits_into_its_columns() {
        for columns in [29, 44, 45, 77, 78, 200] {
            let row = row(&[0; 64], row_bytes(columns), 1).unwrap();
            assert!(row.len() <= columns, "{columns}: {row}");
        }
    }
}

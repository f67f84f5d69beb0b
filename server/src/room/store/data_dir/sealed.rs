//! A value with its checksum, as the tables have it.
//!
//! redb has checksums of its pages, and does not verify them with every read. This one is of an entry and of its place.
//! So an entry that was damaged, or that ended up elsewhere, is never taken for whole.

use sha2::{Digest, Sha256};

/// The bytes of a checksum: the first of SHA-256.
const CHECKSUM_BYTES: usize = 16;

/// Where a value is: a name or numbers, so that no two places are the same bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum RowKey<'a> {
    /// A room, by its name.
    Room(&'a str),
    /// A message, by the number of its room and its offset.
    Entry(u64, u64),
    /// The key of a message, likewise.
    Key(u64, u64),
}

/// The value as it is stored at `place`.
pub(super) fn seal(place: RowKey<'_>, value: &[u8]) -> Vec<u8> {
    [&checksum(place, value)[..], value].concat()
}

/// The value that was stored at `place`; `None` where it is damaged.
pub(super) fn unseal<'a>(place: RowKey<'_>, stored: &'a [u8]) -> Option<&'a [u8]> {
    let (stored_checksum, value) = stored.split_at_checked(CHECKSUM_BYTES)?;
    (stored_checksum == checksum(place, value)).then_some(value)
}

fn checksum(place: RowKey<'_>, value: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hash = Sha256::new();
    match place {
        RowKey::Room(name) => {
            hash.update(b"r");
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
        }
        RowKey::Entry(number, offset) | RowKey::Key(number, offset) => {
            hash.update(if matches!(place, RowKey::Entry(..)) {
                b"e"
            } else {
                b"k"
            });
            hash.update(number.to_le_bytes());
            hash.update(offset.to_le_bytes());
        }
    }
    hash.update(value);
    let mut checksum = [0; CHECKSUM_BYTES];
    for (to, from) in checksum.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    checksum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseal_damaged_or_moved_value_is_none() {
        let place = RowKey::Entry(1, 2);
        let stored = seal(place, b"hi");
        assert_eq!(unseal(place, &stored), Some(&b"hi"[..]));
        for other in [RowKey::Entry(2, 1), RowKey::Key(1, 2), RowKey::Room("hi")] {
            assert_eq!(unseal(other, &stored), None);
        }
        for bit in 0..8 * stored.len() {
            let mut damaged = stored.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal(place, &damaged), None, "{bit}");
        }
        assert_eq!(unseal(place, b"short"), None);
    }
}

//! The key by which a tab is known to a room, and the ids of what it says.

use std::hash::Hasher as _;

/// The secret of a tab: what `join` calls a key.
#[must_use]
pub fn key(random: u128) -> String {
    mark(random, "0") + &mark(random, "1")
}

/// The id of something to say: half of it is random, and the other half made of that and the key. So
/// a tab knows what it said itself when a room's log brings it back, however long ago that was, and
/// needs to keep no list of it; and nobody else can make such an id.
#[must_use]
pub fn id(key: &str, random: u128) -> String {
    // Not the random bits themselves: a key may be made of them at the same moment.
    let fresh = mark(random, "2");
    let mark = mark(secret(key), &fresh);
    fresh + &mark
}

/// Whether [`id`] made it with this key.
#[must_use]
pub fn is_own(key: &str, id: &str) -> bool {
    id.split_at_checked(16)
        .is_some_and(|(fresh, it)| it == mark(secret(key), fresh))
}

/// What a key is in hexadecimal; of one that is none, which no page has made, anything.
fn secret(key: &str) -> u128 {
    u128::from_str_radix(key, 16).unwrap_or_default()
}

/// What only who has the secret can make of the text. Ids are kept for as long as a room's log is, and so
/// it is SipHash-2-4, made for this and written down: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast
/// short-input PRF" (2012).
fn mark(secret: u128, text: &str) -> String {
    #[expect(
        deprecated,
        reason = "the hasher that is to be used in its place may be another one tomorrow"
    )]
    let mut hasher = std::hash::SipHasher::new_with_keys((secret >> 64) as u64, secret as u64);
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use protocol::superchat::is_id;

    use super::*;

    #[test]
    fn what_was_made_once_is_made_the_same_for_ever() {
        // The paper's appendix A, and what the same algorithm makes of it next.
        let secret = 0x0706_0504_0302_0100_0f0e_0d0c_0b0a_0908;
        let text: String = (0..15_u8).map(char::from).collect();
        assert_eq!(mark(secret, &text), "a129ca6149be45e5");
        let key = key(7);
        assert_eq!(key, "18527b20d803e5be688d44d2af7546f5");
        assert_eq!(id(&key, 7), "09676fa40a0344287c760fb792442f19");
    }

    proptest! {
        #[test]
        fn an_id_is_one_and_belongs_to_its_key(mine: u128, other: u128, random: u128) {
            prop_assume!(mine != other);
            let id = id(&key(mine), random);
            prop_assert!(is_id(&id) && is_id(&key(mine)));
            prop_assert!(is_own(&key(mine), &id));
            prop_assert!(!is_own(&key(other), &id));
        }

        #[test]
        fn no_id_is_too_strange_to_be_looked_at(id: String, key: String) {
            prop_assert!(!is_own("0123456789abcdef", &id));
            prop_assert!(!is_own(&key, &id));
        }
    }
}

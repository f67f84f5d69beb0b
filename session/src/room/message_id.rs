//! The secret key of a tab in a room, and the ids of its messages.

use std::hash::Hasher as _;

/// A key for `join`: the secret of a tab.
#[must_use]
pub fn new_key(random: u128) -> String {
    mac(random, "0") + &mac(random, "1")
}

/// The id of a new message. Half of it is random, and the other half authenticates that half with the key. So
/// a tab recognizes its own messages in a room's log without a list of them, and no other tab can make such
/// an id.
#[must_use]
pub fn new_id(key: &str, random: u128) -> String {
    // Not the random bits themselves: the key may come from the same bits.
    let fresh = mac(random, "2");
    let code = mac(secret(key), &fresh);
    fresh + &code
}

/// Whether [`new_id`] made this id with this key.
#[must_use]
pub fn is_own(key: &str, id: &str) -> bool {
    id.split_at_checked(16)
        .is_some_and(|(fresh, it)| it == mac(secret(key), fresh))
}

/// The key as a number; 0 for text that is no key.
fn secret(key: &str) -> u128 {
    u128::from_str_radix(key, 16).unwrap_or_default()
}

/// The message authentication code of a text. Ids live as long as a room's log, so the function must never
/// change: SipHash-2-4 of J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012).
fn mac(secret: u128, text: &str) -> String {
    #[expect(
        deprecated,
        reason = "the hasher that replaces it may change between Rust releases"
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
    fn keys_and_ids_of_known_input_are_as_ever() {
        // The paper's appendix A, and the output of the same algorithm for a key and an id.
        let secret = 0x0706_0504_0302_0100_0f0e_0d0c_0b0a_0908;
        let text: String = (0..15_u8).map(char::from).collect();
        assert_eq!(mac(secret, &text), "a129ca6149be45e5");
        let key = new_key(7);
        assert_eq!(key, "18527b20d803e5be688d44d2af7546f5");
        assert_eq!(new_id(&key, 7), "09676fa40a0344287c760fb792442f19");
    }

    proptest! {
        #[test]
        fn new_id_belongs_to_its_key_alone(mine: u128, other: u128, random: u128) {
            prop_assume!(mine != other);
            let id = new_id(&new_key(mine), random);
            prop_assert!(is_id(&id) && is_id(&new_key(mine)));
            prop_assert!(is_own(&new_key(mine), &id));
            prop_assert!(!is_own(&new_key(other), &id));
        }

        #[test]
        fn is_own_of_any_text_is_false(id: String, key: String) {
            prop_assert!(!is_own("0123456789abcdef", &id));
            prop_assert!(!is_own(&key, &id));
        }
    }
}

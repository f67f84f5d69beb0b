//! The key by which a tab is known to a room, and the ids of what it says.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The secret of a tab: what `join` calls a key.
#[must_use]
pub fn key(random: u128) -> String {
    // Not the bits themselves: the id that is made at the same moment shows half of them.
    mark("0", &random.to_string()) + &mark("1", &random.to_string())
}

/// The id of something to say: half of it is random, and the other half made of that and the key. So
/// a tab knows what it said itself when a room's log brings it back, however long ago that was, and
/// needs to keep no list of it; and nobody else can make such an id.
#[must_use]
pub fn id(key: &str, random: u128) -> String {
    let fresh = format!("{:016x}", random as u64);
    let mark = mark(key, &fresh);
    fresh + &mark
}

/// Whether [`id`] made it with this key.
#[must_use]
pub fn is_own(key: &str, id: &str) -> bool {
    id.split_at_checked(16)
        .is_some_and(|(fresh, it)| it == mark(key, fresh))
}

fn mark(key: &str, fresh: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (key, fresh).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use protocol::superchat::is_id;

    use super::*;

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
        fn no_id_is_too_strange_to_be_looked_at(id: String) {
            prop_assert!(!is_own("0123456789abcdef", &id));
        }
    }
}

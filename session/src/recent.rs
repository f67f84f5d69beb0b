//! The recent addresses.

use std::rc::Rc;

use super::address::without_password;
use serde::Serialize;

/// The limit on addresses; beyond it the oldest goes. A longer list would have to be searched.
const MAX_ADDRESSES: usize = 20;

/// Addresses, the newest first, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Recent(Vec<Rc<str>>);

impl Recent {
    /// Puts an address first, without its password: the list is shown and saved.
    pub fn remember(&mut self, address: Rc<str>) {
        let address: Rc<str> = without_password(&address).into();
        self.0.retain(|known| *known != address);
        self.0.insert(0, address);
        self.0.truncate(MAX_ADDRESSES);
    }

    /// The addresses, the newest first.
    #[must_use]
    pub fn addresses(&self) -> &[Rc<str>] {
        &self.0
    }
}

impl FromIterator<Rc<str>> for Recent {
    /// Takes addresses from the newest to the oldest.
    fn from_iter<T: IntoIterator<Item = Rc<str>>>(newest_first: T) -> Self {
        let mut recent = Self::default();
        let addresses: Vec<_> = newest_first.into_iter().collect();
        for address in addresses.into_iter().rev() {
            recent.remember(address);
        }
        recent
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn remember_of_a_known_address_puts_it_first() {
        let mut recent: Recent = ["ws://b".into(), "ws://a".into()].into_iter().collect();
        recent.remember("ws://a".into());
        assert_eq!(recent.addresses(), ["ws://a".into(), "ws://b".into()]);
    }

    #[test]
    fn remember_of_an_address_with_a_password_leaves_it_out() {
        let mut recent: Recent = ["ws://a:b@c/d".into()].into_iter().collect();
        recent.remember("ws://kim:s3cret@a:1/b?c".into());
        assert_eq!(
            recent.addresses(),
            ["ws://kim@a:1/b?c".into(), "ws://a@c/d".into()]
        );
    }

    proptest! {
        #[test]
        fn remember_of_any_addresses_keeps_the_latest_once_each(used in prop::collection::vec("[a-z]", 0..60)) {
            let mut recent = Recent::default();
            for address in &used {
                recent.remember(address.as_str().into());
            }
            let mut expected: Vec<Rc<str>> = Vec::new();
            for address in used.iter().rev() {
                let address: Rc<str> = address.as_str().into();
                if !expected.contains(&address) {
                    expected.push(address);
                }
            }
            expected.truncate(20);
            prop_assert_eq!(recent.addresses(), expected);
        }
    }
}

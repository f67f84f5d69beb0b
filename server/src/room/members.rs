//! Who is in a room: names, and the connections behind them.
//!
//! What may not enter: what they say, and how others learn of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How many names are tried with a small number behind them before one is taken that is likely free.
const SMALL_NUMBERS: usize = 9;

/// The members of a room.
#[derive(Debug, Default)]
pub(super) struct Members {
    by_name: BTreeMap<Arc<str>, Behind>,
    by_key: HashMap<Arc<str>, Arc<str>>,
    connections: usize,
}

/// What is behind a name.
#[derive(Debug)]
struct Behind {
    connections: usize,
    key: Option<Arc<str>>,
    is_typing: bool,
}

impl Members {
    /// Takes in a connection that would like the name `wanted`. It shares the name of those with the same
    /// `key`; otherwise it gets one that nobody has. Tells the name, and whether it is new in the room.
    pub(super) fn enter(&mut self, wanted: &str, key: Option<&str>) -> (Arc<str>, bool) {
        self.connections += 1;
        if let Some(name) = key.and_then(|key| self.by_key.get(key))
            && let Some(behind) = self.by_name.get_mut(name)
        {
            behind.connections += 1;
            return (Arc::clone(name), false);
        }
        let name = self.free_name(wanted);
        let key: Option<Arc<str>> = key.map(Arc::from);
        if let Some(key) = &key {
            self.by_key.insert(Arc::clone(key), Arc::clone(&name));
        }
        let behind = Behind {
            connections: 1,
            key,
            is_typing: false,
        };
        self.by_name.insert(Arc::clone(&name), behind);
        (name, true)
    }

    /// Lets go of a connection. Tells whether it was the last behind its name.
    pub(super) fn leave(&mut self, name: &str) -> bool {
        let Some(behind) = self.by_name.get_mut(name) else {
            return false;
        };
        self.connections -= 1;
        behind.connections -= 1;
        if behind.connections > 0 {
            return false;
        }
        if let Some(key) = self.by_name.remove(name).and_then(|behind| behind.key) {
            self.by_key.remove(&key);
        }
        true
    }

    /// Notes whether somebody is writing. Tells whether that is news.
    pub(super) fn set_typing(&mut self, name: &str, is_typing: bool) -> bool {
        self.by_name
            .get_mut(name)
            .is_some_and(|behind| std::mem::replace(&mut behind.is_typing, is_typing) != is_typing)
    }

    /// How many names there are.
    pub(super) fn count(&self) -> usize {
        self.by_name.len()
    }

    /// How many connections there are behind them.
    pub(super) fn connections(&self) -> usize {
        self.connections
    }

    /// The first names in order.
    pub(super) fn names(&self, most: usize) -> Vec<String> {
        self.by_name
            .keys()
            .take(most)
            .map(|name| name.as_ref().to_owned())
            .collect()
    }

    /// `wanted`, or `wanted-2` and so on. Where the small numbers are taken it goes on behind the number of
    /// members, so that a thousand guests are not counted through for the next.
    fn free_name(&self, wanted: &str) -> Arc<str> {
        let small = 2..=SMALL_NUMBERS;
        let large = self.by_name.len().max(SMALL_NUMBERS) + 1..;
        let is_free = |name: &String| !self.by_name.contains_key(name.as_str());
        std::iter::once(wanted.to_owned())
            .chain(
                small
                    .chain(large)
                    .map(|number| format!("{wanted}-{number}")),
            )
            .find(is_free)
            .map_or_else(|| wanted.into(), Arc::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_somebody_has_gets_a_number() {
        let mut members = Members::default();
        let mut enter = |name| members.enter(name, None).0.to_string();
        assert_eq!(enter("kim"), "kim");
        assert_eq!(enter("kim"), "kim-2");
        assert_eq!(enter("kim-3"), "kim-3");
        assert_eq!(enter("kim"), "kim-4");
        members.leave("kim");
        assert_eq!(&*members.enter("kim", None).0, "kim");
    }

    #[test]
    fn a_thousand_of_one_name_have_a_thousand_names() {
        let mut members = Members::default();
        for _ in 0..1000 {
            members.enter("guest", None);
        }
        assert_eq!(members.count(), 1000);
    }

    #[test]
    fn connections_with_one_key_are_one_member_until_the_last_has_left() {
        let mut members = Members::default();
        assert_eq!(members.enter("kim", Some("k")), ("kim".into(), true));
        assert_eq!(members.enter("lee", Some("k")), ("kim".into(), false));
        assert_eq!(members.enter("kim", Some("other")), ("kim-2".into(), true));
        assert_eq!((members.count(), members.connections()), (2, 3));
        assert!(!members.leave("kim"));
        assert!(members.leave("kim"));
        assert_eq!(members.enter("lee", Some("k")), ("lee".into(), true));
    }

    #[test]
    fn typing_is_news_once() {
        let mut members = Members::default();
        members.enter("kim", None);
        assert!(members.set_typing("kim", true));
        assert!(!members.set_typing("kim", true));
        assert!(members.set_typing("kim", false));
        assert!(!members.set_typing("nobody", true));
    }
}

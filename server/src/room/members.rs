//! Who is in a room, by name: through connections to this server, or through another one.
//!
//! What may not enter: who has which name (`names`), what they say, and how others learn of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The members of a room.
#[derive(Debug, Default)]
pub(super) struct Members {
    by_name: BTreeMap<Arc<str>, Behind>,
    connections: usize,
}

/// What is behind a name.
#[derive(Debug, Default)]
struct Behind {
    connections: usize,
    /// Whether another server has connections of it.
    is_elsewhere: bool,
    is_typing: bool,
}

impl Members {
    /// Takes in a connection with this name. Tells whether the name is new in the room.
    pub(super) fn enter(&mut self, name: &Arc<str>) -> bool {
        self.connections += 1;
        let is_new = !self.by_name.contains_key(name);
        self.by_name
            .entry(Arc::clone(name))
            .or_default()
            .connections += 1;
        is_new
    }

    /// Lets go of a connection. Tells whether it was the last behind its name.
    pub(super) fn leave(&mut self, name: &str) -> bool {
        let Some(behind) = self.by_name.get_mut(name) else {
            return false;
        };
        self.connections -= 1;
        behind.connections -= 1;
        let is_gone = behind.connections == 0 && !behind.is_elsewhere;
        if is_gone {
            self.by_name.remove(name);
        }
        is_gone
    }

    /// Takes note of who is in the room through other servers. Tells who has come by that, and who left.
    pub(super) fn set_elsewhere(&mut self, names: &BTreeSet<Arc<str>>) -> Moved {
        let mut moved = Moved::default();
        self.by_name.retain(|name, behind| {
            behind.is_elsewhere &= names.contains(name);
            let is_here = behind.is_elsewhere || behind.connections > 0;
            if !is_here {
                moved.left.push(Arc::clone(name));
            }
            is_here
        });
        for name in names {
            if !self.by_name.contains_key(name) {
                moved.joined.push(Arc::clone(name));
            }
            self.by_name
                .entry(Arc::clone(name))
                .or_default()
                .is_elsewhere = true;
        }
        moved
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

    /// How many connections to this server there are behind them.
    pub(super) fn connections(&self) -> usize {
        self.connections
    }

    /// Whether this server has connections of that name.
    pub(super) fn has_connections(&self, name: &str) -> bool {
        self.by_name
            .get(name)
            .is_some_and(|behind| behind.connections > 0)
    }

    /// The first names in order.
    pub(super) fn names(&self, most: usize) -> Vec<String> {
        self.by_name
            .keys()
            .take(most)
            .map(|name| name.as_ref().to_owned())
            .collect()
    }
}

/// Who came and who left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) joined: Vec<Arc<str>>,
    pub(super) left: Vec<Arc<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<const N: usize>(names: [&str; N]) -> [Arc<str>; N] {
        names.map(Arc::from)
    }

    #[test]
    fn a_member_is_there_until_its_last_connection_has_left() {
        let mut members = Members::default();
        let [kim, lee] = names(["kim", "lee"]);
        assert!(members.enter(&kim) && !members.enter(&kim) && members.enter(&lee));
        assert_eq!((members.count(), members.connections()), (2, 3));
        assert!(!members.leave("kim"));
        assert!(members.leave("kim"));
        assert_eq!((members.count(), members.connections()), (1, 1));
    }

    #[test]
    fn one_that_is_here_and_elsewhere_is_one_member_until_it_has_left_both() {
        let mut members = Members::default();
        let [kim, lee] = names(["kim", "lee"]);
        members.enter(&kim);
        let both = BTreeSet::from([kim.clone(), lee.clone()]);
        let moved = members.set_elsewhere(&both);
        assert_eq!((moved.joined, moved.left), (vec![lee.clone()], vec![]));
        assert!(!members.leave("kim"));
        let moved = members.set_elsewhere(&BTreeSet::from([lee.clone()]));
        assert_eq!((moved.joined, moved.left), (vec![], vec![kim.clone()]));
        assert!(!members.enter(&lee), "it is there");
        assert_eq!(members.set_elsewhere(&BTreeSet::new()), Moved::default());
        assert!(members.leave("lee"));
    }

    #[test]
    fn typing_is_news_once() {
        let mut members = Members::default();
        members.enter(&"kim".into());
        assert!(members.set_typing("kim", true));
        assert!(!members.set_typing("kim", true));
        assert!(members.set_typing("kim", false));
        assert!(!members.set_typing("nobody", true));
    }
}

//! The members of a room, by name: through connections to this server, or through other servers.
//!
//! What may not enter: the allocation of names (`names`), messages, and how other members learn of these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The members of a room.
#[derive(Debug, Default)]
pub(super) struct Members {
    by_name: BTreeMap<Arc<str>, NamePresence>,
    connections: usize,
}

/// How a name is in the room.
#[derive(Debug, Default)]
struct NamePresence {
    connections: usize,
    /// Whether another server has connections with this name.
    is_remote: bool,
    is_typing: bool,
}

impl Members {
    /// Adds a connection with this name. Returns whether the name is new in the room.
    pub(super) fn enter(&mut self, name: &Arc<str>) -> bool {
        self.connections += 1;
        let is_new = !self.by_name.contains_key(name);
        self.by_name
            .entry(Arc::clone(name))
            .or_default()
            .connections += 1;
        is_new
    }

    /// Removes a connection. Returns whether its name has left the room.
    pub(super) fn leave(&mut self, name: &str) -> bool {
        let Some(presence) = self.by_name.get_mut(name) else {
            return false;
        };
        self.connections -= 1;
        presence.connections -= 1;
        let is_gone = presence.connections == 0 && !presence.is_remote;
        if is_gone {
            self.by_name.remove(name);
        }
        is_gone
    }

    /// Replaces the set of names that are in the room through other servers. Returns what that changes.
    pub(super) fn set_remote_members(&mut self, names: &BTreeSet<Arc<str>>) -> PresenceDiff {
        let mut diff = PresenceDiff::default();
        self.by_name.retain(|name, presence| {
            presence.is_remote &= names.contains(name);
            let is_present = presence.is_remote || presence.connections > 0;
            if !is_present {
                diff.left.push(Arc::clone(name));
            }
            is_present
        });
        for name in names {
            if !self.by_name.contains_key(name) {
                diff.joined.push(Arc::clone(name));
            }
            self.by_name.entry(Arc::clone(name)).or_default().is_remote = true;
        }
        diff
    }

    /// Notes whether a member is writing. Returns whether that has changed.
    pub(super) fn set_typing(&mut self, name: &str, is_typing: bool) -> bool {
        self.by_name.get_mut(name).is_some_and(|presence| {
            std::mem::replace(&mut presence.is_typing, is_typing) != is_typing
        })
    }

    /// The number of names.
    pub(super) fn count(&self) -> usize {
        self.by_name.len()
    }

    /// The number of connections to this server.
    pub(super) fn connections(&self) -> usize {
        self.connections
    }

    /// Whether this server has connections with that name.
    pub(super) fn has_connections(&self, name: &str) -> bool {
        self.by_name
            .get(name)
            .is_some_and(|presence| presence.connections > 0)
    }

    /// The first `max_names` names in order.
    pub(super) fn names(&self, max_names: usize) -> Vec<String> {
        self.by_name
            .keys()
            .take(max_names)
            .map(|name| name.as_ref().to_owned())
            .collect()
    }
}

/// The names that joined and left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PresenceDiff {
    pub(super) joined: Vec<Arc<str>>,
    pub(super) left: Vec<Arc<str>>,
}

impl PresenceDiff {
    /// The number of names.
    pub(super) fn len(&self) -> usize {
        self.joined.len() + self.left.len()
    }

    /// Whether this name is among them.
    pub(super) fn contains(&self, name: &Arc<str>) -> bool {
        self.joined.contains(name) || self.left.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<const N: usize>(names: [&str; N]) -> [Arc<str>; N] {
        names.map(Arc::from)
    }

    #[test]
    fn leave_is_gone_with_the_last_connection() {
        let mut members = Members::default();
        let [kim, lee] = names(["kim", "lee"]);
        assert!(members.enter(&kim) && !members.enter(&kim) && members.enter(&lee));
        assert_eq!((members.count(), members.connections()), (2, 3));
        assert!(!members.leave("kim"));
        assert!(members.leave("kim"));
        assert_eq!((members.count(), members.connections()), (1, 1));
    }

    #[test]
    fn name_on_two_servers_is_gone_when_it_has_left_both() {
        let mut members = Members::default();
        let [kim, lee] = names(["kim", "lee"]);
        members.enter(&kim);
        let both = BTreeSet::from([kim.clone(), lee.clone()]);
        let diff = members.set_remote_members(&both);
        assert_eq!((diff.joined, diff.left), (vec![lee.clone()], vec![]));
        assert!(!members.leave("kim"));
        let diff = members.set_remote_members(&BTreeSet::from([lee.clone()]));
        assert_eq!((diff.joined, diff.left), (vec![], vec![kim.clone()]));
        assert!(!members.enter(&lee), "it is in the room already");
        assert_eq!(
            members.set_remote_members(&BTreeSet::new()),
            PresenceDiff::default()
        );
        assert!(members.leave("lee"));
    }

    #[test]
    fn set_typing_twice_changes_once() {
        let mut members = Members::default();
        members.enter(&"kim".into());
        assert!(members.set_typing("kim", true));
        assert!(!members.set_typing("kim", true));
        assert!(members.set_typing("kim", false));
        assert!(!members.set_typing("nobody", true));
    }
}

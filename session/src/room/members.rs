//! The members of a room, and which of them are typing.

use std::rc::Rc;

use protocol::superchat::MAX_NAMED_MEMBERS;

/// The limit on typing members listed by name; later ones are left out. The list stands on one line.
const MAX_TYPING_NAMES: usize = 8;

/// The members of a room, as far as the server names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// Sorted.
    names: Vec<Rc<str>>,
    count: u64,
    typing: Vec<Rc<str>>,
}

impl Members {
    /// The members at the welcome.
    pub fn new(names: Vec<Rc<str>>, count: u64) -> Self {
        let mut members = Self::default();
        members.change(names, &[], count);
        members
    }

    /// Adds and removes members; `count` is their number afterwards.
    pub fn change(&mut self, joined: Vec<Rc<str>>, left: &[Rc<str>], count: u64) {
        self.names.retain(|name| !left.contains(name));
        self.typing.retain(|name| !left.contains(name));
        for name in joined {
            if let Err(index) = self.names.binary_search(&name) {
                self.names.insert(index, name);
            }
        }
        self.names.truncate(MAX_NAMED_MEMBERS);
        self.count = count;
    }

    /// A member started or stopped typing.
    pub fn set_typing(&mut self, name: &Rc<str>, is_typing: bool) {
        self.typing.retain(|it| it != name);
        if is_typing && self.typing.len() < MAX_TYPING_NAMES {
            self.typing.push(Rc::clone(name));
        }
    }

    /// The names, sorted; at most [`MAX_NAMED_MEMBERS`].
    #[must_use]
    pub fn names(&self) -> &[Rc<str>] {
        &self.names
    }

    /// The number of members.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The typing members, in the order in which they started.
    #[must_use]
    pub fn typing(&self) -> &[Rc<str>] {
        &self.typing
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<Rc<str>> {
        names.iter().map(|&name| name.into()).collect()
    }

    #[test]
    fn member_who_leaves_is_neither_listed_nor_typing() {
        let mut members = Members::new(names(&["b", "a"]), 2);
        members.set_typing(&"b".into(), true);
        members.set_typing(&"a".into(), true);
        members.change(names(&["c", "a"]), &names(&["b"]), 2);
        assert_eq!(members.names(), names(&["a", "c"]));
        assert_eq!((members.typing(), members.count()), (&*names(&["a"]), 2));
        members.set_typing(&"a".into(), false);
        assert!(members.typing().is_empty());
    }

    #[test]
    fn names_beyond_the_limits_are_left_out() {
        let mut members = Members::default();
        for number in 0..1_000 {
            let name: Rc<str> = format!("{number:04}").into();
            members.change(vec![Rc::clone(&name)], &[], number);
            members.set_typing(&name, true);
        }
        assert_eq!(members.names().len(), MAX_NAMED_MEMBERS);
        assert_eq!(members.typing().len(), MAX_TYPING_NAMES);
    }
}

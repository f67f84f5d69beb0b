//! Who is in a room, and who of them is writing.

use std::rc::Rc;

use protocol::superchat::MAX_NAMED_MEMBERS;

/// So many writers are told by name; nobody reads more.
const NAMED_WRITERS: usize = 8;

/// Who is here, as far as the server names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// In order.
    members: Vec<Rc<str>>,
    count: u64,
    writing: Vec<Rc<str>>,
}

impl People {
    /// Those who are there as one comes in.
    pub fn new(members: Vec<Rc<str>>, count: u64) -> Self {
        let mut people = Self::default();
        people.changed(members, &[], count);
        people
    }

    /// Some came and some left; now there are so many.
    pub fn changed(&mut self, joined: Vec<Rc<str>>, left: &[Rc<str>], count: u64) {
        self.members.retain(|name| !left.contains(name));
        self.writing.retain(|name| !left.contains(name));
        for name in joined {
            if let Err(place) = self.members.binary_search(&name) {
                self.members.insert(place, name);
            }
        }
        self.members.truncate(MAX_NAMED_MEMBERS);
        self.count = count;
    }

    /// Somebody is writing, or is no longer.
    pub fn write(&mut self, name: &Rc<str>, is_writing: bool) {
        self.writing.retain(|writer| writer != name);
        if is_writing && self.writing.len() < NAMED_WRITERS {
            self.writing.push(Rc::clone(name));
        }
    }

    /// The names of members, in order; not of all where there are very many.
    #[must_use]
    pub fn members(&self) -> &[Rc<str>] {
        &self.members
    }

    /// How many members there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Who is writing, the one who began first first.
    #[must_use]
    pub fn writing(&self) -> &[Rc<str>] {
        &self.writing
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<Rc<str>> {
        names.iter().map(|&name| name.into()).collect()
    }

    #[test]
    fn who_comes_is_there_once_and_who_leaves_writes_no_more() {
        let mut people = People::new(names(&["b", "a"]), 2);
        people.write(&"b".into(), true);
        people.write(&"a".into(), true);
        people.changed(names(&["c", "a"]), &names(&["b"]), 2);
        assert_eq!(people.members(), names(&["a", "c"]));
        assert_eq!((people.writing(), people.count()), (&*names(&["a"]), 2));
        people.write(&"a".into(), false);
        assert!(people.writing().is_empty());
    }

    #[test]
    fn neither_list_grows_without_end() {
        let mut people = People::default();
        for number in 0..1_000 {
            let name: Rc<str> = format!("{number:04}").into();
            people.changed(vec![Rc::clone(&name)], &[], number);
            people.write(&name, true);
        }
        assert_eq!(people.members().len(), MAX_NAMED_MEMBERS);
        assert_eq!(people.writing().len(), NAMED_WRITERS);
    }
}

//! Who has which name in a room: each name one member, who may have several connections.
//!
//! What belongs here: [`Names`], which decides it; [`Local`], which does so for one server; and how a name is
//! chosen. What may not enter: who is in the room, and how others learn of it (`members`).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use super::store::StoreError;

/// How many names are tried with a small number behind them before one is taken that is likely free.
const SMALL_NUMBERS: usize = 9;

/// What decides the names in one room.
pub trait Names: Send + Sync {
    /// Gives a connection a name: that of the member with the same `key`, or else one that nobody has, which is
    /// `wanted` where it can be.
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Claim, StoreError>>;

    /// Lets those know whom this server does not know whether a member is writing.
    fn set_typing(&self, _name: &str, _is_typing: bool) {}
}

/// A connection's right to a name, until it is dropped.
pub struct Claim {
    name: Arc<str>,
    names: Arc<dyn Release>,
}

/// What takes names back.
pub trait Release: Send + Sync {
    /// A connection does not need its name any more.
    fn release(&self, name: &Arc<str>);
}

impl Claim {
    /// A connection's right to a name, of which `names` is told when it ends.
    #[must_use]
    pub fn new(name: Arc<str>, names: Arc<dyn Release>) -> Self {
        Self { name, names }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.names.release(&self.name);
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claim").field(&self.name).finish()
    }
}

/// `wanted`, or `wanted-2` and so on, whichever is not taken of about `count` names. Where the small numbers are
/// taken it goes on behind `count`, so that a thousand guests are not counted through for the next.
pub(in crate::room) fn free_name(
    wanted: &str,
    count: usize,
    is_taken: impl Fn(&str) -> bool,
) -> Arc<str> {
    let small = 2..=SMALL_NUMBERS;
    let large = count.max(SMALL_NUMBERS) + 1..;
    std::iter::once(wanted.to_owned())
        .chain(
            small
                .chain(large)
                .map(|number| format!("{wanted}-{number}")),
        )
        .find(|name| !is_taken(name))
        .map_or_else(|| wanted.into(), Arc::from)
}

/// Names in a room that one server has for itself.
#[derive(Debug, Default)]
pub(super) struct Local(Arc<Table>);

/// Who has them.
#[derive(Debug, Default)]
struct Table(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    by_name: HashMap<Arc<str>, Holder>,
    by_key: HashMap<Arc<str>, Arc<str>>,
}

#[derive(Debug)]
struct Holder {
    connections: usize,
    key: Option<Arc<str>>,
}

impl Names for Local {
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Claim, StoreError>> {
        let name = self.0.taken().claim(wanted, key);
        let names: Arc<dyn Release> = Arc::<Table>::clone(&self.0);
        ready(Ok(Claim::new(name, names))).boxed()
    }
}

impl Release for Table {
    fn release(&self, name: &Arc<str>) {
        self.taken().release(name);
    }
}

impl Table {
    /// It is whole between any two statements, also when a thread panicked among them.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn claim(&mut self, wanted: &str, key: Option<&str>) -> Arc<str> {
        if let Some(name) = key.and_then(|key| self.by_key.get(key))
            && let Some(holder) = self.by_name.get_mut(name)
        {
            holder.connections += 1;
            return Arc::clone(name);
        }
        let is_taken = |name: &str| self.by_name.contains_key(name);
        let name = free_name(wanted, self.by_name.len(), is_taken);
        let key: Option<Arc<str>> = key.map(Arc::from);
        if let Some(key) = &key {
            self.by_key.insert(Arc::clone(key), Arc::clone(&name));
        }
        let holder = Holder {
            connections: 1,
            key,
        };
        self.by_name.insert(Arc::clone(&name), holder);
        name
    }

    fn release(&mut self, name: &str) {
        let Some(holder) = self.by_name.get_mut(name) else {
            return;
        };
        holder.connections -= 1;
        if holder.connections == 0
            && let Some(key) = self.by_name.remove(name).and_then(|holder| holder.key)
        {
            self.by_key.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_somebody_has_gets_a_number() {
        let mut names = Taken::default();
        let mut claim = |name| names.claim(name, None).to_string();
        assert_eq!(claim("kim"), "kim");
        assert_eq!(claim("kim"), "kim-2");
        assert_eq!(claim("kim-3"), "kim-3");
        assert_eq!(claim("kim"), "kim-4");
        names.release("kim");
        assert_eq!(&*names.claim("kim", None), "kim");
    }

    #[test]
    fn a_thousand_of_one_name_have_a_thousand_names() {
        let mut names = Taken::default();
        for _ in 0..1000 {
            names.claim("guest", None);
        }
        assert_eq!(names.by_name.len(), 1000);
    }

    #[test]
    fn connections_with_one_key_have_one_name_until_the_last_has_left() {
        let mut names = Taken::default();
        assert_eq!(&*names.claim("kim", Some("k")), "kim");
        assert_eq!(&*names.claim("lee", Some("k")), "kim");
        assert_eq!(&*names.claim("kim", Some("other")), "kim-2");
        names.release("kim");
        assert_eq!(&*names.claim("lee", Some("k")), "kim");
        names.release("kim");
        names.release("kim");
        assert_eq!(&*names.claim("lee", Some("k")), "lee");
    }
}

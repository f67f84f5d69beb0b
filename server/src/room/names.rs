//! The names in a room. A name belongs to one member, which may have several connections.
//!
//! What belongs here: [`NameAllocator`]; `LocalNames`, which is one for a single server; and how a free name is found.
//! What may not enter: who is in the room, and how other members learn of it (`members`).

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

use super::identity::Skeleton;
use super::store::StoreError;

/// The last small number that is tried behind a taken name. After it the search goes on behind the number of members,
/// where names are likely free.
const SMALL_NUMBERS: usize = 9;

/// Allocates the names in one room.
pub trait NameAllocator: Send + Sync {
    /// Claims a name for a connection: that of the member with the same `key`, or else a free name. A free name is
    /// `wanted` or begins with it.
    ///
    /// # Errors
    ///
    /// The store is not ready, or failed. Try again.
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<NameClaim, StoreError>>;

    /// Tells other servers whether a member is writing.
    fn set_typing(&self, _name: &str, _is_typing: bool) {}
}

/// A connection's right to a name, until this is dropped.
pub struct NameClaim {
    name: Arc<str>,
    names: Arc<dyn ReleaseName>,
}

/// Takes names back.
pub trait ReleaseName: Send + Sync {
    /// Notes that a connection no longer needs its name.
    fn release(&self, name: &Arc<str>);
}

impl NameClaim {
    /// A right to `name` that `names` takes back.
    #[must_use]
    pub fn new(name: Arc<str>, names: Arc<dyn ReleaseName>) -> Self {
        Self { name, names }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }
}

impl Drop for NameClaim {
    fn drop(&mut self) {
        self.names.release(&self.name);
    }
}

impl fmt::Debug for NameClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NameClaim").field(&self.name).finish()
    }
}

/// A free name: `wanted`, or else `wanted-2` and so on, in a room with about `count` names. A name is taken where somebody
/// has one that looks like it. Behind [`SMALL_NUMBERS`] the
/// search goes on at `count`, so that it does not try a thousand guests' names for the next guest.
pub(in crate::room) fn free_name(
    wanted: &str,
    count: usize,
    is_taken: impl Fn(&Skeleton) -> bool,
) -> Arc<str> {
    let small = 2..=SMALL_NUMBERS;
    let large = count.max(SMALL_NUMBERS) + 1..;
    std::iter::once(wanted.to_owned())
        .chain(
            small
                .chain(large)
                .map(|number| format!("{wanted}-{number}")),
        )
        .find(|name| !is_taken(&Skeleton::of(name)))
        .map_or_else(|| wanted.into(), Arc::from)
}

/// The names in a room of one server.
#[derive(Debug, Default)]
pub(super) struct LocalNames(Arc<SharedTable>);

/// The table that claims share.
#[derive(Debug, Default)]
struct SharedTable(Mutex<NameTable>);

#[derive(Debug, Default)]
struct NameTable {
    by_name: HashMap<Arc<str>, Holder>,
    /// What is seen of the names.
    skeletons: HashSet<Skeleton>,
    by_key: HashMap<Arc<str>, Arc<str>>,
}

#[derive(Debug)]
struct Holder {
    connections: usize,
    key: Option<Arc<str>>,
}

impl NameAllocator for LocalNames {
    fn claim<'a>(
        &'a self,
        wanted: &'a str,
        key: Option<&'a str>,
    ) -> BoxFuture<'a, Result<NameClaim, StoreError>> {
        let name = self.0.table().claim(wanted, key);
        let names: Arc<dyn ReleaseName> = Arc::<SharedTable>::clone(&self.0);
        ready(Ok(NameClaim::new(name, names))).boxed()
    }
}

impl ReleaseName for SharedTable {
    fn release(&self, name: &Arc<str>) {
        self.table().release(name);
    }
}

impl SharedTable {
    /// No statement leaves the table half-written, so a poisoned lock is safe to use.
    fn table(&self) -> MutexGuard<'_, NameTable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl NameTable {
    fn claim(&mut self, wanted: &str, key: Option<&str>) -> Arc<str> {
        if let Some(name) = key.and_then(|key| self.by_key.get(key))
            && let Some(holder) = self.by_name.get_mut(name)
        {
            holder.connections += 1;
            return Arc::clone(name);
        }
        let is_taken = |skeleton: &Skeleton| self.skeletons.contains(skeleton);
        let name = free_name(wanted, self.by_name.len(), is_taken);
        let key: Option<Arc<str>> = key.map(Arc::from);
        if let Some(key) = &key {
            self.by_key.insert(Arc::clone(key), Arc::clone(&name));
        }
        let holder = Holder {
            connections: 1,
            key,
        };
        self.skeletons.insert(Skeleton::of(&name));
        self.by_name.insert(Arc::clone(&name), holder);
        name
    }

    fn release(&mut self, name: &str) {
        let Some(holder) = self.by_name.get_mut(name) else {
            return;
        };
        holder.connections -= 1;
        if holder.connections > 0 {
            return;
        }
        self.skeletons.remove(&Skeleton::of(name));
        if let Some(key) = self.by_name.remove(name).and_then(|holder| holder.key) {
            self.by_key.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claim_taken_name_gets_a_number() {
        let mut names = NameTable::default();
        let mut claim = |name| names.claim(name, None).to_string();
        assert_eq!(claim("kim"), "kim");
        assert_eq!(claim("kim"), "kim-2");
        assert_eq!(claim("kim-3"), "kim-3");
        assert_eq!(claim("kim"), "kim-4");
        names.release("kim");
        assert_eq!(&*names.claim("kim", None), "kim");
    }

    #[test]
    fn claim_name_that_looks_like_a_taken_one_gets_a_number() {
        let mut names = NameTable::default();
        assert_eq!(&*names.claim("kim", None), "kim");
        assert_eq!(&*names.claim("k\u{456}m", None), "k\u{456}m-2");
        assert_eq!(&*names.claim("kim\u{200d}", None), "kim\u{200d}-3");
        names.release("kim");
        assert_eq!(&*names.claim("k\u{456}m", None), "k\u{456}m");
    }

    #[test]
    fn claim_one_name_a_thousand_times_gives_a_thousand_names() {
        let mut names = NameTable::default();
        for _ in 0..1000 {
            names.claim("guest", None);
        }
        assert_eq!(names.by_name.len(), 1000);
    }

    #[test]
    fn claim_with_one_key_gives_one_name_until_the_last_release() {
        let mut names = NameTable::default();
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

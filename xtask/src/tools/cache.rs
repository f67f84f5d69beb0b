//! The folder of installed tools, shared by all clones of one user.
//!
//! Each tool has a folder `{package}-{version}`. Such a folder appears by a rename, finished or not at
//! all; what is being installed is in `.building` until then.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::{env, io};

use anyhow::{Context, Result};

use super::{Registry, Tool};

/// The folder of installed tools.
#[derive(Clone)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    /// `$XDG_CACHE_HOME/ullim/tools`, by default `~/.cache/ullim/tools`.
    pub(crate) fn from_env() -> Result<Self> {
        // The XDG Base Directory Specification: a relative path is to be ignored.
        let cache_home = match env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
            Some(folder) if folder.is_absolute() => folder,
            _ => env::home_dir()
                .context("there is no home directory: set XDG_CACHE_HOME")?
                .join(".cache"),
        };
        Ok(Self::at(cache_home.join("ullim").join("tools")))
    }

    /// The cache in `root`.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of an installed `tool`.
    pub(crate) fn folder_of(&self, tool: &Tool) -> PathBuf {
        self.root.join(format!("{}-{}", tool.package, tool.version))
    }

    /// The folder to put on `PATH` for an installed `tool`.
    pub(crate) fn programs_of(&self, tool: &Tool) -> PathBuf {
        programs_in(&self.folder_of(tool), tool)
    }

    /// The folder in which `tool` is built. It outlives an interruption, so that the next attempt
    /// goes on with what was compiled already.
    pub(crate) fn building(&self, tool: &Tool) -> PathBuf {
        self.root
            .join(BUILDING)
            .join(format!("{}-{}", tool.package, tool.version))
    }

    /// Waits until no other xtask changes what is named `name` in the cache, or clears the cache. The others wait
    /// until the lock is dropped. Where it has to wait, it first calls `say_so`.
    pub(crate) fn lock(&self, name: &str, say_so: impl Fn(&str)) -> Result<Lock> {
        let all = lock(&self.root.join(LOCK), LockKind::Shared, &say_so)?;
        let file = self.root.join(BUILDING).join(format!("{name}.lock"));
        let one = lock(&file, LockKind::Exclusive, &say_so)?;
        Ok(Lock {
            _one: one,
            _all: all,
        })
    }

    /// Removes every installed tool.
    pub(crate) fn clear(&self) -> Result<()> {
        let _lock = lock(&self.root.join(LOCK), LockKind::Exclusive, &|sentence| {
            eprintln!("{sentence}");
        })?;
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name() != LOCK {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// Locks all of the cache. It is never removed: another xtask may wait for this very file.
const LOCK: &str = ".lock";

/// The folder of what is being installed.
const BUILDING: &str = ".building";

/// A locked part of the cache.
pub(crate) struct Lock {
    _one: File,
    _all: File,
}

#[derive(Clone, Copy)]
enum LockKind {
    /// Beside others of this kind.
    Shared,
    Exclusive,
}

fn lock(path: &Path, kind: LockKind, say_so: &impl Fn(&str)) -> Result<File> {
    let unlockable = || format!("cannot lock {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(unlockable)?;
    }
    let file = File::create(path).with_context(unlockable)?;
    let tried = match kind {
        LockKind::Shared => file.try_lock_shared(),
        LockKind::Exclusive => file.try_lock(),
    };
    match tried {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say_so("Waiting for another `cargo xtask` that is installing tools …");
            match kind {
                LockKind::Shared => file.lock_shared(),
                LockKind::Exclusive => file.lock(),
            }
            .with_context(unlockable)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(unlockable),
    }
    Ok(file)
}

/// Where the programs of `tool` are when it was installed into `folder`.
pub(super) fn programs_in(folder: &Path, tool: &Tool) -> PathBuf {
    match tool.registry {
        Registry::Crates => folder.join("bin"),
        Registry::Npm => folder.join("node_modules").join(".bin"),
    }
}

/// Removes a file or a folder; that it is not there is as good.
pub(super) fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::testing::anvil;
    use super::*;

    #[test]
    fn clearing_removes_what_is_installed_and_what_is_half_built() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("tools"));
        let tool = anvil(Registry::Crates);
        fs::create_dir_all(cache.programs_of(&tool)).unwrap();
        fs::create_dir_all(cache.building(&tool)).unwrap();
        cache.clear().unwrap();
        let left: Vec<_> = fs::read_dir(cache.root())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, [LOCK]);
    }

    #[test]
    fn clearing_a_cache_that_is_not_there_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        Cache::at(folder.path().join("tools")).clear().unwrap();
    }

    #[test]
    fn second_lock_of_a_name_is_not_given_while_the_first_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let held = cache.lock("anvil", |_| {}).unwrap();
        let rival = File::create(cache.root().join(BUILDING).join("anvil.lock")).unwrap();
        assert!(matches!(rival.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        rival.try_lock().unwrap();
    }

    #[test]
    fn locks_of_two_names_are_given_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let must_not_wait = |sentence: &str| panic!("{sentence}");
        let _anvil = cache.lock("anvil", must_not_wait).unwrap();
        let _forge = cache.lock("forge", must_not_wait).unwrap();
    }

    #[test]
    fn clearing_waits_while_a_name_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let _held = cache.lock("anvil", |_| {}).unwrap();
        let clearing = File::create(cache.root().join(LOCK)).unwrap();
        assert!(matches!(clearing.try_lock(), Err(TryLockError::WouldBlock)));
    }
}

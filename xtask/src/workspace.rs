//! The checkout: where it is and what its lock file says.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use semver::Version;

/// The root of the checkout that this xtask was built from.
pub(crate) fn root() -> &'static Path {
    let manifest_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest_dir.parent().unwrap_or(manifest_dir)
}

/// Where xtask keeps what it remembers about this checkout.
///
/// It is fixed to the checkout and does not follow `CARGO_TARGET_DIR`: two clones may share a target
/// directory, but each has its own `dist`.
pub(crate) fn state_dir() -> PathBuf {
    root().join("target").join("xtask")
}

/// The version of `package` in `Cargo.lock`.
pub(crate) fn locked_version(package: &str) -> Result<Version> {
    let path = root().join("Cargo.lock");
    let lock =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in_lock(&lock, package)
}

fn version_in_lock(lock: &str, package: &str) -> Result<Version> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let version = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str())
        .with_context(|| format!("Cargo.lock names no `{package}`"))?;
    Version::parse(version)
        .with_context(|| format!("Cargo.lock: the version of `{package}` is odd"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-test"
version = "0.3.80"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    #[test]
    fn locked_version_is_that_of_the_package_with_exactly_this_name() {
        let version = version_in_lock(LOCK, "wasm-bindgen").unwrap();
        assert_eq!(version, Version::new(0, 2, 130));
    }

    #[test]
    fn package_that_is_not_locked_is_named_in_the_error() {
        let error = version_in_lock(LOCK, "yew").unwrap_err();
        assert_eq!(error.to_string(), "Cargo.lock names no `yew`");
    }

    #[test]
    fn root_is_the_folder_of_the_lock_file() {
        assert!(root().join("Cargo.lock").is_file());
    }
}

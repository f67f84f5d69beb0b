//! Installing a tool into the cache.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use super::cache::{Cache, programs_in, remove};
use super::{Registry, Tool, find};
use crate::plan::Monitor;
use crate::process;

/// Installs `tool`; `path` is searched for the programs that can do it.
///
/// Only what was installed to its end is moved to where the next xtask looks, and only one xtask
/// installs it at a time.
pub(super) fn install(
    tool: &Tool,
    cache: &Cache,
    path: &OsStr,
    monitor: &Monitor<'_>,
) -> Result<()> {
    let _lock = cache.lock(&format!("{}-{}", tool.package, tool.version), |sentence| {
        // It is said in the log only: the display says which tool it is about.
        let _ = monitor.note(sentence);
    })?;
    if find::in_cache(tool, cache).is_some() {
        // Another xtask installed it while this one waited for the lock.
        return Ok(());
    }
    let building = cache.building(tool);
    let root = root_in(&building);
    remove(&root)?;
    fs::create_dir_all(&root).with_context(|| format!("cannot create {}", root.display()))?;

    match tool.registry {
        Registry::Crates => from_crates(tool, &building, path, monitor)?,
        Registry::Npm => from_npm(tool, &building, path, monitor)?,
    }
    if find::in_folder(tool, &programs_in(&root, tool)).is_none() {
        bail!(
            "{} was installed, but does not run as version {}",
            tool.package,
            tool.version
        );
    }

    let folder = cache.folder_of(tool);
    remove(&folder)?;
    fs::rename(&root, &folder)
        .with_context(|| format!("cannot move {} to {}", root.display(), folder.display()))?;
    remove(&building)
}

/// What a package manager installs into, beside what it needs meanwhile.
fn root_in(building: &Path) -> PathBuf {
    building.join("root")
}

/// Whether what installs `tool` is on `path`. Cargo always is.
pub(super) fn is_possible(tool: &Tool, path: &OsStr) -> bool {
    tool.registry == Registry::Crates || find::which("npm", path).is_some()
}

fn from_crates(tool: &Tool, building: &Path, path: &OsStr, monitor: &Monitor<'_>) -> Result<()> {
    let root = root_in(building);
    if let Some(binstall) = find::which("cargo-binstall", path) {
        let version = format!("{}@{}", tool.package, tool.version);
        let mut binstall = Command::new(binstall);
        binstall
            .args(["--no-confirm", "--disable-strategies", "compile", "--root"])
            .arg(&root)
            .arg(version);
        match monitor.run(&mut binstall) {
            Ok(()) if find::in_folder(tool, &programs_in(&root, tool)).is_some() => return Ok(()),
            Ok(()) => monitor.note("cargo-binstall brought nothing that runs as this version.")?,
            Err(error) => monitor.note(&format!("{error}."))?,
        }
    }
    let first = monitor.run(cargo_install(tool, building, path).arg("--locked"));
    let Err(error) = first else { return Ok(()) };
    if monitor.is_stopped() {
        return Err(error);
    }
    monitor.note(&format!(
        "{error}. A mirror of crates.io can lag behind the lock file of a release: trying without --locked."
    ))?;
    monitor.run(&mut cargo_install(tool, building, path))
}

fn from_npm(tool: &Tool, building: &Path, path: &OsStr, monitor: &Monitor<'_>) -> Result<()> {
    let npm = find::which("npm", path).with_context(|| {
        format!(
            "npm is not on PATH, and nothing else installs {}",
            tool.package
        )
    })?;
    let root = root_in(building);
    let mut npm = Command::new(npm);
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg(format!("{}@{}", tool.package, tool.version))
        // Without it npm would look for a package.json above its working directory.
        .arg("--prefix")
        .arg(&root)
        .current_dir(&root);
    monitor.run(&mut npm)
}

/// How cargo builds a tool: to be there soon. They work for seconds and are built once, in minutes; Trunk's own
/// release profile optimises the whole program at once, on one core.
const PROFILE: [(&str, &str); 6] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "false"),
];

/// `cargo install` of `tool`, out of reach of this project's settings.
fn cargo_install(tool: &Tool, building: &Path, path: &OsStr) -> Command {
    let root = root_in(building);
    let cargo = find::which("cargo", path).unwrap_or_else(|| PathBuf::from("cargo"));
    let mut install = Command::new(cargo);
    process::forget_own_package(&mut install);
    for (name, _) in env::vars_os() {
        if shapes_a_build(&name) {
            install.env_remove(name);
        }
    }
    install
        .args(["install", "--root"])
        .arg(&root)
        .args(["--version", &tool.version.to_string(), tool.package])
        .args(tool.features)
        .envs(PROFILE)
        .env("CARGO_TARGET_DIR", building.join("target"))
        // Otherwise cargo recommends to put a folder on PATH that is about to be moved.
        .env("PATH", inherited_path_and(root.join("bin")))
        // Out of the checkout, whose .cargo/config.toml is about the project and not about tools.
        .current_dir(building);
    install
}

fn inherited_path_and(folder: PathBuf) -> OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&inherited).chain([folder])).unwrap_or(inherited)
}

/// Whether a variable that is meant for the project would change how a tool is built, or for which
/// machine: `RUSTFLAGS`, `CARGO_BUILD_TARGET`, `CARGO_TARGET_…_RUNNER`, `CARGO_PROFILE_…`.
fn shapes_a_build(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| {
        [
            "CARGO_BUILD_",
            "CARGO_TARGET_",
            "CARGO_PROFILE_",
            "CARGO_INSTALL_",
        ]
        .iter()
        .any(|prefix| name.starts_with(prefix))
            || matches!(name, "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS")
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests;

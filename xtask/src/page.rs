//! The page as a release serves it, in `dist/`, and the release server that has it embedded.

mod styles;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use anyhow::{Context, Result};

use crate::tools::{Toolbox, binaryen, trunk, wasm_bindgen};
use crate::{fingerprint, process, wasm_target, workspace};

/// What the page is built from: a change in any other file leaves it as it is.
const INPUTS: [&str; 10] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "client",
    "protocol",
    "session",
    "xtask/src/page",
];

/// Builds the page and the release server where something changed, and gives the server's path.
pub(crate) fn build_with_server(toolbox: &mut Toolbox) -> Result<PathBuf> {
    build(toolbox)?;
    eprintln!("Building the server …");
    process::build_binary(&["--release", "--package", "server"])
}

/// Builds the page into `dist/`, unless the last build was of the same inputs and is still there.
pub(crate) fn build(toolbox: &mut Toolbox) -> Result<()> {
    wasm_target::provide()?;
    let mut versions = Vec::new();
    for tool in [trunk()?, wasm_bindgen()?] {
        versions.push(toolbox.provide(&tool)?);
    }
    let wasm_opt = toolbox.provide_if_possible(&binaryen()?)?;
    versions.push(wasm_opt.clone().unwrap_or_default());

    let root = workspace::root();
    let record = workspace::state_dir().join("page");
    let inputs = fingerprint::of(root, &INPUTS, &versions)?;
    if is_last_build(root, &record, &inputs)? {
        eprintln!("The page is up to date.");
        return Ok(());
    }

    eprintln!("Building the page …");
    let built = process::run(&mut trunk_build(toolbox));
    if wasm_opt.is_none() {
        built.context(
            "no wasm-opt and no npm is on PATH, so Trunk had to download wasm-opt itself: if that is \
             what failed, install binaryen or npm",
        )?;
    } else {
        built?;
    }
    styles::join(&root.join("dist"))?;
    remember_build(root, &record, &inputs)
}

/// Whether the last build was of these inputs and is what `dist/` still holds: `trunk serve` may have
/// put another page there since.
fn is_last_build(root: &Path, record: &Path, inputs: &str) -> Result<bool> {
    let state = state(root, inputs)?;
    Ok(fs::read_to_string(record).is_ok_and(|last| last == state))
}

fn remember_build(root: &Path, record: &Path, inputs: &str) -> Result<()> {
    let unwritable = || format!("cannot write {}", record.display());
    if let Some(folder) = record.parent() {
        fs::create_dir_all(folder).with_context(unwritable)?;
    }
    fs::write(record, state(root, inputs)?).with_context(unwritable)
}

fn state(root: &Path, inputs: &str) -> Result<String> {
    Ok(format!(
        "inputs {inputs}\ndist {}\n",
        fingerprint::of(root, &["dist"], &[])?
    ))
}

fn trunk_build(toolbox: &Toolbox) -> Command {
    let mut trunk = toolbox.command("trunk");
    trunk
        .args(["build", "--release"])
        // A build must not ask the network whether there is a newer Trunk.
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Standard output belongs to the server's first line.
        .stdout(Stdio::from(io::stderr()));
    // NO_COLOR means "set to anything"; Trunk 0.21 reads it as a boolean and refuses `NO_COLOR=1`.
    match env::var_os("NO_COLOR") {
        Some(value) if !value.is_empty() => trunk.env("NO_COLOR", "true"),
        _ => trunk.env_remove("NO_COLOR"),
    };
    trunk
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a build of the inputs `1` counts, after `change` was done to a checkout with such a build.
    fn counts_after(change: impl FnOnce(&Path)) -> bool {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let record = root.join("target/xtask/page");
        fs::create_dir(root.join("dist")).unwrap();
        fs::write(root.join("dist/index.html"), "the page").unwrap();
        remember_build(root, &record, "1").unwrap();
        change(root);
        is_last_build(root, &record, "1").unwrap()
    }

    #[test]
    fn a_build_counts_as_long_as_nothing_changed() {
        assert!(counts_after(|_| {}));
    }

    #[test]
    fn a_build_that_something_else_has_overwritten_does_not_count() {
        assert!(!counts_after(|root| fs::write(
            root.join("dist/index.html"),
            "served"
        )
        .unwrap()));
        assert!(!counts_after(
            |root| fs::remove_dir_all(root.join("dist")).unwrap()
        ));
    }

    #[test]
    fn a_build_of_other_inputs_does_not_count() {
        assert!(!counts_after(|root| remember_build(
            root,
            &root.join("target/xtask/page"),
            "2"
        )
        .unwrap()));
    }

    #[test]
    fn without_a_record_no_build_counts() {
        assert!(!counts_after(|root| fs::remove_dir_all(
            root.join("target")
        )
        .unwrap()));
    }

    #[test]
    fn every_input_of_the_page_is_there() {
        for input in INPUTS {
            assert!(workspace::root().join(input).exists(), "{input}");
        }
    }
}

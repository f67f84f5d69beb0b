//! The page as a release serves it, in `dist/`, and the release server that has it embedded.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use anyhow::{Context, Result};

use crate::tools::{Toolbox, binaryen, trunk, wasm_bindgen};
use crate::{fingerprint, process, wasm_target, workspace};

/// What the page is built from: a change in any other file leaves it as it is.
const INPUTS: [&str; 8] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "client",
    "protocol",
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
    if fs::read_to_string(&record)
        .is_ok_and(|last| dist_of(root).is_ok_and(|dist| last == line(&inputs, &dist)))
    {
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
    fs::create_dir_all(workspace::state_dir())?;
    fs::write(&record, line(&inputs, &dist_of(root)?))
        .with_context(|| format!("cannot write {}", record.display()))
}

/// The fingerprint of what is in `dist/`: `trunk serve` may have put another page there since.
fn dist_of(root: &Path) -> Result<String> {
    fingerprint::of(root, &["dist"], &[])
}

fn line(inputs: &str, dist: &str) -> String {
    format!("inputs {inputs} dist {dist}\n")
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

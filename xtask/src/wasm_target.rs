//! The compiler's wasm32 target.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, workspace};

/// The target that the page is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm32 target when this toolchain lacks it.
///
/// rustup brings it along with the toolchain of `rust-toolchain.toml`; a toolchain that was installed
/// in another way may be without.
pub(crate) fn provide() -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace::root());
    let library = process::output(rustc.args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    if which::which("rustup").is_err() {
        bail!(
            "this Rust has no {WASM} target and there is no rustup to add it: install Rust with \
             https://rustup.rs, or your distribution's package of that target"
        );
    }
    eprintln!("Adding the {WASM} target (some seconds) …");
    let mut rustup = Command::new("rustup");
    rustup.current_dir(workspace::root());
    process::run(rustup.args(["target", "add", WASM]))
}

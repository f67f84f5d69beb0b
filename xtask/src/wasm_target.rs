//! The compiler's wasm32 target.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::plan::{Cost, Plan, StepId};
use crate::{process, workspace};

/// The target that the page is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm32 target when this toolchain lacks it.
pub(crate) fn provide() -> Result<()> {
    let mut plan = Plan::new();
    self::plan(&mut plan)?;
    plan.run()
}

/// Adds to `plan` a step that adds the wasm32 target, when this toolchain lacks it.
///
/// rustup brings it along with the toolchain of `rust-toolchain.toml`; a toolchain that was installed
/// in another way may be without.
pub(crate) fn plan(plan: &mut Plan<'_>) -> Result<Option<StepId>> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace::root());
    let library = process::output(rustc.args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(None);
    }
    if which::which("rustup").is_err() {
        bail!(
            "this Rust has no {WASM} target and there is no rustup to add it: install Rust with \
             https://rustup.rs, or your distribution's package of that target"
        );
    }
    let name = format!("the {WASM} target");
    Ok(Some(plan.add(name, Cost::seconds(8.0), &[], |monitor| {
        let mut rustup = Command::new("rustup");
        rustup.current_dir(workspace::root());
        monitor.run(rustup.args(["target", "add", WASM]))
    })))
}

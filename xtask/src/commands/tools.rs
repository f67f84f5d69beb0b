//! `cargo xtask tools`: the tools themselves, to be used by hand.

use std::process::ExitCode;

use anyhow::Result;

use crate::tools::{Cache, Toolbox, binaryen, geckodriver, trunk, wasm_bindgen};
use crate::wasm_target;

/// Install the tools that are missing and print the line that puts them on PATH.
///
/// `eval "$(cargo xtask tools)"` makes `trunk serve` work in this shell.
#[derive(clap::Args)]
pub(crate) struct Tools {
    /// Remove every tool that xtask has installed, and install nothing.
    #[arg(long)]
    clear: bool,
}

pub(crate) fn run(command: Tools) -> Result<ExitCode> {
    if command.clear {
        let cache = Cache::from_env()?;
        cache.clear()?;
        eprintln!("{} is empty.", cache.root().display());
        return Ok(ExitCode::SUCCESS);
    }
    wasm_target::provide()?;
    let mut toolbox = Toolbox::from_env()?;
    let mut tools = vec![trunk()?, wasm_bindgen()?, geckodriver()?];
    let wasm_opt = binaryen()?;
    if toolbox.version_of(&wasm_opt).is_some() {
        tools.push(wasm_opt);
    } else {
        eprintln!("no wasm-opt, and no npm to install it: Trunk will download its own");
    }
    for name in toolbox.provide(&tools)? {
        eprintln!("{name}");
    }
    let own: Vec<_> = toolbox
        .own_folders()
        .iter()
        .map(|folder| folder.display().to_string())
        .collect();
    if own.is_empty() {
        eprintln!("Every tool is on PATH already.");
    } else {
        println!("export PATH=\"{}:$PATH\"", own.join(":"));
    }
    Ok(ExitCode::SUCCESS)
}

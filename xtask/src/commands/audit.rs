//! `cargo xtask audit`: licences, bans and sources of everything the project depends on.

use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::tools::{Toolbox, cargo_deny};

/// Check the licences, bans and sources of the dependencies with cargo-deny (deny.toml).
#[derive(clap::Args)]
pub(crate) struct Audit {
    /// Also check for known vulnerabilities, which downloads the advisory database from GitHub.
    #[arg(long)]
    advisories: bool,
}

pub(crate) fn run(command: Audit) -> Result<ExitCode> {
    let mut toolbox = Toolbox::from_env()?;
    toolbox.provide(&cargo_deny()?)?;
    let mut deny = toolbox.command("cargo-deny");
    deny.args(["--locked", "check", "licenses", "bans", "sources"]);
    if command.advisories {
        deny.arg("advisories");
    }
    process::run(&mut deny)?;
    Ok(ExitCode::SUCCESS)
}

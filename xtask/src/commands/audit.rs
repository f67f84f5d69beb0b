//! `cargo xtask audit`: licences, bans and sources of everything the project depends on.

use std::process::ExitCode;

use anyhow::Result;

use crate::tools::{Toolbox, cargo_deny};
use crate::{process, workspace};

/// Check the licences, bans and sources of the dependencies with cargo-deny (deny.toml), and that the
/// lock files name them all.
#[derive(clap::Args)]
pub(crate) struct Audit {
    /// Also check for known vulnerabilities, which downloads the advisory database from GitHub.
    #[arg(long)]
    advisories: bool,
}

/// The workspaces, each with a lock file of its own, and what is no fault in it. The list of licences is one
/// for all. A licence that is no longer used is reported in the first; the others do not use all of them.
const WORKSPACES: [(&str, &[&str]); 3] = [
    ("Cargo.toml", &[]),
    ("bench/Cargo.toml", &["--allow=license-not-encountered"]),
    ("fuzz/Cargo.toml", &["--allow=license-not-encountered"]),
];

pub(crate) fn run(command: Audit) -> Result<ExitCode> {
    let mut toolbox = Toolbox::from_env()?;
    toolbox.provide(&[cargo_deny()?])?;
    for (manifest, allowed) in WORKSPACES {
        eprintln!("Auditing {manifest} …");
        let mut deny = toolbox.command("cargo-deny");
        deny.args([
            "--locked",
            "--config=deny.toml",
            "--manifest-path",
            manifest,
        ])
        .arg("check")
        .args(allowed)
        // An exception is of one crate, which is in one of the workspaces.
        .arg("--allow=license-exception-not-encountered")
        .args(["licenses", "bans", "sources"])
        .current_dir(workspace::root());
        if command.advisories {
            deny.arg("advisories");
        }
        process::run(&mut deny)?;
    }
    Ok(ExitCode::SUCCESS)
}

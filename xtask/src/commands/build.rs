//! `cargo xtask build`: what `run` starts, without starting it.

use std::process::ExitCode;

use anyhow::Result;

use crate::page;
use crate::tools::Toolbox;

/// Build the page and the release server that has it embedded, and print the server's path.
#[derive(clap::Args)]
pub(crate) struct Build {}

pub(crate) fn run(Build {}: Build) -> Result<ExitCode> {
    let server = page::build_with_server(&mut Toolbox::from_env()?)?;
    println!("{}", server.display());
    Ok(ExitCode::SUCCESS)
}

//! `cargo xtask build`: the server as it is released.

use std::process::ExitCode;

use anyhow::Result;

use crate::bundle::{self, Profile};
use crate::tools::Toolbox;

/// Build the page and the release server that has it embedded, and print the server's path.
#[derive(clap::Args)]
pub(crate) struct Build {}

pub(crate) fn run(Build {}: Build) -> Result<ExitCode> {
    let server = bundle::build(&Toolbox::from_env()?, Profile::Release)?;
    println!("{}", server.display());
    Ok(ExitCode::SUCCESS)
}

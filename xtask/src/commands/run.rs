//! `cargo xtask run`: the page and the server, built where something changed, and started.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;

use super::open;
use crate::bundle::{self, Profile};
use crate::process;
use crate::tools::Toolbox;

/// Build what is missing, start the server and print the address of the page.
#[derive(clap::Args)]
pub(crate) struct Run {
    /// Open the page in the browser.
    #[arg(long)]
    open: bool,
    /// What follows `--` goes to the server, as in `-- --bind 127.0.0.1:3100`.
    #[arg(last = true)]
    server_arguments: Vec<OsString>,
}

pub(crate) fn run(command: Run) -> Result<ExitCode> {
    let server = bundle::build(&Toolbox::from_env()?, Profile::Quick)?;
    let mut server = Command::new(server);
    process::forget_own_package(&mut server);
    server.args(command.server_arguments);
    if command.open {
        server.stdout(open::start()?);
    }
    process::become_program(&mut server)
}

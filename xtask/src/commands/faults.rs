//! `cargo xtask faults`: what the server does under faults.
//!
//! Thousands of clients idle, vanish, dribble or are deaf. The server is killed while members of a room speak. The
//! network cuts, and several servers share one NATS that fails, or a cluster whose leader does.

use std::process::ExitCode;

use anyhow::Result;

use crate::nats;
use crate::process::{self, cargo};
use crate::tools::Toolbox;

/// Hold a release server against clients that misbehave in thousands, and measure its memory.
#[derive(clap::Args)]
pub(crate) struct Faults {}

pub(crate) fn run(Faults {}: Faults) -> Result<ExitCode> {
    nats::provide(&Toolbox::from_env()?)?;
    // With jemalloc, as a public server is to be built: memory has to go back to where it was.
    let server = process::build_binary(
        &["--release", "--package=server", "--features=jemalloc"],
        process::output,
    )?;
    process::run(
        cargo()
            .args(["test", "--package=server", "--test=faults", "--"])
            // One at a time: each measures a server that has nothing else to share the machine with.
            .args(["--ignored", "--nocapture", "--test-threads=1"])
            .env("ULLIM_SERVER", server),
    )?;
    Ok(ExitCode::SUCCESS)
}

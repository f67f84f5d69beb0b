//! `cargo xtask bench`: how fast it is, in figures with the limit beside each.
//!
//! The choice between them belongs here. Each subject has a file of its own, which builds it.

mod page;
mod server;

use std::process::ExitCode;

use anyhow::Result;

/// Measure how fast it is, and print a table with the limit beside each figure.
#[derive(clap::Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    subject: Subject,
}

/// What is measured.
#[derive(clap::Subcommand)]
enum Subject {
    Page(page::Page),
    Server(server::Server),
}

pub(crate) fn run(Bench { subject }: Bench) -> Result<ExitCode> {
    match subject {
        Subject::Page(command) => page::run(command),
        Subject::Server(command) => server::run(command),
    }
}

//! Measures WebSocket servers side by side, all under the same load.
//!
//! Servers are processes of their own, and the kernel reports their cost. `cargo xtask bench server` builds and
//! installs them, and then runs this.
//!
//! # Layout
//!
//! - `peer`: the servers, and how they are started.
//! - `load`: the load on a server, and the measurement of it.
//! - `run`, `parts`, `shape`: the parts of a run, and their order.
//! - `process`, `machine`, `quiet`: a process, the machine, and the other processes on it.
//! - `measurements`, `limits`: figures with their medians, and their limits.
//! - `report`, `table`, `plot`: the report.

mod by_hand;
mod limits;
mod load;
mod machine;
mod measurements;
mod parts;
mod peer;
mod plot;
mod process;
mod quiet;
mod report;
mod run;
mod shape;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};

use crate::{
    peer::places::Places,
    report::Report,
    run::{Plan, Results},
};

/// Measures WebSocket servers side by side, all under the same load.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    comparison: Comparison,
    #[command(subcommand)]
    command: Option<Command>,
}

/// A command instead of the comparison.
#[derive(Debug, Subcommand)]
enum Command {
    /// Loads one server that echoes, by hand.
    Echo(by_hand::Echo),
}

#[derive(Debug, Args)]
struct Comparison {
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    places: Places,
    /// Write the figures into this file, too, as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Write tables, plots and JSON into `docs`.
    #[arg(long)]
    write: bool,
    /// Fail when a limit is missed, or was not measured.
    #[arg(long)]
    strict: bool,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Echo(echo)) => by_hand::echo(&echo).map(|()| ExitCode::SUCCESS),
        None => compare(&cli.comparison),
    }
}

fn compare(comparison: &Comparison) -> Result<ExitCode> {
    let results = run::run(&comparison.plan, &comparison.places)?;
    let limits = limits::judge(&results.measurements);
    let report = Report::new(&comparison.plan, &results, &limits)?;
    print!("{}", report.text());
    check_was_quiet(&comparison.plan, &results)?;
    if let Some(file) = &comparison.json {
        fs::write(file, report.json()?).with_context(|| file.display().to_string())?;
    }
    if comparison.write {
        report.write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs"))?;
    }
    let is_missed = limits.iter().any(|it| !it.is_kept);
    Ok(if is_missed && comparison.strict {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// A median is an undisturbed figure when more than half of the rounds were undisturbed. No round is repeated:
/// repeating until a figure suits would measure nothing.
fn check_was_quiet(plan: &Plan, results: &Results) -> Result<()> {
    let is_too_often = |rounds: usize| 2 * rounds >= plan.rounds as usize;
    let disturbed: Vec<_> = results
        .disturbed
        .iter()
        .filter(|(_, rounds)| is_too_often(rounds.len()))
        .map(|(what, _)| what.as_str())
        .collect();
    ensure!(
        disturbed.is_empty() || plan.busy_ok,
        "in half of the rounds or more others disturbed what was measured of {}: run it again on a machine with \
         nothing else to do",
        disturbed.join(", ")
    );
    Ok(())
}

//! Every developer command of Ullim: `cargo xtask run`, `cargo xtask test` and what they are made of.
//!
//! A command does the set-up that is missing, with its progress and the expected time in one line. Progress goes
//! to standard error; standard output is for scripts (the server's lines, `export PATH=…`).
//!
//! # Layout
//! - `commands/`: one file a subcommand: its flags, and the steps it goes through.
//! - `tools/`: the programs and packages that cargo does not bring: which version fits, where one is
//!   found, how one is installed. Nothing of the project is built there.
//! - `plan/`: steps that run several at a time, their progress and their logs.
//! - `bundle`: the page and the server that has it embedded, as one plan.
//! - `page`, `server`, `supervisor`, `browsers`, `nats`, `wasm_target`: one thing each that more than one command needs.
//! - `apt`: programs that Debian has packages of.
//! - `process`, `workspace`, `fingerprint`: running programs, the checkout, what changed in it.
//!
//! What may not enter: anything that the page or the server needs to run.

mod apt;
mod browsers;
mod bundle;
mod commands;
mod fingerprint;
mod nats;
mod page;
mod plan;
mod process;
mod server;
mod supervisor;
mod tools;
mod wasm_target;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    audit, autobahn, bench, browsers as browsers_command, build, faults, fuzz, open, proxies,
    readme, run, test, tools as tools_command,
};

/// The developer commands of Ullim.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Run),
    Test(test::Test),
    Build(build::Build),
    Autobahn(autobahn::Autobahn),
    Bench(bench::Bench),
    Browsers(browsers_command::Browsers),
    Faults(faults::Faults),
    Fuzz(fuzz::Fuzz),
    Proxies(proxies::Proxies),
    Readme(readme::Readme),
    Audit(audit::Audit),
    Tools(tools_command::Tools),
    Open(open::OpenFilter),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(command) => run::run(command),
        Command::Test(command) => test::run(command),
        Command::Build(command) => build::run(command),
        Command::Autobahn(command) => autobahn::run(command),
        Command::Bench(command) => bench::run(command),
        Command::Browsers(command) => browsers_command::run(command),
        Command::Faults(command) => faults::run(command),
        Command::Fuzz(command) => fuzz::run(command),
        Command::Proxies(command) => proxies::run(command),
        Command::Readme(command) => readme::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Tools(command) => tools_command::run(command),
        Command::Open(command) => open::run(command),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        for cause in error.chain().skip(1) {
            eprintln!("  because: {cause}");
        }
        ExitCode::FAILURE
    })
}

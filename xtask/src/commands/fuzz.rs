//! `cargo xtask fuzz`: the fuzz targets, each for a bounded time.
//!
//! What they check is in `fuzz/properties`, whose tests replay the seeds.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::tools::{Toolbox, cargo_fuzz};
use crate::{process, workspace};

/// Feed the frames, the handshake, the request head, the compression and the query parameters with
/// unexpected bytes, by libFuzzer. It needs a nightly Rust.
#[derive(clap::Args)]
pub(crate) struct Fuzz {
    /// Only these targets; without any, all of them.
    #[arg(value_enum, value_delimiter = ',')]
    targets: Vec<Target>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

/// A fuzz target, named as its file in `fuzz/fuzz_targets`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// The frames in bytes that come in pieces.
    FrameReader,
    /// The rules of the opening handshake, and the subprotocol negotiation.
    Handshake,
    /// Reading the head of a request, in pieces.
    Head,
    /// Compressed messages, with a limit of what they inflate to.
    Inflate,
    /// The negotiation of permessage-deflate.
    Negotiation,
    /// The query parameters of every endpoint.
    Query,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::FrameReader => "frame_reader",
            Self::Handshake => "handshake",
            Self::Head => "head",
            Self::Inflate => "inflate",
            Self::Negotiation => "negotiation",
            Self::Query => "query",
        }
    }
}

pub(crate) fn run(command: Fuzz) -> Result<ExitCode> {
    provide_nightly()?;
    let mut toolbox = Toolbox::from_env()?;
    toolbox.provide(&[cargo_fuzz()?])?;
    let fuzz = workspace::root().join("fuzz");
    for &target in Target::value_variants() {
        if command.targets.is_empty() || command.targets.contains(&target) {
            run_target(&toolbox, &fuzz, target.name(), command.seconds)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs one target on what it has found so far and on the seeds. A crash is an error, and cargo-fuzz
/// says which input did it and how to run that one again.
fn run_target(toolbox: &Toolbox, fuzz: &Path, target: &str, seconds: u32) -> Result<()> {
    let corpus = fuzz.join("corpus").join(target);
    fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
    eprintln!("Fuzzing {target} for {seconds} seconds …");
    let mut cargo = toolbox.command("rustup");
    cargo
        .args(["run", "nightly", "cargo", "fuzz", "run", target])
        .arg(corpus)
        .arg(fuzz.join("seeds").join(target))
        .args(["--", "-print_final_stats=1", "-timeout=10"])
        .arg(format!("-max_total_time={seconds}"))
        // The longest head that the server reads, and more.
        .arg("-max_len=20000")
        .current_dir(fuzz);
    process::run(&mut cargo)
}

/// Makes sure that there is a nightly Rust: the coverage by which libFuzzer finds its way is not in
/// stable.
fn provide_nightly() -> Result<()> {
    let is_there = Command::new("rustup")
        .args(["run", "nightly", "rustc", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if is_there {
        return Ok(());
    }
    if which::which("rustup").is_err() {
        bail!(
            "nothing was fuzzed: that needs a nightly Rust, and there is no rustup to install it"
        );
    }
    eprintln!("Installing the nightly toolchain (about a minute) …");
    let mut rustup = Command::new("rustup");
    process::run(rustup.args(["toolchain", "install", "nightly", "--profile", "minimal"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fuzz_target_has_its_file_and_its_seeds_and_no_other_has() {
        let fuzz = workspace::root().join("fuzz");
        let mut files: Vec<_> = fs::read_dir(fuzz.join("fuzz_targets"))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned())
            .collect();
        files.sort();
        let targets = Target::value_variants();
        assert_eq!(
            files,
            targets.iter().map(|it| it.name()).collect::<Vec<_>>()
        );
        for target in targets {
            assert!(fuzz.join("seeds").join(target.name()).is_dir());
        }
    }
}

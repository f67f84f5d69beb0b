//! `bench`: how fast the page is, measured in Chromium against the real server.
//!
//! What belongs here: which parts there are, and in what order they run. What may not enter: a stand-in for
//! the page or the server, and figures of another run; what is compared is measured in turn.
//!
//! `cargo xtask bench page` builds what this needs and names it in the environment, as `cargo xtask test`
//! does for the tests.
//!
//! # Layout
//!
//! - [`flood`], [`held`], [`large`], [`start`]: a part each, and the script of the same name that runs inside
//!   the page. `instrument.js` is what the scripts share.
//! - [`workbench`]: the page's workbench, opened and connected.
//! - [`beside`]: the figures of this build and of another one.
//! - [`comparison`]: the pages that ours is held against.
//! - [`figure`]: a figure with its limit, and the table of them.

mod beside;
mod comparison;
mod figure;
mod flood;
mod held;
mod large;
mod start;
mod workbench;

use std::{fs, path::PathBuf, process::ExitCode, thread};

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use e2e::{browser::Browser, page};
use thirtyfour::cdp::domains::browser::GetVersion;

use figure::Figure;

/// Measures how fast the page is.
#[derive(Debug, Parser)]
struct Cli {
    /// Only these parts; without any, all of them.
    #[arg(value_enum, value_delimiter = ',')]
    parts: Vec<Part>,

    /// How often each figure is taken; the table shows the median.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,

    /// Another server binary, whose page is measured in turn with ours. Not for `large`.
    #[arg(long, value_name = "SERVER")]
    beside: Option<PathBuf>,

    /// Fail when a limit is missed.
    #[arg(long)]
    strict: bool,
}

/// A part of the measurement, in the order of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// How much crosses the network, and how soon the page answers.
    Start,
    /// 100,000 messages as fast as the server sends them.
    Flood,
    /// One message of 16 MiB.
    Large,
    /// A million messages held, scrolled and filtered.
    Held,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    ensure!(
        cli.beside.is_none() || cli.parts != [Part::Large],
        "`large` is not measured beside another build"
    );
    println!("{}", machine()?);
    let mut is_missed = false;
    for &part in Part::value_variants() {
        if !cli.measures(part) {
            continue;
        }
        let figures = measure(part, &cli)
            .with_context(|| format!("the part {part:?} could not be measured"))?;
        is_missed |= figures.iter().any(Figure::is_missed);
        print!("\n{}", figure::table(&figures));
    }
    Ok(if is_missed && cli.strict {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

impl Cli {
    fn measures(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }
}

fn measure(part: Part, cli: &Cli) -> Result<Vec<Figure>> {
    let rounds = cli.rounds;
    let beside = cli.beside.as_deref();
    match part {
        Part::Start => start::measure(rounds, beside),
        Part::Flood => flood::measure(rounds, beside),
        Part::Large => large::measure(rounds),
        Part::Held => held::measure(rounds, beside),
    }
}

/// What the figures are of: the browser, and the machine with what else it has to do.
fn machine() -> Result<String> {
    let mut browser = String::new();
    page::run_unobserved(Browser::Chromium, async |page| {
        browser = page.driver.cdp().send(GetVersion).await?.product;
        Ok(())
    })?;
    let cores = thread::available_parallelism()?;
    let mut machine = format!("{browser}, {cores} cores");
    // There is such a file on Linux only.
    if let Ok(load) = fs::read_to_string("/proc/loadavg")
        && let Some(load) = load.split_whitespace().next()
    {
        machine += &format!(", load {load} before");
    }
    Ok(machine)
}

//! Measures WebSocket servers from outside, all with the same load.
//!
//! # Layout
//!
//! - `load`: what a server is given to do, and what is measured meanwhile.
//! - `process`: what the kernel says of a process.

mod load;
mod process;

use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::load::{
    echo::{self, Group, Outcome},
    exchange::{Exchange, Kind},
    target::Target,
};

/// Measures WebSocket servers from outside, all with the same load.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Loads one server that echoes, by hand.
    Echo(Echo),
}

#[derive(Debug, Args)]
struct Echo {
    /// Where the server listens: `ws://127.0.0.1:3000/echo`, or `tcp://127.0.0.1:3000` for one that echoes bytes.
    #[arg(long)]
    url: Target,
    /// The server's process, whose time on the CPU is counted.
    #[arg(long)]
    pid: u32,
    /// How many connections there are.
    #[arg(long, default_value_t = 100)]
    connections: usize,
    /// How many messages of each connection are under way at any time.
    #[arg(long, default_value_t = 1)]
    in_flight: usize,
    /// How long a message is.
    #[arg(long, default_value_t = 32)]
    bytes: usize,
    /// What stands before each answer. With this the messages are text.
    #[arg(long)]
    prefix: Option<String>,
    /// The first message on a connection, which nobody asked for; with a prefix only.
    #[arg(long, requires = "prefix")]
    greeting: Option<String>,
    /// How long is measured, after half a second of warming up.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Echo(echo) => by_hand(&echo),
    }
}

fn by_hand(arguments: &Echo) -> Result<()> {
    let kind = match (&arguments.url, &arguments.prefix) {
        (Target::WebSocket { .. }, None) => Kind::Binary,
        (Target::WebSocket { .. }, Some(prefix)) => Kind::Text {
            greeting: arguments.greeting.clone(),
            prefix: prefix.clone(),
        },
        (Target::Tcp { .. }, _) => Kind::Raw,
    };
    let group = Group {
        connections: arguments.connections,
        in_flight: arguments.in_flight,
        exchange: Exchange::new(&kind, arguments.bytes, arguments.in_flight),
    };
    let duration = Duration::try_from_secs_f64(arguments.seconds)?;
    let outcome = echo::measure(&arguments.url, arguments.pid, &[group], duration)?;
    print(&outcome);
    Ok(())
}

fn print(outcome: &Outcome) {
    for tally in &outcome.tallies {
        let messages = tally.messages as f64;
        println!(
            "{:.0} messages/s, {:.3} µs of the server's CPU a message",
            messages / outcome.elapsed.as_secs_f64(),
            outcome.server_cpu.as_secs_f64() * 1e6 / messages,
        );
        let micros = |quantile| tally.round_trip_ns.value_at_quantile(quantile) as f64 / 1e3;
        println!(
            "round trip p50 {:.1} µs, p99 {:.1} µs, p99.9 {:.1} µs",
            micros(0.5),
            micros(0.99),
            micros(0.999),
        );
    }
    let share = outcome.own_cpu.as_secs_f64() / outcome.elapsed.as_secs_f64();
    println!("the load took {:.0} % of a core", share * 100.0);
}

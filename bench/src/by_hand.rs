//! A load on one server by hand, for experiments.

use std::{rc::Rc, time::Duration};

use anyhow::Result;
use clap::Args;

use crate::{
    load::{
        echo::{self, Group, Tally},
        exchange::{Exchange, Kind},
        target::Target,
    },
    process::Expense,
};

/// The server and the load.
#[derive(Debug, Args)]
pub(crate) struct Echo {
    /// Where the server listens: `ws://127.0.0.1:3000/echo`, or `tcp://127.0.0.1:3000` for one that echoes bytes.
    #[arg(long)]
    url: Target,
    /// The server's process, whose time on a CPU is counted.
    #[arg(long)]
    pid: u32,
    /// How many connections there are.
    #[arg(long, default_value_t = 100)]
    connections: usize,
    /// How many messages of each connection are in flight at any time.
    #[arg(long, default_value_t = 1)]
    in_flight: usize,
    /// How long a message is.
    #[arg(long, default_value_t = 32)]
    bytes: usize,
    /// The prefix of each answer. With it, the messages are text.
    #[arg(long)]
    prefix: Option<String>,
    /// The greeting on a connection; with a prefix only.
    #[arg(long, requires = "prefix")]
    greeting: Option<String>,
    /// How many seconds are measured, after half a second of warming up.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
}

/// Loads the server, and prints the result.
///
/// # Errors
///
/// See [`echo::measure`].
pub(crate) fn echo(arguments: &Echo) -> Result<()> {
    let kind = match (&arguments.url, &arguments.prefix) {
        (Target::WebSocket { .. }, None) => Kind::Binary,
        (Target::WebSocket { .. }, Some(prefix)) => Kind::Text {
            greeting: arguments.greeting.as_deref(),
            prefix,
        },
        (Target::Tcp { .. }, _) => Kind::Raw,
    };
    let group = Group {
        connections: arguments.connections,
        in_flight: arguments.in_flight,
        exchange: Rc::new(Exchange::new(kind, arguments.bytes, arguments.in_flight)?),
    };
    let duration = Duration::try_from_secs_f64(arguments.seconds)?;
    let (expense, tallies) = echo::measure(&arguments.url, arguments.pid, &[group], duration)?;
    print(&expense, &tallies);
    Ok(())
}

fn print(expense: &Expense, tallies: &[Tally]) {
    for tally in tallies {
        let messages = tally.messages as f64;
        println!(
            "{:.0} messages/s, {:.3} µs of the server's CPU a message",
            messages / expense.elapsed.as_secs_f64(),
            expense.server_cpu.as_secs_f64() * 1e6 / messages,
        );
        let micros = |quantile| tally.round_trip_ns.value_at_quantile(quantile) as f64 / 1e3;
        println!(
            "round trip p50 {:.1} µs, p99 {:.1} µs, p99.9 {:.1} µs",
            micros(0.5),
            micros(0.99),
            micros(0.999),
        );
    }
    let share = expense.own_cpu.as_secs_f64() / expense.elapsed.as_secs_f64();
    println!("the load took {:.0} % of a core", share * 100.0);
}

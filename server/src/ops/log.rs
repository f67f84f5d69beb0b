//! The log: its filter, and the form of its lines.
//!
//! What may not enter: what is logged, and how a line is written (`console`).

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::ops::console::Console;

/// The flags of the log.
#[derive(Clone, Debug, Args)]
pub struct LogFlags {
    /// What is logged to standard error: a level, or levels by module as in `info,server=debug`
    #[arg(long, env = "ULLIM_LOG", value_name = "FILTER", default_value = "info")]
    log: Targets,

    /// Form of a log line: text, or one JSON object
    #[arg(
        long,
        env = "ULLIM_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text"
    )]
    log_format: LogFormat,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

impl LogFlags {
    /// Logs to `stderr` from now on, from every thread.
    pub fn start(&self, stderr: Console) {
        let lines = tracing_subscriber::fmt::layer().with_writer(move || stderr.clone());
        let lines = match self.log_format {
            LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
            LogFormat::Json => {
                // The only span is the connection's, and a list of spans would repeat it.
                let lines = lines.json().flatten_event(true).with_span_list(false);
                lines.boxed()
            }
        };
        tracing_subscriber::registry()
            .with(lines)
            .with(self.log.clone())
            .init();
    }
}

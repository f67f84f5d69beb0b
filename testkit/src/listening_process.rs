//! A process that says on standard output where it listens: a server, or the driver of a browser.
//!
//! What may not enter: what a certain program prints or takes; its caller knows that.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// How long a server, a driver or a browser may take to start, to answer or to end. They need far less; but two
/// browsers may be starting on the same two cores.
pub const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

/// A process that listens. It is killed when this is dropped.
#[derive(Debug)]
pub struct ListeningProcess {
    /// The process.
    pub child: Child,
    /// What it prints after the line with its address.
    pub stdout: Lines<BufReader<ChildStdout>>,
}

impl ListeningProcess {
    /// Starts `command` and waits for a line in which `address` finds an address. A line without one is skipped.
    ///
    /// # Errors
    /// When the program cannot be run, when it ends or [`REPLY_TIMEOUT`] passes before that line, and the error of
    /// `address`.
    pub async fn start<T>(
        command: &mut Command,
        address: impl Fn(&str) -> Result<Option<T>>,
    ) -> Result<(Self, T)> {
        let program = command.as_std().get_program().display().to_string();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let stdout = child.stdout.take().context("there is no standard output")?;
        let mut stdout = BufReader::new(stdout).lines();
        let listens = async {
            let mut last = String::new();
            loop {
                let line = stdout.next_line().await?;
                let line = line.with_context(|| {
                    format!("{program} ended before it listened, saying {last:?}")
                })?;
                if let Some(address) = address(&line)? {
                    return anyhow::Ok(address);
                }
                if !line.is_empty() {
                    last = line;
                }
            }
        };
        let address = timeout(REPLY_TIMEOUT, listens)
            .await
            .with_context(|| format!("{program} does not say where it listens"))??;
        Ok((Self { child, stdout }, address))
    }

    /// Reads the rest of the standard output to its end, and forgets it: a full pipe would stop the process.
    #[must_use]
    pub fn discard_output(self) -> Child {
        discard(self.stdout);
        self.child
    }
}

/// Reads `stdout` to its end, and forgets it.
pub(crate) fn discard(mut stdout: Lines<BufReader<ChildStdout>>) {
    tokio::spawn(async move { while let Ok(Some(_)) = stdout.next_line().await {} });
}

//! Starting a process that says on standard output where it listens.
//!
//! What belongs here: what servers and WebDriver drivers have in common. What may not enter: what one of
//! them prints or takes; each says that itself.

use std::{process::Stdio, time::Duration};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::broadcast,
    time::timeout,
};

/// How long a process may take over anything it is told: to start, to print a line, to end.
/// Far more than it needs, because two browsers may be starting on the same two cores.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// Lines of standard output that are kept for who reads them late; the oldest are forgotten, so that a
/// process whose lines nobody reads is never stopped by a full pipe.
const LINES_KEPT: usize = 256;

/// A process that listens. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) child: Child,
    /// What it has printed since the line that said where it listens.
    pub(crate) lines: broadcast::Receiver<String>,
}

impl Process {
    /// Starts `command` and waits for a line that `address` finds an address in.
    pub(crate) async fn start<T>(
        mut command: Command,
        address: impl Fn(&str) -> Option<T>,
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
                if let Some(address) = address(&line) {
                    return anyhow::Ok(address);
                }
                if !line.is_empty() {
                    last = line;
                }
            }
        };
        let address = timeout(DEADLINE, listens)
            .await
            .with_context(|| format!("{program} does not say where it listens"))??;

        let (sender, lines) = broadcast::channel(LINES_KEPT);
        tokio::spawn(async move {
            while let Ok(Some(line)) = stdout.next_line().await {
                // That nobody listens is no reason to stop: the pipe is still to be emptied.
                let _ = sender.send(line);
            }
        });
        Ok((Self { child, lines }, address))
    }
}

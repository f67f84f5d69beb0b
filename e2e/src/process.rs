//! The process of a WebDriver driver, which says on standard output where it listens.
//!
//! What may not enter: what one of the drivers prints or takes; `browser` knows that.

use std::{process::Stdio, time::Duration};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// How long a browser, a driver or a page may take for one answer. They need far less; but two browsers may be
/// starting on the same two cores.
pub(crate) const REPLY_TIMEOUT: Duration = Duration::from_secs(20);

/// A process that listens. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct DriverProcess {
    pub(crate) child: Child,
}

impl DriverProcess {
    /// Starts `command` and waits for a line in which `address` finds an address.
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
        let address = timeout(REPLY_TIMEOUT, listens)
            .await
            .with_context(|| format!("{program} does not say where it listens"))??;

        // To the end, because a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = stdout.next_line().await {} });
        Ok((Self { child }, address))
    }
}

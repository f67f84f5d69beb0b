//! A server process, from its first line of standard output to its end.
//!
//! What belongs here: what anybody may do to a server from outside (start, kill, stop, read what it prints).
//! What may not enter: WebSocket or HTTP; those are for the browser.

use std::{ffi::OsString, path::PathBuf, process::ExitStatus};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{process::Command, sync::broadcast::error::RecvError, time::timeout};

use crate::process::{DEADLINE, Process};

/// A running server binary, killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    arguments: Vec<OsString>,
    url: String,
    process: Process,
}

impl Server {
    /// Starts `program` on a port that is free and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started, or ends or waits too long before it prints an address.
    pub async fn start(program: impl Into<PathBuf>) -> Result<Self> {
        Self::start_with(program, [""; 0]).await
    }

    /// The same, with further arguments.
    ///
    /// # Errors
    /// As [`start`](Self::start) does.
    pub async fn start_with(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item: Into<OsString>>,
    ) -> Result<Self> {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self::start_at(program.into(), arguments, "127.0.0.1:0").await
    }

    /// Starts the same program again, at the address that it had, after [`kill`](Self::kill) or
    /// [`stop`](Self::stop).
    ///
    /// # Errors
    /// As [`start`](Self::start) does.
    pub async fn start_again(&mut self) -> Result<()> {
        *self = Self::start_at(
            self.program.clone(),
            self.arguments.clone(),
            self.authority(),
        )
        .await?;
        Ok(())
    }

    /// The page's address, `http://127.0.0.1:PORT`, or with `https` where the server has TLS.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The lesson's address, `ws://127.0.0.1:PORT/`, or with `wss` where the server has TLS.
    #[must_use]
    pub fn web_socket_url(&self) -> String {
        format!("{}/", self.url.replacen("http", "ws", 1))
    }

    /// Kills the server as a crash would (SIGKILL): no close frame goes out. Returns once it is gone.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn kill(&mut self) -> Result<()> {
        self.process
            .child
            .kill()
            .await
            .context("cannot kill the server")
    }

    /// Has the server do nothing more (SIGSTOP), with its connections open, until it is killed.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn pause(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    /// Asks the server to end (SIGTERM) and waits until it has.
    ///
    /// # Errors
    /// When it does not end within the deadline.
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        let ended = timeout(DEADLINE, self.process.child.wait()).await;
        Ok(ended.context("the server was asked to end and did not")??)
    }

    /// Waits until the server has printed `line` on standard output, after its address and after what
    /// earlier calls have waited for.
    ///
    /// # Errors
    /// When the server ends, or the deadline passes, without that line.
    pub async fn wait_for_line(&mut self, line: &str) -> Result<()> {
        let lines = &mut self.process.lines;
        let printed = async {
            loop {
                match lines.recv().await {
                    Ok(printed) if printed == line => return Ok(()),
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => bail!("the server ended before it printed {line:?}"),
                }
            }
        };
        let printed = timeout(DEADLINE, printed).await;
        printed.with_context(|| format!("the server did not print {line:?}"))?
    }

    /// To a server that has ended there is nothing to say.
    fn signal(&self, signal: Signal) -> Result<()> {
        let id = self.process.child.id();
        if let Some(pid) = id.and_then(|id| Pid::from_raw(id.cast_signed())) {
            kill_process(pid, signal).context("cannot send a signal to the server")?;
        }
        Ok(())
    }

    async fn start_at(program: PathBuf, arguments: Vec<OsString>, bind: &str) -> Result<Self> {
        let mut command = Command::new(&program);
        command.args(["--bind", bind]).args(&arguments);
        let (process, url) = Process::start(command, first_url).await?;
        Ok(Self {
            program,
            arguments,
            url,
            process,
        })
    }

    /// Host and port, as `--bind` takes them.
    fn authority(&self) -> &str {
        self.url
            .split_once("://")
            .map_or(self.url.as_str(), |(_, authority)| authority)
    }
}

/// The first `http://…` or `https://…` word of a line, with no slash at its end.
fn first_url(line: &str) -> Option<String> {
    let url = line
        .split_whitespace()
        .find(|word| word.starts_with("http://") || word.starts_with("https://"))?;
    Some(url.trim_end_matches('/').to_owned())
}

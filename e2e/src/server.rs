//! A server process, from its first line of standard output to its end.
//!
//! What belongs here: what anybody may do to a server from outside (start, kill, stop, read what it prints).
//! What may not enter: WebSocket or HTTP; those are for the browser.

use std::{
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::broadcast,
    time::timeout,
};

/// How long a server may take over anything it is told: to start, to print a line, to stop.
/// Far more than it needs, because two browsers may be starting on the same two cores.
const DEADLINE: Duration = Duration::from_secs(20);

/// Lines of standard output that are kept for [`Server::wait_for_line`]; the oldest are forgotten, so that
/// a server whose lines nobody reads is never stopped by a full pipe.
const LINES_KEPT: usize = 256;

/// A running server binary, killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    url: String,
    child: Child,
    lines: broadcast::Receiver<String>,
}

impl Server {
    /// Starts `program` on a port that is free and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started, or ends or waits too long before its first line names an address.
    pub async fn start(program: impl Into<PathBuf>) -> Result<Self> {
        Self::start_at(program.into(), "127.0.0.1:0").await
    }

    /// Starts the same program again, at the address that it had, after [`kill`](Self::kill) or
    /// [`stop`](Self::stop).
    ///
    /// # Errors
    /// As [`start`](Self::start) does.
    pub async fn start_again(&mut self) -> Result<()> {
        *self = Self::start_at(self.program.clone(), self.authority()).await?;
        Ok(())
    }

    /// The page's address, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The lesson's address, `ws://127.0.0.1:PORT/`.
    #[must_use]
    pub fn web_socket_url(&self) -> String {
        format!("ws://{}/", self.authority())
    }

    /// Kills the server as a crash would (SIGKILL): no close frame goes out. Returns once it is gone.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the server")
    }

    /// Asks the server to end (SIGTERM) and waits until it has.
    ///
    /// # Errors
    /// When it does not end within the deadline.
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        if let Some(pid) = self
            .child
            .id()
            .and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()))
        {
            rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        }
        let ended = timeout(DEADLINE, self.child.wait()).await;
        Ok(ended.context("the server was asked to end and did not")??)
    }

    /// Waits until the server has printed `line` on standard output, after its first line and after what
    /// earlier calls have waited for.
    ///
    /// # Errors
    /// When the server ends, or the deadline passes, without that line.
    pub async fn wait_for_line(&mut self, line: &str) -> Result<()> {
        let printed = async {
            loop {
                match self.lines.recv().await {
                    Ok(printed) if printed == line => return Ok(()),
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => {
                        bail!("the server ended before it printed {line:?}")
                    }
                }
            }
        };
        timeout(DEADLINE, printed)
            .await
            .with_context(|| format!("the server did not print {line:?}"))?
    }

    async fn start_at(program: PathBuf, bind: &str) -> Result<Self> {
        let mut child = Command::new(&program)
            .args(["--bind", bind])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let stdout = child
            .stdout
            .take()
            .context("the server has no standard output")?;
        let mut stdout = BufReader::new(stdout).lines();
        let url = timeout(DEADLINE, first_url(&mut stdout, &program))
            .await
            .with_context(|| format!("{} does not say where it listens", program.display()))??;

        let (sender, lines) = broadcast::channel(LINES_KEPT);
        tokio::spawn(async move {
            while let Ok(Some(line)) = stdout.next_line().await {
                // With no receiver left the server is about to be killed, and its pipe is still to be emptied.
                let _ = sender.send(line);
            }
        });
        Ok(Self {
            program,
            url,
            child,
            lines,
        })
    }

    /// Host and port, as `--bind` takes them.
    fn authority(&self) -> &str {
        self.url.trim_start_matches("http://")
    }
}

/// The first `http://…` word of the first line: the server prints it once it listens.
async fn first_url(stdout: &mut Lines<BufReader<ChildStdout>>, program: &Path) -> Result<String> {
    let line = stdout.next_line().await?;
    let line = line.with_context(|| format!("{} ended before it listened", program.display()))?;
    let url = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    let url = url.with_context(|| format!("there is no address in the first line, {line:?}"))?;
    Ok(url.trim_end_matches('/').to_owned())
}

//! A server in a process of its own, from its first line of standard output to its end.
//!
//! What belongs here: what anybody may do to a server from outside, such as to start or kill it and to read what it
//! prints. What may not enter: WebSocket and HTTP; each suite brings its own clients.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitStatus;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::time::timeout;

use crate::StartupLine;
use crate::listening_process::{ListeningProcess, REPLY_TIMEOUT, discard};

/// The variable that says where a server listens, when no flag does.
const BIND: &str = "ULLIM_BIND";

/// A running server, killed when this is dropped.
#[derive(Debug)]
pub struct ServerProcess {
    command: Command,
    child: Child,
    startup_line: StartupLine,
    /// Absent once it is discarded.
    stdout: Option<Lines<BufReader<ChildStdout>>>,
    /// Absent where standard error is not piped.
    log: Option<Lines<BufReader<ChildStderr>>>,
}

impl ServerProcess {
    /// Starts `program` with `arguments` on a free port of this machine, and waits until it listens. It has the
    /// environment of this process.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn start_program(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item: Into<OsString>>,
    ) -> Result<Self> {
        let mut command = Command::new(program.into());
        command.env(BIND, "127.0.0.1:0");
        command.args(arguments.into_iter().map(Into::into));
        Self::start(command).await
    }

    /// Runs `command`, which is a server or becomes one, and waits until it listens. Its log can be read where
    /// `command` pipes standard error.
    ///
    /// # Errors
    ///
    /// It cannot be run, or it ends or [`REPLY_TIMEOUT`] passes before the start-up line.
    pub async fn start(mut command: Command) -> Result<Self> {
        let (process, startup_line) = ListeningProcess::start(&mut command, |line| {
            let unread = || format!("a server does not say where it listens, but {line:?}");
            StartupLine::parse(line).map(Some).with_context(unread)
        })
        .await?;
        let ListeningProcess { mut child, stdout } = process;
        let log = child.stderr.take().map(|log| BufReader::new(log).lines());
        Ok(Self {
            command,
            child,
            startup_line,
            stdout: Some(stdout),
            log,
        })
    }

    /// Runs the same command again after the server has ended, at the address that it had. The command must not
    /// say itself, by `--bind`, where the server listens.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub async fn start_again(&mut self) -> Result<()> {
        let program = self.command.as_std().get_program().to_owned();
        let mut command = std::mem::replace(&mut self.command, Command::new(program));
        command.env(BIND, self.authority());
        *self = Self::start(command).await?;
        Ok(())
    }

    /// The page's address, see [`StartupLine::url`].
    #[must_use]
    pub fn url(&self) -> &str {
        self.startup_line.url()
    }

    /// The lesson's address, see [`StartupLine::web_socket_url`].
    #[must_use]
    pub fn web_socket_url(&self) -> String {
        self.startup_line.web_socket_url()
    }

    /// Host and port, such as `127.0.0.1:41233`.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.startup_line.authority()
    }

    /// The socket address.
    ///
    /// # Errors
    ///
    /// The server listens on every address, and names none.
    pub fn address(&self) -> Result<SocketAddr> {
        let address = self.startup_line.address();
        address.with_context(|| format!("{} is no socket address", self.authority()))
    }

    /// The number of the process; `None` once it has been waited for.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The next line of standard output.
    ///
    /// # Errors
    ///
    /// The server ends or [`REPLY_TIMEOUT`] passes before it, or its output is discarded.
    pub async fn next_line(&mut self) -> Result<String> {
        let stdout = self.stdout.as_mut().context("the output is discarded")?;
        next_line(stdout).await?.context("the server has ended")
    }

    /// Reads standard output until `line`.
    ///
    /// # Errors
    ///
    /// The server ends or is silent for [`REPLY_TIMEOUT`] before it.
    pub async fn wait_for_line(&mut self, line: &str) -> Result<()> {
        loop {
            let printed = self.next_line().await;
            if printed.with_context(|| format!("the server did not print {line:?}"))? == line {
                return Ok(());
            }
        }
    }

    /// Reads standard output to its end, and forgets it. Without this, a server whose output is full goes on and
    /// loses lines.
    pub fn discard_output(&mut self) {
        if let Some(stdout) = self.stdout.take() {
            discard(stdout);
        }
    }

    /// The next line of the log.
    ///
    /// # Errors
    ///
    /// The server ends or [`REPLY_TIMEOUT`] passes before it, or standard error is not piped.
    pub async fn next_log_line(&mut self) -> Result<String> {
        next_line(self.log()?)
            .await?
            .context("the server has ended")
    }

    /// Reads the log until a line that contains `words`, and returns that line.
    ///
    /// # Errors
    ///
    /// As [`next_log_line`](Self::next_log_line).
    pub async fn wait_for_log(&mut self, words: &str) -> Result<String> {
        loop {
            let line = self.next_log_line().await;
            let line = line.with_context(|| format!("the log does not contain {words:?}"))?;
            if line.contains(words) {
                return Ok(line);
            }
        }
    }

    /// The rest of the log of a server that has ended or is about to.
    ///
    /// # Errors
    ///
    /// The server is silent for [`REPLY_TIMEOUT`], or standard error is not piped.
    pub async fn rest_of_log(&mut self) -> Result<Vec<String>> {
        let log = self.log()?;
        let mut lines = Vec::new();
        while let Some(line) = next_line(log).await? {
            lines.push(line);
        }
        Ok(lines)
    }

    /// Sends a signal. A server that has ended gets none.
    ///
    /// # Errors
    ///
    /// The operating system refuses.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let id = self.child.id();
        if let Some(pid) = id.and_then(|id| Pid::from_raw(id.cast_signed())) {
            kill_process(pid, signal).context("cannot send a signal to the server")?;
        }
        Ok(())
    }

    /// Waits until the server has ended.
    ///
    /// # Errors
    ///
    /// [`REPLY_TIMEOUT`] passes before it.
    pub async fn ended(&mut self) -> Result<ExitStatus> {
        let ended = timeout(REPLY_TIMEOUT, self.child.wait()).await;
        Ok(ended.context("the server does not end")??)
    }

    /// Asks the server to end (SIGTERM) and waits until it has.
    ///
    /// # Errors
    ///
    /// As [`ended`](Self::ended).
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        self.ended().await
    }

    /// Kills the server as a crash would (SIGKILL): no close frame goes out. Returns once it is gone.
    ///
    /// # Errors
    ///
    /// The operating system refuses.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the server")
    }

    /// Has the server do nothing more (SIGSTOP), with its connections open, until it is killed.
    ///
    /// # Errors
    ///
    /// The operating system refuses.
    pub fn pause(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    fn log(&mut self) -> Result<&mut Lines<BufReader<ChildStderr>>> {
        self.log.as_mut().context("standard error is not piped")
    }
}

/// `None` at the end.
async fn next_line<R: AsyncRead + Unpin>(
    lines: &mut Lines<BufReader<R>>,
) -> Result<Option<String>> {
    match timeout(REPLY_TIMEOUT, lines.next_line()).await {
        Ok(line) => Ok(line?),
        Err(_) => bail!("the server is silent"),
    }
}

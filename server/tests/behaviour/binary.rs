//! The real binary as a process.

use std::process::{ExitStatus, Stdio};

use super::common::{Client, soon};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

/// A server that runs as a process of its own; it ends with the test.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) stdout: Lines<BufReader<ChildStdout>>,
    pub(crate) log: Lines<BufReader<ChildStderr>>,
    /// Such as `127.0.0.1:41233`.
    pub(crate) authority: String,
}

/// The binary, with nothing of the machine's own configuration.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

impl Process {
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        Self::of(command().args(arguments)).await
    }

    pub(crate) async fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = soon(stdout.next_line())
            .await
            .unwrap()
            .expect("a first line");
        let address = line.strip_prefix("울림 http").expect(&line);
        let address = address.strip_prefix('s').unwrap_or(address);
        let authority = address.strip_prefix("://").expect(&line).to_owned();
        Self {
            child,
            stdout,
            log,
            authority,
        }
    }

    pub(crate) async fn greeted(&self) -> Client {
        let stream = TcpStream::connect(&self.authority).await.unwrap();
        let url = format!("ws://{}/", self.authority);
        let mut client = Client(soon(client_async(url, stream)).await.unwrap().0);
        assert_eq!(client.receive().await, Message::text("[서버 접속 완료]"));
        client
    }

    /// The first line of the log that holds `word`.
    pub(crate) async fn logged(&mut self, word: &str) -> String {
        loop {
            let line = soon(self.log.next_line()).await.unwrap();
            let line = line.expect("the log has ended");
            if line.contains(word) {
                return line;
            }
        }
    }

    /// The rest of the log, of a server that has ended.
    pub(crate) async fn rest_of_log(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(line) = soon(self.log.next_line()).await.unwrap() {
            lines.push(line);
        }
        lines
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        soon(self.child.wait()).await.unwrap()
    }
}

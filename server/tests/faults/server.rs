//! A server process with what this suite measures: its memory, from `/proc`, and its open connections.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use rustix::process::Signal;
use testkit::ServerProcess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::Command;
use tokio::time::timeout;
use tokio_tungstenite::client_async;

use crate::{Client, soon};

/// How much freed memory the allocator may keep: pages that are partly used, and the caches of threads.
const SLACK_KIB: u64 = 8 * 1024;

/// How long freed memory may take to return to the system. The allocator returns it after about a second.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(15);

/// A server in a process of its own.
pub(crate) struct Server(ServerProcess);

impl Server {
    pub(crate) async fn start(flags: &[&str]) -> Self {
        let binary = std::env::var_os("ULLIM_SERVER")
            .map_or_else(|| env!("CARGO_BIN_EXE_server").into(), PathBuf::from);
        let mut command = Command::new(binary);
        command
            .args(["--bind", "127.0.0.1:0", "--log", "error"])
            .args([
                "--max-connections",
                "15000",
                "--max-connections-per-address",
                "15000",
            ])
            .args(flags)
            .env_clear();
        let mut process = ServerProcess::start(command).await.unwrap();
        // It prints a line for each client that leaves, and lines that wait for a reader are memory.
        process.discard_output();
        Self(process)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address().unwrap()
    }

    /// Kills it (SIGKILL).
    pub(crate) async fn kill(mut self) {
        self.0.kill().await.unwrap();
    }

    pub(crate) async fn dial(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        soon(socket.connect(self.address())).await.unwrap()
    }

    pub(crate) async fn connect(&self, path: &str) -> Client {
        let url = format!("ws://{}{path}", self.0.authority());
        soon(client_async(url, self.dial().await)).await.unwrap().0
    }

    /// Resident memory.
    pub(crate) fn resident_kib(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most resident memory that it had at any time.
    pub(crate) fn highest_resident_kib(&self) -> u64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id().unwrap()));
        let status = status.unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Resident memory once it is within [`SLACK_KIB`] of `before_kib`. No request to the server helps it there.
    pub(crate) async fn resident_again_kib(&self, before_kib: u64) -> u64 {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        let fallen = timeout(RELEASE_TIMEOUT, async {
            while self.resident_kib() > before_kib + SLACK_KIB {
                ticks.tick().await;
            }
        });
        let is_back = fallen.await.is_ok();
        let after = self.resident_kib();
        assert!(is_back, "{before_kib} KiB before, {after} KiB after");
        after
    }

    /// How many WebSockets are open, by the server's metrics.
    pub(crate) async fn open(&self) -> u64 {
        self.series("ullim_connections{").await
    }

    /// The sum of all series in the server's metrics whose names begin so.
    pub(crate) async fn series(&self, name: &str) -> u64 {
        let mut stream = self.dial().await;
        let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.unwrap();
        let series = answer.lines().filter(|line| line.starts_with(name));
        series
            .map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
            .sum()
    }

    pub(crate) async fn until_open(&self, expected: u64) {
        soon(async { while self.open().await != expected {} }).await;
    }

    pub(crate) fn signal(&self, signal: Signal) {
        self.0.signal(signal).unwrap();
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        self.0.ended().await.unwrap()
    }
}

//! The server in a process of its own, whose memory is read from `/proc`, and which can be killed.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio_tungstenite::client_async;

use crate::{Client, soon};

/// What the allocator may keep of freed memory for the next to come: the pages that are not wholly
/// free, and what each thread has at hand.
const SLACK_KIB: u64 = 8 * 1024;

/// Past this, memory that was freed is not given back. The allocator does so about a second after.
const GIVING_BACK: Duration = Duration::from_secs(15);

/// A server in a process of its own.
pub(crate) struct Server {
    pub(crate) child: Child,
    authority: String,
}

impl Server {
    pub(crate) async fn start(flags: &[&str]) -> Self {
        let binary = std::env::var_os("ULLIM_SERVER")
            .map_or_else(|| env!("CARGO_BIN_EXE_server").into(), PathBuf::from);
        let mut child = Command::new(binary)
            .args(["--bind", "127.0.0.1:0", "--log", "error"])
            .args([
                "--max-connections",
                "15000",
                "--max-connections-per-address",
                "15000",
            ])
            .args(flags)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = soon(stdout.next_line()).await.unwrap().unwrap();
        let authority = line.strip_prefix("울림 http://").unwrap().to_owned();
        // Read on, or the lines of those who leave would fill the pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = stdout.next_line().await {} });
        Self { child, authority }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.authority.parse().unwrap()
    }

    /// Kills it, as `kill -9` does.
    pub(crate) async fn kill(mut self) {
        self.signal(Signal::KILL);
        soon(self.child.wait()).await.unwrap();
    }

    pub(crate) async fn dial(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        soon(socket.connect(self.address())).await.unwrap()
    }

    pub(crate) async fn connect(&self, path: &str) -> Client {
        let url = format!("ws://{}{path}", self.authority);
        soon(client_async(url, self.dial().await)).await.unwrap().0
    }

    /// Resident memory.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap()));
        let status = status.unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Resident memory as soon as it is nearly what it was `before_kib`, without a request to the
    /// server that could help it there.
    pub(crate) async fn resident_again_kib(&self, before_kib: u64) -> u64 {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        let fallen = timeout(GIVING_BACK, async {
            while self.resident_kib() > before_kib + SLACK_KIB {
                ticks.tick().await;
            }
        });
        let is_back = fallen.await.is_ok();
        let after = self.resident_kib();
        assert!(is_back, "{before_kib} KiB before, {after} KiB after");
        after
    }

    /// How many WebSockets are open, by the server's own word.
    pub(crate) async fn open(&self) -> u64 {
        let mut stream = self.dial().await;
        let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.unwrap();
        let series = answer
            .lines()
            .filter(|line| line.starts_with("ullim_connections{"));
        series
            .map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
            .sum()
    }

    pub(crate) async fn until_open(&self, expected: u64) {
        soon(async { while self.open().await != expected {} }).await;
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }
}

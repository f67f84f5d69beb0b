//! A real nats-server with JetStream, in a process and a folder of its own, that a test may kill and start
//! again.
//!
//! What belongs here: the process. What may not enter: what is said to it. The crates of tests that need it
//! take this file in by `#[path]`, as do the unit tests of the server.
#![allow(dead_code, reason = "not every crate of tests does all of it")]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Past this, what it should say will not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the program is: on `PATH`, or where Debian puts what is root's, which is not on everybody's.
const PROGRAMS: [&str; 2] = ["nats-server", "/usr/sbin/nats-server"];

/// A server, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct NatsServer {
    child: Child,
    port: u16,
    folder: TempDir,
    flags: Vec<String>,
}

impl NatsServer {
    /// A server on a free port, which is ready when this returns.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// One with flags of its own, as for who may come.
    pub(crate) fn start_with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        // To nats-server, -1 is any free port.
        let (child, port) = run(&folder, "-1", &flags);
        Self {
            child,
            port,
            folder,
            flags,
        }
    }

    /// Where it is, also while it is not there.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where a network has to lead.
    pub(crate) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Where it is to somebody with this user and password, or this token.
    pub(crate) fn url_of(&self, who: &str) -> String {
        format!("nats://{who}@127.0.0.1:{}", self.port)
    }

    /// Kills it, as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        // One that has ended already is as dead.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again, with the port and the folder that it had.
    pub(crate) fn start_again(&mut self) {
        self.kill();
        (self.child, _) = run(&self.folder, &self.port.to_string(), &self.flags);
    }

    /// Starts it again, with other flags.
    pub(crate) fn start_again_with(&mut self, flags: &[&str]) {
        self.flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        self.start_again();
    }

    /// A copy of its folder, as it is when it is killed and started again.
    pub(crate) fn copy(&mut self) -> TempDir {
        self.kill();
        let copy = tempfile::tempdir().unwrap();
        copy_to(self.folder.path(), copy.path());
        self.start_again();
        copy
    }

    /// Starts it again, with the port that it had, and this folder, such as a copy of an earlier one.
    pub(crate) fn start_with_folder(&mut self, folder: TempDir) {
        self.kill();
        self.folder = folder;
        self.start_again();
    }

    /// Starts it again, with the port that it had, and a new folder.
    pub(crate) fn start_with_nothing(&mut self) {
        self.start_with_folder(tempfile::tempdir().unwrap());
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Copies all that is in a folder.
fn copy_to(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let copy = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&copy).unwrap();
            copy_to(&entry.path(), &copy);
        } else {
            fs::copy(entry.path(), copy).unwrap();
        }
    }
}

/// A server in this folder, and its port, once it is ready.
fn run(folder: &TempDir, port: &str, flags: &[String]) -> (Child, u16) {
    let spawn = |program| {
        Command::new(program)
            .args(["--jetstream", "--addr", "127.0.0.1", "--port", port])
            .arg("--store_dir")
            .arg(folder.path())
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
    };
    let mut child = match spawn(PROGRAMS[0]) {
        Err(error) if error.kind() == ErrorKind::NotFound => spawn(PROGRAMS[1]),
        spawned => spawned,
    }
    .expect(
        "this test needs a nats-server: apt install nats-server, or any from version 2.9 on PATH",
    );
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (lines, said) = mpsc::channel();
    // To its end, or what it logs would fill the pipe.
    thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            // Once it is ready nobody listens.
            let _ = lines.send(line);
        }
    });
    let mut log = Vec::new();
    let mut port = None;
    while let Ok(line) = said.recv_timeout(PATIENCE) {
        if line.contains("Listening for client connections") {
            port = line.rsplit(':').next().and_then(|port| port.parse().ok());
        }
        if line.ends_with("Server is ready")
            && let Some(port) = port
        {
            return (child, port);
        }
        log.push(line);
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("nats-server does not start: {}", log.join("\n"));
}

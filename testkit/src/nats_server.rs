//! A real nats-server with JetStream, in a process and a folder of its own.
//!
//! What belongs here: the process. What may not enter: NATS's protocol.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// How long it may take to start, or to print its next line meanwhile.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// The program: on `PATH`, or in the folder of Debian's package, which is on root's `PATH` only.
const PROGRAMS: [&str; 2] = ["nats-server", "/usr/sbin/nats-server"];

/// Held while a nats-server is spawned. Until the child runs the program, it has a copy of every open file of the
/// tests, and with it their locks.
static SPAWNING: Mutex<()> = Mutex::new(());

/// Runs `open` while no nats-server is being spawned. For a test that opens a locked file again right after closing it.
pub fn between_spawns<T>(open: impl FnOnce() -> T) -> T {
    let _guard = SPAWNING.lock().unwrap_or_else(PoisonError::into_inner);
    open()
}

/// A nats-server, killed when this is dropped. A test may kill it and start it again, too.
#[derive(Debug)]
pub struct NatsServer {
    child: Child,
    port: u16,
    folder: TempDir,
    flags: Vec<String>,
}

impl NatsServer {
    /// Starts one on a free port, and waits until it is ready.
    ///
    /// # Panics
    ///
    /// It is not installed, or does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one with further flags, such as those for users.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    #[must_use]
    pub fn start_with(flags: &[&str]) -> Self {
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

    /// Its address for clients. It keeps it when it is started again.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Its socket address, for a proxy before it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Its address with `user:password` or a token.
    #[must_use]
    pub fn url_with(&self, credentials: &str) -> String {
        format!("nats://{credentials}@127.0.0.1:{}", self.port)
    }

    /// Kills it (SIGKILL).
    pub fn kill(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again with the same port and folder.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn start_again(&mut self) {
        self.kill();
        (self.child, _) = run(&self.folder, &self.port.to_string(), &self.flags);
    }

    /// Starts it again with other flags.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn start_again_with(&mut self, flags: &[&str]) {
        self.flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        self.start_again();
    }

    /// Kills it, copies its folder, and starts it again.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start), and where the folder cannot be copied.
    pub fn copy(&mut self) -> TempDir {
        self.kill();
        let copy = tempfile::tempdir().unwrap();
        copy_to(self.folder.path(), copy.path());
        self.start_again();
        copy
    }

    /// Starts it again with the same port and another folder, such as an earlier copy.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn start_with_folder(&mut self, folder: TempDir) {
        self.kill();
        self.folder = folder;
        self.start_again();
    }

    /// Starts it again with the same port and an empty folder.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn start_with_nothing(&mut self) {
        self.start_with_folder(tempfile::tempdir().unwrap());
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Copies everything in a folder.
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

/// Starts one in this folder, and returns it with its port once it is ready.
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
    let spawned = between_spawns(|| match spawn(PROGRAMS[0]) {
        Err(error) if error.kind() == ErrorKind::NotFound => spawn(PROGRAMS[1]),
        spawned => spawned,
    });
    let mut child = spawned.expect(
        "this test needs a nats-server: apt install nats-server, or any from version 2.9 on PATH",
    );
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (lines, said) = mpsc::channel();
    // To the end, because a full pipe would stop the server.
    thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            // Once it is ready the receiver is gone.
            let _ = lines.send(line);
        }
    });
    let mut log = Vec::new();
    let mut port = None;
    while let Ok(line) = said.recv_timeout(START_TIMEOUT) {
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

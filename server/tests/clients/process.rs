//! The real binary on port 0, killed when its handle is dropped.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running server.
pub(crate) struct Server {
    /// Such as `127.0.0.1:41233`.
    pub(crate) authority: String,
    _child: Child,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            // Nothing of the machine's own configuration.
            .env_clear()
            .args(["--bind", "127.0.0.1:0", "--log", "off"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = stdout.next_line().await.unwrap().expect("a first line");
        let authority = line.strip_prefix("울림 http://").expect(&line).to_owned();
        Self {
            authority,
            _child: child,
        }
    }
}

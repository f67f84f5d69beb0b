//! A server of this project, started for a command and stopped with it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use testkit::StartupLine;

use crate::process;

/// A running server; dropping it stops it.
pub(crate) struct Server {
    /// Such as `127.0.0.1:41233`.
    pub(crate) authority: String,
    child: Child,
}

/// Starts the server at `path` on a free port of this machine, and waits until it listens.
pub(crate) fn start(path: &Path) -> Result<Server> {
    let mut command = Command::new(path);
    process::forget_own_package(&mut command);
    let mut child = command
        .args(["--bind", "127.0.0.1:0", "--log", "error"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", path.display()))?;
    let stdout = child.stdout.take();
    // From here on an early return stops the server.
    let mut server = Server {
        authority: String::new(),
        child,
    };
    let mut line = String::new();
    if let Some(stdout) = stdout {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    let startup_line =
        StartupLine::parse(&line).context("the server ended before it printed its address")?;
    server.authority = startup_line.authority().to_owned();
    Ok(server)
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has either ended, or is ended now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::tools::testing::script;

    #[test]
    fn address_is_read_from_the_first_line_and_the_server_ends_with_its_handle() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(
            folder.path(),
            "server",
            "echo \"울림 http://127.0.0.1:0/$1\"; exec sleep 600",
        );
        let server = start(&program).unwrap();
        assert_eq!(server.authority, "127.0.0.1:0/--bind");
        // Were it not stopped, this would take ten minutes.
        drop(server);
    }

    #[test]
    fn server_that_dies_at_once_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "server", "exit 1");
        let error = start(&program).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the server ended before it printed its address"
        );
    }
}

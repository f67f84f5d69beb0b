//! The supervisor of `e2e`: the helper through which tests inside a browser start and kill servers.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process;

/// How long the supervisor may take to stop its servers before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

/// A running supervisor; dropping it stops the supervisor, which stops the servers it started.
pub(crate) struct Supervisor {
    /// Where the tests reach it.
    pub(crate) url: String,
    child: Child,
    /// The supervisor ends when this closes, also when xtask itself is killed.
    stdin: Option<ChildStdin>,
    /// Disconnected when the supervisor closes its standard output, which is at its end.
    ended: Receiver<String>,
}

/// Starts `supervisor`, which starts `server` on request.
pub(crate) fn start(supervisor: &Path, server: &Path) -> Result<Supervisor> {
    let mut command = Command::new(supervisor);
    process::forget_own_package(&mut command);
    let mut child = command
        .arg("--server")
        .arg(server)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", supervisor.display()))?;

    let (send_line, lines) = mpsc::sync_channel(1);
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout).lines().map_while(Result::ok);
            if let Some(address) = stdout.next() {
                // Without a receiver the address is no longer needed.
                let _ = send_line.send(address);
            }
            stdout.for_each(drop);
        });
    }
    let mut supervisor = Supervisor {
        url: String::new(),
        stdin: child.stdin.take(),
        child,
        ended: lines,
    };
    supervisor.url = supervisor
        .ended
        .recv()
        .context("the supervisor ended before it printed its address")?;
    Ok(supervisor)
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // Either it has ended, or it did not in time: the kill is then the next best thing.
        let _ = self.ended.recv_timeout(STOP_TIMEOUT);
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
    fn supervisor_is_told_the_server_and_ends_when_its_handle_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let ended = folder.path().join("ended");
        // Reads standard input to its end, as the supervisor does, and then leaves a trace.
        let program = script(
            folder.path(),
            "supervisor",
            &format!(
                "echo \"$2\"; while read -r _; do :; done; : > {}",
                ended.display()
            ),
        );
        let supervisor = start(&program, Path::new("/the/server")).unwrap();
        assert_eq!(supervisor.url, "/the/server");
        assert!(!ended.exists());
        drop(supervisor);
        assert!(ended.exists());
    }

    #[test]
    fn supervisor_that_dies_at_once_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let program = script(folder.path(), "supervisor", "exit 1");
        let error = start(&program, Path::new("server")).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the supervisor ended before it printed its address"
        );
    }
}

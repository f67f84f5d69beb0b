//! Standard output, as the lesson's `console.log` writes it, and standard error: whole lines, in order, without
//! waiting for the reader.
//!
//! What may not enter: what is printed or logged.
//!
//! `tracing-appender` has a writer like this one. Its guard prints to standard output when that is stuck, and
//! then never returns.

use std::fmt;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// At most this many lines wait for a reader that is slower than the server; further ones are dropped.
const MAX_QUEUED_LINES: usize = 256;

/// A handle by which any task prints lines; clones print to the same place.
///
/// A thread of its own writes the lines. The other end of a pipe may be held by a program that does not read it. Then
/// a write blocks, and it must not block a connection.
#[derive(Clone)]
pub struct Console {
    jobs: SyncSender<Job>,
}

enum Job {
    Print(Vec<u8>),
    Confirm(SyncSender<()>),
}

impl Console {
    /// Prints to `out`, which is flushed after each line. Errors of `out` are ignored, because the server
    /// goes on when the reader of its output has gone.
    pub fn new(out: impl Write + Send + 'static) -> Self {
        let (jobs, received) = sync_channel(MAX_QUEUED_LINES);
        thread::spawn(move || print(&received, out));
        Self { jobs }
    }

    /// Queues a line to be printed.
    pub fn log(&self, line: &str) {
        let line = [line, "\n"].concat().into_bytes();
        if self.jobs.try_send(Job::Print(line)).is_err() {
            tracing::warn!("the output is not read; a line was dropped");
        }
    }

    /// Waits until every line so far is written, for at most `timeout`.
    pub fn flush_within(&self, timeout: Duration) {
        let (done, confirmed) = sync_channel(1);
        if self.jobs.try_send(Job::Confirm(done)).is_ok() {
            // After the timeout the last lines are given up.
            let _ = confirmed.recv_timeout(timeout);
        }
    }
}

/// For logs, each of which is one write. A dropped line is not logged, because that log would be dropped too.
impl Write for Console {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = self.jobs.try_send(Job::Print(one_line(line)));
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

/// The line with every line break before its end escaped, so that no text in it becomes a line of its own.
fn one_line(line: &[u8]) -> Vec<u8> {
    let (text, end) = match line.strip_suffix(b"\n") {
        Some(text) => (text, &b"\n"[..]),
        None => (line, &b""[..]),
    };
    let mut escaped = Vec::with_capacity(line.len());
    for byte in text {
        match byte {
            b'\n' => escaped.extend_from_slice(b"\\n"),
            b'\r' => escaped.extend_from_slice(b"\\r"),
            byte => escaped.push(*byte),
        }
    }
    escaped.extend_from_slice(end);
    escaped
}

fn print(jobs: &Receiver<Job>, mut out: impl Write) {
    for order in jobs {
        match order {
            Job::Print(line) => {
                let _ = out.write_all(&line).and_then(|()| out.flush());
            }
            Job::Confirm(done) => {
                let _ = done.send(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_line_with_a_line_break_stays_one_line() {
        let line = one_line(b"WARN error=a\nINFO forged\r\n\n");
        assert_eq!(line, b"WARN error=a\\nINFO forged\\r\\n\n");
        assert_eq!(one_line(b"whole\n"), b"whole\n");
    }
}

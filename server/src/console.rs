//! Standard output, as the lesson's `console.log` has it: a line each time, in order.
//!
//! What belongs here: how a line gets out. What may not enter: logs, which are `tracing`'s and go
//! to standard error.

use std::fmt;
use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How many lines may wait for a reader that is slower than the server.
const WAITING_LINES: usize = 1024;

/// A handle by which any task prints lines; clones print to the same place.
///
/// The lines are written by a thread of their own: whoever started the server may hold the other
/// end of a pipe and not read it, and then a write blocks. It must not block a connection. When
/// [`WAITING_LINES`] are waiting, further lines are dropped and a warning is logged.
#[derive(Clone)]
pub struct Console {
    orders: SyncSender<Order>,
}

enum Order {
    Print(String),
    Confirm(SyncSender<()>),
}

impl Console {
    /// Prints to `out`, which is flushed after each line. Errors of `out` are ignored: a reader
    /// that has gone away is no reason to stop serving.
    pub fn new(out: impl Write + Send + 'static) -> Self {
        let (orders, received) = sync_channel(WAITING_LINES);
        thread::spawn(move || print(&received, out));
        Self { orders }
    }

    /// Prints to standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::new(std::io::stdout())
    }

    /// Prints a line, soon.
    pub fn log(&self, line: &str) {
        if self.orders.try_send(Order::Print(line.to_owned())).is_err() {
            tracing::warn!("standard output is not read; a line was dropped");
        }
    }

    /// Waits until everything logged so far is printed, but not longer than `patience`.
    pub fn flush(&self, patience: Duration) {
        let (done, confirmed) = sync_channel(1);
        if self.orders.try_send(Order::Confirm(done)).is_ok() {
            let _ = confirmed.recv_timeout(patience);
        }
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

fn print(orders: &Receiver<Order>, mut out: impl Write) {
    for order in orders {
        match order {
            Order::Print(line) => {
                let _ = writeln!(out, "{line}").and_then(|()| out.flush());
            }
            Order::Confirm(done) => {
                let _ = done.send(());
            }
        }
    }
}

//! Standard output, as the lesson's `console.log` has it, and standard error: a line each time,
//! in order, and without waiting for whoever reads them.
//!
//! What belongs here: how a line gets out. What may not enter: what is said.
//!
//! `tracing-appender` has a writer like this one, but its guard prints to standard output when
//! that is stuck, and then never returns.

use std::fmt;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How many lines may wait for a reader that is slower than the server.
const WAITING_LINES: usize = 256;

/// A handle by which any task prints lines; clones print to the same place.
///
/// The lines are written by a thread of their own: whoever started the server may hold the other
/// end of a pipe and not read it, and then a write blocks. It must not block a connection. When
/// [`WAITING_LINES`] are waiting, further ones are dropped.
#[derive(Clone)]
pub struct Console {
    orders: SyncSender<Order>,
}

enum Order {
    Print(Vec<u8>),
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

    /// Prints a line, soon.
    pub fn log(&self, line: &str) {
        let line = [line, "\n"].concat().into_bytes();
        if self.orders.try_send(Order::Print(line)).is_err() {
            tracing::warn!("nobody reads the output; a line was dropped");
        }
    }

    /// Waits until everything printed so far is out, but not longer than `patience`.
    pub fn settle(&self, patience: Duration) {
        let (done, confirmed) = sync_channel(1);
        if self.orders.try_send(Order::Confirm(done)).is_ok() {
            // Past the patience there is nothing more to be done for the last lines.
            let _ = confirmed.recv_timeout(patience);
        }
    }
}

/// For logs, each of which is one write. A line that is dropped is not worth another log.
impl Write for Console {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = self.orders.try_send(Order::Print(line.to_vec()));
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

fn print(orders: &Receiver<Order>, mut out: impl Write) {
    for order in orders {
        match order {
            Order::Print(line) => {
                let _ = out.write_all(&line).and_then(|()| out.flush());
            }
            Order::Confirm(done) => {
                let _ = done.send(());
            }
        }
    }
}

//! A timer in the worker, which a hidden page does not slow down.

use std::cell::Cell;
use std::rc::Rc;

use super::sockets_worker::SocketsWorker;

/// A timer in the worker. Dropping it cancels it.
#[derive(Debug)]
pub struct WorkerAlarm {
    is_cancelled: Rc<Cell<bool>>,
}

impl WorkerAlarm {
    /// Has the worker call back once, after this time.
    pub(crate) fn set(
        worker: &SocketsWorker,
        delay_ms: u32,
        wake: impl FnOnce() + 'static,
    ) -> Self {
        let is_cancelled = Rc::new(Cell::new(false));
        let alarm = Self {
            is_cancelled: Rc::clone(&is_cancelled),
        };
        let wake = move || {
            if !is_cancelled.get() {
                wake();
            }
        };
        worker.wake_after(delay_ms, Box::new(wake));
        alarm
    }
}

impl Drop for WorkerAlarm {
    fn drop(&mut self) {
        self.is_cancelled.set(true);
    }
}

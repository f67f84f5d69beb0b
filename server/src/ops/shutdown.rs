//! Stopping: the signals that ask for it, and the notice to every task.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Completes when the process is asked to stop, by SIGINT (Ctrl+C) or SIGTERM.
///
/// The signals are caught from this call on and not from the first poll of the future, so that one that
/// comes right after the address was printed is not lost.
///
/// # Errors
///
/// When the operating system does not let a signal be caught.
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => tracing::info!("SIGINT: stopping"),
            _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
        }
    })
}

/// The notice that the server stops, as a task sees it.
#[derive(Clone, Debug)]
pub(crate) struct Shutdown {
    begun: watch::Receiver<bool>,
}

impl Shutdown {
    /// A notice, and the sender that gives it.
    pub(crate) fn new() -> (watch::Sender<bool>, Self) {
        let (sender, begun) = watch::channel(false);
        (sender, Self { begun })
    }

    /// Waits until the server stops; at once if it already does.
    pub(crate) async fn begun(&mut self) {
        // An error means that the sender is gone, and with it the server.
        let _ = self.begun.wait_for(|begun| *begun).await;
    }
}

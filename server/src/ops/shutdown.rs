//! Stopping: the notice to every task. `signals` says what asks for it.

use tokio::sync::watch;

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

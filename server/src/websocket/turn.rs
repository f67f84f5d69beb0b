//! How much of a large message a task reads or writes before the others have their turn.
//!
//! tokio alone lets a task read or write 128 times, which may be 16 MiB. Clients with large messages would keep all
//! others waiting for tens of milliseconds. Messages that are not large need no turns here: endpoints answer them in
//! turns of their own.
//!
//! What may not enter: what is read or written.

use std::pin::pin;
use std::task::{Context, Poll};

use tokio::task::yield_now;

/// A turn takes some 0.1 ms. With half of it, the change between tasks would begin to cost.
pub(super) const TURN_BYTES: usize = 256 * 1024;

/// The bytes of the current turn.
#[derive(Debug, Default)]
pub(super) struct Turn {
    bytes: usize,
}

impl Turn {
    /// Counts bytes of a large message that were read or written.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Begins a new turn: the task has waited for something else, or the message is over.
    pub(super) fn end(&mut self) {
        self.bytes = 0;
    }

    /// Is pending once when the turn is over. The task is woken after those that are ready and those for which bytes
    /// have come meanwhile.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.bytes < TURN_BYTES {
            return Poll::Ready(());
        }
        self.end();
        pin!(yield_now()).poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn turn_that_is_over_waits_once() {
        let mut turn = Turn::default();
        turn.pass(TURN_BYTES - 1);
        assert!(poll_fn(|cx| turn.poll_next(cx)).now_or_never().is_some());
        turn.pass(1);
        assert!(poll_fn(|cx| turn.poll_next(cx)).now_or_never().is_none());
        assert!(poll_fn(|cx| turn.poll_next(cx)).now_or_never().is_some());
        turn.pass(TURN_BYTES);
        // The task is woken without anybody else.
        poll_fn(|cx| turn.poll_next(cx)).await;
    }
}

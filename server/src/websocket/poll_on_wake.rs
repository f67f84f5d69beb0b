//! A future that is polled only when it has been woken.
//!
//! A timer or a channel costs locks and atomic operations each time it is polled. Beside a stream of messages
//! it would be polled for each message, although nothing has happened to it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;

/// Polls `F` the first time, and then when it has been woken.
#[derive(Debug)]
pub(super) struct PollOnWake<F> {
    future: F,
    wake: Arc<WakeFlag>,
    /// The waker of the task that polled last, to notice when it is another one.
    task: Waker,
}

/// The waker that the inner future sees.
#[derive(Debug)]
struct WakeFlag {
    is_woken: AtomicBool,
    task: AtomicWaker,
}

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.task.wake();
    }
}

impl<F: Future + Unpin> PollOnWake<F> {
    /// `future`, which has not been polled yet.
    pub(super) fn new(future: F) -> Self {
        let wake = WakeFlag {
            is_woken: AtomicBool::new(true),
            task: AtomicWaker::new(),
        };
        Self {
            future,
            wake: Arc::new(wake),
            task: Waker::noop().clone(),
        }
    }

    /// The inner future.
    pub(super) fn get_ref(&self) -> &F {
        &self.future
    }

    /// The inner future. A change to it must not make it ready without waking.
    pub(super) fn get_mut(&mut self) -> &mut F {
        &mut self.future
    }
}

impl<F: Future + Unpin> Future for PollOnWake<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // Before the flag is read, so that a wake from here on is not lost.
        if !self.task.will_wake(cx.waker()) {
            self.task.clone_from(cx.waker());
            self.wake.task.register(cx.waker());
        }
        if !self.wake.is_woken.load(Ordering::Acquire) {
            return Poll::Pending;
        }
        // A wake takes the registered waker out, so it is registered again.
        self.wake.task.register(cx.waker());
        self.wake.is_woken.store(false, Ordering::Release);
        let waker = Waker::from(Arc::clone(&self.wake));
        let output = Pin::new(&mut self.future).poll(&mut Context::from_waker(&waker));
        if output.is_ready() {
            // A timer may be reset after it has completed, and must then be polled again.
            self.wake.is_woken.store(true, Ordering::Release);
        }
        output
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::poll_fn;
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn inner_future_not_woken_is_not_polled_again() {
        let polls = Cell::new(0);
        let mut timer = Box::pin(sleep(Duration::from_secs(1)));
        let counted = poll_fn(|cx| {
            polls.set(polls.get() + 1);
            timer.as_mut().poll(cx)
        });
        let mut timer = PollOnWake::new(counted);
        for _ in 0..3 {
            assert!((&mut timer).now_or_never().is_none());
        }
        assert_eq!(polls.get(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn task_that_polled_last_is_woken() {
        let mut timer = PollOnWake::new(Box::pin(sleep(Duration::from_secs(1))));
        // By a task that cannot be woken.
        assert!((&mut timer).now_or_never().is_none());
        timer.await;
    }

    #[tokio::test(start_paused = true)]
    async fn timer_reset_after_completing_completes_again() {
        let start = Instant::now();
        let mut timer = PollOnWake::new(Box::pin(sleep(Duration::from_secs(1))));
        (&mut timer).await;
        let again = start + Duration::from_secs(3);
        timer.get_mut().as_mut().reset(again);
        (&mut timer).await;
        assert_eq!(Instant::now(), again);
    }

    #[tokio::test(start_paused = true)]
    async fn timer_brought_forward_completes_earlier() {
        let start = Instant::now();
        let mut timer = PollOnWake::new(Box::pin(sleep(Duration::from_secs(5))));
        let mut is_brought_forward = false;
        poll_fn(|cx| {
            let polled = timer.poll_unpin(cx);
            if !std::mem::replace(&mut is_brought_forward, true) {
                let earlier = start + Duration::from_secs(2);
                timer.get_mut().as_mut().reset(earlier);
            }
            polled
        })
        .await;
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }
}

//! A future that seldom has something to say, beside others that are polled for each message.
//!
//! To poll a timer or a channel costs locks and atomic operations, each time, although nothing has
//! happened to it. This polls what is inside only when that has asked for it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;

/// Polls `F` when it has been woken, and the first time.
#[derive(Debug)]
pub(crate) struct Seldom<F> {
    future: F,
    call: Arc<Call>,
    /// Whom a call wakes, to be compared with whoever polls.
    task: Waker,
}

/// The waker that the future inside sees.
#[derive(Debug)]
struct Call {
    is_due: AtomicBool,
    task: AtomicWaker,
}

impl Wake for Call {
    fn wake(self: Arc<Self>) {
        self.is_due.store(true, Ordering::Release);
        self.task.wake();
    }
}

impl<F: Future + Unpin> Seldom<F> {
    /// `future`, which is still to be polled.
    pub(crate) fn new(future: F) -> Self {
        let call = Call {
            is_due: AtomicBool::new(true),
            task: AtomicWaker::new(),
        };
        Self {
            future,
            call: Arc::new(call),
            task: Waker::noop().clone(),
        }
    }

    /// The future inside.
    pub(crate) fn get_ref(&self) -> &F {
        &self.future
    }

    /// The future inside. What is done to it must not make it ready without waking.
    pub(crate) fn get_mut(&mut self) -> &mut F {
        &mut self.future
    }
}

impl<F: Future + Unpin> Future for Seldom<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // First of all, so that a call from here on is not lost.
        if !self.task.will_wake(cx.waker()) {
            self.task.clone_from(cx.waker());
            self.call.task.register(cx.waker());
        }
        if !self.call.is_due.load(Ordering::Acquire) {
            return Poll::Pending;
        }
        // A call takes the waker with it.
        self.call.task.register(cx.waker());
        self.call.is_due.store(false, Ordering::Release);
        let waker = Waker::from(Arc::clone(&self.call));
        let output = Pin::new(&mut self.future).poll(&mut Context::from_waker(&waker));
        if output.is_ready() {
            // A timer is set anew after it has gone off, and is then to be polled.
            self.call.is_due.store(true, Ordering::Release);
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
    async fn what_is_inside_is_polled_when_it_has_woken_and_not_otherwise() {
        let polls = Cell::new(0);
        let mut timer = Box::pin(sleep(Duration::from_secs(1)));
        let counted = poll_fn(|cx| {
            polls.set(polls.get() + 1);
            timer.as_mut().poll(cx)
        });
        let mut seldom = Seldom::new(counted);
        for _ in 0..3 {
            assert!((&mut seldom).now_or_never().is_none());
        }
        assert_eq!(polls.get(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn who_polls_last_is_woken() {
        let mut seldom = Seldom::new(Box::pin(sleep(Duration::from_secs(1))));
        // By nobody that could be woken.
        assert!((&mut seldom).now_or_never().is_none());
        seldom.await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_timer_that_is_set_anew_goes_off_again() {
        let start = Instant::now();
        let mut seldom = Seldom::new(Box::pin(sleep(Duration::from_secs(1))));
        (&mut seldom).await;
        let again = start + Duration::from_secs(3);
        seldom.get_mut().as_mut().reset(again);
        (&mut seldom).await;
        assert_eq!(Instant::now(), again);
    }

    #[tokio::test(start_paused = true)]
    async fn a_timer_that_is_brought_forward_goes_off_earlier() {
        let start = Instant::now();
        let mut seldom = Seldom::new(Box::pin(sleep(Duration::from_secs(5))));
        let mut is_brought_forward = false;
        poll_fn(|cx| {
            let polled = seldom.poll_unpin(cx);
            if !std::mem::replace(&mut is_brought_forward, true) {
                let earlier = start + Duration::from_secs(2);
                seldom.get_mut().as_mut().reset(earlier);
            }
            polled
        })
        .await;
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }
}

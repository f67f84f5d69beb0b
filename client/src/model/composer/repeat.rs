//! The same message every so many milliseconds: a heartbeat, a load.
//!
//! What is repeated is the draft as it was at the start, so that one can go on writing. A timer that
//! is late, as in a page in the background, costs the messages it missed: they are not sent
//! afterwards in a burst.

use std::rc::Rc;

use super::draft::{ComposeError, Draft};
use super::file::File;
use crate::model::payload::Payload;
use crate::model::template::Fill;
use crate::model::time::Time;

/// No browser's timer is reliably quicker.
pub const LEAST_EVERY_MS: u32 = 10;

/// A day. A browser's timer cannot wait for more than 24 of them.
pub const MOST_EVERY_MS: u32 = 24 * 60 * 60 * 1_000;

/// How to repeat, as it is typed, and what is repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The milliseconds from one message to the next.
    pub every: Rc<str>,
    /// How many messages; nothing stands for no end.
    pub count: Rc<str>,
    sent: u64,
    state: State,
    running: Option<Running>,
}

/// Whether something is repeated, and if not, why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was repeated.
    Idle,
    /// Something is.
    Running,
    /// The person stopped it, or it was done as often as was asked.
    Done,
    /// A message was not sent.
    Refused,
}

/// Why a repeat cannot start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatError {
    /// The interval is not a number from [`LEAST_EVERY_MS`] to [`MOST_EVERY_MS`].
    Every,
    /// The count is neither a number from 1 nor nothing.
    Count,
}

#[derive(Debug, Clone, PartialEq)]
struct Running {
    draft: Draft,
    file: Option<File>,
    counts: bool,
    every_ms: f64,
    count: Option<u64>,
    next: Time,
}

impl Default for Repeat {
    fn default() -> Self {
        Self {
            every: "1000".into(),
            count: "".into(),
            sent: 0,
            state: State::Idle,
            running: None,
        }
    }
}

impl Repeat {
    /// Whether something is repeated, and if not, why not.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// How many messages the latest repeat has sent.
    #[must_use]
    pub fn sent_messages(&self) -> u64 {
        self.sent
    }

    /// Whether what is repeated has a number of its own in each message, `{{n}}`.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.counts)
    }

    /// When the next message is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.running.as_ref().map(|running| running.next)
    }

    /// Repeats this instead of what was repeated until now. `counts` says whether there is a `{{n}}` in it. The first message is due at once.
    ///
    /// # Errors
    /// When it is not clear how often; then what was repeated goes on.
    pub fn start(
        &mut self,
        draft: &Draft,
        file: Option<&File>,
        counts: bool,
        now: Time,
    ) -> Result<(), RepeatError> {
        let every_ms = number(&self.every)
            .filter(|ms| (u64::from(LEAST_EVERY_MS)..=u64::from(MOST_EVERY_MS)).contains(ms))
            .and_then(|ms| u32::try_from(ms).ok())
            .ok_or(RepeatError::Every)?;
        let count = match self.count.trim() {
            "" => None,
            count => Some(
                number(count)
                    .filter(|&it| it > 0)
                    .ok_or(RepeatError::Count)?,
            ),
        };
        self.sent = 0;
        self.state = State::Running;
        self.running = Some(Running {
            draft: draft.clone(),
            file: file.cloned(),
            counts,
            every_ms: every_ms.into(),
            count,
            next: now,
        });
        Ok(())
    }

    /// The person has had enough.
    pub fn stop(&mut self) {
        self.end(State::Done);
    }

    /// A message was not sent, and the next would fare no better.
    pub fn refuse(&mut self) {
        self.end(State::Refused);
    }

    /// A message was sent. The next is due at the next multiple of the interval that is not over,
    /// so that a timer that is a little late each time does not slow the repeat down.
    pub fn sent(&mut self, now: Time) {
        let Some(running) = &mut self.running else {
            return;
        };
        self.sent += 1;
        if running.count.is_some_and(|count| self.sent >= count) {
            return self.stop();
        }
        let late = (now.ms_since(running.next) / running.every_ms)
            .floor()
            .max(0.0);
        running.next = running.next.after_ms((late + 1.0) * running.every_ms);
        if running.next <= now {
            running.next = now.after_ms(running.every_ms);
        }
    }

    /// The message to repeat.
    ///
    /// # Errors
    /// Why what is repeated makes no message.
    pub fn compose(&self, fill: &Fill) -> Result<Option<Payload>, ComposeError> {
        self.running
            .as_ref()
            .map(|running| running.draft.compose(running.file.as_ref(), fill))
            .transpose()
    }

    fn end(&mut self, state: State) {
        if self.running.take().is_some() {
            self.state = state;
        }
    }
}

fn number(typed: &str) -> Option<u64> {
    typed.trim().parse().ok()
}

//! The same message every so many milliseconds: a heartbeat, a load.
//!
//! What is repeated is the draft as it was at the start, so that one can go on writing. A timer that
//! is late, as in a page in the background, costs the messages it missed: they are not sent
//! afterwards in a burst.

use std::rc::Rc;

use super::draft::{ComposeError, Draft};
use super::file::File;
use crate::model::payload::Payload;
use crate::model::template::Values;
use crate::model::time::Time;

/// No browser's timer is reliably quicker.
pub const MIN_INTERVAL_MS: u32 = 10;

/// A day. A browser's timer cannot wait for more than 24 of them.
pub const MAX_INTERVAL_MS: u32 = 24 * 60 * 60 * 1_000;

/// How to repeat, as it is typed, and what is repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The milliseconds from one message to the next.
    pub interval: Rc<str>,
    /// How many messages; nothing stands for no end.
    pub count: Rc<str>,
    sent: u64,
    state: RepeatState,
    running: Option<Running>,
}

/// Whether something is repeated, and if not, why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatState {
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
    /// The interval is not a number from [`MIN_INTERVAL_MS`] to [`MAX_INTERVAL_MS`].
    Interval,
    /// The count is neither a number from 1 nor nothing.
    Count,
}

#[derive(Debug, Clone, PartialEq)]
struct Running {
    draft: Draft,
    file: Option<File>,
    has_counter: bool,
    interval_ms: f64,
    count: Option<u64>,
    next: Time,
}

impl Default for Repeat {
    fn default() -> Self {
        Self {
            interval: "1000".into(),
            count: "".into(),
            sent: 0,
            state: RepeatState::Idle,
            running: None,
        }
    }
}

impl Repeat {
    /// Whether something is repeated, and if not, why not.
    #[must_use]
    pub fn state(&self) -> RepeatState {
        self.state
    }

    /// How many messages the latest repeat has sent.
    #[must_use]
    pub fn sent_messages(&self) -> u64 {
        self.sent
    }

    /// Whether what is repeated has a number of its own in each message, `{{n}}`.
    #[must_use]
    pub fn has_counter(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.has_counter)
    }

    /// When the next message is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.running.as_ref().map(|running| running.next)
    }

    /// Repeats this instead of what was repeated until now. `has_counter` says whether there is a `{{n}}` in it. The first message is due at once.
    ///
    /// # Errors
    /// When it is not clear how often; then what was repeated goes on.
    pub fn start(
        &mut self,
        draft: &Draft,
        file: Option<&File>,
        has_counter: bool,
        now: Time,
    ) -> Result<(), RepeatError> {
        let interval_ms = number(&self.interval)
            .filter(|ms| (u64::from(MIN_INTERVAL_MS)..=u64::from(MAX_INTERVAL_MS)).contains(ms))
            .and_then(|ms| u32::try_from(ms).ok())
            .ok_or(RepeatError::Interval)?;
        let count = match self.count.trim() {
            "" => None,
            count => Some(
                number(count)
                    .filter(|&it| it > 0)
                    .ok_or(RepeatError::Count)?,
            ),
        };
        self.sent = 0;
        self.state = RepeatState::Running;
        self.running = Some(Running {
            draft: draft.clone(),
            file: file.cloned(),
            has_counter,
            interval_ms: interval_ms.into(),
            count,
            next: now,
        });
        Ok(())
    }

    /// The person has had enough.
    pub fn stop(&mut self) {
        self.end(RepeatState::Done);
    }

    /// A message was not sent, and the next would fare no better.
    pub fn refuse(&mut self) {
        self.end(RepeatState::Refused);
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
        let late = (now.ms_since(running.next) / running.interval_ms)
            .floor()
            .max(0.0);
        running.next = running.next.after_ms((late + 1.0) * running.interval_ms);
        if running.next <= now {
            running.next = now.after_ms(running.interval_ms);
        }
    }

    /// The message to repeat.
    ///
    /// # Errors
    /// Why what is repeated makes no message.
    pub fn compose(&self, values: &Values) -> Result<Option<Payload>, ComposeError> {
        self.running
            .as_ref()
            .map(|running| running.draft.compose(running.file.as_ref(), values))
            .transpose()
    }

    fn end(&mut self, state: RepeatState) {
        if self.running.take().is_some() {
            self.state = state;
        }
    }
}

fn number(typed: &str) -> Option<u64> {
    typed.trim().parse().ok()
}

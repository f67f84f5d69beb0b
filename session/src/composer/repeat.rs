//! Sending one message at an interval: a heartbeat, or a load.
//!
//! The message is the draft at the start, so the person can go on writing. A late timer, as in a background
//! page, skips the messages that it missed: no burst follows.

use std::rc::Rc;

use super::draft::{ComposeError, Draft};
use super::file::File;
use crate::payload::Payload;
use crate::template::Values;
use crate::time::Time;

/// The shortest interval in milliseconds; a shorter one is an error. No browser's timer is reliably faster.
pub const MIN_INTERVAL_MS: u32 = 10;

/// The longest interval in milliseconds, a day; a longer one is an error. A browser's timer cannot wait
/// longer than 24 days.
pub const MAX_INTERVAL_MS: u32 = 24 * 60 * 60 * 1_000;

/// The settings of the repetition, as typed, and its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The interval in milliseconds.
    interval: Rc<str>,
    /// The number of messages; empty for no end.
    count: Rc<str>,
    error: Option<RepeatError>,
    sent: u64,
    state: RepeatState,
    running: Option<Running>,
}

/// The progress of the repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatState {
    /// It was never started.
    Idle,
    /// It is running.
    Running,
    /// The person stopped it, or every message was sent.
    Done,
    /// A message was not sent.
    Refused,
}

/// Why the repetition cannot start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatError {
    /// The interval is not a number from [`MIN_INTERVAL_MS`] to [`MAX_INTERVAL_MS`].
    Interval,
    /// The number of messages is neither empty nor a number from 1.
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
            error: None,
            sent: 0,
            state: RepeatState::Idle,
            running: None,
        }
    }
}

impl Repeat {
    /// The interval in milliseconds, as typed.
    #[must_use]
    pub fn interval(&self) -> &Rc<str> {
        &self.interval
    }

    /// The number of messages, as typed; empty for no end.
    #[must_use]
    pub fn count(&self) -> &Rc<str> {
        &self.count
    }

    /// Why the repetition did not start, until that field is edited.
    #[must_use]
    pub fn error(&self) -> Option<RepeatError> {
        self.error
    }

    pub(super) fn set_interval(&mut self, interval: Rc<str>) {
        self.interval = interval;
        self.error.take_if(|it| *it == RepeatError::Interval);
    }

    pub(super) fn set_count(&mut self, count: Rc<str>) {
        self.count = count;
        self.error.take_if(|it| *it == RepeatError::Count);
    }

    /// The progress of the repetition.
    #[must_use]
    pub fn state(&self) -> RepeatState {
        self.state
    }

    /// The number of messages sent by the last repetition.
    #[must_use]
    pub fn sent_messages(&self) -> u64 {
        self.sent
    }

    /// Whether the repeated message has the counter `{{n}}`.
    #[must_use]
    pub fn has_counter(&self) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.has_counter)
    }

    /// When the next message is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.running.as_ref().map(|running| running.next)
    }

    /// Starts the repetition, or replaces the running one. The first message is due at once; `has_counter`
    /// says whether it has `{{n}}`. With invalid settings it returns `false`, says why as its
    /// [`error`](Self::error), and a running repetition goes on.
    pub fn start(
        &mut self,
        draft: &Draft,
        file: Option<&File>,
        has_counter: bool,
        now: Time,
    ) -> bool {
        let (interval_ms, count) = match self.settings() {
            Ok(settings) => settings,
            Err(error) => {
                self.error = Some(error);
                return false;
            }
        };
        self.error = None;
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
        true
    }

    /// The interval in milliseconds and the number of messages.
    fn settings(&self) -> Result<(u32, Option<u64>), RepeatError> {
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
        Ok((interval_ms, count))
    }

    /// The person stopped it.
    pub fn stop(&mut self) {
        self.end(RepeatState::Done);
    }

    /// A message was not sent, and the next would not be either.
    pub fn refuse(&mut self) {
        self.end(RepeatState::Refused);
    }

    /// A message was sent. The next is due at the next multiple of the interval. So a timer that is
    /// always a little late does not slow the repetition down.
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

    /// The payload of the repeated message.
    ///
    /// # Errors
    /// Why the draft makes none.
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

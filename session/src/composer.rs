//! The composer: the message that a person is writing, its history, and its repetition.
//!
//! What belongs here: everything between a key press and a [`Payload`]. What may not enter: whether there
//! is a connection. The session asks for the payload, sends it or not, and reports the outcome as an event.
//!
//! An edit costs one pass over the text, for its size and its variables, so typing in a message of
//! megabytes stays quick. So does the check of JSON up to 64 KiB; a longer text is checked when it is sent or
//! formatted.
//!
//! - [`caret`]: where the caret goes when a text is formatted.
//! - [`draft`]: a text, its kind, and the payload that it makes.
//! - [`file`](mod@file): a file to send instead.
//! - [`history`]: the messages sent before.
//! - [`line_ends`]: the line ends of a text that is edited.
//! - [`repeat`]: sending one message at an interval.

pub mod caret;
pub mod draft;
mod event;
pub mod file;
mod getters;
pub mod history;
pub mod line_ends;
pub mod repeat;

use std::rc::Rc;

use draft::{ComposeError, Draft, DraftKind, DraftSummary};
pub use event::{Event, Problem};
use file::File;
use history::History;
use repeat::Repeat;

use super::payload::{self, Payload, base64, hex};
use super::template::Values;
use super::time::{Moment, Time};
use super::{json, text_position::TextPosition};

/// The message that a person is writing in one tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Composer {
    draft: Draft,
    file: Option<File>,
    summary: DraftSummary,
    n: u64,
    rewrites: u64,
    /// The draft before the last rewrite, and after it: the person may undo it in the field, and redo it.
    rewritten: Option<(Draft, Draft)>,
    problem: Option<Problem>,
    refusals: u64,
    /// What the person pasted or dropped, until the field has its next value.
    given: Option<Rc<str>>,
    history: History,
    repeat: Repeat,
}

impl Composer {
    /// A composer with this text, as after a reload.
    #[must_use]
    pub fn new(text: Rc<str>, moment: Moment) -> Self {
        let mut composer = Self {
            draft: Draft {
                kind: DraftKind::Text,
                text,
            },
            file: None,
            summary: DraftSummary::default(),
            n: 1,
            rewrites: 0,
            rewritten: None,
            problem: None,
            refusals: 0,
            given: None,
            history: History::default(),
            repeat: Repeat::default(),
        };
        composer.look(moment);
        composer
    }

    /// Handles an event.
    pub fn apply(&mut self, event: Event, moment: Moment) {
        // The field has these already.
        let is_shown = matches!(event, Event::Typed(_) | Event::LineEndsPressed);
        let before = self.draft.clone();
        self.take_in(event, moment);
        if !is_shown && self.draft.text != before.text {
            self.rewrites += 1;
            self.given = None;
            self.rewritten = Some((before, self.draft.clone()));
        }
    }

    fn take_in(&mut self, event: Event, moment: Moment) {
        match event {
            Event::Edited(text) => self.edit(Draft { text, ..self.draft }, moment),
            Event::Typed(value) => {
                let given = self.given.take();
                if let Some(draft) = self.undone(&value) {
                    return self.edit(draft, moment);
                }
                let text = if given.is_some() || self.draft.text.contains('\r') {
                    line_ends::edited(&self.draft.text, &value, given.as_deref()).into()
                } else {
                    value
                };
                self.edit(Draft { text, ..self.draft }, moment);
            }
            Event::Given(text) => self.given = text.contains('\r').then_some(text),
            Event::LineEndsPressed => {
                let text = line_ends::shown(&self.draft.text);
                self.edit(Draft { text, ..self.draft }, moment);
            }
            Event::KindChosen(kind) => self.choose(kind, moment),
            Event::FormatPressed => self.format(moment),
            Event::OlderPressed => {
                let recalled = self.history.older(&self.draft);
                self.show(recalled, moment);
            }
            Event::NewerPressed => {
                let recalled = self.history.newer(&self.draft);
                self.show(recalled, moment);
            }
            Event::FileRead(Ok(file)) => {
                self.file = Some(file);
                self.choose(DraftKind::File, moment);
            }
            Event::FileRead(Err(error)) => self.problem = Some(Problem::File(error)),
            Event::FileRemoved => {
                self.file = None;
                self.choose(DraftKind::File, moment);
            }
            Event::Sent => {
                self.problem = None;
                if self.draft.kind != DraftKind::File {
                    self.history.push(&self.draft);
                }
                self.count(self.summary.has_counter, moment);
            }
            Event::Refused(problem) => self.refuse(problem),
            Event::RepeatIntervalEdited(interval) => self.repeat.set_interval(interval),
            Event::RepeatCountEdited(count) => self.repeat.set_count(count),
            Event::RepeatStartPressed => self.start_repeat(moment),
            Event::RepeatStopPressed => self.repeat.stop(),
            Event::Repeated => {
                let has_counter = self.repeat.has_counter();
                self.repeat.sent(moment.now);
                self.count(has_counter, moment);
            }
            Event::RepeatRefused(problem) => {
                self.repeat.refuse();
                self.problem = Some(problem);
            }
        }
    }

    /// The payload of the draft, if it is sent now.
    ///
    /// # Errors
    /// Why the draft makes no message, and where.
    pub fn compose(&self, moment: Moment) -> Result<Payload, ComposeError> {
        self.draft.compose(self.file.as_ref(), &self.values(moment))
    }

    /// The payload of the repeated message, if it is sent now; `None` while nothing is repeated.
    ///
    /// # Errors
    /// As [`compose`](Self::compose).
    pub fn compose_repeated(&self, moment: Moment) -> Result<Option<Payload>, ComposeError> {
        self.repeat.compose(&self.values(moment))
    }

    /// When the next repeated message is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.repeat.next_deadline()
    }

    /// Whether a repeated message is due. If so, [`compose_repeated`](Self::compose_repeated) makes it, and
    /// [`Event::Repeated`] or [`Event::RepeatRefused`] reports the outcome.
    #[must_use]
    pub fn due(&self, now: Time) -> bool {
        self.next_deadline().is_some_and(|deadline| deadline <= now)
    }

    fn values(&self, moment: Moment) -> Values {
        Values { moment, n: self.n }
    }

    /// Replaces the draft by the person's own hand.
    fn edit(&mut self, draft: Draft, moment: Moment) {
        if draft != self.draft {
            self.history.leave_to_edit();
            self.draft = draft;
        }
        self.problem = None;
        self.look(moment);
    }

    /// The draft at the other side of the last rewrite, if the value of the field says that it is undone or redone. Its
    /// kind and its line ends, which a text field does not have, come back with it.
    fn undone(&self, value: &str) -> Option<Draft> {
        let (before, after) = self.rewritten.as_ref()?;
        let other = if self.draft == *after {
            before
        } else if self.draft == *before {
            after
        } else {
            return None;
        };
        let is_change = *value != *line_ends::shown(&self.draft.text);
        (is_change && *value == *line_ends::shown(&other.text)).then(|| other.clone())
    }

    /// Changes the kind. Between hexadecimal and base64 the text is converted, so the bytes stay the same;
    /// otherwise the text stays.
    fn choose(&mut self, kind: DraftKind, moment: Moment) {
        let typed = &self.draft.text;
        let text = match (self.draft.kind, kind) {
            (DraftKind::Hex, DraftKind::Base64) => {
                hex::decode(typed).ok().map(|it| base64::encode(&it))
            }
            (DraftKind::Base64, DraftKind::Hex) => {
                base64::decode(typed).ok().map(|it| payload::hex(&it))
            }
            _ => None,
        };
        let text = text.map_or_else(|| Rc::clone(typed), Into::into);
        self.edit(Draft { kind, text }, moment);
    }

    fn format(&mut self, moment: Moment) {
        if self.draft.kind != DraftKind::Json {
            return;
        }
        match json::indent(&self.draft.text) {
            Ok(lines) => {
                let text = lines.into();
                self.edit(Draft { text, ..self.draft }, moment);
            }
            Err(error) => {
                let position = TextPosition::of(&self.draft.text, error.at_bytes);
                self.refuse(Problem::Draft(ComposeError::Json {
                    kind: error.kind,
                    position,
                }));
            }
        }
    }

    fn refuse(&mut self, problem: Problem) {
        self.problem = Some(problem);
        self.refusals += 1;
    }

    fn show(&mut self, recalled: Option<Draft>, moment: Moment) {
        if let Some(draft) = recalled {
            self.draft = draft;
            self.problem = None;
            self.look(moment);
        }
    }

    /// Starts to repeat the draft. It enters the history once, not with each message.
    fn start_repeat(&mut self, moment: Moment) {
        if let Err(error) = self.compose(moment) {
            return self.refuse(Problem::Draft(error));
        }
        self.problem = None;
        let file = self.file.as_ref();
        let has_counter = self.summary.has_counter;
        let is_started = self
            .repeat
            .start(&self.draft, file, has_counter, moment.now);
        if is_started && self.draft.kind != DraftKind::File {
            self.history.push(&self.draft);
        }
    }

    fn count(&mut self, has_counter: bool, moment: Moment) {
        if has_counter {
            self.n += 1;
            self.look(moment);
        }
    }

    fn look(&mut self, moment: Moment) {
        self.summary = self
            .draft
            .summarize(self.file.as_ref(), &self.values(moment));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

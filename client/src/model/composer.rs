//! The message that is being written: what is typed or chosen, what became of it, and how often
//! it is sent.
//!
//! What belongs here: everything between a key press and a [`Payload`]. What may not enter: whether
//! there is a connection to send it over. The session asks for the payload, hands it over or
//! does not, and says which by an event.
//!
//! Typing in a message of megabytes stays quick: an edit costs one pass over the text, for its
//! size and its variables. Whether it is JSON is looked at when it is sent or formatted.
//!
//! - [`draft`]: a text and what kind it is, and the payload it makes.
//! - [`file`]: a file that was chosen instead.
//! - [`history`]: what was sent before.
//! - [`repeat`]: the same message every so many milliseconds.

pub mod draft;
mod event;
pub mod file;
pub mod history;
pub mod repeat;

use std::rc::Rc;

use draft::{ComposeError, Draft, DraftSummary, DraftKind};
pub use event::{Event, Problem};
use file::File;
use history::History;
use repeat::Repeat;

use super::payload::{self, Payload, base64, hex};
use super::template::Values;
use super::time::{Moment, Time};
use super::{json, text_position::TextPosition};

/// What one person is writing to one peer.
#[derive(Debug, Clone, PartialEq)]
pub struct Composer {
    draft: Draft,
    file: Option<File>,
    summary: DraftSummary,
    n: u64,
    problem: Option<Problem>,
    history: History,
    repeat: Repeat,
}

impl Composer {
    /// A composer with this text in it, as after a reload.
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
            problem: None,
            history: History::default(),
            repeat: Repeat::default(),
        };
        composer.look(moment);
        composer
    }

    /// Takes in what happened.
    pub fn apply(&mut self, event: Event, moment: Moment) {
        match event {
            Event::Edited(text) => self.edit(Draft { text, ..self.draft }, moment),
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
            Event::Refused(problem) => self.problem = Some(problem),
            Event::RepeatIntervalEdited(interval) => self.repeat.interval = interval,
            Event::RepeatCountEdited(count) => self.repeat.count = count,
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

    /// The message that the draft makes if it is sent now.
    ///
    /// # Errors
    /// Why it makes none, and where.
    pub fn compose(&self, moment: Moment) -> Result<Payload, ComposeError> {
        self.draft.compose(self.file.as_ref(), &self.values(moment))
    }

    /// The draft as the lesson sends it: the text, as it stands.
    #[must_use]
    pub fn compose_verbatim(&self) -> Payload {
        Payload::Text(Rc::clone(&self.draft.text))
    }

    /// The message that is repeated, if it is sent now; none when nothing is repeated.
    ///
    /// # Errors
    /// As [`compose`](Self::compose).
    pub fn compose_repeated(&self, moment: Moment) -> Result<Option<Payload>, ComposeError> {
        self.repeat.compose(&self.values(moment))
    }

    /// When the next repeated message is to be sent.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        self.repeat.next_deadline()
    }

    /// Whether a repeated message is to be sent now. Then [`compose_repeated`](Self::compose_repeated)
    /// makes it, and [`Event::Repeated`] or [`Event::RepeatRefused`] says what became of it.
    #[must_use]
    pub fn due(&self, now: Time) -> bool {
        self.next_deadline().is_some_and(|deadline| deadline <= now)
    }

    /// What is typed. It is the person's: nothing but what they ask for changes it.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.draft.text
    }

    /// What kind of message it is.
    #[must_use]
    pub fn kind(&self) -> DraftKind {
        self.draft.kind
    }

    /// The file that was chosen.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// How large the message would be; `None` when there is none as yet.
    #[must_use]
    pub fn size_bytes(&self) -> Option<usize> {
        self.summary.size_bytes
    }

    /// How the message begins once its variables are filled in, were it sent at the last edit; `None` when
    /// it has no variables.
    #[must_use]
    pub fn preview(&self) -> Option<&Rc<str>> {
        self.summary.preview.as_ref()
    }

    /// Why what the person asked for last was not done.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.problem
    }

    /// What is repeated, and how.
    #[must_use]
    pub fn repeat(&self) -> &Repeat {
        &self.repeat
    }

    fn values(&self, moment: Moment) -> Values {
        Values { moment, n: self.n }
    }

    /// The draft is now another one, by the person's own hand.
    fn edit(&mut self, draft: Draft, moment: Moment) {
        if draft != self.draft {
            self.history.leave_to_edit();
            self.draft = draft;
        }
        self.problem = None;
        self.look(moment);
    }

    /// Bytes that are spelled in one way are spelled in the other instead, so that switching between
    /// the two shows the same message; otherwise the text stays and is read anew.
    fn choose(&mut self, kind: DraftKind, moment: Moment) {
        let typed = &self.draft.text;
        let text = match (self.draft.kind, kind) {
            (DraftKind::Hex, DraftKind::Base64) => hex::decode(typed).ok().map(|it| base64::encode(&it)),
            (DraftKind::Base64, DraftKind::Hex) => base64::decode(typed).ok().map(|it| payload::hex(&it)),
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
                self.problem = Some(Problem::Draft(ComposeError::Json {
                    kind: error.kind,
                    position: TextPosition::of(&self.draft.text, error.at_bytes),
                }));
            }
        }
    }

    fn show(&mut self, recalled: Option<Draft>, moment: Moment) {
        if let Some(draft) = recalled {
            self.draft = draft;
            self.problem = None;
            self.look(moment);
        }
    }

    /// What is repeated goes into the history once, and not each time it is sent.
    fn start_repeat(&mut self, moment: Moment) {
        let started = self.compose(moment).map_err(Problem::Draft).and_then(|_| {
            self.repeat
                .start(
                    &self.draft,
                    self.file.as_ref(),
                    self.summary.has_counter,
                    moment.now,
                )
                .map_err(Problem::Repeat)
        });
        self.problem = started.err();
        if self.problem.is_none() && self.draft.kind != DraftKind::File {
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
        self.summary = self.draft.summarize(self.file.as_ref(), &self.values(moment));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

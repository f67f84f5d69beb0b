//! What a person does with rows of the log: copies them, writes a message after one, has others like it found or hidden.

use std::rc::Rc;

use super::{Effect, Tab};
use crate::composer::{self, draft::DraftKind};
use crate::filter::Criteria;
use crate::json;
use crate::log::Log;
use crate::payload::{Payload, hex};
use crate::record::{Opening, Record};
use crate::time::Moment;
use crate::view::{self, CopyForm};

/// The number of characters of a message that tell what others like it begin with.
const LIKE_CHARS: usize = 40;

/// The bytes of the buffer that `websocat` has by default.
const WEBSOCAT_BYTES: usize = 64 << 10;

/// An event of the rows of a log.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person copied the selected rows.
    Copied(CopyForm),
    /// The person copied the message with this number as formatted JSON.
    CopiedFormatted(u64),
    /// The person copied a command line that sends the message with this number.
    CopiedCommand(u64),
    /// The person took the message with this number into the composer.
    Edited(u64),
    /// The person looks for the text, or for what begins as the message with this number where it is empty.
    Sought(u64, Rc<str>),
    /// The person hid the messages with the text, or those like the one with this number where it is empty.
    Hidden(u64, Rc<str>),
}

impl Tab {
    pub(super) fn apply_to_rows(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let log = self.connection.log();
        match event {
            Event::Copied(form) => {
                let copy = self.view.copy(log, form);
                self.copied_rows = copy.as_ref().map(|(_, rows)| *rows);
                return copy
                    .map(|(payload, _)| Effect::Copy(payload))
                    .into_iter()
                    .collect();
            }
            Event::CopiedFormatted(number) => {
                let formatted = text_of(log, number).and_then(|text| json::indent(text).ok());
                return copy_text(formatted);
            }
            Event::CopiedCommand(number) => return copy_text(command(log, number)),
            Event::Edited(number) => {
                let message = log.get(number).and_then(Record::message);
                let (kind, text): (_, Rc<str>) = match message {
                    Some((_, Payload::Text(text))) => (DraftKind::Text, text.as_ref().into()),
                    Some((_, Payload::Binary(bytes))) => (DraftKind::Hex, hex(bytes).into()),
                    None => return vec![],
                };
                let mut effects = self.compose(composer::Event::KindChosen(kind), moment);
                effects.extend(self.compose(composer::Event::Edited(text), moment));
                return effects;
            }
            Event::Sought(number, text) => {
                let query = or_beginning(log, number, text);
                let criteria = Criteria {
                    query,
                    is_regex: false,
                    match_case: true,
                    invert: false,
                    only_hits: true,
                    ..self.view.criteria().clone()
                };
                self.view.apply(view::Event::Criteria(criteria), log);
            }
            Event::Hidden(number, text) => {
                let pattern = like(&or_beginning(log, number, text));
                let mut criteria = self.view.criteria().clone();
                if !pattern.is_empty() && !criteria.hidden.contains(&pattern) {
                    criteria.hidden.push(pattern);
                    self.view.apply(view::Event::Criteria(criteria), log);
                }
            }
        }
        vec![]
    }
}

fn copy_text(text: Option<String>) -> Vec<Effect> {
    let copy = text.map(|text| Effect::Copy(Payload::Text(text.into())));
    copy.into_iter().collect()
}

fn text_of(log: &Log, number: u64) -> Option<&str> {
    match log.get(number)?.message()? {
        (_, Payload::Text(text)) => Some(text),
        (_, Payload::Binary(_)) => None,
    }
}

/// The text, or the beginning of the first line of the message where it is empty.
fn or_beginning(log: &Log, number: u64, text: Rc<str>) -> Rc<str> {
    if !text.is_empty() {
        return text;
    }
    let line = text_of(log, number).and_then(|text| text.lines().next());
    line.unwrap_or_default()
        .chars()
        .take(LIKE_CHARS)
        .collect::<String>()
        .into()
}

/// A pattern for messages with this text, whatever their numbers are: the next message of a feed has others.
fn like(text: &str) -> Rc<str> {
    let mut pattern = String::new();
    let mut is_in_number = false;
    for letter in text.chars() {
        let is_digit = letter.is_ascii_digit();
        if !is_digit {
            pattern.push_str(&regex_syntax::escape(letter.encode_utf8(&mut [0; 4])));
        } else if !is_in_number {
            pattern.push_str("[0-9]+");
        }
        is_in_number = is_digit;
    }
    pattern.into()
}

/// A command line for `websocat` in a POSIX shell that sends this message, byte for byte. Without `--no-line` each of its
/// lines would be a message, and a message has at most as many bytes as the buffer.
fn command(log: &Log, number: u64) -> Option<String> {
    let (_, opening) = log.opening_before(number)?;
    let (_, payload) = log.get(number)?.message()?;
    let (write, mode) = match payload {
        Payload::Text(text) => (format!("printf %s {}", quoted(text)), "--no-line"),
        Payload::Binary(bytes) => (format!("echo {} | xxd -r -p", hex(bytes)), "-b"),
    };
    let buffer = match payload.len() {
        0..=WEBSOCAT_BYTES => String::new(),
        bytes => format!(" -B {bytes}"),
    };
    let to = [protocol(opening), quoted(&opening.address)].concat();
    Some(format!("{write} | websocat -n {mode}{buffer} {to}"))
}

fn protocol(opening: &Opening) -> String {
    match &*opening.offered {
        "" => String::new(),
        offered => format!("--protocol {} ", quoted(offered)),
    }
}

/// One word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

//! A text, its kind, and the payload that it makes.

use std::rc::Rc;

use serde::Serialize;

use super::file::File;
use crate::json;
use crate::payload::{Payload, base64, hex};
use crate::template::{self, Values};
use crate::text_position::TextPosition;

/// The limit on the preview of a message with variables; the rest becomes `…`. It is a few lines on a
/// screen.
const PREVIEW_BYTES: usize = 512;

/// The limit on JSON that is checked at each key; a longer text is checked when it is sent. It takes about a millisecond.
const MAX_LIVE_JSON_BYTES: usize = 64 << 10;

/// A text and its kind. Cloning is cheap: the text is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How to read the text.
    pub kind: DraftKind,
    /// The typed text.
    pub text: Rc<str>,
}

/// How a draft becomes a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A text message of the text.
    #[default]
    Text,
    /// A text message of the text, which must be JSON.
    Json,
    /// A binary message of the bytes that the text has in hexadecimal.
    Hex,
    /// A binary message of the bytes that the text has in base64.
    Base64,
    /// A binary message of a file's bytes. The text is kept for later.
    File,
}

/// Why a draft makes no message. Positions are those in the typed text, before variables are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has what is wrong, and where")]
pub enum ComposeError {
    /// The text, with its variables replaced, is not JSON.
    Json {
        kind: json::ErrorKind,
        position: TextPosition,
    },
    /// The text is not hexadecimal.
    Hex {
        kind: hex::ErrorKind,
        position: TextPosition,
    },
    /// The text is not base64.
    Base64 {
        kind: base64::ErrorKind,
        position: TextPosition,
    },
    /// There is no file.
    NoFile,
}

impl ComposeError {
    /// Where in the text the error is; `None` without a text.
    #[must_use]
    pub fn position(self) -> Option<TextPosition> {
        match self {
            Self::Json { position, .. }
            | Self::Hex { position, .. }
            | Self::Base64 { position, .. } => Some(position),
            Self::NoFile => None,
        }
    }
}

/// What one pass over a draft finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftSummary {
    /// The size of the message; `None` if one pass shows that the draft makes none.
    pub size_bytes: Option<usize>,
    /// The start of the message, if it has variables.
    pub preview: Option<Rc<str>>,
    /// Whether the message has the counter `{{n}}`.
    pub has_counter: bool,
    /// The first thing that looks like a variable and is none.
    pub unknown: Option<Rc<str>>,
    /// Why the draft makes no message. A JSON text that is empty or long has no error here.
    pub error: Option<ComposeError>,
}

impl DraftKind {
    /// Every kind, in the order of the page's choices.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Hex, Self::Base64, Self::File];

    /// Its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Hex => "hex",
            Self::Base64 => "base64",
            Self::File => "file",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Draft {
    /// The payload.
    ///
    /// # Errors
    /// Why the draft makes none.
    pub fn compose(&self, file: Option<&File>, values: &Values) -> Result<Payload, ComposeError> {
        let text = &self.text;
        match self.kind {
            DraftKind::Text => Ok(Payload::Text(self.filled(values))),
            DraftKind::Json => {
                let filled = self.filled(values);
                match json::check(&filled) {
                    Ok(()) => Ok(Payload::Text(filled)),
                    Err(json::Error { at_bytes, kind }) => {
                        let at_bytes = template::typed_at_bytes(text, values.n, at_bytes);
                        let position = TextPosition::of(text, at_bytes);
                        Err(ComposeError::Json { kind, position })
                    }
                }
            }
            DraftKind::Hex => match hex::decode(text) {
                Ok(bytes) => Ok(Payload::Binary(bytes.into())),
                Err(hex::Error { at_bytes, kind }) => Err(ComposeError::Hex {
                    kind,
                    position: TextPosition::of(text, at_bytes),
                }),
            },
            DraftKind::Base64 => match base64::decode(text) {
                Ok(bytes) => Ok(Payload::Binary(bytes.into())),
                Err(base64::Error { at_bytes, kind }) => Err(ComposeError::Base64 {
                    kind,
                    position: TextPosition::of(text, at_bytes),
                }),
            },
            DraftKind::File => file
                .map(|file| Payload::Binary(Rc::clone(&file.bytes)))
                .ok_or(ComposeError::NoFile),
        }
    }

    /// Measures the draft in one pass.
    #[must_use]
    pub fn summarize(&self, file: Option<&File>, values: &Values) -> DraftSummary {
        let of_size = |size_bytes: Option<usize>| DraftSummary {
            size_bytes,
            error: match size_bytes {
                None => self.compose(file, values).err(),
                Some(_) => None,
            },
            ..DraftSummary::default()
        };
        match self.kind {
            DraftKind::Text | DraftKind::Json => {
                let summary = template::summarize(&self.text, values.n);
                let is_checked = self.kind == DraftKind::Json
                    && self.text.len() <= MAX_LIVE_JSON_BYTES
                    && !self.text.trim().is_empty();
                DraftSummary {
                    size_bytes: Some(summary.filled_bytes),
                    preview: summary.has_variables.then(|| self.preview(values)),
                    has_counter: summary.has_counter,
                    unknown: template::first_unknown(&self.text).map(Into::into),
                    error: is_checked
                        .then(|| self.compose(file, values).err())
                        .flatten(),
                }
            }
            DraftKind::Hex => of_size(hex::size_bytes(&self.text).ok()),
            DraftKind::Base64 => of_size(base64::size_bytes(&self.text).ok()),
            DraftKind::File => of_size(file.map(|file| file.bytes.len())),
        }
    }

    fn filled(&self, values: &Values) -> Rc<str> {
        if template::summarize(&self.text, values.n).has_variables {
            template::fill(&self.text, values).into()
        } else {
            Rc::clone(&self.text)
        }
    }

    fn preview(&self, values: &Values) -> Rc<str> {
        let mut start = template::fill_start(&self.text, values, PREVIEW_BYTES);
        if start.len() >= PREVIEW_BYTES {
            start.push('…');
        }
        start.into()
    }
}

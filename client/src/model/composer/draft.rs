//! A text and what kind it is, and the payload it makes.

use std::rc::Rc;

use serde::Serialize;

use super::file::File;
use crate::model::json;
use crate::model::payload::{Payload, base64, hex};
use crate::model::text_position::TextPosition;
use crate::model::template::{self, Values};

/// So much of a message with variables is shown as it will be.
const PREVIEW_BYTES: usize = 512;

/// What is typed, and what it stands for. Cheap to clone: the text is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the text stands for.
    pub kind: DraftKind,
    /// What is typed.
    pub text: Rc<str>,
}

/// What a message is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A text message: the text.
    #[default]
    Text,
    /// A text message: the text, if it is JSON.
    Json,
    /// A binary message: the bytes that the text spells in hexadecimal.
    Hex,
    /// A binary message: the bytes that the text spells in base64.
    Base64,
    /// A binary message: what is in a file. The text waits.
    File,
}

/// Why a draft makes no message. Places are those of the text that was typed, variables and all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has what is wrong, and where")]
pub enum ComposeError {
    /// The text, its variables filled in, is not JSON.
    Json { kind: json::ErrorKind, position: TextPosition },
    /// The text is not bytes in hexadecimal.
    Hex { kind: hex::ErrorKind, position: TextPosition },
    /// The text is not bytes in base64.
    Base64 {
        kind: base64::ErrorKind,
        position: TextPosition,
    },
    /// No file was chosen.
    NoFile,
}

/// What one pass over a draft tells of the message it would make.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftSummary {
    /// The message's size; `None` where the draft makes none, as far as one can tell in one pass.
    pub size_bytes: Option<usize>,
    /// How a message with variables begins once they are filled in.
    pub preview: Option<Rc<str>>,
    /// Whether the message has a number of its own, `{{n}}`.
    pub has_counter: bool,
}

impl DraftKind {
    /// All of them, as they are offered.
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

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Draft {
    /// The message that it makes.
    ///
    /// # Errors
    /// Why it makes none.
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

    /// What there is to say of it while it is written.
    #[must_use]
    pub fn summarize(&self, file: Option<&File>, values: &Values) -> DraftSummary {
        let of_size = |size_bytes| DraftSummary {
            size_bytes,
            ..DraftSummary::default()
        };
        match self.kind {
            DraftKind::Text | DraftKind::Json => {
                let summary = template::summarize(&self.text, values.n);
                DraftSummary {
                    size_bytes: Some(summary.filled_bytes),
                    preview: summary.has_variables.then(|| self.preview(values)),
                    has_counter: summary.has_counter,
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

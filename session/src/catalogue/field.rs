//! One thing to fill in: what it is called, what it takes, and whether a value is taken.

use std::rc::Rc;

use serde_json::Value;

use super::text;

/// A parameter of an endpoint, or the placeholder in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the address.
    pub name: Rc<str>,
    /// What it does, one sentence of English.
    pub description: Rc<str>,
    /// What it takes, as the end of a sentence in English.
    pub takes: Rc<str>,
    /// The value that it has when the address does not name it.
    pub default: Option<Rc<str>>,
    /// Whether it stands in the path and not in the query.
    pub is_in_path: bool,
    /// What can be told of the values it takes.
    pub kind: FieldKind,
}

/// What a field takes, as far as the server tells it in numbers and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A decimal integer in one of these ranges, both ends included.
    Integer(Rc<[(u64, u64)]>),
    /// One of these words.
    Choice(Rc<[Choice]>),
    /// Text, of at most so many bytes of UTF-8 if there is a limit; also whatever this page does not
    /// know: the server will say what it thinks of it.
    Text {
        /// The limit.
        max_bytes: Option<u64>,
    },
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in the address.
    pub word: Rc<str>,
    /// What it means, one sentence of English; often empty.
    pub meaning: Rc<str>,
}

/// Why a value is not taken. What would be is in the field's [`FieldKind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not a decimal integer in one of the ranges.
    NotInRange,
    /// It is none of the words.
    NotAChoice,
    /// It is longer than the limit.
    TooLong {
        /// Its size.
        bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// It is no segment of a path: empty, or dots by which an address goes up.
    NotASegment,
}

impl Field {
    /// A parameter as `/endpoints` describes it; `None` when it has no name.
    pub(super) fn parse(parameter: &Value) -> Option<Self> {
        let name = parameter.get("name")?.as_str()?;
        let default = parameter.get("default").and_then(Value::as_str);
        Some(Self {
            name: name.into(),
            description: text(parameter, "description"),
            takes: text(parameter, "takes"),
            default: default.map(Into::into),
            is_in_path: false,
            kind: FieldKind::parse(parameter),
        })
    }

    /// The placeholder of that name in a path, for which the server lists these words, or none.
    pub(super) fn placeholder(name: &str, choices: Rc<[Choice]>) -> Self {
        Self {
            name: name.into(),
            description: "".into(),
            takes: "".into(),
            default: None,
            is_in_path: true,
            kind: if choices.is_empty() {
                FieldKind::Text { max_bytes: None }
            } else {
                FieldKind::Choice(choices)
            },
        }
    }

    /// What a form begins with.
    #[must_use]
    pub fn first_value(&self) -> Rc<str> {
        match (&self.default, &self.kind) {
            (Some(default), _) => Rc::clone(default),
            (None, FieldKind::Choice(choices)) => choices
                .first()
                .map_or_else(|| "".into(), |choice| Rc::clone(&choice.word)),
            (None, FieldKind::Integer(_) | FieldKind::Text { .. }) => "".into(),
        }
    }

    /// Whether the address need not name the value. A field of integers that is left empty has its
    /// default, since nothing is no integer.
    #[must_use]
    pub fn is_default(&self, value: &str) -> bool {
        let is_left_out = match self.kind {
            FieldKind::Integer(_) => value.is_empty(),
            FieldKind::Choice(_) | FieldKind::Text { .. } => {
                value.is_empty() && self.default.is_none()
            }
        };
        is_left_out || self.default.as_deref() == Some(value)
    }

    /// Whether the value is taken, by what the server tells of it.
    ///
    /// # Errors
    ///
    /// Why it is not.
    pub fn check(&self, value: &str) -> Result<(), Refusal> {
        match &self.kind {
            _ if !self.is_in_path && self.is_default(value) => Ok(()),
            FieldKind::Integer(ranges) => decimal(value)
                .filter(|it| ranges.iter().any(|(min, max)| (min..=max).contains(&it)))
                .map(drop)
                .ok_or(Refusal::NotInRange),
            FieldKind::Choice(choices) => choices
                .iter()
                .any(|choice| *choice.word == *value)
                .then_some(())
                .ok_or(Refusal::NotAChoice),
            FieldKind::Text { .. } if self.is_in_path && matches!(value, "" | "." | "..") => {
                Err(Refusal::NotASegment)
            }
            FieldKind::Text { max_bytes } => match (value.len() as u64, *max_bytes) {
                (bytes, Some(max_bytes)) if bytes > max_bytes => {
                    Err(Refusal::TooLong { bytes, max_bytes })
                }
                _ => Ok(()),
            },
        }
    }
}

impl FieldKind {
    fn parse(parameter: &Value) -> Self {
        let list = |key| parameter.get(key).and_then(Value::as_array);
        if let Some(ranges) = list("ranges") {
            let range = |range: &Value| Some((range.get(0)?.as_u64()?, range.get(1)?.as_u64()?));
            if let Some(ranges) = ranges.iter().map(range).collect() {
                return Self::Integer(ranges);
            }
        }
        if let Some(choices) = list("choices") {
            let choice = |choice: &Value| {
                Some(Choice {
                    word: choice.as_str()?.into(),
                    meaning: "".into(),
                })
            };
            if let Some(choices) = choices.iter().map(choice).collect() {
                return Self::Choice(choices);
            }
        }
        Self::Text {
            max_bytes: parameter.get("max_bytes").and_then(Value::as_u64),
        }
    }
}

/// An integer as the server reads it: digits and nothing else.
fn decimal(text: &str) -> Option<u64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

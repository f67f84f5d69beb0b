//! A field of an endpoint's form: its name, its values, and whether a value is valid.

use std::rc::Rc;

use serde_json::Value;

use super::text;

/// A parameter of an endpoint, in its query or its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the address.
    pub name: Rc<str>,
    /// Its purpose, one sentence of English.
    pub description: Rc<str>,
    /// Its valid values, as the end of a sentence in English.
    pub takes: Rc<str>,
    /// The default, which holds when the address does not name the field.
    pub default: Option<Rc<str>>,
    /// Whether it is in the path and not in the query.
    pub is_in_path: bool,
    /// The kind of its values.
    pub kind: FieldKind,
}

/// The kind of a field's values, as far as the server describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A decimal integer in one of these ranges, both ends included.
    Integer(Rc<[(u64, u64)]>),
    /// One of these values.
    Choice(Rc<[Choice]>),
    /// Text; also any kind that this page does not know, which only the server can check.
    Text {
        /// The limit in bytes of UTF-8, if there is one.
        max_bytes: Option<u64>,
    },
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value in the address.
    pub word: Rc<str>,
    /// Its meaning, one sentence of English; often empty.
    pub meaning: Rc<str>,
}

/// Why a value is invalid. The field's [`FieldKind`] tells what would be valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not a decimal integer in one of the ranges.
    NotInRange,
    /// It is none of the choices.
    NotAChoice,
    /// It is longer than the limit.
    TooLong {
        /// Its size.
        bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// It is no segment of a path: empty, or dots that lead upwards.
    NotASegment,
}

impl Field {
    /// Reads a parameter of `/endpoints`; `None` without a name.
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

    /// The parameter of this name in a path, with the choices that the server lists.
    pub(super) fn path_parameter(name: &str, choices: Rc<[Choice]>) -> Self {
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

    /// The first value of the form.
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

    /// Whether the address can leave the value out. An empty field of integers means its default.
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

    /// Checks a value by the server's description.
    ///
    /// # Errors
    ///
    /// Why it is invalid.
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

/// Reads an integer as the server does: digits only.
fn decimal(text: &str) -> Option<u64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

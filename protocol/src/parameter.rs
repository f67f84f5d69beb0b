//! The query parameters of an endpoint: what they are called, what they take, and how a value is
//! read from a query string.
//!
//! A parameter is a constant ([`Integer`], [`OptionalInteger`], [`Choice`], [`CloseCode`], [`Text`],
//! [`Name`], [`Symbols`]) that documents itself and reads its own value, so that no endpoint parses a
//! string and no document describes a range that is not the one in force.

use std::fmt;

use crate::query::Query;

mod choice;
mod close_code;
mod integer;
mod name;
mod symbols;
mod text;

pub use choice::Choice;
pub use close_code::CloseCode;
pub use integer::{Integer, OptionalInteger};
pub use name::{Name, Named};
pub use symbols::Symbols;
pub use text::Text;

/// A value that a parameter does not take, or a name that the endpoint does not know.
///
/// It says everything that the sender needs in order to send the right thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadParameter {
    /// The parameter's name as it was sent.
    pub name: String,
    /// The value as it was sent, percent-decoded.
    pub value: String,
    /// What would have been right, as the end of a sentence: "an integer from 0 to 60000".
    pub takes: String,
}

impl fmt::Display for BadParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, takes } = self;
        write!(f, "parameter {name:?} got {value:?}; it takes {takes}")
    }
}

impl std::error::Error for BadParameter {}

/// Any of the kinds of parameter, for those who list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// See [`Integer`].
    Integer(Integer),
    /// See [`OptionalInteger`].
    OptionalInteger(OptionalInteger),
    /// See [`Choice`].
    Choice(Choice),
    /// See [`CloseCode`].
    CloseCode(CloseCode),
    /// See [`Text`].
    Text(Text),
    /// See [`Name`].
    Name(Name),
    /// See [`Symbols`].
    Symbols(Symbols),
}

impl Parameter {
    /// Its name in the query string.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Integer(it) => it.name,
            Self::OptionalInteger(it) => it.name,
            Self::Choice(it) => it.name,
            Self::CloseCode(it) => it.name,
            Self::Text(it) => it.name,
            Self::Name(it) => it.name,
            Self::Symbols(it) => it.name,
        }
    }

    /// What it does, one sentence.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self {
            Self::Integer(it) => it.description,
            Self::OptionalInteger(it) => it.description,
            Self::Choice(it) => it.description,
            Self::CloseCode(it) => it.description,
            Self::Text(it) => it.description,
            Self::Name(it) => it.description,
            Self::Symbols(it) => it.description,
        }
    }

    /// What it takes, as the end of a sentence.
    #[must_use]
    pub fn takes(&self) -> String {
        match self {
            Self::Integer(it) => integer::takes(it.min, it.max),
            Self::OptionalInteger(it) => integer::takes(it.min, it.max),
            Self::Choice(it) => it.takes(),
            Self::CloseCode(_) => CloseCode::takes(),
            Self::Text(it) => it.takes(),
            Self::Name(it) => it.takes(),
            Self::Symbols(it) => it.takes(),
        }
    }

    /// The value when the query does not name it, as it would stand there.
    #[must_use]
    pub fn default(&self) -> Option<String> {
        match self {
            Self::Integer(it) => Some(it.default.to_string()),
            Self::OptionalInteger(_) => None,
            Self::Choice(it) => it.of.first().map(|&word| word.to_owned()),
            Self::CloseCode(it) => Some(it.default.to_string()),
            Self::Text(it) => Some(it.default.to_owned()),
            Self::Name(it) => Some(it.default.to_owned()),
            Self::Symbols(it) => Some(it.default.to_owned()),
        }
    }

    /// Whether it takes what `query` holds for it.
    ///
    /// # Errors
    ///
    /// As the `value` of its kind.
    pub fn check(&self, query: &Query<'_>) -> Result<(), BadParameter> {
        match self {
            Self::Integer(it) => it.value(query).map(drop),
            Self::OptionalInteger(it) => it.value(query).map(drop),
            Self::Choice(it) => it.value(query).map(drop),
            Self::CloseCode(it) => it.value(query).map(drop),
            Self::Text(it) => it.value(query).map(drop),
            Self::Name(it) => it.value(query).map(drop),
            Self::Symbols(it) => it.value(query).map(drop),
        }
    }
}

/// An unsigned decimal integer; `u64::from_str` would also take a leading `+`.
fn decimal(text: &str) -> Option<u64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

fn bad(name: &str, value: &str, takes: String) -> BadParameter {
    BadParameter {
        name: name.to_owned(),
        value: value.to_owned(),
        takes,
    }
}

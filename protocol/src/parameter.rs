//! The query parameters of an endpoint: their names, what they take, and how a value is read from a query.
//!
//! A parameter is a constant ([`Integer`], [`OptionalInteger`], [`Choice`], [`CloseCode`], [`Text`], [`Name`],
//! [`Symbols`]) that documents itself and reads its own value. So no endpoint parses a string, and every
//! document describes the range in force.

use std::borrow::Cow;
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

/// A value that a parameter does not take, or a name that the endpoint does not have.
///
/// It says everything that the sender needs to send a right one. It does not repeat a secret, because its sentence
/// is logged. The value of an unknown name may be a secret, too: `passwd` for `password`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadParameter {
    /// The parameter's name as it was sent.
    pub name: String,
    /// The value as it was sent, percent-decoded; `None` where it is or may be a secret.
    pub value: Option<String>,
    /// What the parameter takes, as the end of a sentence: "an integer from 0 to 60000".
    pub takes: String,
}

impl fmt::Display for BadParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, takes } = self;
        match value {
            Some(value) => write!(f, "parameter {name:?} got {value:?}; it takes {takes}"),
            None => write!(f, "parameter {name:?} takes {takes}"),
        }
    }
}

impl std::error::Error for BadParameter {}

/// A parameter of any kind.
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

    /// Its effect, in one sentence.
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

    /// The value where the query does not have it, in the form of a query; `None` where there is none.
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

    /// Checks that `query` has nothing but `parameters`, and that each of them takes its value.
    ///
    /// A misspelt name is an error: a person who tests a client must not believe in a delay that is not there.
    ///
    /// # Errors
    ///
    /// The first name that is not in `parameters`, or else the first value that is not taken.
    pub fn check_all(parameters: &[Self], query: &Query<'_>) -> Result<(), BadParameter> {
        for (name, _) in query.pairs() {
            if !parameters.iter().any(|parameter| parameter.name() == name) {
                let names: Vec<_> = parameters.iter().map(Self::name).collect();
                return Err(BadParameter {
                    name: name.into_owned(),
                    value: None,
                    takes: match names.as_slice() {
                        [] => "no value: there are no parameters here".to_owned(),
                        names => format!("no value: the parameters here are {}", names.join(", ")),
                    },
                });
            }
        }
        parameters
            .iter()
            .try_for_each(|parameter| parameter.check(query))
    }

    /// Checks that it takes its value in `query`.
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
            Self::Name(it) => it.value(query, str::to_owned).map(drop),
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

/// The value of the parameter `name` in `query`, or `None` when the query does not have it.
fn single<'a>(query: &Query<'a>, name: &str) -> Result<Option<Cow<'a, str>>, BadParameter> {
    query.get(name).map_err(|repeated| BadParameter {
        name: name.to_owned(),
        value: Some(repeated.value),
        takes: "one value, and was named more than once".to_owned(),
    })
}

fn bad(name: &str, value: &str, takes: String) -> BadParameter {
    BadParameter {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        takes,
    }
}

#[cfg(test)]
mod tests {
    use super::Parameter;
    use crate::catalogue::{ENDPOINTS, echo};
    use crate::query::Query;

    #[test]
    fn parameter_named_twice_is_refused() {
        let query = Query::new("delay_ms=1&delay_ms=2");
        let error = Parameter::check_all(echo::ENDPOINT.parameters, &query).unwrap_err();
        assert_eq!(
            (error.name.as_str(), error.value.as_deref()),
            ("delay_ms", Some("2"))
        );
    }

    #[test]
    fn parameter_unknown_is_refused_and_the_known_ones_are_named() {
        let query = Query::new("delay=5");
        let error = Parameter::check_all(echo::ENDPOINT.parameters, &query).unwrap_err();
        assert_eq!(error.name, "delay");
        assert!(
            error.takes.contains("delay_ms, jitter_ms, fragment_bytes"),
            "{error}"
        );
    }

    #[test]
    fn secret_is_in_no_sentence() {
        let mut secrets = 0;
        for endpoint in ENDPOINTS {
            let is_secret =
                |parameter: &&Parameter| matches!(parameter, Parameter::Text(it) if it.is_secret);
            for parameter in endpoint.parameters.iter().filter(is_secret) {
                secrets += 1;
                let name = parameter.name();
                for query in [
                    format!("{name}=s3cret&{name}=s3cret"),
                    format!("{name}={}", "s3cret".repeat(1_000)),
                    format!("{name}s=s3cret"),
                ] {
                    let query = Query::new(&query);
                    let error = Parameter::check_all(endpoint.parameters, &query).unwrap_err();
                    assert!(
                        !format!("{error} {error:?}").contains("s3cret"),
                        "{error:?}"
                    );
                }
            }
        }
        assert_eq!(
            secrets, 3,
            "the password of /basic-auth, the token of /bearer and the key of /chat"
        );
    }

    proptest::proptest! {
        #[test]
        fn query_of_any_text_does_not_panic(text in ".*") {
            for endpoint in ENDPOINTS {
                let _ = Parameter::check_all(endpoint.parameters, &Query::new(&text));
            }
        }
    }
}

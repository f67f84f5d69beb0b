//! A query string, taken apart as `application/x-www-form-urlencoded`.

use std::borrow::Cow;

use crate::parameter::{BadParameter, Parameter};

/// The query string of a request target, without the `?`.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    /// The query string `text`, which need not be well formed.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The value of the parameter `name`, or `None` when the query does not name it.
    ///
    /// # Errors
    ///
    /// It is named twice: taking either one silently would be a guess.
    pub fn get(&self, name: &str) -> Result<Option<Cow<'a, str>>, BadParameter> {
        let mut values = self.pairs().filter(|(key, _)| key == name);
        let first = values.next().map(|(_, value)| value);
        match values.next() {
            None => Ok(first),
            Some((_, second)) => Err(BadParameter {
                name: name.to_owned(),
                value: second.into_owned(),
                takes: "one value, and was named more than once".to_owned(),
            }),
        }
    }

    /// Checks that the query names nothing but `parameters`, and gives each what it takes.
    ///
    /// A misspelt parameter is refused, not ignored: somebody who tests a client must not believe
    /// in a delay that never was.
    ///
    /// # Errors
    ///
    /// The first name that is not in `parameters`, or the first value that is not taken.
    pub fn check(&self, parameters: &[Parameter]) -> Result<(), BadParameter> {
        for (name, value) in self.pairs() {
            if !parameters.iter().any(|parameter| parameter.name() == name) {
                let names: Vec<_> = parameters.iter().map(Parameter::name).collect();
                return Err(BadParameter {
                    name: name.into_owned(),
                    value: value.into_owned(),
                    takes: match names.as_slice() {
                        [] => "no value: there are no parameters here".to_owned(),
                        names => format!("no value: the parameters here are {}", names.join(", ")),
                    },
                });
            }
        }
        parameters
            .iter()
            .try_for_each(|parameter| parameter.check(self))
    }

    fn pairs(&self) -> form_urlencoded::Parse<'a> {
        form_urlencoded::parse(self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::catalogue::echo;

    #[test]
    fn values_are_percent_decoded() {
        let query = Query::new("reason=a%20b+c&x=%EA%B0%80");
        assert_eq!(query.get("reason").unwrap().unwrap(), "a b c");
        assert_eq!(query.get("x").unwrap().unwrap(), "가");
        assert_eq!(query.get("y"), Ok(None));
    }

    #[test]
    fn a_parameter_named_twice_is_refused() {
        let error = Query::new("x=1&x=2").get("x").unwrap_err();
        assert_eq!((error.name.as_str(), error.value.as_str()), ("x", "2"));
    }

    #[test]
    fn a_parameter_that_nobody_knows_is_refused_and_the_known_ones_named() {
        let error = Query::new("delay=5")
            .check(echo::ENDPOINT.parameters)
            .unwrap_err();
        assert_eq!(error.name, "delay");
        assert!(
            error.takes.contains("delay_ms, jitter_ms, fragment_bytes"),
            "{error}"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_query_string_panics(text in ".*") {
            for endpoint in crate::catalogue::ENDPOINTS {
                let _ = Query::new(&text).check(endpoint.parameters);
            }
        }
    }
}

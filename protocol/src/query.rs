//! A query string, parsed as `application/x-www-form-urlencoded`.
//!
//! What may not enter: which parameters there are and what they take (`parameter`).

use std::borrow::Cow;

/// The query string of a request target, without the `?`.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a>(&'a str);

/// A name that a query has more than once. To take either value would be a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The second of its values.
    pub value: String,
}

impl<'a> Query<'a> {
    /// The query string `text`, which need not be well formed.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The value at `name`, or `None` when the query does not have it.
    ///
    /// # Errors
    ///
    /// The query has the name more than once.
    pub fn get(&self, name: &str) -> Result<Option<Cow<'a, str>>, Repeated> {
        let mut values = self.pairs().filter(|(key, _)| key == name);
        let first = values.next().map(|(_, value)| value);
        match values.next() {
            None => Ok(first),
            Some((_, second)) => Err(Repeated {
                value: second.into_owned(),
            }),
        }
    }

    /// The names and values, percent-decoded, in their order.
    #[must_use]
    pub fn pairs(&self) -> form_urlencoded::Parse<'a> {
        form_urlencoded::parse(self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, Repeated};

    #[test]
    fn value_is_percent_decoded() {
        let query = Query::new("reason=a%20b+c&x=%EA%B0%80");
        assert_eq!(query.get("reason").unwrap().unwrap(), "a b c");
        assert_eq!(query.get("x").unwrap().unwrap(), "가");
        assert_eq!(query.get("y"), Ok(None));
    }

    #[test]
    fn name_repeated_is_an_error_with_the_second_value() {
        let value = "2".to_owned();
        assert_eq!(Query::new("x=1&x=2").get("x"), Err(Repeated { value }));
    }
}

//! Free text.

use super::{BadParameter, bad, single};
use crate::query::Query;

/// Free text up to a number of bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Its name in the query string.
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The most bytes of UTF-8.
    pub max_bytes: usize,
    /// The value where the query does not have it.
    pub default: &'static str,
    /// Whether no sentence may repeat its value.
    pub is_secret: bool,
}

impl Text {
    /// Its value in `query`, or its default.
    ///
    /// # Errors
    ///
    /// The value is longer than [`Text::max_bytes`].
    pub fn value(&self, query: &Query<'_>) -> Result<String, BadParameter> {
        let read = || {
            let Some(value) = single(query, self.name)? else {
                return Ok(self.default.to_owned());
            };
            if value.len() > self.max_bytes {
                return Err(bad(self.name, &value, self.takes()));
            }
            Ok(value.into_owned())
        };
        read().map_err(|error: BadParameter| BadParameter {
            value: error.value.filter(|_| !self.is_secret),
            ..error
        })
    }

    pub(super) fn takes(&self) -> String {
        format!("at most {} bytes of UTF-8", self.max_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::query::Query;

    const REASON: Text = Text {
        name: "reason",
        description: "",
        max_bytes: 6,
        default: "",
        is_secret: false,
    };

    #[test]
    fn text_too_long_in_bytes_is_refused() {
        let value = |query| REASON.value(&Query::new(query));
        assert_eq!(value("").as_deref(), Ok(""));
        assert_eq!(value("reason=%EC%95%88%EB%85%95").as_deref(), Ok("안녕"));
        assert!(value("reason=%EC%95%88%EB%85%95!").is_err());
    }
}

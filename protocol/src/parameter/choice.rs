//! A choice of words.

use super::{BadParameter, bad, single};
use crate::query::Query;

/// One word of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its name in the query string.
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The words; the first is the default.
    pub of: &'static [&'static str],
}

impl Choice {
    /// Its value in `query`, which is one of [`Choice::of`], or the first of them.
    ///
    /// # Errors
    ///
    /// The value is none of the words it takes.
    pub fn value(&self, query: &Query<'_>) -> Result<&'static str, BadParameter> {
        let Some(value) = single(query, self.name)? else {
            return Ok(self.of.first().copied().unwrap_or_default());
        };
        self.of
            .iter()
            .copied()
            .find(|word| *word == value)
            .ok_or_else(|| bad(self.name, &value, self.takes()))
    }

    pub(super) fn takes(&self) -> String {
        format!("one of {}", self.of.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use crate::query::Query;

    const KIND: Choice = Choice {
        name: "kind",
        description: "",
        of: &["text", "binary"],
    };

    #[test]
    fn choice_takes_its_words_to_the_letter() {
        let value = |query| KIND.value(&Query::new(query));
        assert_eq!(value(""), Ok("text"));
        assert_eq!(value("kind=binary"), Ok("binary"));
        assert_eq!(
            value("kind=Binary").unwrap_err().takes,
            "one of text, binary"
        );
    }
}

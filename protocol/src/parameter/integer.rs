//! Integers in a range: one with a default, and one that may be left out.

use super::{BadParameter, bad, decimal, single};
use crate::query::Query;

/// An integer within a range, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer {
    /// Its name in the query string; the unit is its ending (`_ms`, `_bytes`).
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The smallest value.
    pub min: u64,
    /// The largest value.
    pub max: u64,
    /// The value where the query does not have it.
    pub default: u64,
}

impl Integer {
    /// Its value in `query`, or its default.
    ///
    /// # Errors
    ///
    /// The value is not a decimal integer or is out of range.
    pub fn value(&self, query: &Query<'_>) -> Result<u64, BadParameter> {
        Ok(read(self.name, self.min, self.max, query)?.unwrap_or(self.default))
    }
}

/// An integer within a range, both ends included, that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionalInteger {
    /// Its name in the query string; the unit is its ending (`_ms`, `_bytes`).
    pub name: &'static str,
    /// Its effect, and the effect of leaving it out, in one sentence.
    pub description: &'static str,
    /// The smallest value.
    pub min: u64,
    /// The largest value.
    pub max: u64,
}

impl OptionalInteger {
    /// Its value in `query`, or `None`.
    ///
    /// # Errors
    ///
    /// As [`Integer::value`].
    pub fn value(&self, query: &Query<'_>) -> Result<Option<u64>, BadParameter> {
        read(self.name, self.min, self.max, query)
    }
}

fn read(name: &str, min: u64, max: u64, query: &Query<'_>) -> Result<Option<u64>, BadParameter> {
    let Some(value) = single(query, name)? else {
        return Ok(None);
    };
    decimal(&value)
        .filter(|number| (min..=max).contains(number))
        .map(Some)
        .ok_or_else(|| bad(name, &value, takes(min, max)))
}

pub(super) fn takes(min: u64, max: u64) -> String {
    format!("an integer from {min} to {max}")
}

#[cfg(test)]
mod tests {
    use super::Integer;
    use crate::query::Query;

    const WAIT_MS: Integer = Integer {
        name: "wait_ms",
        description: "",
        min: 10,
        max: 60_000,
        default: 1_000,
    };

    #[test]
    fn integer_out_of_range_is_refused() {
        let value = |query: &str| WAIT_MS.value(&Query::new(query));
        assert_eq!(value(""), Ok(1_000));
        assert_eq!(value("wait_ms=10"), Ok(10));
        assert_eq!(value("wait_ms=60000"), Ok(60_000));
        for wrong in [
            "9",
            "60001",
            "-1",
            "+20",
            "%2B20",
            "1e3",
            "0x20",
            "",
            "18446744073709551616",
        ] {
            let error = value(&format!("wait_ms={wrong}")).unwrap_err();
            assert_eq!(error.takes, "an integer from 10 to 60000", "{wrong}");
            assert_eq!(error.name, "wait_ms");
        }
    }

    #[test]
    fn error_names_parameter_value_and_range() {
        let error = WAIT_MS.value(&Query::new("wait_ms=soon")).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"parameter "wait_ms" got "soon"; it takes an integer from 10 to 60000"#
        );
    }
}

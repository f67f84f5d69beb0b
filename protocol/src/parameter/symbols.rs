//! Ticker symbols.

use std::borrow::Cow;

use super::{BadParameter, bad, single};
use crate::query::Query;

/// A list of ticker symbols, separated by commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Its name in the query string.
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The most symbols.
    pub max_symbols: usize,
    /// The most characters of one symbol.
    pub max_symbol_bytes: usize,
    /// The value where the query does not have it, in the form of a query.
    pub default: &'static str,
}

impl Symbols {
    /// Its value in `query`, or its default; never empty, in the order given.
    ///
    /// # Errors
    ///
    /// There is no symbol, or there are too many. One is too long, repeated, or has another character than an
    /// ASCII letter, a digit, `.` or `-`.
    pub fn value(&self, query: &Query<'_>) -> Result<Vec<String>, BadParameter> {
        let value = single(query, self.name)?.unwrap_or(Cow::Borrowed(self.default));
        let symbols: Vec<String> = value.split(',').map(str::to_owned).collect();
        let repeats = |(index, symbol)| symbols.iter().take(index).any(|other| other == symbol);
        if symbols.len() > self.max_symbols
            || !symbols.iter().all(|symbol| self.is_symbol(symbol))
            || symbols.iter().enumerate().any(repeats)
        {
            return Err(bad(self.name, &value, self.takes()));
        }
        Ok(symbols)
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        (1..=self.max_symbol_bytes).contains(&symbol.len())
            && symbol
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
    }

    pub(super) fn takes(&self) -> String {
        format!(
            "1 to {} different symbols separated by commas, each of 1 to {} ASCII letters, digits, '.' or '-'",
            self.max_symbols, self.max_symbol_bytes
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Symbols;
    use crate::query::Query;

    const SYMBOLS: Symbols = Symbols {
        name: "symbols",
        description: "",
        max_symbols: 3,
        max_symbol_bytes: 4,
        default: "A,B",
    };

    #[test]
    fn symbols_too_many_too_long_or_repeated_are_refused() {
        let value = |query: &str| SYMBOLS.value(&Query::new(query));
        assert_eq!(value("").unwrap(), ["A", "B"]);
        assert_eq!(value("symbols=BRK.,x-1,Z").unwrap(), ["BRK.", "x-1", "Z"]);
        for wrong in ["", "A,,B", "A,B,C,D", "LONGER", "A,A", "A B", "%EA%B0%80"] {
            assert!(value(&format!("symbols={wrong}")).is_err(), "{wrong}");
        }
    }
}

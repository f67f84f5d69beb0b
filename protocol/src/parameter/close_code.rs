//! Close codes.

use super::{BadParameter, bad, decimal, single};
use crate::query::Query;

/// A close code that a client can see.
///
/// RFC 6455 section 7.4 and the IANA registry: 1000 to 1014 except 1004, which is reserved, and 3000 to 4999. 1005
/// and 1006 never stand in a close frame. A client sees 1005 for a close frame without a code, and 1006 for an end
/// without a close frame. 1015 is for a failed TLS handshake, before a WebSocket is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseCode {
    /// Its name in the query string.
    pub name: &'static str,
    /// Its effect, in one sentence.
    pub description: &'static str,
    /// The value where the query does not have it.
    pub default: u16,
}

impl CloseCode {
    /// The codes it takes, in ranges of which both ends are included.
    pub const RANGES: [(u16, u16); 3] = [(1000, 1003), (1005, 1014), (3000, 4999)];

    /// Its value in `query`, or its default.
    ///
    /// # Errors
    ///
    /// The value is not a close code that can be seen.
    pub fn value(&self, query: &Query<'_>) -> Result<u16, BadParameter> {
        let Some(value) = single(query, self.name)? else {
            return Ok(self.default);
        };
        decimal(&value)
            .and_then(|number| u16::try_from(number).ok())
            .filter(|code| {
                let mut ranges = Self::RANGES.iter();
                ranges.any(|(min, max)| (min..=max).contains(&code))
            })
            .ok_or_else(|| bad(self.name, &value, Self::takes()))
    }

    pub(super) fn takes() -> String {
        "a close code: 1000 to 1003, 1005 to 1014, or 3000 to 4999".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::CloseCode;
    use crate::query::Query;

    #[test]
    fn close_code_that_no_client_can_see_is_refused() {
        let code = CloseCode {
            name: "code",
            description: "",
            default: 1000,
        };
        let value = |query: &str| code.value(&Query::new(query));
        assert_eq!(value(""), Ok(1000));
        for right in [1000, 1003, 1005, 1006, 1014, 3000, 4999] {
            assert_eq!(value(&format!("code={right}")), Ok(right));
        }
        for wrong in [
            "0", "999", "1004", "1015", "1016", "2999", "5000", "65536", "-1000", "x", "",
        ] {
            assert!(value(&format!("code={wrong}")).is_err(), "{wrong}");
        }
    }
}

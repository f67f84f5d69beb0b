//! The close code and reason, as a person types them.

use std::rc::Rc;

/// The limit on the reason in bytes of UTF-8; a longer one is an error. A control frame holds at most 125
/// bytes (RFC 6455 section 5.5), of which the code takes two.
pub const MAX_REASON_BYTES: usize = 123;

/// The typed code and reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CloseDraft {
    /// The code.
    pub code: Rc<str>,
    /// The reason.
    pub reason: Rc<str>,
}

/// Why the code and the reason are invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseRequestError {
    /// The code is no number, or one that a page may not send. Pages may send 1000 and 3000 to 4999 (WHATWG
    /// WebSockets, `close()`); the others belong to browsers and servers.
    Code,
    /// There is a reason without a code, which a close frame cannot have.
    ReasonWithoutCode,
    /// The reason is longer than [`MAX_REASON_BYTES`].
    ReasonTooLong {
        /// The number of bytes beyond the limit.
        excess_bytes: usize,
    },
}

impl CloseDraft {
    /// The code and the reason; `None` for two empty fields, which mean an empty close frame.
    ///
    /// # Errors
    ///
    /// Why a browser would refuse them.
    pub fn parse(&self) -> Result<Option<(u16, Rc<str>)>, CloseRequestError> {
        let code = self.code.trim();
        if code.is_empty() {
            return if self.reason.is_empty() {
                Ok(None)
            } else {
                Err(CloseRequestError::ReasonWithoutCode)
            };
        }
        let is_number = code.bytes().all(|it| it.is_ascii_digit());
        let code = match code.parse::<u16>() {
            Ok(code @ (1000 | 3000..=4999)) if is_number => code,
            _ => return Err(CloseRequestError::Code),
        };
        match self.reason.len().checked_sub(MAX_REASON_BYTES) {
            None | Some(0) => Ok(Some((code, Rc::clone(&self.reason)))),
            Some(excess_bytes) => Err(CloseRequestError::ReasonTooLong { excess_bytes }),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(code: &str, reason: &str) -> Result<Option<(u16, Rc<str>)>, CloseRequestError> {
        let (code, reason) = (code.into(), reason.into());
        CloseDraft { code, reason }.parse()
    }

    #[test]
    fn parse_of_empty_fields_is_none() {
        assert_eq!(parse("", ""), Ok(None));
        assert_eq!(parse(" ", ""), Ok(None));
    }

    #[test]
    fn parse_of_codes_a_page_may_send_is_ok() {
        for code in ["1000", "3000", "4999", " 4000 "] {
            let parsed = parse(code, "bye").expect("a code");
            assert_eq!(
                parsed,
                Some((code.trim().parse().expect("a number"), "bye".into()))
            );
        }
        for code in [
            "999", "1001", "1005", "2999", "5000", "65536", "-1", "+1000", "1e3", "천",
        ] {
            assert_eq!(parse(code, ""), Err(CloseRequestError::Code), "{code}");
        }
    }

    #[test]
    fn parse_of_a_reason_without_a_code_is_an_error() {
        assert_eq!(parse("", "bye"), Err(CloseRequestError::ReasonWithoutCode));
    }

    #[test]
    fn parse_of_a_reason_counts_bytes() {
        let fits = "가".repeat(41);
        assert_eq!(fits.len(), MAX_REASON_BYTES);
        assert_eq!(parse("1000", &fits), Ok(Some((1000, fits.as_str().into()))));
        for (more, excess_bytes) in [("a", 1), ("나", 3)] {
            assert_eq!(
                parse("1000", &format!("{fits}{more}")),
                Err(CloseRequestError::ReasonTooLong { excess_bytes })
            );
        }
    }

    proptest! {
        #[test]
        fn parse_of_any_text_returns_what_a_browser_accepts(code in "[0-9 +-]{0,6}|.*", reason: String) {
            if let Ok(Some((code, reason))) = parse(&code, &reason) {
                prop_assert!(code == 1000 || (3000..5000).contains(&code));
                prop_assert!(reason.len() <= MAX_REASON_BYTES);
            }
        }
    }
}

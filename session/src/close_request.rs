//! With what code and reason to close, as somebody types them.

use std::rc::Rc;

/// A control frame holds at most 125 bytes (RFC 6455 section 5.5), of which the code takes two.
pub const MAX_REASON_BYTES: usize = 123;

/// The code and the reason as they stand in their fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CloseDraft {
    /// The code.
    pub code: Rc<str>,
    /// The reason.
    pub reason: Rc<str>,
}

/// Why one cannot close like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseRequestError {
    /// The code is not a number, or none that a page may send: 1000, and 3000 to 4999 (WHATWG
    /// WebSockets, `close()`). The others are the browser's and the server's to say.
    Code,
    /// There is a reason and no code: in a close frame the reason follows the code.
    ReasonWithoutCode,
    /// The reason is too long.
    ReasonTooLong {
        /// So many bytes of UTF-8 too long.
        excess_bytes: usize,
    },
}

impl CloseDraft {
    /// The code and the reason to close with, or `None` for a close frame with nothing in it,
    /// which is what two empty fields mean.
    ///
    /// # Errors
    ///
    /// What a browser would refuse, and why.
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
    fn nothing_typed_closes_with_an_empty_frame() {
        assert_eq!(parse("", ""), Ok(None));
        assert_eq!(parse(" ", ""), Ok(None));
    }

    #[test]
    fn a_page_may_say_1000_and_3000_to_4999() {
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
    fn a_reason_follows_a_code() {
        assert_eq!(parse("", "bye"), Err(CloseRequestError::ReasonWithoutCode));
    }

    #[test]
    fn a_reason_is_measured_in_bytes() {
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
        fn what_is_accepted_a_browser_takes(code in "[0-9 +-]{0,6}|.*", reason: String) {
            if let Ok(Some((code, reason))) = parse(&code, &reason) {
                prop_assert!(code == 1000 || (3000..5000).contains(&code));
                prop_assert!(reason.len() <= MAX_REASON_BYTES);
            }
        }
    }
}

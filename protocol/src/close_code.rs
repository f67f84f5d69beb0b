//! The meaning of a close code, by RFC 6455 section 7.4.1 and the IANA registry
//! "WebSocket Close Code Number Registry".

/// The IANA registry's name for a close code, or `None` for a number that it does not list.
///
/// ```
/// assert_eq!(protocol::close_code::name(1001), Some("Going Away"));
/// assert_eq!(protocol::close_code::name(4000), None);
/// ```
#[must_use]
pub fn name(code: u16) -> Option<&'static str> {
    Some(match code {
        1000 => "Normal Closure",
        1001 => "Going Away",
        1002 => "Protocol error",
        1003 => "Unsupported Data",
        1005 => "No Status Rcvd",
        1006 => "Abnormal Closure",
        1007 => "Invalid frame payload data",
        1008 => "Policy Violation",
        1009 => "Message Too Big",
        1010 => "Mandatory Ext.",
        1011 => "Internal Error",
        1012 => "Service Restart",
        1013 => "Try Again Later",
        1014 => "Bad Gateway",
        1015 => "TLS handshake",
        3000 => "Unauthorized",
        3003 => "Forbidden",
        3008 => "Timeout",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn code_not_registered_has_no_name() {
        for code in [0, 999, 1004, 1016, 2999, 3001, 4999, u16::MAX] {
            assert_eq!(name(code), None, "{code}");
        }
    }

    #[test]
    fn code_registered_after_rfc_6455_has_the_name_of_the_registry() {
        for (code, expected) in [
            (1012, "Service Restart"),
            (1013, "Try Again Later"),
            (1014, "Bad Gateway"),
            (3000, "Unauthorized"),
            (3003, "Forbidden"),
            (3008, "Timeout"),
        ] {
            assert_eq!(name(code), Some(expected), "{code}");
        }
    }

    #[test]
    fn code_of_rfc_6455_has_the_name_of_the_registry() {
        assert_eq!(name(1000), Some("Normal Closure"));
        assert_eq!(name(1006), Some("Abnormal Closure"));
        assert_eq!(name(1009), Some("Message Too Big"));
    }
}

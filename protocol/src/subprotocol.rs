//! Subprotocol negotiation: `Sec-WebSocket-Protocol`, RFC 6455 sections 1.9, 4.1 and 4.2.2.

use std::fmt;

use crate::list;

/// Why a list of subprotocols is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// An element is not a token of RFC 7230 as RFC 6455 requires (section 4.1, item 10).
    NotAToken(String),
    /// An element is there twice; "all values MUST be unique" (the same item).
    Duplicate(String),
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAToken(element) => write!(
                f,
                "Sec-WebSocket-Protocol holds {element:?}; it takes names of ASCII letters, digits and \
                 !#$%&'*+-.^_`|~, separated by commas"
            ),
            Self::Duplicate(element) => write!(
                f,
                "Sec-WebSocket-Protocol holds {element:?} twice; each subprotocol may stand there once"
            ),
        }
    }
}

impl std::error::Error for Malformed {}

/// The subprotocols that a client offers, in its order of preference.
///
/// `values` are the values of the request's `Sec-WebSocket-Protocol` headers, in order: a list over
/// several headers is one list (RFC 6455 section 11.3.4).
///
/// # Errors
///
/// The list is malformed, and the server fails the handshake (section 4.2.1).
pub fn offered<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<Vec<&'a str>, Malformed> {
    let mut offered = Vec::new();
    for element in list::elements(values) {
        if !is_token(element) {
            return Err(Malformed::NotAToken(element.to_owned()));
        }
        if offered.contains(&element) {
            return Err(Malformed::Duplicate(element.to_owned()));
        }
        offered.push(element);
    }
    Ok(offered)
}

/// The first of `offered` that is in `supported`: the client's preference decides.
///
/// `None` means that they have none in common. The server then accepts without a subprotocol, and the client
/// decides whether to go on (RFC 6455 section 4.2.2, item 5).
///
/// ```
/// use protocol::subprotocol::select;
/// assert_eq!(select(&["chat", "superchat"], &["superchat", "chat"]), Some("chat"));
/// assert_eq!(select(&["mqtt"], &["superchat", "chat"]), None);
/// ```
#[must_use]
pub fn select<'s>(offered: &[&str], supported: &[&'s str]) -> Option<&'s str> {
    offered
        .iter()
        .find_map(|offer| supported.iter().copied().find(|name| name == offer))
}

/// Whether `text` is a `token` of RFC 7230 section 3.2.6.
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{Malformed, offered, select};

    #[test]
    fn list_over_several_headers_keeps_its_order() {
        assert_eq!(
            offered(["superchat , chat", "v1.mqtt"]),
            Ok(vec!["superchat", "chat", "v1.mqtt"])
        );
        assert_eq!(offered([]), Ok(vec![]));
    }

    #[test]
    fn element_that_is_empty_is_ignored() {
        for list in ["superchat, ", ",superchat", " ,\t, superchat,,"] {
            assert_eq!(offered([list]), Ok(vec!["superchat"]), "{list:?}");
        }
        for empty in ["", " ", ","] {
            assert_eq!(offered([empty]), Ok(vec![]), "{empty:?}");
        }
    }

    #[test]
    fn duplicate_across_headers_is_refused() {
        assert_eq!(
            offered(["chat, chat"]),
            Err(Malformed::Duplicate("chat".to_owned()))
        );
        assert_eq!(
            offered(["chat", "x,chat"]),
            Err(Malformed::Duplicate("chat".to_owned()))
        );
    }

    #[test]
    fn name_of_another_case_is_another_name() {
        assert_eq!(offered(["chat, Chat"]), Ok(vec!["chat", "Chat"]));
        assert_eq!(select(&["Chat"], &["chat"]), None);
    }

    #[test]
    fn element_that_is_not_a_token_is_refused() {
        for wrong in ["a b", "chat;v=1", "채팅", "\"chat\"", "a/b"] {
            assert!(
                matches!(offered([wrong]), Err(Malformed::NotAToken(_))),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn selection_follows_the_order_of_the_client() {
        assert_eq!(select(&["b", "a"], &["a", "b"]), Some("b"));
        assert_eq!(select(&["z", "a"], &["a", "b"]), Some("a"));
        assert_eq!(select(&[], &["a"]), None);
        assert_eq!(select(&["a"], &[]), None);
    }

    proptest::proptest! {
        #[test]
        fn selection_is_both_offered_and_supported(
            offers in proptest::collection::vec("[a-c]{1,2}", 0..6),
            names in proptest::collection::vec("[a-c]{1,2}", 0..6),
        ) {
            let offers: Vec<&str> = offers.iter().map(String::as_str).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            match select(&offers, &names) {
                Some(name) => {
                    proptest::prop_assert!(names.contains(&name));
                    let first = offers.iter().position(|offer| names.contains(offer));
                    proptest::prop_assert_eq!(first.map(|index| offers[index]), Some(name));
                }
                None => proptest::prop_assert!(!offers.iter().any(|offer| names.contains(offer))),
            }
        }
    }
}

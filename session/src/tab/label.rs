//! A short name for an address.

use crate::address::{authority, host_and_port, without_password};

/// A path and query that are longer lose their middle, in characters. About as many fit into a tab.
const TARGET_CHARS: usize = 24;

/// The characters that stay before the cut.
const HEAD_CHARS: usize = 9;

/// A short name for a typed address, without its scheme and its user. The path and the query come first, as they tell
/// the addresses of one server apart. Empty for an empty text.
///
/// ```
/// use session::tab::label;
///
/// assert_eq!(label("ws://127.0.0.1:4377/echo?delay_ms=1"), "/echo?delay_ms=1 · 127.0.0.1:4377");
/// assert_eq!(label("wss://kim:s3cret@a.example/"), "a.example");
/// ```
#[must_use]
pub fn label(typed: &str) -> String {
    let address = without_password(typed.trim());
    let (_, rest) = address.split_once("://").unwrap_or(("", &address));
    let authority = authority(rest);
    let host = host_and_port(authority);
    match &rest[authority.len()..] {
        "" | "/" => host.to_owned(),
        target => [&*without_middle(target), " · ", host].concat(),
    }
}

fn without_middle(target: &str) -> String {
    let place = |char| target.char_indices().nth(char).map(|(index, _)| index);
    let count = target.chars().count();
    let tail = place((count + 1 + HEAD_CHARS).saturating_sub(TARGET_CHARS));
    match (place(HEAD_CHARS), tail) {
        (Some(head), Some(tail)) if count > TARGET_CHARS => {
            [&target[..head], "…", &target[tail..]].concat()
        }
        _ => target.to_owned(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn label_of_addresses_of_one_server_differs_in_its_first_letters() {
        for (typed, expected) in [
            (" ws://a:1/echo ", "/echo · a:1"),
            ("a:1/echo", "/echo · a:1"),
            ("wss://a.example?x=1", "?x=1 · a.example"),
            ("ws://kim:s3cret@a:1/b", "/b · a:1"),
            ("localhost:3000", "localhost:3000"),
            ("", ""),
        ] {
            assert_eq!(label(typed), expected, "{typed}");
        }
    }

    #[test]
    fn label_of_a_long_path_keeps_its_head_and_its_tail() {
        let long = "ws://a/api/v1/accounts/42/orders?state=open&token=한글";
        assert_eq!(label(long), "/api/v1/a…=open&token=한글 · a");
        let target = without_middle(&long[6..]);
        assert_eq!(target.chars().count(), TARGET_CHARS);
        assert_eq!(
            label("ws://a/12345678901234567890123"),
            "/12345678901234567890123 · a"
        );
    }

    proptest! {
        #[test]
        fn label_of_any_text_exists(typed in ".{0,60}") {
            let _ = label(&typed);
        }
    }
}

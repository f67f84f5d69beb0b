//! The addresses in a message that become links.
//!
//! What is linked is what is read: an address of printable ASCII. So no letter looks like another, and nothing turns the
//! direction of writing.

/// What an address begins with. No other scheme is linked.
const SCHEMES: [&str; 4] = ["https://", "http://", "wss://", "ws://"];

/// The limit on an address; a longer one is text. Without it, a text of beginnings alone would be read to its end at each.
const MAX_ADDRESS_BYTES: usize = 2_048;

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text.
    Text(&'a str),
    /// An address, as it was written.
    Link(&'a str),
}

/// Splits a text into its parts, in order.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(bytes) = address_bytes(rest).filter(|_| begins_word(text, rest)) {
            let (link, after) = rest.split_at(bytes);
            rest = after;
            return Some(Part::Link(link));
        }
        let first = rest.chars().next()?;
        let next = (first.len_utf8()..rest.len()).find(|&at| {
            rest.is_char_boundary(at)
                && matches!(rest.as_bytes()[at], b'h' | b'w')
                && address_bytes(&rest[at..]).is_some()
                && begins_word(text, &rest[at..])
        });
        let (part, after) = rest.split_at(next.unwrap_or(rest.len()));
        rest = after;
        Some(Part::Text(part))
    })
}

/// The number of links in a text.
#[must_use]
pub fn count(text: &str) -> usize {
    parts(text)
        .filter(|part| matches!(part, Part::Link(_)))
        .count()
}

/// Whether the rest of a text begins a word of it.
fn begins_word(text: &str, rest: &str) -> bool {
    let before = &text[..text.len() - rest.len()];
    !before.ends_with(|it: char| it.is_ascii_alphanumeric())
}

/// The length of the address at the start of a text. One with a name before its host has none: it would look as if it led
/// elsewhere.
fn address_bytes(text: &str) -> Option<usize> {
    let scheme = SCHEMES.into_iter().find(|it| text.starts_with(it))?;
    let end = text
        .bytes()
        .take(MAX_ADDRESS_BYTES)
        .take_while(|it| it.is_ascii_graphic() && !b"<>\"`{}|\\^".contains(it))
        .count();
    let mut address = &text[..end];
    loop {
        let shorter =
            address.strip_suffix(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '*', '_']);
        match shorter {
            // A bracket that the address opened itself belongs to it.
            Some(shorter) if !(address.ends_with(')') && is_balanced(address)) => address = shorter,
            _ => break,
        }
    }
    let host = address.get(scheme.len()..)?;
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.starts_with(|it: char| it.is_ascii_alphanumeric() || it == '[');
    let is_whole = end < MAX_ADDRESS_BYTES;
    (is_host && is_whole && !host.contains('@')).then_some(address.len())
}

fn is_balanced(address: &str) -> bool {
    let count = |bracket| address.bytes().filter(|it| *it == bracket).count();
    count(b'(') == count(b')')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let links = parts(text).filter_map(|part| match part {
            Part::Link(link) => Some(link),
            Part::Text(_) => None,
        });
        links.collect()
    }

    #[test]
    fn parts_of_a_text_link_the_addresses_as_written() {
        for (text, expected) in [
            (
                "see https://a.example/b?c=d#e.",
                vec!["https://a.example/b?c=d#e"],
            ),
            ("http://a와 ws://b:1/c를", vec!["http://a", "ws://b:1/c"]),
            ("(https://a/b_(c))", vec!["https://a/b_(c)"]),
            ("<wss://[::1]:80/>", vec!["wss://[::1]:80/"]),
            ("javascript:alert(1) data:text/html,x file:///etc", vec![]),
            ("https://bank.example@evil.example/", vec![]),
            ("xhttps://a https:// http:///a", vec![]),
            ("https://a/\u{202e}gpj", vec!["https://a/"]),
            ("https://g\u{43e}\u{43e}gle.example", vec!["https://g"]),
            ("https://a\nhttps://b", vec!["https://a", "https://b"]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parts_together_are_the_text(text in "(https?://|wss?://|[a(). @/가\n]){0,12}") {
            let whole: String = parts(&text)
                .map(|part| match part {
                    Part::Text(part) | Part::Link(part) => part,
                })
                .collect();
            prop_assert_eq!(whole, text);
        }
    }
}

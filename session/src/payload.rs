//! The payload of a message: text or bytes.
//!
//! - [`hex`](mod@hex), [`base64`]: bytes as a person types them.

pub mod base64;
pub mod hex;

use std::fmt::Write as _;
use std::rc::Rc;

/// The payload of a message. Cloning is cheap: the content is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// The payload of a text message.
    Text(Rc<str>),
    /// The payload of a binary message.
    Binary(Rc<[u8]>),
}

impl Payload {
    /// The size in bytes, of text in UTF-8.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }

    /// Whether the size is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Splits a text into lines as the lesson does: at every `\r\n`, `\n` and `\r`.
///
/// There is one line more than there are breaks, as the lesson makes one `<br/>` of each break.
/// `str::lines` would drop an empty last line, and does not split at a lone `\r`.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let (line, broken) = text.split_at(end);
        let break_bytes = if broken.starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&broken[break_bytes..]);
        Some(line)
    })
}

/// Bytes in hexadecimal: two digits each, with a space between.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        let separator = if index == 0 { "" } else { " " };
        // Writing to a `String` cannot fail.
        let _ = write!(digits, "{separator}{byte:02x}");
    }
    digits
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        lines(text).collect()
    }

    #[test]
    fn lines_end_at_each_of_the_three_breaks() {
        assert_eq!(split("a\nb"), ["a", "b"]);
        assert_eq!(split("a\rb"), ["a", "b"]);
        assert_eq!(split("a\r\nb"), ["a", "b"]);
    }

    #[test]
    fn lines_of_mixed_breaks_are_split() {
        assert_eq!(
            split("가\r\n나\n다\r라\n\r마"),
            ["가", "나", "다", "라", "", "마"]
        );
    }

    #[test]
    fn lines_of_a_text_without_a_break_are_one() {
        assert_eq!(split(""), [""]);
        assert_eq!(split("울림"), ["울림"]);
    }

    #[test]
    fn lines_of_breaks_alone_are_empty() {
        assert_eq!(split("\r\n\r\n"), ["", "", ""]);
        assert_eq!(split("\n\r\n\r"), ["", "", "", ""]);
    }

    #[test]
    fn lines_of_a_mebibyte_of_breaks_are_all_there() {
        let mebibyte = 1 << 20;
        assert_eq!(lines(&"\n".repeat(mebibyte)).count(), mebibyte + 1);
        assert_eq!(
            lines(&"\r\n".repeat(mebibyte / 2)).count(),
            mebibyte / 2 + 1
        );
    }

    proptest! {
        #[test]
        fn lines_agree_with_the_lessons_replacement(
            parts in prop::collection::vec("(a|가|\r\n|\n|\r|<br>)", 0..40)
        ) {
            let text = parts.concat();
            // The lesson's `replace(/(\r\n|\n|\r)/g, …)`: the longest break first.
            let replaced = text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(split(&text).join("\n"), replaced);
        }
    }

    #[test]
    fn hex_of_bytes_is_two_digits_each() {
        assert_eq!(hex(&[]), "");
        assert_eq!(hex(&[0x00, 0x0a, 0xff]), "00 0a ff");
    }
}

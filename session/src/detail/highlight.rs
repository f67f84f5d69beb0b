//! The parts of a line: the tokens of JSON, and the hits of the filter.
//!
//! A hit is found in the message as it was sent. Pretty-printed JSON has other white space, so its bytes are followed
//! back to the message one by one.

use std::ops::Range;

/// The limit on bytes of a name; a longer one counts as another string. It limits how far a string is looked through
/// before its first byte has a colour.
const MAX_NAME_BYTES: usize = 4_096;

/// A token of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Token {
    /// White space, punctuation, or no JSON at all.
    #[default]
    Plain,
    /// The name of a member.
    Name,
    /// Any other string.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Literal,
}

/// A part of a line, as a range of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// What it is.
    pub token: Token,
    /// Whether it is in a hit of the filter.
    pub is_hit: bool,
}

/// A position in a shown text, and the same in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Walk {
    /// The offset of the next byte in the message.
    pub(super) raw_at: usize,
    token: Token,
    is_escaped: bool,
}

impl Walk {
    /// Whether the next byte belongs to the number before it.
    pub(super) fn is_in_number(self) -> bool {
        self.token == Token::Number
    }

    /// Takes in the next byte of pretty-printed JSON. Returns its token, and whether it is a byte of the message: white
    /// space outside strings is not.
    pub(super) fn step(&mut self, shown: &[u8], at_bytes: usize, raw: &[u8]) -> (Token, bool) {
        let byte = shown.get(at_bytes).copied().unwrap_or_default();
        let token = if matches!(self.token, Token::Name | Token::Text) {
            let token = self.token;
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.token = Token::Plain,
                _ => {}
            }
            token
        } else {
            if matches!(byte, b' ' | b'\n') {
                self.token = Token::Plain;
                return (Token::Plain, false);
            }
            while raw.get(self.raw_at).is_some_and(u8::is_ascii_whitespace) {
                self.raw_at += 1;
            }
            self.token = match byte {
                b'"' if is_name(shown, at_bytes) => Token::Name,
                b'"' => Token::Text,
                b'-' | b'0'..=b'9' => Token::Number,
                b'+' | b'.' | b'e' | b'E' if self.is_in_number() => Token::Number,
                b'a'..=b'z' => Token::Literal,
                _ => Token::Plain,
            };
            self.token
        };
        self.raw_at += 1;
        (token, true)
    }
}

/// Whether the string that begins here is followed by a colon.
fn is_name(shown: &[u8], at_bytes: usize) -> bool {
    let end = (at_bytes + MAX_NAME_BYTES).min(shown.len());
    let mut is_escaped = false;
    let closing = shown[at_bytes..end].iter().skip(1).position(|byte| {
        let closes = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        closes
    });
    closing.is_some_and(|length| shown.get(at_bytes + length + 2) == Some(&b':'))
}

/// The moment that a number may stand for as a Unix time in seconds or milliseconds, from 2001 to 2099, in milliseconds.
/// Ten or thirteen digits are so few of all numbers that a wrong guess is rare.
pub(super) fn unix_ms(number: &str) -> Option<u64> {
    const SECONDS: Range<u64> = 1_000_000_000..4_102_444_800;
    let whole = number.split('.').next()?;
    let value: u64 = whole.parse().ok()?;
    let ms = match whole.len() {
        10 => value * 1_000,
        13 => value,
        _ => return None,
    };
    SECONDS.contains(&(ms / 1_000)).then_some(ms)
}

/// The parts of a line of text, with its hits.
pub(super) fn plain(text: &str, at_bytes: usize, hits: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut push = |range: Range<usize>, is_hit| {
        if !range.is_empty() {
            parts.push(Part {
                range,
                token: Token::Plain,
                is_hit,
            });
        }
    };
    let mut end = 0;
    let within = |raw: usize| raw.saturating_sub(at_bytes).min(text.len());
    for hit in hits {
        let (from, to) = (within(hit.start), within(hit.end));
        push(end..from.max(end), false);
        push(from.max(end)..to, true);
        end = end.max(to);
    }
    push(end..text.len(), false);
    parts
}

/// The parts of a line of pretty-printed JSON, with its hits. `at` is its range in `shown`.
pub(super) fn json(
    shown: &str,
    at: Range<usize>,
    raw: &str,
    mut walk: Walk,
    hits: &[Range<usize>],
) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut hits = hits.iter().peekable();
    for index in at.clone() {
        let (token, is_of_message) = walk.step(shown.as_bytes(), index, raw.as_bytes());
        // After the step, the offset is one past the byte. White space is in a hit that goes on after it.
        let raw_at = walk.raw_at;
        while hits
            .next_if(|hit| hit.end < raw_at || (hit.end == raw_at && !is_of_message))
            .is_some()
        {}
        let is_hit = hits.peek().is_some_and(|hit| hit.start < raw_at);
        let index = index - at.start;
        match parts.last_mut() {
            Some(part) if (part.token, part.is_hit) == (token, is_hit) => {
                part.range.end = index + 1
            }
            _ => parts.push(Part {
                range: index..index + 1,
                token,
                is_hit,
            }),
        }
    }
    parts
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// The parts of JSON, each as its token and text, with hits in brackets.
    fn parts_of(raw: &str, hits: &[Range<usize>]) -> String {
        let shown = crate::json::indent(raw).unwrap();
        let parts = json(&shown, 0..shown.len(), raw, Walk::default(), hits);
        let ends: Vec<_> = parts.iter().map(|part| part.range.end).collect();
        let starts: Vec<_> = parts.iter().map(|part| part.range.start).collect();
        assert_eq!(starts[1..], ends[..ends.len() - 1]);
        let part = |part: &Part| {
            let text = &shown[part.range.clone()];
            let letter = ['p', 'n', 't', 'd', 'l'][part.token as usize];
            if part.is_hit {
                format!("[{letter}:{text}]")
            } else if part.token == Token::Plain {
                text.to_owned()
            } else {
                format!("{letter}:{text}")
            }
        };
        parts.iter().map(part).collect()
    }

    #[test]
    fn tokens_of_json_are_names_strings_numbers_and_literals() {
        let raw = r#"{"a\"b": ["c: \\", -1.5E+3,true,null],"":"\"}"}"#;
        assert_eq!(
            parts_of(raw, &[]),
            "{\n  n:\"a\\\"b\": [\n    t:\"c: \\\\\",\n    d:-1.5E+3,\n    l:true,\n    l:null\n  ],\n  n:\"\": t:\"\\\"}\"\n}"
        );
    }

    #[test]
    fn hit_in_the_message_is_marked_where_json_has_other_white_space() {
        let raw = "{ \"price\" :2, \"b\":[1]}";
        let hit = |pattern: &str| {
            let start = raw.find(pattern).unwrap();
            start..start + pattern.len()
        };
        assert_eq!(
            parts_of(raw, &[hit("rice\" :2")]),
            "{\n  n:\"p[n:rice\"][p:: ][d:2],\n  n:\"b\": [\n    d:1\n  ]\n}"
        );
        assert_eq!(
            parts_of(raw, &[hit("2, \"b")]),
            "{\n  n:\"price\": [d:2][p:,\n  ][n:\"b]n:\": [\n    d:1\n  ]\n}"
        );
        let whole = parts_of(raw, &[hit(raw)]);
        assert!(whole.starts_with("[p:{\n  ][n:\"price\"]"), "{whole}");
        assert!(whole.ends_with("[p:\n  ]\n}]"), "{whole}");
    }

    #[test]
    fn number_of_ten_or_thirteen_digits_may_be_a_unix_time() {
        assert_eq!(unix_ms("1796042285582"), Some(1_796_042_285_582));
        assert_eq!(unix_ms("1796042285"), Some(1_796_042_285_000));
        assert_eq!(unix_ms("1796042285.25"), Some(1_796_042_285_000));
        for other in [
            "0",
            "42",
            "-1796042285",
            "0796042285",
            "9796042285",
            "179604228558",
            "9796042285582",
            "1796042285e3",
            "17960422855820",
            "1e9",
        ] {
            assert_eq!(unix_ms(other), None, "{other}");
        }
    }

    #[test]
    fn hits_of_a_line_are_cut_to_it() {
        let parts = plain("abcdef", 10, &[4..11, 12..13, 15..99]);
        let parts: Vec<_> = parts
            .into_iter()
            .map(|part| (part.range, part.is_hit))
            .collect();
        assert_eq!(
            parts,
            [
                (0..1, true),
                (1..2, false),
                (2..3, true),
                (3..5, false),
                (5..6, true)
            ]
        );
        assert_eq!(plain("", 10, &[]), []);
    }
}

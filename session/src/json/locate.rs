//! A value of a JSON text and its path, found by an offset.

use std::ops::Range;

use super::{Reader, Variables};

/// A value, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The value, as a range of the text.
    pub value: Range<usize>,
    /// Its path as JavaScript and jq have it: `user.tags[0]`, or `["a b"].c`; empty for the whole text.
    pub path: String,
}

/// An object or array that is not closed yet, and where in it the reader is.
struct Frame<'a> {
    start: usize,
    member: Member<'a>,
}

enum Member<'a> {
    /// The string of the member's name, as it is in the text; empty before it.
    Name(&'a str),
    Index(usize),
}

/// The first value that begins at this byte or later, or the object or array that ends there.
///
/// It reads the text once, from its start. Nesting is on the heap, and nothing is kept of what is closed. Among members
/// with the same name it is the one at the byte.
#[must_use]
pub fn locate(text: &str, from: usize) -> Option<Located> {
    let mut reader = Reader::new(text, Variables::AreErrors);
    let mut frames: Vec<Frame<'_>> = Vec::new();
    // The start of an object or array that is not closed yet, and its path.
    let mut found: Option<(usize, String)> = None;
    while let Ok(Some(token)) = reader.next() {
        let start = token.at_bytes;
        let mut ended = None;
        match (token.text, frames.last_mut().map(|frame| &mut frame.member)) {
            ("}" | "]", _) => ended = frames.pop().map(|frame| frame.start),
            (",", Some(Member::Index(index))) => *index += 1,
            (",", Some(Member::Name(name))) => *name = "",
            (":", _) => {}
            (name, Some(Member::Name(empty))) if empty.is_empty() => *empty = name,
            (value, _) => {
                if start >= from && found.is_none() {
                    found = Some((start, path(&frames)));
                }
                match value {
                    "{" | "[" => frames.push(Frame {
                        start,
                        member: match value {
                            "{" => Member::Name(""),
                            _ => Member::Index(0),
                        },
                    }),
                    _ => ended = Some(start),
                }
            }
        }
        let Some(value_start) = ended else {
            continue;
        };
        let value = value_start..start + token.text.len();
        let path = match &mut found {
            Some((at, path)) if *at == value_start => std::mem::take(path),
            None if start >= from => path(&frames),
            _ => continue,
        };
        return Some(Located { value, path });
    }
    None
}

fn path(frames: &[Frame<'_>]) -> String {
    let mut path = String::new();
    for frame in frames {
        match frame.member {
            Member::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            Member::Name(name) => match identifier(name) {
                Some(name) if path.is_empty() => path.push_str(name),
                Some(name) => path.extend([".", name]),
                None => path.extend(["[", name, "]"]),
            },
        }
    }
    path
}

/// The name in a string, if it needs no quotes in a path.
fn identifier(string: &str) -> Option<&str> {
    let name = string.strip_prefix('"')?.strip_suffix('"')?;
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    let begins = name.bytes().next().is_some_and(is_letter);
    let goes_on = name
        .bytes()
        .all(|byte| is_letter(byte) || byte.is_ascii_digit());
    (begins && goes_on).then_some(name)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::json::indent;
    use crate::json::tests::any_json;

    /// The value and the path of each line of the pretty-printed text.
    fn places(text: &str) -> Vec<(String, String)> {
        let text = indent(text).unwrap();
        let mut at = 0;
        let place_of = |line: &str| {
            let found = locate(&text, at).unwrap();
            at += line.len() + 1;
            let value = text[found.value].split_whitespace();
            (value.collect::<Vec<_>>().concat(), found.path)
        };
        text.lines().map(place_of).collect()
    }

    #[test]
    fn place_of_a_line_is_its_value_and_path() {
        let text = r#"{"user":{"tags":["a",{"b":null}],"x":{}},"last":-1.5e3}"#;
        let whole = (text.to_owned(), String::new());
        let at = |value: &str, path: &str| (value.to_owned(), path.to_owned());
        let user = at(r#"{"tags":["a",{"b":null}],"x":{}}"#, "user");
        let tags = at(r#"["a",{"b":null}]"#, "user.tags");
        let inner = at(r#"{"b":null}"#, "user.tags[1]");
        assert_eq!(
            places(text),
            [
                whole.clone(),
                user.clone(),
                tags.clone(),
                at("\"a\"", "user.tags[0]"),
                inner.clone(),
                at("null", "user.tags[1].b"),
                inner,
                tags,
                at("{}", "user.x"),
                user,
                at("-1.5e3", "last"),
                whole,
            ]
        );
    }

    #[test]
    fn name_that_is_no_identifier_is_quoted_as_it_is() {
        let text = r#"{"a b":{"":[1]},"a\"]":2,"2x":3,"이름":4,"$_a1":5,"\u0061":6}"#;
        let paths: Vec<_> = places(text).into_iter().map(|(_, path)| path).collect();
        assert_eq!(
            paths[3..],
            [
                r#"["a b"][""][0]"#,
                r#"["a b"][""]"#,
                r#"["a b"]"#,
                r#"["a\"]"]"#,
                r#"["2x"]"#,
                r#"["이름"]"#,
                "$_a1",
                r#"["\u0061"]"#,
                "",
            ]
        );
    }

    #[test]
    fn place_among_equal_names_is_the_one_at_the_line() {
        let found = places(r#"{"a":1,"a":{"a":2},"a":"a"}"#);
        let at = |value: &str, path: &str| (value.to_owned(), path.to_owned());
        assert_eq!(found[1], at("1", "a"));
        assert_eq!(found[2], at(r#"{"a":2}"#, "a"));
        assert_eq!(found[3], at("2", "a.a"));
        assert_eq!(found[5], at("\"a\"", "a"));
    }

    #[test]
    fn place_in_a_deep_text_needs_no_stack() {
        let levels = 1 << 20;
        let deep = "[".repeat(levels) + &"]".repeat(levels);
        let found = locate(&deep, 1_000).unwrap();
        assert_eq!(found.value, 1_000..2 * levels - 1_000);
        assert_eq!(found.path, "[0]".repeat(1_000));
        assert_eq!(super::locate("{\"a\":", 1), None);
        assert_eq!(super::locate("[1]", 3), None);
    }

    proptest! {
        #[test]
        fn place_of_any_line_leads_to_its_value(value in any_json(), part in 0.0..1.0) {
            let text = indent(&value.to_string()).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            let lines: Vec<_> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
            let index = (lines.len() as f64 * part) as usize;
            let from = lines.get(index).copied().unwrap_or(0);
            let found = locate(&text, from).unwrap();
            prop_assert!(found.value.end > from);
            let parsed: Value = serde_json::from_str(&text[found.value]).unwrap();
            prop_assert!(at_path(&value, &found.path) == Some(&parsed), "{} {}", text, found.path);
        }
    }

    /// Reads a path with another parser: each step as JSON.
    fn at_path<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
        let (mut value, mut rest) = (value, path);
        while !rest.is_empty() {
            let step;
            if let Some(inside) = rest.strip_prefix('[') {
                let mut steps = serde_json::Deserializer::from_str(inside).into_iter::<Value>();
                step = steps.next()?.ok()?;
                rest = inside[steps.byte_offset()..].strip_prefix(']')?;
            } else {
                let name = rest.strip_prefix('.').unwrap_or(rest);
                let end = name.find(['.', '[']).unwrap_or(name.len());
                step = Value::from(&name[..end]);
                rest = &name[end..];
            }
            value = match step {
                Value::String(name) => value.get(name)?,
                index => value.get(index.as_u64()? as usize)?,
            };
        }
        Some(value)
    }
}

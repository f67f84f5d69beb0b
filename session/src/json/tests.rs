//! Tests of checking and pretty-printing JSON, against another reader too.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn wrong(text: &str) -> (usize, ErrorKind) {
    let error = check(text).unwrap_err();
    (error.at_bytes, error.kind)
}

/// The text without the white space between tokens.
fn minified(text: &str) -> String {
    let mut tokens = String::new();
    Reader::new(text, Variables::AreValues)
        .read(|token| {
            tokens.push_str(token.text);
            Ok(())
        })
        .unwrap();
    tokens
}

/// Asks another reader, which does not parse values either.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

#[test]
fn check_of_each_kind_of_value_is_ok() {
    for text in [
        "null",
        " true\n",
        "false",
        "0",
        "-0.5e+10",
        "1E3",
        "\"\"",
        "\"\\u00e9\\n\\/가\"",
        "{}",
        "[ ]",
        "{\"a\":[1,{\"a\":null}],\"a\":2}",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
}

#[test]
fn unexpected_character_is_an_error_at_its_offset() {
    for (text, at_bytes, character) in [
        ("{'a':1}", 1, '\''),
        ("{\"a\" 1}", 5, '1'),
        ("{\"가\":나}", 7, '나'),
        ("[1 2]", 3, '2'),
        ("[1,]", 3, ']'),
        ("{\"a\":1,}", 7, '}'),
        ("[1}", 2, '}'),
        ("nul!", 3, '!'),
        ("{{n}}", 1, '{'),
        ("\u{feff}1", 0, '\u{feff}'),
    ] {
        assert_eq!(
            wrong(text),
            (at_bytes, ErrorKind::UnexpectedCharacter(character))
        );
    }
}

#[test]
fn truncated_text_is_an_error_at_its_end() {
    for text in [
        "", " \n", "{", "[1", "{\"a\":", "\"가", "\"\\", "tru", "-", "1.", "1e+",
    ] {
        assert_eq!(
            wrong(text),
            (text.len(), ErrorKind::UnexpectedEnd),
            "{text}"
        );
    }
}

#[test]
fn trailing_text_is_an_error_at_its_offset() {
    assert_eq!(wrong("{} {}"), (3, ErrorKind::TrailingCharacters));
    assert_eq!(wrong("1]"), (1, ErrorKind::TrailingCharacters));
}

#[test]
fn malformed_string_is_an_error_at_its_offset() {
    assert_eq!(wrong("\"가\n\""), (4, ErrorKind::ControlCharacter));
    assert_eq!(wrong("\"a\\x\""), (2, ErrorKind::BadEscape));
    assert_eq!(wrong("\"a\\u12g4\""), (2, ErrorKind::BadEscape));
    assert_eq!(wrong("\"a\\가\""), (2, ErrorKind::BadEscape));
}

#[test]
fn malformed_number_is_an_error_at_its_offset() {
    assert_eq!(wrong("01"), (1, ErrorKind::BadNumber));
    assert_eq!(wrong("[-]"), (2, ErrorKind::BadNumber));
    assert_eq!(wrong("1.e5"), (2, ErrorKind::BadNumber));
    assert_eq!(wrong("[1e]"), (3, ErrorKind::BadNumber));
}

#[test]
fn indent_of_a_value_is_one_token_group_a_line() {
    let text = "{\"a\":[1,2.50,{}],\"b\":{\"c\":[ ]},\"a\":\"\\u0041\"}";
    let lines = [
        "{",
        "  \"a\": [",
        "    1,",
        "    2.50,",
        "    {}",
        "  ],",
        "  \"b\": {",
        "    \"c\": []",
        "  },",
        "  \"a\": \"\\u0041\"",
        "}",
    ];
    assert_eq!(indent(text).unwrap(), lines.join("\n"));
}

#[test]
fn indent_keeps_variables_in_the_place_of_values() {
    let text = "{\"id\":{{uuid}},\"n\":[{{n}}],\"t\":\"{{now}}\"}";
    let lines = indent(text).unwrap();
    assert_eq!(minified(&lines), text);
    assert!(lines.contains("\"id\": {{uuid}},\n"));
    assert_eq!(indent("{{{n}}:1}").unwrap_err().at_bytes, 1);
}

#[test]
fn deep_text_is_read_and_beyond_the_limit_too_long() {
    let levels = 1 << 20;
    let deep = "[".repeat(levels) + &"]".repeat(levels);
    assert_eq!(check(&deep), Ok(()));
    assert_eq!(indent(&deep).unwrap_err().kind, ErrorKind::TooLong);
    assert_eq!(
        wrong(&"[".repeat(levels)),
        (levels, ErrorKind::UnexpectedEnd)
    );
}

pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[\"\\\\\n,:{}가 ]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a,\"]{0,3}", inner, 0..6).prop_map(|it| json!(it)),
        ]
    })
}

proptest! {
    #[test]
    fn indent_keeps_every_token_and_is_idempotent(value in any_json()) {
        let text = value.to_string();
        let lines = indent(&text).unwrap();
        prop_assert_eq!(&minified(&lines), &text);
        prop_assert_eq!(&indent(&lines).unwrap(), &lines);
        prop_assert_eq!(lines, serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn check_agrees_with_another_reader(
        parts in prop::collection::vec(
            "(\\{|\\}|\\[|\\]|,|:|\"|\"a\"|\"\\\\|0|1|-|\\.5|e|E\\+|true|null|nul|가| |\n|\\\\u00e9)",
            0..12,
        )
    ) {
        let text = parts.concat();
        prop_assert_eq!(check(&text).is_ok(), is_json(&text), "{}", text);
    }

    #[test]
    fn check_of_damaged_json_agrees_with_another_reader(
        value in any_json(),
        at in any::<prop::sample::Index>(),
        scratch in "[\\[\\]{},:\"\\\\0-9a-e. \n\t]",
    ) {
        let mut text: Vec<char> = value.to_string().chars().collect();
        let at = at.index(text.len());
        text.splice(at..=at, scratch.chars());
        let text: String = text.into_iter().collect();
        match check(&text) {
            Ok(()) => prop_assert!(is_json(&text), "{}", text),
            Err(error) => {
                prop_assert!(!is_json(&text), "{}", text);
                prop_assert!(text.is_char_boundary(error.at_bytes));
            }
        }
    }
}

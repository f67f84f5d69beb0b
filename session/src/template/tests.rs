//! Tests of template variables, and of text that only resembles one.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::time::{Time, WallTime};

const VALUES: Values = Values {
    moment: Moment {
        now: Time(0.0),
        wall: WallTime(1_234_567_890_123.0),
        random: 0x0011_2233_4455_6677_8899_aabb_ccdd_eeff,
    },
    n: 7,
};

fn filled(text: &str) -> String {
    fill(text, &VALUES)
}

#[test]
fn each_variable_is_replaced_by_its_value() {
    assert_eq!(filled("{{n}}"), "7");
    assert_eq!(filled("{{now}}"), "2009-02-13T23:31:30.123Z");
    assert_eq!(filled("{{uuid}}"), "00112233-4455-4677-8899-aabbccddeeff");
    assert_eq!(filled("a{{n}}가{{n}}"), "a7가7");
}

#[test]
fn uuid_has_its_version_and_variant() {
    for random in [0, u128::MAX] {
        let mut uuid = String::new();
        push_uuid(&mut uuid, random);
        assert_eq!(&uuid[14..15], "4");
        assert!(matches!(&uuid[19..20], "8" | "b"), "{uuid}");
    }
}

#[test]
fn uuids_of_one_message_differ() {
    let text = filled(&"{{uuid}} ".repeat(1_000));
    let uuids: HashSet<_> = text.split_whitespace().collect();
    assert_eq!(uuids.len(), 1_000);
}

#[test]
fn other_braces_stay_verbatim() {
    for text in [
        "",
        "{",
        "{{",
        "{{}}",
        "{{unknown}}",
        "{{ n }}",
        "{{N}}",
        "{n}",
        "{{n}",
        "{{uuid",
        "}}n{{",
        "{\"a\":{\"b\":{}}}",
    ] {
        assert_eq!(filled(text), text);
    }
}

#[test]
fn variable_among_other_braces_is_replaced() {
    assert_eq!(filled("{{{n}}}"), "{7}");
    assert_eq!(filled("{{{{n}}}}"), "{{7}}");
    assert_eq!(filled("{{n{{n}}"), "{{n7");
    assert_eq!(filled("{\"n\":{{n}}}"), "{\"n\":7}");
}

#[test]
fn fill_start_of_a_large_message_returns_its_start_only() {
    let text = format!("{{{{n}}}}{}", "가".repeat(1 << 20));
    assert_eq!(fill_start(&text, &VALUES, 5), "7가가");
    assert_eq!(fill_start("{{uuid}}{{n}}", &VALUES, 5).len(), 36);
}

#[test]
fn offset_in_a_value_leads_to_its_variable() {
    let text = "ab{{now}}cd";
    assert_eq!(typed_at_bytes(text, 1, 1), 1);
    assert_eq!(typed_at_bytes(text, 1, 2), 2);
    assert_eq!(typed_at_bytes(text, 1, 25), 2);
    assert_eq!(typed_at_bytes(text, 1, 26), 9);
    assert_eq!(typed_at_bytes(text, 1, 28), 11);
}

#[test]
fn first_unknown_finds_what_looks_like_a_variable() {
    for (text, expected) in [
        ("{{nope}}", Some("{{nope}}")),
        ("{{n}} {{N}} {{x}}", Some("{{N}}")),
        ("{{ n }}", Some("{{ n }}")),
        ("가{{user.id}}나", Some("{{user.id}}")),
        ("{{n}}{{uuid}}{{now}}", None),
        ("{{{n}}}", None),
        ("{{}} {{a b", None),
        ("{{\"a\":1}}", None),
        ("{{가}}", None),
        ("{\"a\":{\"b\":{}}}", None),
    ] {
        assert_eq!(first_unknown(text), expected, "{text}");
    }
    let long = format!("{{{{{}}}}}", "a".repeat(MAX_NAME_BYTES + 1));
    assert_eq!(first_unknown(&long), None);
}

proptest! {
    #[test]
    fn summary_agrees_with_the_filled_text(
        parts in prop::collection::vec("(\\{\\{uuid\\}\\}|\\{\\{now\\}\\}|\\{\\{n\\}\\}|\\{|\\}|가|n)", 0..20),
        n: u64,
    ) {
        let text = parts.concat();
        let with = Values { n, ..VALUES };
        let summary = summarize(&text, n);
        let result = fill(&text, &with);
        prop_assert_eq!(summary.filled_bytes, result.len());
        prop_assert_eq!(summary.has_variables, Variable::ALL.iter().any(|it| text.contains(it.name())));
        prop_assert_eq!(summary.has_counter, text.contains("{{n}}"));
        prop_assert_eq!(typed_at_bytes(&text, n, result.len()), text.len());
        prop_assert!(summary.has_variables || result == text);
    }

    #[test]
    fn offset_in_verbatim_text_leads_to_itself(
        parts in prop::collection::vec("(\\{\\{uuid\\}\\}|\\{\\{n\\}\\}|x|y)", 0..20),
    ) {
        let text = parts.concat();
        for (at_bytes, character) in filled(&text).char_indices() {
            if matches!(character, 'x' | 'y') {
                let typed = &text[typed_at_bytes(&text, VALUES.n, at_bytes)..];
                prop_assert!(typed.starts_with(character));
            }
        }
    }
}

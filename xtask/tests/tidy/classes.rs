//! The classes that style sheets select, and those that components write: a renamed one is missed on one side.
//!
//! What may not enter: how a sheet or a component is to look.

use std::collections::BTreeSet;

/// The classes in the selectors of a sheet.
pub(crate) fn selected(sheet: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    let mut rest = &*without_comments(sheet);
    while let Some((before, after)) = rest.split_once('{') {
        // A selector begins behind the end of the rule before it, or of a declaration beside which it is nested.
        let selector = before.rsplit(['}', ';']).next().unwrap_or_default();
        for part in selector.split('.').skip(1) {
            let name: String = part.chars().take_while(|it| is_of_name(*it)).collect();
            // What begins with a digit is a number.
            if name.starts_with(|it: char| it.is_ascii_alphabetic()) {
                classes.insert(name);
            }
        }
        rest = after;
    }
    classes
}

/// The classes in attributes of this markup that are written out, as in `class="a b"`.
pub(crate) fn written_out(markup: &str) -> BTreeSet<String> {
    let values = markup.split("class=\"").skip(1);
    let values = values.filter_map(|value| value.split('"').next());
    values
        .flat_map(str::split_whitespace)
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether a text names the class: between quotes, blanks, or what stands around a class in a selector.
pub(crate) fn is_named(class: &str, text: &str) -> bool {
    text.match_indices(class).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + class.len()..].chars().next();
        ![before, after].into_iter().flatten().any(is_of_name)
    })
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

fn without_comments(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let ends = parts.filter_map(|part| part.split_once("*/"));
    first + &ends.map(|(_, rest)| rest).collect::<String>()
}

#[test]
fn sheet_selects_the_classes_of_its_selectors() {
    let sheet = "/* .no { */ .a > .b-c:not(.d) { width: 0.5rem; margin: .25rem }
        @media (width < 44.5rem) { .e::before, #f.g { content: \".no\" } }";
    let names = ["a", "b-c", "d", "e", "g"].map(ToOwned::to_owned);
    assert_eq!(selected(sheet), BTreeSet::from(names));
}

#[test]
fn markup_writes_out_each_class_of_an_attribute() {
    let names = ["a", "b-c", "d"].map(ToOwned::to_owned);
    let markup = r#"<p class="a b-c">{ "no" }</p><p id="no" class="d" class={no}>"#;
    assert_eq!(written_out(markup), BTreeSet::from(names));
}

#[test]
fn class_is_named_as_a_whole_word() {
    for (text, is_named_there) in [
        (r#"class="b a""#, true),
        ("document.querySelector('.a:not(.b)')", true),
        (r#"class="a-b""#, false),
        (r#"class="ba""#, false),
        ("", false),
    ] {
        assert_eq!(is_named("a", text), is_named_there, "{text}");
    }
}

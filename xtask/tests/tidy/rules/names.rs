//! Which names there are no more, and what some must end in.

use super::super::source;
use super::{Rule, is_rust};

/// Words that were private to this project: in any name.
const PRIVATE: [&str; 6] = [
    "doubts",
    "faithful",
    "overtaken",
    "roll",
    "seldom",
    "weather",
];

/// Words that say something in a sentence, and nothing as the name of a type or of a file.
const PRIVATE_TYPES: [&str; 3] = ["face", "faces", "says"];

pub(super) const RULES: &[Rule] = &[Rule {
    breach: "a name that only this project would understand",
    why: "Names are the field's words, as CONTRIBUTING.md has them in its table: a newcomer must be able to guess \
              what is meant.",
    covers: is_rust,
    broken_lines: |path, text| {
        let has = |name: &str, private: &[&str]| {
            let words = source::words(name);
            words.iter().any(|word| private.contains(&word.as_str()))
        };
        let is_private = |name: &str| {
            let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
            has(name, &PRIVATE) || (is_type && has(name, &PRIVATE_TYPES))
        };
        let mut broken = Vec::new();
        let file = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".rs");
        if has(file, &PRIVATE) || PRIVATE_TYPES.contains(&file) {
            broken.push(1);
        }
        for (line, number) in source::code(text).lines().zip(1..) {
            if source::identifiers(line).any(is_private) {
                broken.push(number);
            }
        }
        broken
    },
    bad: &[
        ("client/src/a.rs", "//! A.\npub struct RoomSays;\n"),
        ("server/src/a.rs", "//! A.\nfn is_overtaken() {}\n"),
        ("server/src/weather.rs", "//! Empty.\n"),
        ("client/src/room/says.rs", "//! Empty.\n"),
    ],
    good: &[(
        "client/src/a.rs",
        "//! What it says of the weather.\nfn page_says_nothing() { rollback(scroll(\"overtaken\")) }\n",
    )],
}];

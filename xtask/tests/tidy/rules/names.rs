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

/// Names that say too little to be a type's, beside the one file whose type may have it.
///
/// Each stood for several things at once.
const VAGUE_TYPES: [(&str, &str); 9] = [
    ("Kept", ""),
    ("Known", ""),
    ("Lines", ""),
    ("Open", ""),
    ("Place", ""),
    ("Shared", ""),
    ("What", ""),
    ("State", "session/src/connection/state.rs"),
    ("Socket", "client/src/platform/socket.rs"),
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        breach: "a type with a name that says too little",
        why: "One word means one thing in the whole repository: say of what it is the state, the socket, the place.",
        covers: is_rust,
        broken_lines: |path, text| {
            let is_vague = |name: &str| {
                VAGUE_TYPES
                    .iter()
                    .any(|(vague, owner)| name == *vague && path != *owner)
            };
            let code = source::code(text);
            let is_broken = |line: &str| {
                let mut words = source::identifiers(line);
                let is_type = |word: &str| ["enum", "struct", "trait", "type"].contains(&word);
                words.any(is_type) && words.next().is_some_and(is_vague)
            };
            let numbered = code.lines().zip(1..);
            numbered
                .filter(|(line, _)| is_broken(line))
                .map(|(_, number)| number)
                .collect()
        },
        bad: &[
            ("xtask/src/a.rs", "//! A.\npub(super) enum State {\n"),
            ("server/src/a.rs", "//! A.\npub trait Socket: Send {}\n"),
            ("testkit/src/a.rs", "//! A.\ntype Socket = u8;\n"),
            ("e2e/src/a.rs", "//! A.\nstruct Place(f64);\n"),
        ],
        good: &[
            (
                "session/src/connection/state.rs",
                "//! States.\npub enum State {\n    Open,\n}\n",
            ),
            (
                "client/src/a.rs",
                "//! A struct State.\nstruct ScrollState;\nfn state(State(a): State) {}\n",
            ),
        ],
    },
    Rule {
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
                let is_type =
                    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
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
    },
    Rule {
        breach: "a limit of time that does not say so at the end of its name",
        why: "A constant that is a limit of time ends in _TIMEOUT, _TTL or _INTERVAL: the next reader looks for these.",
        covers: is_rust,
        broken_lines: |_, text| {
            const WRONG: [&str; 4] = ["deadline", "patience", "lifetime", "heartbeat"];
            let code = source::code(text);
            let is_broken = |line: &str| {
                let declaration = line.split_once(": Duration").map(|(before, _)| before);
                let name = declaration.and_then(|before| before.split_once("const "));
                name.is_some_and(|(_, name)| {
                    let last = source::words(name).pop().unwrap_or_default();
                    WRONG.contains(&last.as_str())
                })
            };
            let numbered = code.lines().zip(1..);
            numbered
                .filter(|(line, _)| is_broken(line))
                .map(|(_, number)| number)
                .collect()
        },
        bad: &[(
            "server/src/a.rs",
            "//! A.\npub(super) const STOP_DEADLINE: Duration = Duration::from_secs(5);\n",
        )],
        good: &[(
            "server/src/a.rs",
            "//! A.\nconst STOP_TIMEOUT: Duration = Duration::from_secs(5);\nlet deadline: Duration = a;\n",
        )],
    },
];

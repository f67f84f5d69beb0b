//! What a file has to look like.

use super::super::source;
use super::{Rule, code, is_rust, is_test, lines};

/// The lines that a file may have without its tests. A longer one is about more than one thing.
const LINES: usize = 350;

pub(super) const RULES: &[Rule] = &[
    Rule {
        breach: "a Rust file does not open with a `//!` doc",
        why: "The first lines of a file say what belongs in it and what may not enter.",
        covers: is_rust,
        broken_lines: |_, text| {
            if text.starts_with("//!") {
                Vec::new()
            } else {
                vec![1]
            }
        },
        bad: &[
            ("server/src/main.rs", "fn main() {}\n"),
            ("e2e/tests/a.rs", "// A comment.\n"),
        ],
        good: &[("server/src/main.rs", "//! The server.\n")],
    },
    Rule {
        breach: "a tab or a space at the end of a line, or no line break at the end of the file",
        why: "They show in every diff and nowhere else.",
        covers: |_| true,
        broken_lines: |_, text| {
            let mut broken = lines(text, |line| line.contains('\t') || line.ends_with(' '));
            if !text.is_empty() && !text.ends_with('\n') {
                broken.push(text.lines().count());
            }
            broken
        },
        bad: &[
            ("a.css", "a {\n\tcolor: red;\n}\n"),
            ("a.md", "words \n"),
            ("a.toml", "a = 1\nb = 2"),
        ],
        good: &[("a.css", "a {\n  color: red;\n}\n"), ("empty.css", "")],
    },
    Rule {
        breach: "a note to do something later",
        why: "Either it is done, or it is an issue that somebody can find.",
        covers: |_| true,
        broken_lines: |_, text| {
            lines(text, |line| {
                line.split(|character: char| !character.is_alphanumeric())
                    .any(|word| ["TODO", "FIXME", "XXX", "HACK"].contains(&word))
            })
        },
        bad: &[
            ("a.rs", "//! A.\n// TODO: more.\n"),
            ("a.css", "/* FIXME */\n"),
        ],
        good: &[("a.md", "A TodoMVC, and XXXL.\n")],
    },
    Rule {
        breach: "a Rust file has more than 350 lines without its tests",
        why: "It is about more than one thing: split it by concept.",
        covers: |path| {
            let is_of_tests = is_test(path) || path.ends_with("/tests.rs");
            is_rust(path) && !is_of_tests
        },
        broken_lines: |_, text| {
            let lines = source::lines_without_tests(text);
            if lines > LINES {
                vec![lines]
            } else {
                Vec::new()
            }
        },
        bad: &[("server/src/long.rs", LONG)],
        good: &[
            ("server/src/short.rs", "//! Short.\n"),
            ("server/src/long/tests.rs", LONG),
            ("server/tests/behaviour/long.rs", LONG),
        ],
    },
    Rule {
        breach: "a module is taken from where it is not",
        why: "A file that `#[path]` takes in is compiled into several programs and belongs to none: what several need \
              is a crate.",
        covers: is_rust,
        broken_lines: |_, text| {
            lines(text, |line| {
                let code: String = code(line).split_whitespace().collect();
                code.starts_with("#[path=")
            })
        },
        bad: &[(
            "server/tests/a.rs",
            "//! A.\n#[path = \"../support/b.rs\"]\nmod b;\n",
        )],
        good: &[("server/tests/a.rs", "//! No `#[path = …]` here.\nmod b;\n")],
    },
];

/// A file of more lines than there may be.
const LONG: &str = match std::str::from_utf8(&[b'\n'; LINES + 1]) {
    Ok(lines) => lines,
    Err(_) => "",
};

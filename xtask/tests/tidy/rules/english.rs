//! What the sentences of documents and of Rust's comments must be like.

use super::super::prose;
use super::{Rule, lines};

/// The most words of a sentence.
const MAX_WORDS: usize = 25;

/// Phrases that translate badly from how this project once spoke.
const PHRASES: [&str; 6] = [
    "for as long as",
    "nobody",
    "so many",
    "what is said",
    "who comes back",
    "whoever",
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        breach: "a sentence has more than 25 words",
        why: "CONTRIBUTING.md says how to write: subject first, active voice, at most 25 words. What stands in \
              parentheses counts apart, a span of code is one word, and code blocks, tables and headings do not count.",
        covers: is_prose,
        broken_lines: |path, text| {
            let is_long = |sentence: &&prose::Sentence| sentence.words > MAX_WORDS;
            let sentences = prose::sentences(path, text);
            sentences
                .iter()
                .filter(is_long)
                .map(|sentence| sentence.line)
                .collect()
        },
        bad: &[
            ("docs/a.md", LONG),
            (
                "a.md",
                "- An item.\n- one two three four five six seven eight nine ten\n  eleven twelve thirteen fourteen \
                      fifteen sixteen seventeen eighteen nineteen twenty a b: c d e f\n",
            ),
            (
                "server/src/a.rs",
                "//! Short.\n\n/// one two three four five six seven eight nine ten eleven twelve\n\
                                 /// thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty a b, c d e f\n\
                                 fn a() {}\n",
            ),
            (
                "server/src/b.rs",
                "//! Short.\n\n// one two three four five six seven eight nine ten eleven twelve\n\
                                 // thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty a b, c d e f\n",
            ),
        ],
        good: &[
            ("docs/a.ko.md", LONG),
            (
                "docs/a.md",
                "# one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
                           sixteen seventeen eighteen nineteen twenty a b c d e f\n",
            ),
            (
                "docs/b.md",
                "```\none two three four five six seven eight nine ten eleven twelve thirteen fourteen \
                           fifteen sixteen seventeen eighteen nineteen twenty a b c d e f\n```\n\
                           | one two three four five six seven eight nine ten eleven twelve thirteen | fourteen \
                           fifteen sixteen seventeen eighteen nineteen twenty a b c d e f |\n",
            ),
            (
                "docs/c.md",
                "one two three four five six seven eight nine ten (eleven twelve thirteen fourteen fifteen) \
                           sixteen seventeen eighteen nineteen twenty a b [c](d e f g h i j) `k l m n o` p.\n\
                           Another begins here.\n",
            ),
            (
                "server/src/a.rs",
                "//! Short.\n\n// one two three four five six seven eight nine ten eleven twelve\nlet a = 1; // b\n\
                 // thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty a b, c d e f\n",
            ),
        ],
    },
    Rule {
        breach: "a decision record lacks one of its parts, or has them in another order",
        why: "docs/adr/README.md says what the four parts are for.",
        covers: |path| path.starts_with("docs/adr/0"),
        broken_lines: |_, text| {
            const PARTS: [&str; 5] = [
                "Status: ",
                "## Context",
                "## Decision",
                "## Consequences",
                "## Alternatives",
            ];
            let found: Vec<&str> = text
                .lines()
                .filter_map(|line| PARTS.into_iter().find(|part| line.starts_with(part)))
                .collect();
            if found == PARTS { Vec::new() } else { vec![1] }
        },
        bad: &[(
            "docs/adr/0001-a.md",
            "# 0001: A\n\n## Context\n\n## Decision\n\n## Consequences\n\n## Alternatives\n",
        )],
        good: &[(
            "docs/adr/0001-a.md",
            "# 0001: A\n\nStatus: accepted.\n\n## Context\n\n## Decision\n\n### More\n\n## Consequences\n\n\
             ## Alternatives\n",
        )],
    },
    Rule {
        breach: "a phrase of no plain English",
        why: "Say the subject and the number: not \"so many\", \"for as long as\", \"nobody\", \"whoever\", and no clause \
              as a subject, as in \"what is said waits\".",
        covers: is_prose,
        broken_lines: |path, text| {
            lines(text, |line| {
                let is_said = path.ends_with(".md") || line.trim_start().starts_with("//");
                let line = line.to_lowercase();
                is_said && PHRASES.iter().any(|phrase| line.contains(phrase))
            })
        },
        bad: &[
            ("a.md", "The server waits so many seconds.\n"),
            ("a.rs", "//! A.\n// Nobody waits for it.\n"),
        ],
        good: &[
            ("a.md", "The server waits this many seconds.\n"),
            ("a.rs", "//! A.\nassert!(a, \"nobody\");\n"),
        ],
    },
];

const LONG: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\n\
                    sixteen seventeen eighteen nineteen twenty a b c; d e f.\n";

fn is_prose(path: &str) -> bool {
    path.ends_with(".rs") || (path.ends_with(".md") && !path.ends_with(".ko.md"))
}

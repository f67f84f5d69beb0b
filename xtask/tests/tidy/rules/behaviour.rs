//! What code may not do, in the server, in the page and in tests.

use super::{Rule, code, is_in, is_rust, is_test, lines};

pub(super) const RULES: &[Rule] = &[
    Rule {
        breach: "a test sleeps and does not say why",
        why: "A test that sleeps to be right is slow on a fast machine and wrong on a slow one: wait for the event. \
              A poll with a deadline, or a peer that is slow on purpose, says so in a comment on the line before.",
        covers: |path| is_rust(path) && path.contains("/tests/"),
        broken_lines: |_, text| {
            let all: Vec<&str> = text.lines().collect();
            lines(text, |line| code(line).contains("sleep("))
                .into_iter()
                .filter(|number| {
                    !number
                        .checked_sub(2)
                        .is_some_and(|before| all[before].trim_start().starts_with("//"))
                })
                .collect()
        },
        bad: &[(
            "server/tests/a.rs",
            "//! A.\n\n    tokio::time::sleep(SHORT).await;\n",
        )],
        good: &[(
            "server/tests/a.rs",
            "//! A.\n    // The peer is slow on purpose.\n    sleep(SHORT).await;\n",
        )],
    },
    Rule {
        breach: "a test binds or connects to a fixed port",
        why: "Two tests, or a test and a server that somebody is using, would meet on it: bind port 0 and ask.",
        covers: |path| is_rust(path) && is_test(path),
        broken_lines: |_, text| {
            let uses = ["bind(", "connect", "goto("];
            let is_fixed =
                |port: &str| port.starts_with(|digit: char| ('1'..='9').contains(&digit));
            lines(text, |line| {
                uses.iter().any(|word| code(line).contains(word))
                    && ["127.0.0.1:", "[::1]:", "localhost:"]
                        .iter()
                        .any(|host| code(line).split(host).skip(1).any(is_fixed))
            })
        },
        bad: &[
            (
                "server/tests/a.rs",
                "bind(\"127.0.0.1:0\"); bind(\"127.0.0.1:12345\");\n",
            ),
            (
                "e2e/src/browser.rs",
                "driver.goto(\"http://localhost:3000\").await\n",
            ),
        ],
        good: &[
            (
                "server/tests/a.rs",
                "bind(\"127.0.0.1:0\"); // not localhost:3000\n",
            ),
            (
                "server/tests/a.rs",
                "(&[\"--bind\", \"127.0.0.1:9\"], \"twice\"),\n",
            ),
            ("server/src/config.rs", "bind(\"127.0.0.1:3000\")\n"),
        ],
    },
    Rule {
        breach: "a queue without a bound",
        why: "Every queue is bounded and says what happens when it is full: a slow peer costs itself, not others.",
        covers: |path| {
            let folders = ["server/src", "client/src", "session/src", "frames/src"];
            is_rust(path) && folders.iter().any(|folder| is_in(path, folder))
        },
        broken_lines: |_, text| lines(text, |line| code(line).contains("unbounded")),
        bad: &[(
            "server/src/a.rs",
            "let (sender, receiver) = mpsc::unbounded_channel();\n",
        )],
        good: &[(
            "server/src/a.rs",
            "// Not unbounded.\nlet (sender, receiver) = mpsc::channel(16);\n",
        )],
    },
    Rule {
        breach: "text becomes markup without being escaped",
        why: "Nothing from the wire becomes markup: the lesson's innerHTML runs scripts that somebody else sent. \
              Build elements and text nodes, as `html!` does.",
        covers: |path| is_rust(path) && is_in(path, "client/src"),
        broken_lines: |_, text| {
            let raw = [
                "inner_html",
                "outer_html",
                "from_html_unchecked",
                "insert_adjacent_html",
                "document_write",
            ];
            lines(text, |line| raw.iter().any(|way| code(line).contains(way)))
        },
        bad: &[(
            "client/src/components/message.rs",
            "element.set_inner_html(&message);\n",
        )],
        good: &[(
            "client/src/components/message.rs",
            "//! The lesson uses inner_html; this does not.\n",
        )],
    },
];

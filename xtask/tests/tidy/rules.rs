//! The rules: what each forbids and why, a sample that it must catch and one that it must let pass.
//!
//! A new rule is one more entry in `RULES`. How files are found and breaches reported does not belong here.

/// One rule about the text of some files.
pub(crate) struct Rule {
    /// What is wrong when it is broken.
    pub(crate) breach: &'static str,
    /// Why it is wrong, for whoever has just broken it.
    pub(crate) why: &'static str,
    /// The files that it is about, by their path from the root.
    pub(crate) covers: fn(&str) -> bool,
    /// The numbers of the lines that break it, counted from 1.
    pub(crate) broken_lines: fn(&str) -> Vec<usize>,
    /// A file that breaks it: path and text.
    pub(crate) bad: &'static [(&'static str, &'static str)],
    /// A file that does not, though it looks like one.
    pub(crate) good: &'static [(&'static str, &'static str)],
}

pub(crate) const RULES: [Rule; 10] = [
    Rule {
        breach: "the pure core mentions the browser or a runtime",
        why: "session and protocol are plain data and functions: they are tested natively, and time, \
              randomness and I/O come in as arguments. What touches the browser belongs in client/src/platform.",
        covers: |path| is_rust(path) && (is_in(path, "session/src") || is_in(path, "protocol/src")),
        broken_lines: |text| {
            let outside = [
                "yew",
                "web_sys",
                "js_sys",
                "gloo",
                "wasm_bindgen",
                "tokio",
                "Instant::now",
                "SystemTime::now",
            ];
            lines(text, |line| {
                outside.iter().any(|word| code(line).contains(word))
            })
        },
        bad: &[
            (
                "session/src/tab.rs",
                "//! Session.\nuse web_sys::WebSocket;\n",
            ),
            (
                "session/src/log.rs",
                "use gloo_timers::callback::Timeout;\n",
            ),
            (
                "protocol/src/lib.rs",
                "let now = std::time::Instant::now();\n",
            ),
        ],
        good: &[
            (
                "session/src/tab.rs",
                "//! No yew and no web_sys may enter.\n",
            ),
            ("client/src/platform/socket.rs", "use web_sys::WebSocket;\n"),
        ],
    },
    Rule {
        breach: "protocol depends on one of the sides",
        why: "protocol compiles for the host and for wasm32 and is what both sides share: it depends on neither \
              tokio nor yew nor the browser.",
        covers: |path| path == "protocol/Cargo.toml",
        broken_lines: |text| {
            depends_on(text, |name| {
                [
                    "client",
                    "server",
                    "tokio",
                    "yew",
                    "gloo",
                    "web-sys",
                    "js-sys",
                    "wasm-bindgen",
                ]
                .iter()
                .any(|side| name == *side || name.starts_with(&format!("{side}-")))
            })
        },
        bad: &[
            (
                "protocol/Cargo.toml",
                "[dependencies]\nserde = \"1\"\ntokio-util = \"1\"\n",
            ),
            (
                "protocol/Cargo.toml",
                "[target.'cfg(unix)'.dependencies.yew]\nversion = \"0.23\"\n",
            ),
        ],
        good: &[(
            "protocol/Cargo.toml",
            "description = \"yew\"\n[dependencies]\nserde = \"1\"\n",
        )],
    },
    Rule {
        breach: "client and server depend on each other",
        why: "They meet on the wire and nowhere else; the words that both speak are in protocol.",
        covers: |path| path == "client/Cargo.toml" || path == "server/Cargo.toml",
        broken_lines: |text| depends_on(text, |name| name == "client" || name == "server"),
        bad: &[
            (
                "client/Cargo.toml",
                "[dependencies]\nserver.workspace = true\n",
            ),
            (
                "server/Cargo.toml",
                "[dev-dependencies]\nclient = { path = \"../client\" }\n",
            ),
        ],
        good: &[(
            "server/Cargo.toml",
            "[package]\nname = \"server\"\n[dependencies]\nprotocol.workspace = true\n",
        )],
    },
    Rule {
        breach: "a Rust file does not open with a `//!` doc",
        why: "The first lines of a file say what belongs in it and what may not enter.",
        covers: is_rust,
        broken_lines: |text| {
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
        broken_lines: |text| {
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
        broken_lines: |text| {
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
        breach: "a test sleeps and does not say why",
        why: "A test that sleeps to be right is slow on a fast machine and wrong on a slow one: wait for the event. \
              A poll with a deadline, or a peer that is slow on purpose, says so in a comment on the line before.",
        covers: |path| is_rust(path) && path.contains("/tests/"),
        broken_lines: |text| {
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
        broken_lines: |text| {
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
            is_rust(path)
                && ["server/src", "client/src", "session/src"]
                    .iter()
                    .any(|folder| is_in(path, folder))
        },
        broken_lines: |text| lines(text, |line| code(line).contains("unbounded")),
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
        broken_lines: |text| {
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

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.starts_with("e2e/")
}

/// Whether `path` is the module `module` or below it.
fn is_in(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// `line` without a comment. A `//` in a text is that of an address, which a colon precedes.
fn code(line: &str) -> &str {
    let comment = line
        .match_indices("//")
        .find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

fn lines(text: &str, is_broken: impl Fn(&str) -> bool) -> Vec<usize> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| is_broken(line))
        .map(|(_, number)| number)
        .collect()
}

/// Line 1, as often as the manifest `text` depends on a package that `is_forbidden`: in whichever table.
fn depends_on(text: &str, is_forbidden: impl Fn(&str) -> bool) -> Vec<usize> {
    let manifest: toml::Table = text.parse().unwrap();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets
        .into_iter()
        .flat_map(|targets| targets.values().filter_map(toml::Value::as_table));
    tables
        .chain([&manifest])
        .flat_map(|table| {
            ["dependencies", "dev-dependencies", "build-dependencies"].map(|kind| table.get(kind))
        })
        .flatten()
        .filter_map(toml::Value::as_table)
        .flat_map(toml::Table::keys)
        .filter(|name| is_forbidden(name))
        .map(|_| 1)
        .collect()
}

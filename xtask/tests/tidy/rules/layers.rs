//! What may depend on what: crates on crates, and folders on the browser.

use super::{Rule, code, is_in, is_rust, lines};

pub(super) const RULES: &[Rule] = &[
    Rule {
        breach: "the pure core mentions the browser or a runtime",
        why: "session and protocol are plain data and functions: they are tested natively, and time, \
              randomness and I/O come in as arguments. What touches the browser belongs in client/src/platform.",
        covers: |path| is_rust(path) && (is_in(path, "session/src") || is_in(path, "protocol/src")),
        broken_lines: |_, text| {
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
        broken_lines: |_, text| {
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
        broken_lines: |_, text| depends_on(text, |name| name == "client" || name == "server"),
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
        breach: "a crate depends on one of ours that is not below it",
        why: "The crates are a house of which each knows only what stands below: see the map in ARCHITECTURE.md. \
              What several test suites need is testkit, which only tests depend on.",
        covers: |path| path.ends_with("Cargo.toml"),
        broken_lines: depends_upward,
        bad: &[
            (
                "protocol/Cargo.toml",
                "[dependencies]\nsession.workspace = true\n",
            ),
            (
                "session/Cargo.toml",
                "[dev-dependencies]\nclient = { path = \"../client\" }\n",
            ),
            (
                "server/Cargo.toml",
                "[dependencies]\ntestkit.workspace = true\n",
            ),
            ("new/Cargo.toml", "[dependencies]\nserver = \"1\"\n"),
        ],
        good: &[
            (
                "server/Cargo.toml",
                "[dependencies]\nprotocol = \"1\"\ntokio = \"1\"\n[dev-dependencies]\ntestkit = \"1\"\n",
            ),
            (
                "Cargo.toml",
                "[workspace.dependencies]\nserver = { path = \"server\" }\n",
            ),
        ],
    },
    Rule {
        breach: "the core of a session depends on a runtime or the browser",
        why: "session decides and does nothing: it is for a page, a command line and tests alike.",
        covers: |path| path == "session/Cargo.toml",
        broken_lines: |_, text| {
            depends_on(text, |name| {
                ["tokio", "yew", "gloo", "web-sys", "js-sys", "wasm-bindgen"]
                    .iter()
                    .any(|shell| name == *shell || name.starts_with(&format!("{shell}-")))
            })
        },
        bad: &[
            (
                "session/Cargo.toml",
                "[dependencies]\nserde = \"1\"\nweb-sys = \"0.3\"\n",
            ),
            (
                "session/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\ntokio-util = \"1\"\n",
            ),
        ],
        good: &[(
            "session/Cargo.toml",
            "[dependencies]\nprotocol = \"1\"\n[dev-dependencies]\nproptest = \"1\"\n",
        )],
    },
    Rule {
        breach: "the page touches the browser outside of its platform",
        why: "client/src/platform is the only place that knows the browser: what runs elsewhere is tested natively.",
        covers: |path| {
            is_rust(path) && is_in(path, "client/src") && !is_in(path, "client/src/platform")
        },
        broken_lines: |_, text| {
            let browser = ["web_sys", "js_sys", "gloo", "wasm_bindgen"];
            lines(text, |line| {
                browser.iter().any(|word| code(line).contains(word))
            })
        },
        bad: &[(
            "client/src/components/a.rs",
            "//! A.\nuse web_sys::HtmlElement;\n",
        )],
        good: &[
            (
                "client/src/components/a.rs",
                "//! Takes no web_sys.\nuse yew::prelude::*;\n",
            ),
            ("client/src/platform/a.rs", "use js_sys::Date;\n"),
            ("client/tests/browser/a.rs", "use wasm_bindgen_test::*;\n"),
        ],
    },
    Rule {
        breach: "the page asks which language it is outside of its words",
        why: "Language::choose in client/src/i18n is the one place where a language is chosen by: a third language is \
              added there, and the compiler names every other place.",
        covers: |path| {
            is_rust(path) && is_in(path, "client/src") && !is_in(path, "client/src/i18n")
        },
        broken_lines: |_, text| {
            let languages = ["Language::Korean", "Language::English"];
            lines(text, |line| {
                languages.iter().any(|word| code(line).contains(word))
            })
        },
        bad: &[(
            "client/src/hooks/a.rs",
            "//! A.\nlet load = match language { Language::Korean => a, _ => b };\n",
        )],
        good: &[
            (
                "client/src/hooks/a.rs",
                "//! A.\nlet load = language.choose(|| a, || b);\n",
            ),
            (
                "client/src/i18n/mod.rs",
                "//! A.\nlanguage == Language::Korean;\n",
            ),
        ],
    },
];

/// What is fuzzed.
const FUZZED: &[&str] = &["protocol", "frames", "session", "server"];

/// Each crate of ours by its folder, and those that it may depend on; those of the second list in its tests only.
const HOUSE: [(&str, &[&str], &[&str]); 12] = [
    ("protocol", &[], &[]),
    ("frames", &["protocol"], &[]),
    ("session", &["protocol"], &[]),
    ("client", &["protocol", "session"], &["testkit"]),
    ("server", &["protocol", "frames"], &["testkit"]),
    ("cli", &["protocol", "frames", "session"], &["testkit"]),
    ("testkit", &["protocol", "frames"], &[]),
    // These test and measure from end to end, or start a server for what does.
    ("e2e", &["protocol", "frames", "session", "testkit"], &[]),
    ("xtask", &["protocol", "testkit"], &[]),
    ("bench", &["protocol", "frames", "testkit"], &[]),
    ("fuzz", FUZZED, &[]),
    ("fuzz/properties", FUZZED, &[]),
];

fn depends_upward(path: &str, text: &str) -> Vec<usize> {
    let own = path.trim_end_matches("Cargo.toml").trim_end_matches('/');
    let (_, everywhere, in_tests) =
        HOUSE
            .iter()
            .find(|(name, ..)| *name == own)
            .unwrap_or(&("", &[], &[]));
    let is_ours = |name: &str| HOUSE.iter().any(|(ours, ..)| *ours == name);
    let is_wrong = |kind: &str, name: &str| {
        let may_be =
            everywhere.contains(&name) || (kind == "dev-dependencies" && in_tests.contains(&name));
        is_ours(name) && !may_be
    };
    dependencies(text)
        .iter()
        .filter(|(kind, name)| is_wrong(kind, name))
        .map(|_| 1)
        .collect()
}

/// Line 1, as often as the manifest `text` depends on a package that `is_forbidden`: in whichever table.
fn depends_on(text: &str, is_forbidden: impl Fn(&str) -> bool) -> Vec<usize> {
    dependencies(text)
        .iter()
        .filter(|(_, name)| is_forbidden(name))
        .map(|_| 1)
        .collect()
}

/// The packages that the manifest `text` depends on, each with the kind of its table, of any target.
pub(crate) fn dependencies(text: &str) -> Vec<(String, String)> {
    let manifest: toml::Table = text.parse().unwrap();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets
        .into_iter()
        .flat_map(|targets| targets.values().filter_map(toml::Value::as_table))
        .chain([&manifest]);
    let mut found = Vec::new();
    for table in tables {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let of_kind = table.get(kind).and_then(toml::Value::as_table);
            let names = of_kind.into_iter().flat_map(toml::Table::keys);
            found.extend(names.map(|name| (kind.to_owned(), name.clone())));
        }
    }
    found
}

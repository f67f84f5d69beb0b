//! The rules of this repository that no compiler knows, kept as a test.
//!
//! The rules themselves are in `rules`; here they are held against every file that is written by hand,
//! and against their own samples.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod classes;
mod closure;
mod dependencies;
mod paths_in_code;
mod paths_in_docs;
mod prose;
mod rules;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use closure::Sources;
use paths_in_docs::Tree;
use rules::Rule;

#[test]
fn repository_is_tidy() {
    let files = texts();
    assert!(
        files.iter().any(|(path, _)| path == "protocol/src/lib.rs"),
        "the files were not found"
    );

    let mut breaches = String::new();
    for rule in rules::all() {
        let of_rule: Vec<String> = files
            .iter()
            .flat_map(|(path, text)| breaches_in(rule, path, text))
            .collect();
        if !of_rule.is_empty() {
            breaches += &format!("\n{}.\n{}\n{}\n", rule.breach, rule.why, of_rule.join("\n"));
        }
    }
    assert!(breaches.is_empty(), "{breaches}");
}

#[test]
fn rule_catches_its_bad_samples() {
    for rule in rules::all() {
        assert!(!rule.bad.is_empty(), "{} has no bad sample", rule.breach);
        for (path, text) in rule.bad {
            assert!(
                !breaches_in(rule, path, text).is_empty(),
                "{} is not seen in {text:?}",
                rule.breach
            );
        }
    }
}

#[test]
fn rule_lets_its_good_samples_pass() {
    for rule in rules::all() {
        for (path, text) in rule.good {
            assert!(
                breaches_in(rule, path, text).is_empty(),
                "{} is seen in {text:?}",
                rule.breach
            );
        }
    }
}

#[test]
fn breach_is_reported_with_its_file_and_line() {
    let whitespace = rules::all()
        .find(|rule| rule.breach.starts_with("a tab"))
        .unwrap();
    assert_eq!(
        breaches_in(whitespace, "a.css", "a {\n}  \n"),
        ["  a.css:2"]
    );
}

/// The stylesheets are not text for a rule about one file: they are about two.
#[test]
fn stylesheet_is_linked_in_the_page_and_imports_nothing() {
    let files = texts();
    let styles = files
        .iter()
        .filter(|(path, _)| path.starts_with("client/styles/"));
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    for (path, text) in styles {
        assert!(
            page.contains(&format!("href=\"{path}\"")),
            "index.html does not link {path}"
        );
        assert!(
            !text.contains("@import"),
            "{path}: Trunk does not resolve @import, link the file in index.html"
        );
    }
}

/// A class that was renamed on one side styles nothing, and no compiler says so.
#[test]
fn class_of_a_stylesheet_is_written_by_the_page() {
    let files = texts();
    let of_page = |path: &str| {
        path == "index.html" || path.starts_with("client/src/") && path.ends_with(".rs")
    };
    let page: String = matching(&files, of_page);
    let mut unwritten = String::new();
    for (path, text) in &files {
        if path.starts_with("client/styles/") {
            for class in classes::selected(text) {
                if !classes::is_named(&class, &page) {
                    unwritten += &format!("\n  {path}: .{class}");
                }
            }
        }
    }
    assert!(unwritten.is_empty(), "no component writes{unwritten}");
}

#[test]
fn class_that_a_component_writes_is_known_to_a_stylesheet_or_a_test() {
    let files = texts();
    let knows = |path: &str| {
        path.starts_with("client/styles/")
            || ["e2e/", "client/tests/", "bench/", "xtask/src/"]
                .iter()
                .any(|folder| path.starts_with(folder))
    };
    let known = matching(&files, knows);
    let mut unknown = String::new();
    for (path, text) in &files {
        if path.starts_with("client/src/") {
            for class in classes::written_out(text) {
                if !classes::is_named(&class, &known) {
                    unknown += &format!("\n  {path}: {class}");
                }
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "no stylesheet and no test knows{unknown}"
    );
}

/// The texts of these files, one after the other.
fn matching(files: &[(String, String)], is_wanted: impl Fn(&str) -> bool) -> String {
    let wanted = files.iter().filter(|(path, _)| is_wanted(path));
    wanted
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Not text for a rule about one file either: what a document names is another.
#[test]
fn path_in_the_docs_is_there() {
    let tree = Tree::new(all_files());
    let mut missing = String::new();
    for (path, text) in &texts() {
        if path.ends_with(".md") || path.ends_with(".rs") {
            for (line, named) in tree.missing_in(path, text) {
                missing += &format!("\n  {path}:{line}: {named}");
            }
        }
    }
    assert!(missing.is_empty(), "there is nothing at{missing}");
}

/// The core of a record is what a page, a command line and a recording share.
#[test]
fn record_drags_in_few_modules() {
    let record = closure_of("session/src/record.rs");
    assert!(record.len() <= 8, "{} modules: {record:#?}", record.len());
}

/// The core of the lesson: a connection and a text, and not what the workbench knows beside them.
#[test]
fn lesson_drags_in_few_modules() {
    let lesson = closure_of("session/src/lesson.rs");
    assert!(lesson.len() < 50, "{} modules: {lesson:#?}", lesson.len());
}

/// What starts: from the program over the page's frame to the lesson. What it knows of the workbench is what the list
/// of parts says: the properties and a function. A reader of what starts has to know no more.
#[test]
fn page_that_starts_drags_in_few_modules() {
    let page = closure_of("client/src/bin/client/main.rs");
    let lesson = "client/src/components/lesson.rs";
    assert!(page.contains(lesson), "{page:#?}");
    assert!(page.len() < 50, "{} modules: {page:#?}", page.len());
}

/// A manifest shows what a crate names. What it reaches over the crates of others shows in the lock file.
#[test]
fn core_reaches_neither_a_runtime_nor_the_browser() {
    const SHELLS: [&str; 9] = [
        "getrandom",
        "gloo",
        "js-sys",
        "mio",
        "rand",
        "tokio",
        "wasm-bindgen",
        "web-sys",
        "yew",
    ];
    let files = texts();
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let reached = dependencies::reached_from("session", &lock, &files);
    assert!(
        reached.contains("serde"),
        "the lock file was not read: {reached:?}"
    );
    let is_shell = |name: &&String| {
        SHELLS
            .iter()
            .any(|shell| *name == shell || name.starts_with(&format!("{shell}-")))
    };
    let shells: Vec<_> = reached.iter().filter(is_shell).collect();
    assert!(shells.is_empty(), "session reaches {shells:?}");
}

/// The lists of the parts that are loaded on demand. They name what is behind them, and do not drag it in. A function
/// of a part is called only when the part has been loaded.
const ON_DEMAND: [&str; 2] = ["client/src/parts.rs", "client/src/bin/client/parts.rs"];

/// The modules of ours that the module in `file` drags in, and that module.
fn closure_of(file: &str) -> BTreeSet<String> {
    let crates = ["protocol", "session", "client"];
    let roots = crates.map(|name| format!("{name}/src/lib.rs"));
    let crates: Vec<_> = crates
        .into_iter()
        .zip(roots.iter().map(String::as_str))
        .collect();
    Sources::new(&texts(), &crates).closure(file, &ON_DEMAND)
}

fn breaches_in(rule: &Rule, path: &str, text: &str) -> Vec<String> {
    if !(rule.covers)(path) {
        return Vec::new();
    }
    (rule.broken_lines)(path, text)
        .iter()
        .map(|line| format!("  {path}:{line}"))
        .collect()
}

/// The texts that the rules are about: their paths from the root, and what is in them.
fn texts() -> Vec<(String, String)> {
    let is_covered = |path: &String| {
        // What git and editors keep starts with a dot, and the tables of rules are made of bad samples.
        is_text(path) && !path.starts_with('.') && !path.starts_with("xtask/tests/tidy/rules/")
    };
    let read = |path: String| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        (path, text)
    };
    all_files()
        .into_iter()
        .filter(is_covered)
        .map(read)
        .collect()
}

/// The paths of all files that are written by hand, from the root.
fn all_files() -> Vec<String> {
    let mut files = Vec::new();
    collect(Path::new(""), &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let name = entry.unwrap().file_name();
        let path = folder.join(&name);
        if !root().join(&path).is_dir() {
            files.push(path.to_str().unwrap().replace('\\', "/"));
        } else if !MADE.contains(&name.to_str().unwrap()) {
            collect(&path, files);
        }
    }
}

/// Folders of what is built or brought along.
const MADE: [&str; 4] = [".git", "target", "dist", "node_modules"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn is_text(path: &str) -> bool {
    ["rs", "toml", "html", "css", "js", "md"]
        .iter()
        .any(|ending| path.ends_with(&format!(".{ending}")))
}

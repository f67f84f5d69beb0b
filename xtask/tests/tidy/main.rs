//! The rules of this repository that no compiler knows, kept as a test.
//!
//! The rules themselves are in `rules`; here they are held against every file that is written by hand,
//! and against their own samples.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod rules;

use std::fs;
use std::path::Path;

use rules::{RULES, Rule};

#[test]
fn the_repository_is_tidy() {
    let mut files = Vec::new();
    collect(Path::new(""), &mut files);
    assert!(
        files.iter().any(|(path, _)| path == "protocol/src/lib.rs"),
        "the files were not found"
    );

    let mut breaches = String::new();
    for rule in &RULES {
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
fn every_rule_catches_its_bad_samples() {
    for rule in &RULES {
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
fn every_rule_lets_its_good_samples_pass() {
    for rule in &RULES {
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
fn a_breach_is_reported_with_its_file_and_line() {
    let whitespace = RULES
        .iter()
        .find(|rule| rule.breach.starts_with("a tab"))
        .unwrap();
    assert_eq!(
        breaches_in(whitespace, "a.css", "a {\n}  \n"),
        ["  a.css:2"]
    );
}

/// The stylesheets are not text for a rule about one file: they are about two.
#[test]
fn every_stylesheet_is_linked_in_the_page_and_imports_nothing() {
    let mut files = Vec::new();
    collect(Path::new("client/styles"), &mut files);
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    for (path, text) in files {
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

fn breaches_in(rule: &Rule, path: &str, text: &str) -> Vec<String> {
    if !(rule.covers)(path) {
        return Vec::new();
    }
    (rule.broken_lines)(text)
        .iter()
        .map(|line| format!("  {path}:{line}"))
        .collect()
}

/// The files that are written by hand, below `folder`: their paths from the root, and their texts.
fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let name = entry.unwrap().file_name();
        let path = folder.join(&name);
        let shown = path.to_str().unwrap().replace('\\', "/");
        if root().join(&path).is_dir() {
            // What is built or brought along, and what git and editors keep, starts with a dot or is one of these.
            let is_made = ["target", "dist", "node_modules"].contains(&name.to_str().unwrap());
            if !is_made && !shown.starts_with('.') {
                collect(&path, files);
            }
        } else if is_text(&shown) && shown != "xtask/tests/tidy/rules.rs" {
            // The rules are made of bad samples.
            files.push((shown, fs::read_to_string(root().join(&path)).unwrap()));
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn is_text(path: &str) -> bool {
    ["rs", "toml", "html", "css", "js", "md"]
        .iter()
        .any(|ending| path.ends_with(&format!(".{ending}")))
}

//! The paths that documents name in back-ticks, and whether there is what they name.
//!
//! Documents are Markdown and the module docs of Rust files. A path may begin at the root, at the folder of the
//! document, or anywhere. In a Rust file, `src/` is whichever folder of that name there is in the same crate.

use std::collections::BTreeSet;

/// What is built, and so is there or not.
const MADE: [&str; 3] = ["target", "dist", "node_modules"];

/// What stands for a name that the reader chooses.
const BLANK: &str = "NAME";

/// What looks like a file of ours and is a site.
const SITES: [&str; 1] = ["docs.rs"];

/// The files and folders that there are, by their paths from the root.
pub(crate) struct Tree(BTreeSet<String>);

impl Tree {
    /// The tree of `files`.
    pub(crate) fn new(files: impl IntoIterator<Item = String>) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            for (slash, _) in file.match_indices('/') {
                paths.insert(file[..slash].to_owned());
            }
            paths.insert(file);
        }
        Self(paths)
    }

    /// The paths that the document at `path` names and that are not there, each with its line.
    pub(crate) fn missing_in(&self, path: &str, text: &str) -> Vec<(usize, String)> {
        let mut missing = Vec::new();
        for (number, line) in prose(path, text) {
            // Between the first back-tick and the second, the third and the fourth.
            for span in line.split('`').skip(1).step_by(2) {
                if self.is_path(span) && !self.has(span, path) {
                    missing.push((number, span.to_owned()));
                }
            }
        }
        missing
    }

    fn is_path(&self, span: &str) -> bool {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "._-/".contains(it);
        let is_blank = span.contains(BLANK) || SITES.contains(&span);
        if !span.chars().all(is_plain) || span.starts_with('/') || is_blank {
            return false;
        }
        let first = span.split('/').next().unwrap_or(span);
        if MADE.contains(&first) {
            return false;
        }
        let is_at_root = span.contains('/') && self.0.contains(first);
        let endings = [".rs", ".md", ".toml", ".css", "/"];
        is_at_root
            || endings
                .iter()
                .any(|ending| span.len() > ending.len() && span.ends_with(ending))
    }

    fn has(&self, named: &str, document: &str) -> bool {
        let named = named.trim_end_matches('/');
        let folder = document.rfind('/').map_or("", |slash| &document[..slash]);
        if self.0.contains(named) || self.0.contains(&joined(folder, named)) {
            return true;
        }
        // A Rust file speaks of its own crate.
        let krate = document.split('/').next().unwrap_or_default();
        let is_in_reach =
            |path: &&String| document.ends_with(".md") || path.starts_with(&format!("{krate}/"));
        let end = format!("/{named}");
        self.0
            .iter()
            .filter(is_in_reach)
            .any(|path| path.ends_with(&end))
    }
}

/// `path` from `folder`, with every `..` followed.
fn joined(folder: &str, path: &str) -> String {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The lines of a document that are prose, with their numbers.
fn prose<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let is_markdown = path.ends_with(".md");
    let mut is_fenced = false;
    let mut lines = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let content = if is_markdown {
            Some(line)
        } else {
            line.trim_start().strip_prefix("//!")
        };
        let Some(content) = content else { continue };
        if content.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            lines.push((number, content));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(path: &str, text: &str) -> Vec<String> {
        let files = [
            "README.md",
            "docs/map.md",
            "page/src/main.rs",
            "page/src/model/log.rs",
            "server/src/http/page.rs",
        ];
        let tree = Tree::new(files.map(str::to_owned));
        let missing = tree.missing_in(path, text);
        missing
            .into_iter()
            .map(|(line, path)| format!("{line} {path}"))
            .collect()
    }

    #[test]
    fn path_that_is_there_is_not_missing() {
        let text =
            "`page/src/main.rs`, `model/`, `log.rs`, `http/page.rs`, `page/src`, `../README.md`\n";
        assert_eq!(missing("docs/map.md", text), [""; 0]);
    }

    #[test]
    fn path_that_is_not_there_is_missing() {
        let text = "`page/src/model/face.rs`\n\n`view/` and `server/tests`, `tokens.css`\n";
        assert_eq!(
            missing("docs/map.md", text),
            [
                "1 page/src/model/face.rs",
                "3 view/",
                "3 server/tests",
                "3 tokens.css"
            ]
        );
    }

    #[test]
    fn code_that_is_no_path_is_not_looked_for() {
        let text = "`page/src/NAME.rs`, `/echo`, `a/b`, `cargo run -p server`, `docs/{name}.md`, `target/xtask/log`, `.rs`, `docs.rs`\n\
                    ```\n`gone.rs`\n```\n";
        assert_eq!(missing("docs/map.md", text), [""; 0]);
    }

    #[test]
    fn module_docs_speak_of_their_own_crate() {
        let text =
            "//! See `log.rs`.\n//! Not `http/page.rs`.\nlet a = \"`gone.rs`\"; // `gone.rs`\n";
        assert_eq!(missing("page/src/main.rs", text), ["2 http/page.rs"]);
        assert_eq!(
            missing("page/src/main.rs", "//! `server/src/http/page.rs`\n"),
            [""; 0]
        );
    }
}

//! The rules: what each forbids and why, a sample that it must catch and one that it must let pass.
//!
//! A new rule is one more entry in a table of `rules/`. How files are found and breaches reported does not belong
//! here.

mod behaviour;
mod english;
mod files;
mod layers;
mod names;

pub(crate) use layers::dependencies;

/// One rule about the text of some files.
pub(crate) struct Rule {
    /// The breach, in a sentence without a subject.
    pub(crate) breach: &'static str,
    /// Why it is wrong, to be read after a breach.
    pub(crate) why: &'static str,
    /// The files that it is about, by their path from the root.
    pub(crate) covers: fn(&str) -> bool,
    /// The numbers of the lines that break it, counted from 1, in a file of this path and text.
    pub(crate) broken_lines: fn(&str, &str) -> Vec<usize>,
    /// A file that breaks it: path and text.
    pub(crate) bad: &'static [(&'static str, &'static str)],
    /// A file that does not, though it looks like one.
    pub(crate) good: &'static [(&'static str, &'static str)],
}

/// All rules.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    [
        layers::RULES,
        files::RULES,
        behaviour::RULES,
        names::RULES,
        english::RULES,
    ]
    .into_iter()
    .flatten()
}

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

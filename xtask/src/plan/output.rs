//! What a program prints while a step waits for it: its lines go to a log, its progress to the display.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// The lines of a log that are shown when a step fails. An error of rustc with its notes fits in.
const TAIL_LINES: usize = 40;

/// Copies the lines of `output` to `log` until it ends; cargo's progress goes to `count` and not to the log.
///
/// Cargo ends a progress bar by a carriage return, so that the next overwrites it.
pub(super) fn copy(
    output: impl Read,
    mut log: impl Write,
    mut count: impl FnMut(u32, u32),
) -> io::Result<()> {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        let read = output.fill_buf()?;
        let end = read.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        line.extend_from_slice(&read[..end.unwrap_or(read.len())]);
        let (taken, has_ended) = (end.map_or(read.len(), |end| end + 1), read.is_empty());
        output.consume(taken);
        if end.is_none() && !has_ended {
            continue;
        }
        let text = String::from_utf8_lossy(&line).replace(ERASE_LINE, "");
        match counted(&text) {
            Some((done, all)) => count(done, all),
            None if text.trim().is_empty() => {}
            None => writeln!(log, "{}", text.trim_end())?,
        }
        line.clear();
        if has_ended {
            return Ok(());
        }
    }
}

/// What cargo writes before a line that takes the place of a progress bar.
const ERASE_LINE: &str = "\u{1b}[K";

/// The crates that are compiled, and all of them, in a progress bar of cargo:
/// `    Building [====>    ] 12/34: syn, serde`.
fn counted(part: &str) -> Option<(u32, u32)> {
    let bar = part.trim_start().strip_prefix("Building [")?;
    let (_, counts) = bar.split_once("] ")?;
    let counts = counts.split(':').next()?;
    let (done, all) = counts.trim().split_once('/')?;
    Some((done.parse().ok()?, all.parse().ok()?))
}

/// Whether rustc warned of what is in this workspace: cargo keeps the warnings of other people's crates from it.
pub(super) fn has_warnings(log: &Path) -> Result<bool> {
    let mut lines = lines(log)?.into_iter();
    Ok(lines.any(|line| {
        let summary = line.strip_prefix("warning: `");
        summary.is_some_and(|rest| rest.contains(" generated "))
    }))
}

fn lines(log: &Path) -> Result<Vec<String>> {
    let unreadable = || format!("cannot read {}", log.display());
    let file = File::open(log).with_context(unreadable)?;
    let lines = BufReader::new(file).lines();
    lines.collect::<io::Result<_>>().with_context(unreadable)
}

/// The last lines of a log.
pub(super) fn tail(log: &Path) -> Result<String> {
    let lines = lines(log)?;
    let first = lines.len().saturating_sub(TAIL_LINES);
    Ok(lines[first..].join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(output: &str) -> (String, Vec<(u32, u32)>) {
        let (mut log, mut counts) = (Vec::new(), Vec::new());
        copy(output.as_bytes(), &mut log, |done, all| {
            counts.push((done, all));
        })
        .unwrap();
        (String::from_utf8(log).unwrap(), counts)
    }

    #[test]
    fn progress_of_cargo_is_counted_and_not_logged() {
        let output = "   Compiling syn v2.0.1\n    Building [==>   ] 3/41: syn, serde(build)\r\u{1b}[K   \
                      Compiling serde v1.0.0\n    Building [===>  ] 4/41: serde\r";
        assert_eq!(
            copied(output),
            (
                "   Compiling syn v2.0.1\n   Compiling serde v1.0.0\n".to_owned(),
                vec![(3, 41), (4, 41)]
            )
        );
    }

    #[test]
    fn output_without_an_end_of_line_is_logged() {
        assert_eq!(copied("a\n\nb"), ("a\nb\n".to_owned(), Vec::new()));
    }

    #[test]
    fn words_that_are_no_progress_are_not_counted() {
        for part in [
            "Building [wat",
            "Building [=] many: syn",
            "[=>] 1/2: syn",
            "",
        ] {
            assert_eq!(counted(part), None, "{part}");
        }
    }

    #[test]
    fn tail_of_a_long_log_is_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let lines: Vec<String> = (0..100).map(|line| line.to_string()).collect();
        std::fs::write(&log, lines.join("\n")).unwrap();
        let tail = tail(&log).unwrap();
        assert!(tail.starts_with("60\n"), "{tail}");
        assert!(tail.ends_with("\n99"), "{tail}");
    }
}

//! The report of the Autobahn testsuite: reading it, summing it up, and judging it.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

/// What became of a case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Such as `6.4.3`, as numbers so that they sort as such.
    case: Vec<u16>,
    /// `OK`, `NON-STRICT`, `INFORMATIONAL`, `UNIMPLEMENTED`, or `FAILED` and its like.
    behavior: String,
    /// The same of how the connection was closed.
    close: String,
}

/// The sections, as Autobahn calls them.
const SECTIONS: [(u16, &str); 11] = [
    (1, "Framing"),
    (2, "Pings and pongs"),
    (3, "Reserved bits"),
    (4, "Opcodes"),
    (5, "Fragmentation"),
    (6, "UTF-8"),
    (7, "Closing"),
    (9, "Limits and performance"),
    (10, "Miscellaneous"),
    (12, "Compression"),
    (13, "Compression, by parameters"),
];

/// Reads `index.json`; in the order of the cases.
pub(super) fn read(index: &str, agent: &str) -> Result<Vec<Outcome>> {
    let index: Value = serde_json::from_str(index).context("Autobahn's report is not JSON")?;
    let cases = index
        .get(agent)
        .and_then(Value::as_object)
        .filter(|cases| !cases.is_empty())
        .context("Autobahn's report has no cases: did it reach the server?")?;
    let mut outcomes = cases
        .iter()
        .map(|(case, result)| {
            let word = |key: &str| {
                let word = result.get(key).and_then(Value::as_str);
                word.map(str::to_owned)
                    .with_context(|| format!("case {case} of Autobahn's report has no {key}"))
            };
            Ok(Outcome {
                case: case.split('.').map(str::parse).collect::<Result<_, _>>()?,
                behavior: word("behavior")?,
                close: word("behaviorClose")?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    outcomes.sort_by(|one, other| one.case.cmp(&other.case));
    Ok(outcomes)
}

/// What is not as it must be, a line each; an empty section is that too.
pub(super) fn breaches(outcomes: &[Outcome]) -> Vec<String> {
    let empty = SECTIONS
        .iter()
        .filter(|(section, _)| !outcomes.iter().any(|it| it.case.first() == Some(section)))
        .map(|(section, name)| format!("section {section}, {name}, has no cases"));
    outcomes
        .iter()
        .filter(|it| !is_fine(it))
        .map(|it| format!("{}: {}, closing {}", number(it), it.behavior, it.close))
        .chain(empty)
        .collect()
}

fn is_fine(outcome: &Outcome) -> bool {
    let is_good = |word: &str| word == "OK" || word == "INFORMATIONAL";
    is_good(&outcome.behavior) && is_good(&outcome.close)
}

/// A table of the sections in Markdown, as in docs/conformance.md.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let mut table = "| section | cases | OK | otherwise |\n|---|--:|--:|---|\n".to_owned();
    for (section, name) in SECTIONS {
        let of_section = outcomes
            .iter()
            .filter(|it| it.case.first() == Some(&section));
        // Writing into a `String` does not fail.
        let _ = writeln!(table, "| {section} {name} {}", counts(of_section));
    }
    let _ = writeln!(table, "| **all** {}", counts(outcomes.iter()));
    table
}

fn counts<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> String {
    let (mut all, mut ok) = (0, 0);
    let mut otherwise: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for outcome in outcomes {
        all += 1;
        if outcome.behavior == "OK" {
            ok += 1;
        } else {
            otherwise
                .entry(&outcome.behavior)
                .or_default()
                .push(number(outcome));
        }
    }
    let otherwise: Vec<_> = otherwise
        .iter()
        .map(|(behavior, cases)| format!("{behavior}: {}", cases.join(", ")))
        .collect();
    format!("| {all} | {ok} | {} |", otherwise.join("; "))
}

fn number(outcome: &Outcome) -> String {
    let parts: Vec<_> = outcome.case.iter().map(u16::to_string).collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report with one good case in each section, and these.
    fn report(cases: &[(&str, &str, &str)]) -> Vec<Outcome> {
        let mut all = serde_json::Map::new();
        for (section, _) in SECTIONS {
            all.insert(format!("{section}.1"), result("OK", "OK"));
        }
        for (case, behavior, close) in cases {
            all.insert((*case).to_owned(), result(behavior, close));
        }
        read(&serde_json::json!({ "us": all }).to_string(), "us").unwrap()
    }

    fn result(behavior: &str, close: &str) -> Value {
        serde_json::json!({ "behavior": behavior, "behaviorClose": close })
    }

    #[test]
    fn outcome_that_is_informational_is_no_breach() {
        let fine = report(&[("7.1.6", "INFORMATIONAL", "INFORMATIONAL")]);
        assert_eq!(breaches(&fine), [""; 0]);
    }

    #[test]
    fn outcome_that_is_not_good_is_a_breach() {
        for (case, behavior, close) in [
            ("6.4.3", "FAILED", "OK"),
            ("6.4.2", "NON-STRICT", "OK"),
            ("5.1", "UNIMPLEMENTED", "OK"),
            ("5.1", "OK", "FAILED"),
            ("5.1", "OK", "WRONG CODE"),
            ("5.1", "OK", "UNCLEAN"),
            ("5.1", "something new", "OK"),
        ] {
            assert_eq!(
                breaches(&report(&[(case, behavior, close)])),
                [format!("{case}: {behavior}, closing {close}")]
            );
        }
    }

    #[test]
    fn section_that_was_not_run_is_a_breach() {
        let mut outcomes = report(&[]);
        outcomes.retain(|outcome| outcome.case.first() != Some(&9));
        assert_eq!(
            breaches(&outcomes),
            ["section 9, Limits and performance, has no cases"]
        );
    }

    #[test]
    fn report_without_cases_is_an_error() {
        for index in ["", "{}", r#"{"us":{}}"#, r#"{"us":{"1.1":{}}}"#] {
            assert!(read(index, "us").is_err(), "{index}");
        }
    }

    #[test]
    fn table_counts_each_section_and_names_what_is_not_ok_in_order() {
        let table = table(&report(&[
            ("6.10.1", "NON-STRICT", "OK"),
            ("6.4.3", "NON-STRICT", "OK"),
        ]));
        assert!(
            table.contains("| 6 UTF-8 | 3 | 1 | NON-STRICT: 6.4.3, 6.10.1 |\n"),
            "{table}"
        );
        assert!(
            table.ends_with("| **all** | 13 | 11 | NON-STRICT: 6.4.3, 6.10.1 |\n"),
            "{table}"
        );
    }
}

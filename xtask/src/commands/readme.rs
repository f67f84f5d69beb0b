//! `cargo xtask readme`: the tables of the documents that are made from the catalogue.
//!
//! A table stands between `<!-- catalogue -->` and `<!-- /catalogue -->`, or another name; what is
//! around it is written by hand. A test fails when a table is not what this command would write.

use std::fmt::Write;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use protocol::catalogue::broken::CASES;
use protocol::catalogue::{self, ENDPOINTS, Endpoint};

use crate::workspace;

/// Write the tables of docs/endpoints.md and docs/endpoints.ko.md that are made from the catalogue.
#[derive(clap::Args)]
pub(crate) struct Readme {}

pub(crate) fn run(Readme {}: Readme) -> Result<ExitCode> {
    for (file, make) in DOCUMENTS {
        let path = workspace::root().join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        let written = make(&text).with_context(|| format!("cannot write the tables of {file}"))?;
        fs::write(&path, written).with_context(|| format!("cannot write {file}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Each document, and the function that puts the tables into its text.
const DOCUMENTS: [(&str, WithTables); 2] = [
    ("docs/endpoints.md", english),
    ("docs/endpoints.ko.md", korean),
];

type WithTables = fn(&str) -> Result<String>;

fn english(text: &str) -> Result<String> {
    let text = put(
        text,
        "catalogue",
        &endpoints("| path | behaviour | parameters |", |it| Ok(it.summary))?,
    )?;
    put(&text, "broken", &cases())
}

fn korean(text: &str) -> Result<String> {
    put(
        text,
        "catalogue",
        &endpoints("| 경로 | 하는 일 | 매개변수 |", in_korean)?,
    )
}

/// The catalogue as a table, with a sentence for each endpoint.
fn endpoints(head: &str, sentence: fn(&Endpoint) -> Result<&'static str>) -> Result<String> {
    let mut table = format!("{head}\n|---|---|---|\n");
    for endpoint in ENDPOINTS {
        let parameters: Vec<_> = endpoint
            .parameters
            .iter()
            .map(|parameter| format!("`{}`", parameter.name()))
            .collect();
        let (path, sentence) = (endpoint.path, sentence(endpoint)?);
        writeln!(
            table,
            "| `{path}` | {sentence} | {} |",
            parameters.join(", ")
        )?;
    }
    Ok(table)
}

fn in_korean(endpoint: &Endpoint) -> Result<&'static str> {
    catalogue::korean::summary(endpoint.name)
        .with_context(|| format!("{} has no Korean summary", endpoint.name))
}

/// The ways of being broken as a table.
fn cases() -> String {
    let mut table =
        "| case | rule | what the server does wrong | what a correct client does |\n|---|---|---|---|\n"
            .to_owned();
    for case in CASES {
        let (name, rule, breaks) = (case.name, case.rule(), case.breaks);
        table += &format!(
            "| `{name}` | {rule} | {breaks} | {} |\n",
            case.expects.sentence()
        );
    }
    table
}

/// `text` with `table` between the marks of that name.
pub(super) fn put(text: &str, name: &str, table: &str) -> Result<String> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let missing = |mark: &str| format!("there is no {}", mark.trim_end());
    let (before, rest) = text.split_once(&open).with_context(|| missing(&open))?;
    let (_, after) = rest.split_once(&close).with_context(|| missing(&close))?;
    // Markdown wants a blank line around a table.
    Ok(format!("{before}{open}\n{table}\n{close}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_the_documents_are_those_of_the_catalogue() {
        for (file, make) in DOCUMENTS {
            let text = fs::read_to_string(workspace::root().join(file)).unwrap();
            assert!(
                make(&text).unwrap() == text,
                "a table in {file} is not that of the catalogue: run `cargo xtask readme`"
            );
        }
    }

    #[test]
    fn text_between_the_marks_is_replaced() {
        let text = "a\n<!-- t -->\nold\n<!-- /t -->\nb\n";
        assert_eq!(
            put(text, "t", "new\n").unwrap(),
            "a\n<!-- t -->\n\nnew\n\n<!-- /t -->\nb\n"
        );
    }

    #[test]
    fn mark_that_is_missing_is_named() {
        let error = put("a\n<!-- t -->\nb\n", "t", "").unwrap_err();
        assert_eq!(error.to_string(), "there is no <!-- /t -->");
        let error = put("a\n<!-- /t -->\nb\n", "t", "").unwrap_err();
        assert_eq!(error.to_string(), "there is no <!-- t -->");
    }
}

//! `cargo xtask browsers`: the tables of `docs/browsers.md`, from real browsers.
//!
//! Building what is asked belongs here; asking is done by `e2e`, which can drive a browser.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use protocol::catalogue::broken::CASES;

use super::readme::put;
use crate::bundle::{self, Profile};
use crate::tools::{Toolbox, geckodriver};
use crate::{browsers, process, workspace};

const DOCUMENT: &str = "docs/browsers.md";

/// Write the tables of docs/browsers.md, which say what Chromium and Firefox do with a WebSocket. Takes minutes.
#[derive(clap::Args)]
pub(crate) struct Browsers {}

pub(crate) fn run(Browsers {}: Browsers) -> Result<ExitCode> {
    let mut toolbox = Toolbox::from_env()?;
    let chromedriver = browsers::provide(&toolbox)?;
    toolbox.provide(&[geckodriver()?])?;
    let geckodriver = toolbox
        .which("geckodriver")
        .context("geckodriver brought no geckodriver")?;
    let server = bundle::build(&toolbox, Profile::Quick)?;
    let asking = process::build_binary(
        &["--package=e2e", "--bin=browsers", "--features=browser"],
        process::output,
    )?;
    let mut asking = Command::new(asking);
    process::forget_own_package(&mut asking);
    asking
        .args(CASES.iter().map(|case| case.name))
        .env("ULLIM_SERVER", server)
        .env("ULLIM_CHROMEDRIVER", chromedriver)
        .env("ULLIM_GECKODRIVER", geckodriver);
    let tables = process::output(&mut asking)?;
    let path = workspace::root().join(DOCUMENT);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let written = put(&text, "measured", &format!("{}\n", tables.trim_end()))?;
    fs::write(&path, written).with_context(|| format!("cannot write {DOCUMENT}"))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_says_what_browsers_do_with_every_broken_case() {
        let text = fs::read_to_string(workspace::root().join(DOCUMENT)).unwrap();
        for case in CASES {
            let row = format!("\n| `{}` |", case.name);
            assert!(
                text.contains(&row),
                "{} is not in {DOCUMENT}: run `cargo xtask browsers`",
                case.name
            );
        }
    }
}

//! `cargo xtask autobahn`: the Autobahn testsuite against `/echo`.
//!
//! Running it belongs here; what its report says, and whether that is good, is in `report`.

mod report;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::bundle::{self, Profile};
use crate::tools::{AUTOBAHN, Toolbox};
use crate::{process, server, workspace};

/// Check that the server keeps RFC 6455, with the Autobahn testsuite against /echo.
///
/// Its report is kept in target/autobahn. It needs a Python 2.7; without one nothing is checked, and
/// the command fails and says so.
#[derive(clap::Args)]
pub(crate) struct Autobahn {}

/// Every section. There is no section 8 and no section 11.
const CASES: [&str; 11] = [
    "1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*", "12.*", "13.*",
];

/// What the report calls the server.
const AGENT: &str = "Ullim";

pub(crate) fn run(Autobahn {}: Autobahn) -> Result<ExitCode> {
    let toolbox = Toolbox::from_env()?;
    if let Some(missing) = toolbox.missing_for(&AUTOBAHN) {
        bail!("the Autobahn testsuite was skipped, not passed: {missing}");
    }
    let python = toolbox.provide_packages(&AUTOBAHN)?;
    let server = bundle::build(&toolbox, Profile::Quick)?;
    let server = server::start(&server)?;

    let folder = workspace::root().join("target").join("autobahn");
    if folder.exists() {
        // A case that is no longer there must not be found in an old report.
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let url = format!("ws://{}/echo", server.authority);
    examine(&python, &url, &folder)?;

    let index = folder.join("index.json");
    let index = fs::read_to_string(&index)
        .with_context(|| format!("Autobahn left no {}", index.display()))?;
    let results = report::read(&index, AGENT)?;
    print!("{}", report::table(&results));
    eprintln!("The report: {}", folder.join("index.html").display());
    let breaches = report::breaches(&results);
    if breaches.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    bail!("the server does not conform:\n{}", breaches.join("\n"))
}

/// Runs the fuzzing client, which writes its report into `folder`.
fn examine(python: &Path, url: &str, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let specification = serde_json::json!({
        "outdir": folder,
        "servers": [{ "agent": AGENT, "url": url }],
        "cases": CASES,
        "exclude-cases": [],
        "exclude-agent-cases": {},
    });
    let path = folder.join("fuzzingclient.json");
    fs::write(&path, specification.to_string())
        .with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("Running 517 cases (some minutes) …");
    let mut testsuite = Command::new(python);
    testsuite
        .args([
            "-m",
            "autobahntestsuite.wstest",
            "--mode",
            "fuzzingclient",
            "--spec",
        ])
        .arg(&path)
        .current_dir(folder)
        .stdin(Stdio::null())
        // A line or two for each case, which the report says better.
        .stdout(Stdio::null());
    process::run(&mut testsuite)
}

//! `cargo xtask bench page`: how fast the page is.
//!
//! Building what is measured belongs here; measuring is done by `e2e`, which can drive a browser.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::bundle::{self, Profile};
use crate::tools::Toolbox;
use crate::{browsers, process};

/// The page, in Chromium, against the real server: beside a page that only counts messages, and the
/// lesson's own. Leave the machine alone meanwhile.
#[derive(clap::Args)]
pub(super) struct Page {
    /// Only these parts (start, flood, large, held); without any, all of them.
    #[arg(value_delimiter = ',')]
    parts: Vec<String>,
    /// How often each figure is taken; the table shows the median.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Another release server, whose page is measured in turn with ours. Not for `large`.
    #[arg(long, value_name = "SERVER")]
    beside: Option<PathBuf>,
    /// Fail when a limit is missed, and not only when something could not be measured.
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(command: Page) -> Result<ExitCode> {
    let beside = command.beside.as_deref().map(existing).transpose()?;
    let toolbox = Toolbox::from_env()?;
    let chromedriver = browsers::provide(&toolbox)?;
    let server = bundle::build(&toolbox, Profile::Release)?;
    let bench = process::build_binary(
        &["--package=e2e", "--bin=bench", "--features=browser"],
        process::output,
    )?;
    let mut bench = Command::new(bench);
    process::forget_own_package(&mut bench);
    bench
        .args(command.parts)
        .arg(format!("--rounds={}", command.rounds))
        .args(command.strict.then_some("--strict"))
        .env("ULLIM_SERVER", server)
        .env("ULLIM_CHROMEDRIVER", chromedriver);
    if let Some(beside) = beside {
        bench.arg("--beside").arg(beside);
    }
    process::become_program(&mut bench)
}

/// The absolute path of a file. The build takes minutes, so a wrong path is refused before it.
fn existing(path: &Path) -> Result<PathBuf> {
    let absolute = path.canonicalize();
    absolute.with_context(|| format!("there is no server {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_of_a_missing_path_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server");
        let error = existing(&path).unwrap_err();
        let said = format!("there is no server {}", path.display());
        assert_eq!(error.to_string(), said);
    }
}

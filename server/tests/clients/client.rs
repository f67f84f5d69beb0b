//! Running a script of this folder by the interpreter of its language, with the packages that it needs.
//!
//! - `ULLIM_PYTHON`: a Python that finds `websockets`.
//! - `ULLIM_NODE_MODULES`: the folder in which Node finds `ws` and `@asyncapi/parser`.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

/// The limit of a script's run.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(60);

/// A client library of another project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// Python `websockets`.
    Python,
    /// npm `ws`.
    Node,
}

impl Client {
    /// Runs a script to its successful end and gives what it printed.
    pub(crate) async fn run(self, script: &str, arguments: &[&str]) -> String {
        let mut command = match self {
            Self::Python => Command::new(from_env("ULLIM_PYTHON")),
            Self::Node => {
                let mut node = Command::new("node");
                node.env("NODE_PATH", from_env("ULLIM_NODE_MODULES"));
                node
            }
        };
        let extension = match self {
            Self::Python => "py",
            Self::Node => "js",
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
        command
            .arg(folder.join(script).with_extension(extension))
            .args(arguments)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        let output = timeout(SCRIPT_TIMEOUT, command.output())
            .await
            .unwrap_or_else(|_| panic!("{self:?} {script} {arguments:?} took too long"))
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{self:?} {script} {arguments:?} ended with {}\n{printed}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        printed
    }
}

fn from_env(variable: &str) -> OsString {
    env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask test clients`"))
}

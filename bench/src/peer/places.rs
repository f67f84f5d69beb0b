//! The paths of the peers' programs.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::peer::Program;

/// More connections than any load has, so that no limit is measured.
const CONNECTIONS_MAX: &str = "20000";

/// The paths of the peers' programs. `cargo xtask bench server` builds and installs them, and passes the paths.
#[derive(Debug, Args)]
pub(crate) struct Places {
    /// Ullim's release server.
    #[arg(long, env = "ULLIM_SERVER")]
    server: Option<PathBuf>,
    /// The folder of the peers that are compiled.
    #[arg(long, env = "ULLIM_BENCH_PEERS")]
    peers: Option<PathBuf>,
    /// The `node_modules` with ws, bun and deno.
    #[arg(long, env = "ULLIM_BENCH_NODE_MODULES")]
    node_modules: Option<PathBuf>,
    /// A Python that has websockets and picows.
    #[arg(long, env = "ULLIM_BENCH_PYTHON")]
    python: Option<PathBuf>,
}

impl Places {
    /// The command of a program, without input and without standard error.
    ///
    /// # Errors
    ///
    /// The program is not there; the error says what is missing.
    pub(crate) fn command(&self, program: &Program) -> Result<Command> {
        let mut command = match program {
            Program::Ullim => {
                let mut command = Command::new(self.ullim()?);
                command
                    .args(["--bind", "127.0.0.1:0"])
                    .args(["--max-messages-per-s", &u32::MAX.to_string()])
                    .args(["--max-room-messages-per-s", "1000000"])
                    .args(["--max-connections", CONNECTIONS_MAX])
                    .args(["--max-connections-per-address", CONNECTIONS_MAX]);
                command
            }
            Program::Compiled(binary, _) => {
                let folder = self
                    .peers
                    .as_ref()
                    .context("ULLIM_BENCH_PEERS is not set")?;
                Command::new(existing(folder.join(binary))?)
            }
            Program::Node(file) => {
                let mut command = Command::new(on_path("node")?);
                command
                    .env("NODE_PATH", self.node_modules()?)
                    .arg(script(file)?);
                command
            }
            Program::Bun(file) => {
                let mut command = Command::new(self.packaged("bun")?);
                command.arg("run").arg(script(file)?);
                command
            }
            Program::Deno(file) => {
                let mut command = Command::new(self.packaged("deno")?);
                command.args(["run", "--allow-net"]).arg(script(file)?);
                command
            }
            Program::Python(file) => {
                let python = self
                    .python
                    .clone()
                    .context("ULLIM_BENCH_PYTHON is not set")?;
                let mut command = Command::new(existing(python)?);
                command.arg(script(file)?);
                command
            }
        };
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        Ok(command)
    }

    /// The version of Ullim's server.
    ///
    /// # Errors
    ///
    /// There is no such program, or it does not print its version.
    pub(crate) fn ullim_version(&self) -> Result<String> {
        let output = Command::new(self.ullim()?).arg("--version").output()?;
        ensure!(
            output.status.success(),
            "the server does not say its version"
        );
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn ullim(&self) -> Result<PathBuf> {
        existing(self.server.clone().context("ULLIM_SERVER is not set")?)
    }

    fn node_modules(&self) -> Result<&Path> {
        let folder = self.node_modules.as_deref();
        folder.context("ULLIM_BENCH_NODE_MODULES is not set")
    }

    fn packaged(&self, program: &str) -> Result<PathBuf> {
        existing(self.node_modules()?.join(".bin").join(program))
    }
}

fn existing(file: PathBuf) -> Result<PathBuf> {
    ensure!(file.exists(), "there is no {}", file.display());
    Ok(file)
}

fn script(file: &str) -> Result<PathBuf> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/scripts");
    existing(scripts.join(file))
}

fn on_path(program: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.exists())
        .with_context(|| format!("there is no {program} on PATH"))
}

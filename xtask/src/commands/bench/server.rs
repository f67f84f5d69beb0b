//! `cargo xtask bench server`: how fast the server is, beside those that others wrote.
//!
//! Building and installing what is measured belongs here; measuring is done by `bench`, a workspace of
//! its own.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::bundle::{self, Profile};
use crate::process;
use crate::tools::{BENCH_NODE, BENCH_PYTHON, Packages, Toolbox};

/// The server, beside those of other libraries and languages, all under the same load. Leave the
/// machine alone meanwhile.
///
/// Servers that need Node or Python are left out, and said to be, where there is none.
#[derive(clap::Args)]
pub(super) struct Server {
    /// What the bench itself is told; `-- --help` says what there is.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Programs that npm installs beside scripts, and that are measured as themselves.
const PROGRAMS: [&str; 2] = ["bun", "deno"];

/// What a program of Linux begins with.
const ELF: &[u8; 4] = b"\x7fELF";

pub(super) fn run(command: Server) -> Result<ExitCode> {
    let toolbox = Toolbox::from_env()?;
    let node_modules = provide(&toolbox, &BENCH_NODE, "ws, Bun and Deno")?;
    if let Some(node_modules) = &node_modules {
        for program in PROGRAMS {
            check_is_native(node_modules, program)?;
        }
    }
    let python = provide(&toolbox, &BENCH_PYTHON, "Python")?;
    let server = bundle::build(&toolbox, Profile::Release)?;

    eprintln!("Building the servers that it is measured beside …");
    let built = process::build_binary(
        &[
            "--release",
            "--manifest-path=bench/Cargo.toml",
            "--workspace",
        ],
        process::output,
    )?;
    let peers = built.parent().context("a binary is in no folder")?;
    let mut bench = Command::new(peers.join("bench"));
    process::forget_own_package(&mut bench);
    bench
        .args(command.arguments)
        .env("ULLIM_SERVER", server)
        .env("ULLIM_BENCH_PEERS", peers)
        .envs(node_modules.map(|folder| ("ULLIM_BENCH_NODE_MODULES", folder)))
        .envs(python.map(|python| ("ULLIM_BENCH_PYTHON", python)));
    process::become_program(&mut bench)
}

/// What a user of `packages` has to be told. `None`, with a sentence on standard error, where this machine cannot run
/// the servers that are made with them.
fn provide(toolbox: &Toolbox, packages: &Packages, servers: &str) -> Result<Option<PathBuf>> {
    if let Some(missing) = toolbox.missing_for(packages) {
        eprintln!("The servers of {servers} are left out: {missing}.");
        return Ok(None);
    }
    toolbox.provide_packages(packages).map(Some)
}

/// Fails when what npm installed as `program` is not the program itself.
///
/// Its package brings a script in its place, which only the package's `postinstall` replaces, and npm
/// can be told to run none. Deno's script starts the program, so that Node would be measured with it.
fn check_is_native(node_modules: &Path, program: &str) -> Result<()> {
    let path = node_modules.join(".bin").join(program);
    let mut start = [0; ELF.len()];
    File::open(&path)
        .and_then(|mut file| file.read_exact(&mut start))
        .with_context(|| format!("cannot read {}", path.display()))?;
    if start != *ELF {
        bail!(
            "npm brought a script in the place of {program}: it was told to ignore scripts. Allow \
             them, remove {}, and try again",
            node_modules.parent().unwrap_or(node_modules).display()
        );
    }
    Ok(())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::{env, fs};

    use super::*;

    #[test]
    fn script_in_the_place_of_a_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let node_modules = folder.path().join("node_modules");
        let bin = node_modules.join(".bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("deno"), "#!/usr/bin/env node\n").unwrap();
        fs::copy(env::current_exe().unwrap(), bin.join("bun")).unwrap();
        check_is_native(&node_modules, "bun").unwrap();
        let error = check_is_native(&node_modules, "deno").unwrap_err();
        let said = format!("remove {}, and", folder.path().display());
        assert!(error.to_string().contains(&said), "{error}");
    }
}

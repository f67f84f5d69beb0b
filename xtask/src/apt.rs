//! Programs that Debian has packages of: found on `PATH`, otherwise installed by apt where that can be
//! done without asking anybody.
//!
//! What may not enter: which programs, and what for.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;
use crate::tools::Toolbox;

/// A program, under any of its names, and Debian's package of it.
#[derive(Debug)]
pub(crate) struct Program {
    /// What people call it.
    pub(crate) what: &'static str,
    /// Where it is looked for: on `PATH`, or at a path of its own.
    pub(crate) names: &'static [&'static str],
    /// Debian's package.
    pub(crate) package: &'static str,
}

/// Makes sure that there are all of `programs`, for which there is the reason `why`. Where one has to be
/// installed, the packages `beside` come along.
pub(crate) fn provide(
    toolbox: &Toolbox,
    why: &str,
    programs: &[Program],
    beside: &[&str],
) -> Result<()> {
    let packages: Vec<_> = missing(toolbox, programs)
        .iter()
        .map(|program| program.package)
        .collect();
    if !packages.is_empty() && toolbox.which("apt-get").is_some() {
        install(&[beside, &packages].concat());
    }
    match missing(toolbox, programs).as_slice() {
        [] => Ok(()),
        missing => bail!("{}", sentence(why, missing)),
    }
}

fn missing<'a>(toolbox: &Toolbox, programs: &'a [Program]) -> Vec<&'a Program> {
    programs
        .iter()
        .filter(|program| {
            program
                .names
                .iter()
                .all(|name| toolbox.which(name).is_none())
        })
        .collect()
}

fn sentence(why: &str, missing: &[&Program]) -> String {
    let list = |word: fn(&Program) -> &'static str, separator: &str| {
        missing
            .iter()
            .map(|program| word(program))
            .collect::<Vec<_>>()
            .join(separator)
    };
    format!(
        "{why}, and PATH has no {}: install what is missing (on Debian: apt install {})",
        list(|program| program.what, ", no "),
        list(|program| program.package, " "),
    )
}

/// Tries to install `packages`. Whether it worked is seen by whether the programs are there.
fn install(packages: &[&str]) {
    let Some(as_root) = as_root() else { return };
    eprintln!(
        "Installing {} by apt (up to 2 minutes) …",
        packages.join(" ")
    );
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new(as_root[0]);
        command.args(&as_root[1..]).args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "--quiet",
            "--yes",
        ]);
        // Standard output is for what a script may want to read.
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(std::io::stderr());
        process::run(&mut command)
    };
    let installed = apt_get(&["update"])
        .and_then(|()| apt_get(&[&["install", "--no-install-recommends"], packages].concat()));
    if let Err(error) = installed {
        eprintln!("{error}.");
    }
}

/// The words before a command that make it root's, when that can be done without a password.
fn as_root() -> Option<&'static [&'static str]> {
    let succeeds = |program: &str, arguments: &[&str]| {
        Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success() && output.stdout == b"0\n")
    };
    if succeeds("id", &["-u"]) {
        Some(&["env"])
    } else if succeeds("sudo", &["-n", "id", "-u"]) {
        Some(&["sudo", "-n", "env"])
    } else {
        None
    }
}

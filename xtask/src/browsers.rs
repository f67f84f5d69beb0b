//! The browsers that the tests drive: found on `PATH`, otherwise installed by apt where that can be
//! done without asking anybody.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;
use crate::tools::Toolbox;

/// A program, under any of its names, and Debian's package of it.
#[derive(Debug)]
struct Program {
    what: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMEDRIVER: &str = "chromedriver";

const PROGRAMS: [Program; 3] = [
    Program {
        what: "Chromium",
        names: &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
        package: "chromium",
    },
    Program {
        what: "ChromeDriver",
        names: &[CHROMEDRIVER],
        package: "chromium-driver",
    },
    // geckodriver looks for this name only; Debian's firefox-esr brings it along.
    Program {
        what: "Firefox",
        names: &["firefox"],
        package: "firefox-esr",
    },
];

/// Korean glyphs, without which the screenshots show empty boxes. It is not asked for where the
/// browsers are there already: whoever has them has chosen their fonts.
const FONTS: &str = "fonts-noto-cjk";

/// Makes sure that there is a Chromium with its driver and a Firefox, and gives the path of
/// ChromeDriver.
pub(crate) fn provide(toolbox: &Toolbox) -> Result<PathBuf> {
    let packages: Vec<_> = missing(toolbox)
        .iter()
        .map(|program| program.package)
        .collect();
    if !packages.is_empty() && toolbox.which("apt-get").is_some() {
        install_by_apt(&packages);
    }
    match (missing(toolbox).as_slice(), toolbox.which(CHROMEDRIVER)) {
        ([], Some(chromedriver)) => Ok(chromedriver),
        (missing, _) => bail!("{}", sentence(missing)),
    }
}

fn missing(toolbox: &Toolbox) -> Vec<&'static Program> {
    PROGRAMS
        .iter()
        .filter(|program| {
            program
                .names
                .iter()
                .all(|name| toolbox.which(name).is_none())
        })
        .collect()
}

fn sentence(missing: &[&Program]) -> String {
    let list = |word: fn(&Program) -> &'static str, separator: &str| {
        missing
            .iter()
            .map(|program| word(program))
            .collect::<Vec<_>>()
            .join(separator)
    };
    format!(
        "the tests drive browsers, and PATH has no {}: install what is missing (on Debian: apt install {})",
        list(|program| program.what, ", no "),
        list(|program| program.package, " "),
    )
}

/// Tries to install `packages`. Whether it worked is seen by whether the programs are there.
fn install_by_apt(packages: &[&str]) {
    let Some(as_root) = as_root() else { return };
    eprintln!(
        "Installing {} by apt (about 2 minutes) …",
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
    let installed = apt_get(&["update"]).and_then(|()| {
        apt_get(&[&["install", "--no-install-recommends", FONTS], packages].concat())
    });
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::tools::testing::{script, toolbox};

    #[test]
    fn any_name_of_a_browser_will_do() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["google-chrome", "chromedriver", "firefox"] {
            script(folder.path(), name, "");
        }
        let driver = provide(&toolbox(folder.path())).unwrap();
        assert_eq!(driver, folder.path().join("chromedriver"));
    }

    #[test]
    fn without_apt_one_sentence_says_what_to_install() {
        let folder = tempfile::tempdir().unwrap();
        script(folder.path(), "chromium", "");
        let error = provide(&toolbox(folder.path())).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the tests drive browsers, and PATH has no ChromeDriver, no Firefox: install what is missing \
             (on Debian: apt install chromium-driver firefox-esr)"
        );
    }
}

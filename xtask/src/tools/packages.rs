//! Packages of PyPI and npm that scripts import, each set in a folder of the cache.
//!
//! They are no programs for `PATH`: a test is told the folder. How they are installed belongs here, and
//! what they need on the machine; which there are, and in which version, is in `pinned`. What is done
//! with them belongs to neither.

mod pinned;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

use anyhow::{Context, Result, bail};

pub(crate) use pinned::{AUTOBAHN, AXE, BENCH_NODE, BENCH_PYTHON, NODE_CLIENTS, PYTHON_CLIENTS};

use super::cache::remove;
use super::{Toolbox, find};
use crate::process;

/// Packages that are installed together.
pub(crate) struct Packages {
    /// Their purpose. With their names and versions it names their folder in the cache.
    purpose: &'static str,
    /// Name and version of each.
    pinned: &'static [(&'static str, &'static str)],
    /// Who brings them.
    from: Source,
    /// How long an installation takes, to be shown.
    takes: &'static str,
}

/// Where packages come from, and into what they are installed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// npm, into a `node_modules`.
    Npm,
    /// PyPI, into a virtual environment of `python3`.
    Python3,
    /// PyPI, into a virtual environment of Python 2.7, which a virtualenv from before its end of
    /// support for it has to make.
    Python2,
}

/// The last virtualenv that makes environments of Python 2.7.
const VIRTUALENV: &str = "virtualenv==20.21.1";

impl Packages {
    /// The name of their folder in the cache.
    fn folder_name(&self) -> String {
        let mut name = self.purpose.to_owned();
        for (package, version) in self.pinned {
            name += &format!("-{}-{version}", package.replace(['@', '/'], ""));
        }
        name
    }

    /// What a user of the packages in `folder` has to be told: the interpreter that finds them, or the
    /// folder in which Node does.
    fn entry_in(&self, folder: &Path) -> PathBuf {
        match self.from {
            Source::Npm => folder.join("node_modules"),
            Source::Python3 | Source::Python2 => python_in(folder),
        }
    }

    /// Whether what is in `folder` still works: a virtual environment dies with the Python that it
    /// was made of.
    fn is_alive(&self, folder: &Path) -> bool {
        match self.from {
            Source::Npm => folder.is_dir(),
            Source::Python3 | Source::Python2 => {
                is_success(Command::new(python_in(folder)).args(["-c", ""]))
            }
        }
    }

    /// Installs them into the empty folder `root`.
    fn install(&self, root: &Path, path: &OsStr) -> Result<()> {
        match self.from {
            Source::Npm => {
                let mut npm = Command::new(program("npm", path)?);
                // Without the prefix npm would look for a package.json above its working directory.
                npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
                    .args(self.requirements("@"))
                    .arg("--prefix")
                    .arg(root)
                    .current_dir(root);
                quietly(&mut npm)
            }
            Source::Python3 => {
                let mut venv = Command::new(program("python3", path)?);
                quietly(venv.args(["-m", "venv"]).arg(root))?;
                quietly(&mut pip(root, &self.requirements("==")))
            }
            Source::Python2 => {
                let maker = root.join("maker");
                let mut venv = Command::new(program("python3", path)?);
                quietly(venv.args(["-m", "venv"]).arg(&maker))?;
                quietly(&mut pip(&maker, &[VIRTUALENV.to_owned()]))?;
                let mut virtualenv = Command::new(python_in(&maker));
                virtualenv
                    .args(["-m", "virtualenv", "--quiet", "--python"])
                    .arg(python2(path).context(NO_PYTHON_2)?)
                    .arg(root);
                quietly(&mut virtualenv)?;
                remove(&maker)?;
                quietly(&mut pip(root, &self.requirements("==")))
            }
        }
    }

    fn requirements(&self, separator: &str) -> Vec<String> {
        let pinned = self.pinned.iter();
        pinned
            .map(|(package, version)| format!("{package}{separator}{version}"))
            .collect()
    }
}

const NO_PYTHON_2: &str =
    "there is no Python 2.7, neither as python2.7 on PATH nor among pyenv's versions";

impl Toolbox {
    /// Why `packages` cannot be used on this machine, in a sentence, or `None` where they can.
    pub(crate) fn missing_for(&self, packages: &Packages) -> Option<String> {
        let python3 = || {
            let has_venv = self.which("python3").is_some_and(|python| {
                is_success(Command::new(python).args(["-c", "import ensurepip, venv"]))
            });
            (!has_venv).then(|| "there is no python3 with venv on PATH".to_owned())
        };
        match packages.from {
            Source::Npm => ["node", "npm"]
                .into_iter()
                .find(|program| self.which(program).is_none())
                .map(|program| format!("there is no {program} on PATH")),
            Source::Python3 => python3(),
            Source::Python2 => match python2(&self.path) {
                Some(_) => python3(),
                None => Some(NO_PYTHON_2.to_owned()),
            },
        }
    }

    /// Finds `packages` in the cache or installs them there, and gives what their user has to be told.
    pub(crate) fn provide_packages(&self, packages: &Packages) -> Result<PathBuf> {
        let name = packages.folder_name();
        let folder = self.cache.root().join(&name);
        if !packages.is_alive(&folder) {
            let say_so = |sentence: &str| eprintln!("{sentence}");
            let _lock = self.cache.lock(&name, say_so)?;
            // Another xtask may have installed them while this one waited for the lock.
            if !packages.is_alive(&folder) {
                self.install_packages(packages, &name, &folder)?;
            }
        }
        Ok(packages.entry_in(&folder))
    }

    fn install_packages(&self, packages: &Packages, name: &str, folder: &Path) -> Result<()> {
        let cache = self.cache.root();
        eprintln!(
            "Installing {name} into {} ({}) …",
            cache.display(),
            packages.takes
        );
        let building = cache.join(".building").join(name);
        remove(&building)?;
        fs::create_dir_all(&building)
            .with_context(|| format!("cannot create {}", building.display()))?;
        packages.install(&building, &self.path)?;
        // A virtual environment can be moved. Only the scripts in it cannot, and they are not used.
        remove(folder)?;
        fs::rename(&building, folder).with_context(|| {
            format!("cannot move {} to {}", building.display(), folder.display())
        })?;
        if !packages.is_alive(folder) {
            bail!("{name} was installed, but does not run");
        }
        Ok(())
    }
}

/// A Python 2.7 that runs: `python2.7` on `path`, otherwise pyenv's.
///
/// pyenv puts a `python2.7` on `PATH` that refuses to run where another version was chosen, so that
/// being there is not enough.
fn python2(path: &OsStr) -> Option<PathBuf> {
    let pyenv = env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".pyenv")));
    let on_path = find::which("python2.7", path);
    let of_pyenv = pyenv.into_iter().flat_map(|root| of_pyenv(&root));
    on_path
        .into_iter()
        .chain(of_pyenv)
        .find(|python| is_success(Command::new(python).args(["-c", ""])))
}

/// The Pythons 2.7 that pyenv has in `root`; no folder, none.
fn of_pyenv(root: &Path) -> Vec<PathBuf> {
    let versions = fs::read_dir(root.join("versions"));
    versions
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin").join("python2.7"))
        .filter(|python| python.is_file())
        .collect()
}

fn python_in(environment: &Path) -> PathBuf {
    environment.join("bin").join("python")
}

fn program(name: &str, path: &OsStr) -> Result<PathBuf> {
    find::which(name, path).with_context(|| format!("{name} is not on PATH"))
}

fn pip(environment: &Path, requirements: &[String]) -> Command {
    let mut pip = Command::new(python_in(environment));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(requirements);
    pip
}

/// Runs `command` to its end; what it prints is for the eye, not for what reads standard output.
fn quietly(command: &mut Command) -> Result<()> {
    process::run(command.stdin(Stdio::null()).stdout(io::stderr()))
}

fn is_success(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::testing::{script, toolbox};
    use super::*;

    /// A `node` and an `npm` that notes its arguments and makes the folder that it is to make.
    fn with_npm(path: &Path) -> Toolbox {
        script(path, "node", "");
        let log = path.join("log");
        let body = format!("echo \"$@\" >> {}; mkdir node_modules", log.display());
        script(path, "npm", &body);
        // The scripts above use programs of the machine.
        let mut toolbox = toolbox(path);
        toolbox.path = env::join_paths([path, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
        toolbox
    }

    #[test]
    fn packages_are_installed_once_in_the_versions_that_are_pinned() {
        let folder = tempfile::tempdir().unwrap();
        let toolbox = with_npm(folder.path());
        let first = toolbox.provide_packages(&NODE_CLIENTS).unwrap();
        assert!(first.ends_with("node-clients-ws-8.23.0-asyncapiparser-3.6.3/node_modules"));
        assert!(first.is_dir());
        assert_eq!(toolbox.provide_packages(&NODE_CLIENTS).unwrap(), first);
        let log = fs::read_to_string(folder.path().join("log")).unwrap();
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(log.contains("ws@8.23.0 @asyncapi/parser@3.6.3"), "{log}");
    }

    #[test]
    fn installation_that_fails_leaves_nothing_that_counts() {
        let folder = tempfile::tempdir().unwrap();
        let toolbox = with_npm(folder.path());
        script(folder.path(), "npm", "exit 1");
        toolbox.provide_packages(&NODE_CLIENTS).unwrap_err();
        assert!(!NODE_CLIENTS.is_alive(&toolbox.cache.root().join(NODE_CLIENTS.folder_name())));
    }

    #[test]
    fn missing_program_of_packages_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let toolbox = toolbox(folder.path());
        let missing = |packages| toolbox.missing_for(packages).unwrap();
        assert_eq!(missing(&NODE_CLIENTS), "there is no node on PATH");
        assert_eq!(
            missing(&PYTHON_CLIENTS),
            "there is no python3 with venv on PATH"
        );
        script(folder.path(), "node", "");
        assert_eq!(missing(&NODE_CLIENTS), "there is no npm on PATH");
        script(folder.path(), "npm", "");
        assert_eq!(toolbox.missing_for(&NODE_CLIENTS), None);
        script(folder.path(), "python3", "exit 1");
        assert_eq!(
            missing(&PYTHON_CLIENTS),
            "there is no python3 with venv on PATH"
        );
        script(folder.path(), "python3", "");
        assert_eq!(toolbox.missing_for(&PYTHON_CLIENTS), None);
    }

    #[test]
    fn python_that_refuses_to_run_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("path");
        let on_path = script(&path, "python2.7", "");
        assert_eq!(python2(path.as_os_str()), Some(on_path.clone()));
        script(&path, "python2.7", "exit 127");
        assert_ne!(python2(path.as_os_str()), Some(on_path));
    }

    #[test]
    fn pyenv_is_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        assert!(of_pyenv(folder.path()).is_empty());
        script(&folder.path().join("versions/3.11.7/bin"), "python3", "");
        let bin = folder.path().join("versions/2.7.18/bin");
        assert_eq!(of_pyenv(folder.path()), [""; 0].map(PathBuf::from));
        let python = script(&bin, "python2.7", "");
        assert_eq!(of_pyenv(folder.path()), [python]);
    }
}

//! The programs that the commands need and cargo does not bring.
//!
//! A tool is taken from `PATH` when its version fits, otherwise from the cache, otherwise it is
//! installed into the cache. Which version fits belongs here; what is done with a tool does not.

mod cache;
mod find;
mod install;
mod packages;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod testing;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use semver::{Version, VersionReq};

pub(crate) use cache::Cache;
pub(crate) use packages::{
    AUTOBAHN, AXE, BENCH_NODE, BENCH_PYTHON, NODE_CLIENTS, PYTHON_CLIENTS, Packages,
};

use crate::plan::{Cost, Plan, StepId};
use crate::{process, workspace};

/// A program, or several of one package, at one version.
#[derive(Clone)]
pub(crate) struct Tool {
    /// The package that brings it, which with the version names its folder in the cache.
    pub(crate) package: &'static str,
    /// The programs that are needed of it.
    pub(crate) programs: &'static [&'static str],
    /// The version to install.
    pub(crate) version: Version,
    /// The versions on `PATH` that will do.
    pub(crate) fits: VersionReq,
    /// Where the package is published.
    pub(crate) registry: Registry,
    /// Cargo's arguments about its features: those that no command needs are not built.
    pub(crate) features: &'static [&'static str],
    /// What an installation costs.
    pub(crate) cost: Cost,
}

impl Tool {
    /// The name under which people see it: `trunk 0.21.14`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }
}

/// Where a package is published, which decides how it is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registry {
    /// crates.io: by cargo-binstall or built by cargo.
    Crates,
    /// npmjs.com: by npm.
    Npm,
}

/// Trunk builds the page.
///
/// 0.21.14 is the last stable release that builds with the Rust of `rust-toolchain.toml`.
pub(crate) fn trunk() -> Result<Tool> {
    Ok(Tool {
        package: "trunk",
        programs: &["trunk"],
        version: Version::new(0, 21, 14),
        fits: VersionReq::parse(">=0.21.14, <0.23")?,
        registry: Registry::Crates,
        features: &["--no-default-features", "--features=rustls"],
        cost: Cost {
            seconds: 150.0,
            tail: 0.1,
        },
    })
}

/// The wasm-bindgen command line. Its version must be exactly that of the library in `Cargo.lock`,
/// because the two speak a private format.
pub(crate) fn wasm_bindgen() -> Result<Tool> {
    let version = workspace::locked_version("wasm-bindgen")?;
    Ok(Tool {
        package: "wasm-bindgen-cli",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        fits: VersionReq::parse(&format!("={version}"))?,
        version,
        registry: Registry::Crates,
        features: &["--no-default-features"],
        cost: Cost {
            seconds: 70.0,
            tail: 0.1,
        },
    })
}

/// geckodriver drives Firefox.
pub(crate) fn geckodriver() -> Result<Tool> {
    Ok(Tool {
        package: "geckodriver",
        programs: &["geckodriver"],
        version: Version::new(0, 37, 1),
        fits: VersionReq::parse(">=0.33")?,
        registry: Registry::Crates,
        features: &[],
        cost: Cost {
            seconds: 100.0,
            tail: 0.1,
        },
    })
}

/// cargo-deny checks licences, bans and sources.
pub(crate) fn cargo_deny() -> Result<Tool> {
    Ok(Tool {
        package: "cargo-deny",
        programs: &["cargo-deny"],
        version: Version::new(0, 20, 2),
        fits: VersionReq::parse(">=0.18")?,
        registry: Registry::Crates,
        features: &[],
        cost: Cost {
            seconds: 180.0,
            tail: 0.1,
        },
    })
}

/// cargo-fuzz builds and runs the fuzz targets, on a nightly Rust.
pub(crate) fn cargo_fuzz() -> Result<Tool> {
    Ok(Tool {
        package: "cargo-fuzz",
        programs: &["cargo-fuzz"],
        version: Version::new(0, 13, 2),
        fits: VersionReq::parse(">=0.12")?,
        registry: Registry::Crates,
        features: &[],
        cost: Cost {
            seconds: 60.0,
            tail: 0.1,
        },
    })
}

/// Binaryen's wasm-opt makes the page smaller.
///
/// Versions before 121 do not know the features that LLVM 20 and later write into a module.
pub(crate) fn binaryen() -> Result<Tool> {
    Ok(Tool {
        package: "binaryen",
        programs: &["wasm-opt"],
        version: Version::new(132, 0, 0),
        fits: VersionReq::parse(">=121")?,
        registry: Registry::Npm,
        features: &[],
        cost: Cost::seconds(8.0),
    })
}

/// The tools at hand: a `PATH` on which every tool that was provided comes first.
#[derive(Clone)]
pub(crate) struct Toolbox {
    path: OsString,
    /// The folders of the cache that `path` begins with.
    own: Vec<PathBuf>,
    cache: Cache,
}

impl Toolbox {
    /// The tools of this environment.
    pub(crate) fn from_env() -> Result<Self> {
        Ok(Self {
            path: env::var_os("PATH").unwrap_or_default(),
            own: Vec::new(),
            cache: Cache::from_env()?,
        })
    }

    /// The version of `tool` that is there, or will be once it is installed; `None` when nothing can install it.
    pub(crate) fn version_of(&self, tool: &Tool) -> Option<Version> {
        find::on_path(tool, &self.path).or_else(|| {
            let is_at_hand = find::in_cache(tool, &self.cache).is_some()
                || install::is_possible(tool, &self.path);
            is_at_hand.then(|| tool.version.clone())
        })
    }

    /// Adds the installation of `tool` to `plan`, where it is missing.
    pub(crate) fn plan(&self, plan: &mut Plan<'_>, tool: &Tool) -> Option<StepId> {
        let is_there = find::on_path(tool, &self.path).is_some()
            || find::in_cache(tool, &self.cache).is_some();
        if is_there {
            return None;
        }
        let (cache, path) = (self.cache.clone(), self.path.clone());
        let installed = tool.clone();
        Some(plan.add(tool.name(), tool.cost, &[], move |monitor| {
            install::install(&installed, &cache, &path, monitor)
        }))
    }

    /// Finds `tools` or installs them, several at a time, and gives the words that tell them from other versions.
    pub(crate) fn provide(&mut self, tools: &[Tool]) -> Result<Vec<String>> {
        let mut plan = Plan::new();
        for tool in tools {
            self.plan(&mut plan, tool);
        }
        plan.run()?;
        tools.iter().map(|tool| self.use_installed(tool)).collect()
    }

    /// Puts `tool`, which is there, on this `PATH`, and gives the words that tell it from another version.
    pub(crate) fn use_installed(&mut self, tool: &Tool) -> Result<String> {
        let version = match find::on_path(tool, &self.path) {
            Some(version) => version,
            None => {
                self.put_first(self.cache.programs_of(tool))?;
                tool.version.clone()
            }
        };
        Ok(format!("{} {version}", tool.package))
    }

    /// The folders that must come first on `PATH` for a shell to find the tools that were provided.
    pub(crate) fn own_folders(&self) -> &[PathBuf] {
        &self.own
    }

    /// A command that runs `program` and lets it find the other tools.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.into()));
        process::forget_own_package(&mut command);
        command
            .current_dir(workspace::root())
            .env("PATH", &self.path);
        command
    }

    /// Where `program` is, on this `PATH`.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        find::which(program, &self.path)
    }

    fn put_first(&mut self, folder: PathBuf) -> Result<()> {
        let folders = [folder.clone()]
            .into_iter()
            .chain(env::split_paths(&self.path));
        self.path = env::join_paths(folders)
            .with_context(|| format!("{} cannot be put on PATH", folder.display()))?;
        self.own.insert(0, folder);
        Ok(())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::testing::{anvil, forge, toolbox};
    use super::*;

    #[test]
    fn fitting_tool_on_path_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        forge(folder.path(), "1.9.0");
        let mut toolbox = toolbox(folder.path());
        assert_eq!(
            toolbox.provide(&[anvil(Registry::Crates)]).unwrap(),
            ["anvil 1.9.0"]
        );
        assert!(toolbox.own_folders().is_empty());
        assert!(!toolbox.cache.root().exists());
    }

    #[test]
    fn cache_is_used_when_the_version_on_path_does_not_fit() {
        let folder = tempfile::tempdir().unwrap();
        forge(folder.path(), "2.0.0");
        let mut toolbox = toolbox(folder.path());
        let cached = toolbox.cache.programs_of(&anvil(Registry::Crates));
        forge(&cached, "1.2.3");
        assert_eq!(
            toolbox.provide(&[anvil(Registry::Crates)]).unwrap(),
            ["anvil 1.2.3"]
        );
        assert_eq!(toolbox.which("hammer"), Some(cached.join("hammer")));
        assert_eq!(toolbox.own_folders(), [cached]);
    }

    #[test]
    fn tool_that_nothing_can_install_has_no_version() {
        let folder = tempfile::tempdir().unwrap();
        let toolbox = toolbox(folder.path());
        assert_eq!(toolbox.version_of(&anvil(Registry::Npm)), None);
        let built = toolbox.version_of(&anvil(Registry::Crates));
        assert_eq!(built, Some(Version::new(1, 2, 3)));
    }

    #[test]
    fn tool_of_the_table_accepts_the_version_it_installs() {
        for tool in [
            trunk(),
            geckodriver(),
            cargo_deny(),
            cargo_fuzz(),
            binaryen(),
        ] {
            let tool = tool.unwrap();
            assert!(tool.fits.matches(&tool.version), "{}", tool.package);
        }
    }

    #[test]
    fn wasm_bindgen_of_another_version_does_not_fit() {
        let tool = wasm_bindgen().unwrap();
        let mut next = tool.version.clone();
        assert!(tool.fits.matches(&next));
        next.patch += 1;
        assert!(!tool.fits.matches(&next));
    }
}

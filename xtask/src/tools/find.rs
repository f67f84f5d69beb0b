//! Finding a tool and asking it for its version.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use semver::Version;

use super::{Cache, Tool};

/// The version of `tool` on `path`, when every program of it is there in a version that fits.
pub(super) fn on_path(tool: &Tool, path: &OsStr) -> Option<Version> {
    version_where_all_fit(tool, path, |version| tool.fits.matches(version))
}

/// The version of `tool` in the cache, when it is there as it was installed.
pub(super) fn in_cache(tool: &Tool, cache: &Cache) -> Option<Version> {
    in_folder(tool, &cache.programs_of(tool))
}

/// The version of `tool` in `folder`, when every program of it is there in the version to install.
pub(super) fn in_folder(tool: &Tool, folder: &Path) -> Option<Version> {
    version_where_all_fit(tool, folder.as_os_str(), |version| *version == tool.version)
}

/// The version of `tool`'s programs, when all are on `path` in a version that `fits`.
fn version_where_all_fit(
    tool: &Tool,
    path: &OsStr,
    fits: impl Fn(&Version) -> bool,
) -> Option<Version> {
    let mut found = None;
    for program in tool.programs {
        found = Some(version_of(&which(program, path)?).filter(&fits)?);
    }
    found
}

/// Where `program` is on `path`.
pub(super) fn which(program: &str, path: &OsStr) -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    which::which_in(program, Some(path), here).ok()
}

fn version_of(program: &Path) -> Option<Version> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// The first word that is a version: `trunk 0.21.14`, `geckodriver 0.37.1 (…)`. Binaryen counts in
/// whole numbers, `wasm-opt version 132 (version_132)`, which are read as majors.
fn parse_version(said: &str) -> Option<Version> {
    said.split_whitespace().find_map(|word| {
        Version::parse(word)
            .ok()
            .or_else(|| word.parse().ok().map(|major| Version::new(major, 0, 0)))
    })
}

#[cfg(test)]
mod parsing {
    use super::*;

    #[test]
    fn version_in_the_output_of_each_tool_is_found() {
        for (said, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("trunk 0.22.0-beta.1", "0.22.0-beta.1"),
            ("wasm-bindgen 0.2.130\n", "0.2.130"),
            ("wasm-bindgen-test-runner 0.2.130", "0.2.130"),
            (
                "geckodriver 0.37.1 (4a3b2c1 2026-01-01 10:00 +0000)\n\nThe source code …",
                "0.37.1",
            ),
            ("wasm-opt version 132 (version_132)", "132.0.0"),
            ("cargo-deny 0.20.2", "0.20.2"),
        ] {
            assert_eq!(
                parse_version(said),
                Some(Version::parse(version).unwrap()),
                "{said}"
            );
        }
    }

    #[test]
    fn words_without_a_version_have_none() {
        for said in ["", "trunk", "unknown option --version", "version_132", "v1"] {
            assert_eq!(parse_version(said), None, "{said}");
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::Registry;
    use super::super::testing::{anvil, forge, script};
    use super::*;

    fn is_found(prepare: impl FnOnce(&Path)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        on_path(&anvil(Registry::Crates), folder.path().as_os_str()).is_some()
    }

    #[test]
    fn fitting_version_is_found() {
        assert!(is_found(|path| forge(path, "1.5.0")));
    }

    #[test]
    fn older_and_a_newer_version_do_not_fit() {
        assert!(!is_found(|path| forge(path, "1.1.9")));
        assert!(!is_found(|path| forge(path, "2.0.0")));
    }

    #[test]
    fn tool_without_one_of_its_programs_is_not_found() {
        assert!(!is_found(|path| {
            script(path, "hammer", "echo hammer 1.2.3");
        }));
    }

    #[test]
    fn tool_with_one_program_of_another_version_is_not_found() {
        assert!(!is_found(|path| {
            forge(path, "1.2.3");
            script(path, "tongs", "echo tongs 0.1.0");
        }));
    }

    #[test]
    fn program_that_fails_without_a_word_does_not_fit() {
        assert!(!is_found(|path| {
            forge(path, "1.2.3");
            script(path, "tongs", "exit 1");
        }));
    }

    #[test]
    fn tool_on_an_empty_path_is_not_found() {
        assert!(!is_found(|_| {}));
    }

    #[test]
    fn cache_counts_only_when_the_tool_in_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let tool = anvil(Registry::Crates);
        assert_eq!(in_cache(&tool, &cache), None);
        script(&cache.programs_of(&tool), "hammer", "echo hammer 1.2.3");
        assert_eq!(in_cache(&tool, &cache), None);
        // On PATH this version would do, but the folder promises another.
        forge(&cache.programs_of(&tool), "1.2.4");
        assert_eq!(in_cache(&tool, &cache), None);
        forge(&cache.programs_of(&tool), "1.2.3");
        assert_eq!(in_cache(&tool, &cache), Some(tool.version));
    }
}

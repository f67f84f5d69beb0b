//! Installations by package managers that are little shell scripts.

use super::super::testing::{anvil, script};
use super::*;
use crate::plan::{Cost, Plan};

/// A `PATH` with only the programs that a test puts there, and an empty cache.
struct Bench {
    folder: tempfile::TempDir,
    cache: Cache,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("cache"));
        fs::create_dir(folder.path().join("path")).unwrap();
        Self { folder, cache }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("path")
    }

    /// An installer that notes that it was called, and forges the tool when its arguments match `pattern`, as the
    /// shell's `case` understands it. Otherwise it fails.
    fn installer(&self, name: &str, pattern: &str, programs: &str) {
        let log = self.folder.path().join("log");
        let body = format!(
            r#"echo {name} >> {log}
case "$*" in {pattern}) ;; *) exit 101 ;; esac
while [ "$1" != --root ] && [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/{programs}"
for program in hammer tongs; do
    printf '#!/bin/sh\necho %s 1.2.3\n' "$program" > "$2/{programs}/$program"
    chmod +x "$2/{programs}/$program"
done"#,
            log = log.display(),
        );
        script(&self.path(), name, &body);
    }

    fn install(&self, registry: Registry) -> Result<()> {
        let path = self.path();
        let mut plan = Plan::in_folder(self.folder.path().join("state"));
        plan.add("anvil", Cost::seconds(1.0), &[], |monitor| {
            install(&anvil(registry), &self.cache, path.as_os_str(), monitor)
        });
        plan.run()
    }

    fn installers_called(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }
}

#[test]
fn cargo_builds_the_tool_and_only_the_finished_folder_remains() {
    let bench = Bench::new();
    bench.installer("cargo", "*--locked*", "bin");
    bench.install(Registry::Crates).unwrap();
    let tool = anvil(Registry::Crates);
    assert!(find::in_cache(&tool, &bench.cache).is_some());
    assert!(!bench.cache.building(&tool).exists());
}

#[test]
fn second_installation_calls_nobody() {
    let bench = Bench::new();
    bench.installer("cargo", "*--locked*", "bin");
    bench.install(Registry::Crates).unwrap();
    bench.install(Registry::Crates).unwrap();
    assert_eq!(bench.installers_called(), ["cargo"]);
}

#[test]
fn cargo_binstall_is_preferred() {
    let bench = Bench::new();
    bench.installer("cargo-binstall", "*anvil@1.2.3*", "bin");
    bench.installer("cargo", "*--locked*", "bin");
    bench.install(Registry::Crates).unwrap();
    assert_eq!(bench.installers_called(), ["cargo-binstall"]);
}

#[test]
fn cargo_follows_when_cargo_binstall_fails() {
    let bench = Bench::new();
    bench.installer("cargo-binstall", "*nothing*", "bin");
    bench.installer("cargo", "*--locked*", "bin");
    bench.install(Registry::Crates).unwrap();
    assert_eq!(bench.installers_called(), ["cargo-binstall", "cargo"]);
}

#[test]
fn failed_locked_build_is_tried_without_the_lock_file() {
    let bench = Bench::new();
    // The arguments end with the package only when `--locked` does not follow.
    bench.installer("cargo", "*anvil", "bin");
    bench.install(Registry::Crates).unwrap();
    assert_eq!(bench.installers_called(), ["cargo", "cargo"]);
}

#[test]
fn failed_installation_leaves_nothing_that_counts() {
    let bench = Bench::new();
    bench.installer("cargo", "*nothing*", "bin");
    bench.install(Registry::Crates).unwrap_err();
    assert!(find::in_cache(&anvil(Registry::Crates), &bench.cache).is_none());
}

#[test]
fn installation_that_brings_another_version_does_not_count() {
    let bench = Bench::new();
    let forge = r#"mkdir -p "$3/bin"; printf '#!/bin/sh\necho 9.9.9\n' > "$3/bin/hammer"
cp "$3/bin/hammer" "$3/bin/tongs"; chmod +x "$3"/bin/*"#;
    script(&bench.path(), "cargo", forge);
    let error = bench.install(Registry::Crates).unwrap_err();
    assert_eq!(
        error.root_cause().to_string(),
        "anvil was installed, but does not run as version 1.2.3"
    );
    assert!(!bench.cache.folder_of(&anvil(Registry::Crates)).exists());
}

#[test]
fn folder_that_is_not_whole_is_replaced() {
    let bench = Bench::new();
    bench.installer("cargo", "*--locked*", "bin");
    let tool = anvil(Registry::Crates);
    script(
        &bench.cache.programs_of(&tool),
        "hammer",
        "echo hammer 0.0.1",
    );
    bench.install(Registry::Crates).unwrap();
    assert!(find::in_cache(&tool, &bench.cache).is_some());
}

#[test]
fn npm_installs_what_npm_publishes() {
    let bench = Bench::new();
    bench.installer("npm", "*anvil@1.2.3*", "node_modules/.bin");
    bench.install(Registry::Npm).unwrap();
    assert!(find::in_cache(&anvil(Registry::Npm), &bench.cache).is_some());
}

#[test]
fn installation_without_npm_is_refused() {
    let error = Bench::new().install(Registry::Npm).unwrap_err();
    assert_eq!(
        error.root_cause().to_string(),
        "npm is not on PATH, and nothing else installs anvil"
    );
}

#[test]
fn variable_that_shapes_the_build_of_the_project_does_not_reach_a_tool() {
    for name in [
        "RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "CARGO_TARGET_DIR",
        "CARGO_PROFILE_DEV_DEBUG",
    ] {
        assert!(shapes_a_build(OsStr::new(name)), "{name}");
    }
    for name in [
        "CARGO_HOME",
        "CARGO_HTTP_PROXY",
        "CARGO_REGISTRIES_MIRROR_INDEX",
        "RUSTUP_TOOLCHAIN",
    ] {
        assert!(!shapes_a_build(OsStr::new(name)), "{name}");
    }
}

//! What the tests of several modules need: programs that are little shell scripts.

use std::path::{Path, PathBuf};
use std::process::Command;

use semver::{Version, VersionReq};

use super::{Cache, Cost, Registry, Tool, Toolbox};

/// A toolbox with only what is in `path`, and with nothing in its cache.
pub(crate) fn toolbox(path: &Path) -> Toolbox {
    Toolbox {
        path: path.into(),
        own: Vec::new(),
        cache: Cache::at(path.join("no-cache")),
    }
}

/// Writes an executable shell script.
///
/// Another process writes it. A file that this one held open for writing, even for a moment, could be inherited by
/// what another test starts. It would then be too busy to be run.
pub(crate) fn script(folder: &Path, name: &str, body: &str) -> PathBuf {
    let path = folder.join(name);
    let write =
        r#"mkdir -p "$(dirname "$0")" && printf '#!/bin/sh\n%s\n' "$1" > "$0" && chmod +x "$0""#;
    let written = Command::new("sh")
        .args(["-c", write])
        .arg(&path)
        .arg(body)
        .status();
    assert!(written.unwrap().success());
    path
}

/// A tool of two programs, as wasm-bindgen-cli is, at 1.2.3.
pub(crate) fn anvil(registry: Registry) -> Tool {
    Tool {
        package: "anvil",
        programs: &["hammer", "tongs"],
        version: Version::new(1, 2, 3),
        fits: VersionReq::parse(">=1.2.0, <2").unwrap(),
        registry,
        features: &[],
        cost: Cost::seconds(1.0),
    }
}

/// Puts both programs of [`anvil`] into `folder`.
pub(crate) fn forge(folder: &Path, version: &str) {
    for program in ["hammer", "tongs"] {
        script(folder, program, &format!("echo '{program} {version}'"));
    }
}

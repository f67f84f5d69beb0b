//! The compiled page: what starts, and the parts that are loaded on demand.
//!
//! Cargo links the page as one module, with its relocations. The splitter cuts it by them; where, the page says itself
//! (`client/src/bin/client/parts.rs`). wasm-bindgen makes the JavaScript of what starts, the splitter shortens the names
//! that both share, and wasm-opt makes each module smaller.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{empty, read, write};
use crate::plan::Monitor;
use crate::process;
use crate::tools::Toolbox;
use crate::wasm_target::WASM;
use crate::{fingerprint, workspace};

/// How each module is made smaller. The features are those that Rust compiles to, as a module that was cut off
/// does not name its own. Nothing has an address in the first KiB: the stack is first in memory, and ends there.
/// Functions in the order of their names are beside others like them, which brotli makes 2 % smaller.
const WASM_OPT: [&str; 14] = [
    "-Oz",
    "--converge",
    "--reorder-functions-by-name",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-extended-const",
];

/// How cargo compiles the programs of the page.
const CODE: [&str; 6] = [
    "--locked",
    "--profile=page",
    "--target",
    WASM,
    "--package=client",
    "--features=client/split",
];

/// How cargo compiles what cuts the page.
const SPLITTER: [&str; 2] = ["--locked", "--package=splitter"];

/// What starts the worker: wasm-bindgen leaves the call to the page.
const SOCKETS_LOADER: &str = "import init from \"./sockets.js\";\nawait init();\n";

/// The files of the compiled page, in a folder, under the names that they call each other by.
pub(super) struct Parts {
    folder: PathBuf,
    /// The modules that each part needs, without their ending.
    on_demand: BTreeMap<String, Vec<String>>,
}

/// The files of the compiled page in `dist/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Installed {
    /// The JavaScript of what starts.
    pub(super) script: String,
    /// The WebAssembly of what starts.
    pub(super) wasm: String,
    /// The JavaScript that loads parts.
    pub(super) loader: String,
    /// The names of the modules that each part needs, relative to the page.
    pub(super) on_demand: BTreeMap<String, Vec<String>>,
}

/// Compiles the page and its worker.
pub(super) fn compile(monitor: &Monitor<'_>) -> Result<()> {
    monitor.run(process::cargo().arg("build").args(CODE).arg("--bins"))
}

/// Compiles what cuts the page.
pub(super) fn compile_splitter(monitor: &Monitor<'_>) -> Result<()> {
    monitor.run(process::cargo().arg("build").args(SPLITTER))
}

/// Makes the parts of what was compiled. Without wasm-opt they are as the compiler left them.
pub(super) fn build(toolbox: &Toolbox, is_optimised: bool, monitor: &Monitor<'_>) -> Result<Parts> {
    let built =
        |selection: &[&str]| process::build_binary(selection, |command| monitor.output(command));
    let page = built(&[&CODE[..], &["--bin=client"]].concat())?;
    let sockets = built(&[&CODE[..], &["--bin=sockets"]].concat())?;
    let splitter = built(&SPLITTER)?;
    let folder = workspace::state_dir().join("parts");
    empty(&folder)?;

    let split = monitor.output(Command::new(&splitter).arg("cut").args([&page, &folder]))?;
    let on_demand = parse(&split)?;
    let main = folder.join("main.wasm");
    for (name, input) in [("client", &main), ("sockets", &sockets)] {
        let mut bindgen = toolbox.command("wasm-bindgen");
        bindgen
            .args(["--target=web", "--no-typescript", "--out-name", name])
            // By these the parts find what they share with what starts.
            .args((name == "client").then_some("--keep-lld-exports"))
            .arg("--out-dir")
            .args([&folder, input]);
        monitor.run(&mut bindgen)?;
        let mut shorten = Command::new(&splitter);
        monitor.run(shorten.arg("shorten").arg(&folder).arg(name))?;
    }
    fs::remove_file(&main).with_context(|| format!("cannot remove {}", main.display()))?;
    write(&folder.join("sockets_loader.js"), SOCKETS_LOADER)?;
    if is_optimised {
        for name in names(&folder)? {
            if name.ends_with(".wasm") {
                let module = folder.join(&name);
                let mut wasm_opt = toolbox.command("wasm-opt");
                wasm_opt.args(WASM_OPT).arg(&module).arg("-o").arg(&module);
                monitor.run(&mut wasm_opt)?;
            }
        }
    }
    Ok(Parts { folder, on_demand })
}

/// The modules of each part, from what the splitter prints.
fn parse(printed: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let part = |line: &str| {
        let (part, modules) = line.split_once(": ")?;
        let modules = modules.split_whitespace().map(str::to_owned);
        Some((part.to_owned(), modules.collect()))
    };
    printed
        .lines()
        .map(|line| part(line).with_context(|| format!("the splitter printed {line:?}")))
        .collect()
}

impl Parts {
    /// Puts the files into `dist`. Those of the page have one hash, of all of them together, in their names. They
    /// call each other by name, and none works with those of another build. The worker's keep their names, by which
    /// the page asks for it.
    pub(super) fn install(&self, dist: &Path) -> Result<Installed> {
        let (of_worker, of_page): (Vec<_>, Vec<_>) = names(&self.folder)?
            .into_iter()
            .partition(|name| name.starts_with("sockets"));
        for name in &of_worker {
            copy(&self.folder.join(name), &dist.join(name))?;
        }
        let hashed: Vec<&str> = of_page.iter().map(String::as_str).collect();
        let hash = fingerprint::of(&self.folder, &hashed, &[])?;
        let renamed = |name: &str| match name.split_once('.') {
            Some((stem, ending)) => match stem.strip_suffix("_bg") {
                Some(stem) => format!("{stem}-{hash}_bg.{ending}"),
                None => format!("{stem}-{hash}.{ending}"),
            },
            None => name.to_owned(),
        };
        for name in &of_page {
            let (from, to) = (self.folder.join(name), dist.join(renamed(name)));
            if name.ends_with(".js") {
                write(&to, with_names(&read(&from)?, &of_page, renamed))?;
            } else {
                copy(&from, &to)?;
            }
        }
        let address = |module: &String| renamed(&format!("{module}.wasm"));
        Ok(Installed {
            script: renamed("client.js"),
            wasm: renamed("client_bg.wasm"),
            loader: renamed("parts.js"),
            on_demand: self
                .on_demand
                .iter()
                .map(|(part, modules)| (part.clone(), modules.iter().map(address).collect()))
                .collect(),
        })
    }
}

/// A script that imports and fetches the files by their new names.
fn with_names(script: &str, names: &[String], renamed: impl Fn(&str) -> String) -> String {
    let mut script = script.to_owned();
    for name in names {
        let renamed = renamed(name);
        for (before, after) in [
            ("from \"./", "\""),
            ("new URL(\"./", "\""),
            ("new URL('", "'"),
        ] {
            script = script.replace(
                &format!("{before}{name}{after}"),
                &format!("{before}{renamed}{after}"),
            );
        }
    }
    script
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let unreadable = || format!("cannot read the folder {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let name = entry.with_context(unreadable)?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of a page with one part, and of its worker, in a folder, and an empty `dist`.
    fn built() -> (tempfile::TempDir, Parts, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let (folder, dist) = (root.path().join("parts"), root.path().join("dist"));
        for folder in [&folder, &dist] {
            fs::create_dir(folder).unwrap();
        }
        for (name, content) in [
            (
                "client.js",
                "import * as import1 from \"./parts.js\"\n// ./parts.js is its key\nnew URL('client_bg.wasm', x)",
            ),
            ("client_bg.wasm", "what starts"),
            (
                "parts.js",
                "import { initSync } from \"./client.js\";\nfetch(new URL(\"./split_search.wasm\", x));",
            ),
            ("split_search.wasm", "a part"),
            ("sockets.js", "new URL('sockets_bg.wasm', x)"),
            ("sockets_bg.wasm", "the worker"),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let on_demand = parse("search: split_search\n").unwrap();
        (root, Parts { folder, on_demand }, dist)
    }

    #[test]
    fn installed_files_call_each_other_by_their_new_names() {
        let (_root, parts, dist) = built();
        let installed = parts.install(&dist).unwrap();
        let text = |name: &str| fs::read_to_string(dist.join(name)).unwrap();
        let Installed {
            script,
            wasm,
            loader,
            on_demand,
        } = &installed;
        let search = &on_demand["search"][0];
        assert_eq!(
            text(script),
            format!(
                "import * as import1 from \"./{loader}\"\n// ./parts.js is its key\nnew URL('{wasm}', x)"
            )
        );
        assert_eq!(
            text(loader),
            format!(
                "import {{ initSync }} from \"./{script}\";\nfetch(new URL(\"./{search}\", x));"
            )
        );
        assert_eq!(text(wasm), "what starts");
        assert_eq!(text(search), "a part");
    }

    #[test]
    fn installed_names_are_of_the_content_and_those_of_the_worker_stay() {
        let (_root, parts, dist) = built();
        let before = parts.install(&dist).unwrap();
        assert_eq!(parts.install(&dist).unwrap(), before);
        fs::write(parts.folder.join("split_search.wasm"), "another").unwrap();
        let after = parts.install(&dist).unwrap();
        assert_ne!(
            after.script, before.script,
            "none works with those of another build"
        );
        assert!(dist.join("sockets.js").exists());
        assert_eq!(
            fs::read_to_string(dist.join("sockets.js")).unwrap(),
            "new URL('sockets_bg.wasm', x)"
        );
    }

    #[test]
    fn parts_are_read_from_what_the_splitter_prints() {
        let parts = parse("search: chunk_1 split_search\nempty: \n").unwrap();
        assert_eq!(parts["search"], ["chunk_1", "split_search"]);
        assert!(parts["empty"].is_empty());
        assert!(parse("warning\n").is_err());
    }
}

//! The page as a release serves it, in `dist/`.

mod styles;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::plan::{Cost, Monitor, Plan, StepId};
use crate::tools::{Tool, Toolbox, binaryen, trunk, wasm_bindgen};
use crate::wasm_target::{self, WASM};
use crate::{fingerprint, process, workspace};

/// The files and folders that the page is built from.
const INPUTS: [&str; 10] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "client",
    "protocol",
    "session",
    "xtask/src/page",
];

/// How Trunk has cargo compile the programs of the page.
const CODE: [&str; 7] = [
    "build",
    "--locked",
    "--package=client",
    "--bins",
    "--profile=page",
    "--target",
    WASM,
];

/// Adds the build of the page into `dist/` to `plan`, with what it needs, unless the last build was of the same
/// inputs and is still there. The step that it gives is the last.
pub(crate) fn plan(plan: &mut Plan<'_>, toolbox: &Toolbox) -> Result<Option<StepId>> {
    let tools = Tools::of(toolbox)?;
    let root = workspace::root();
    let record = workspace::state_dir().join("page");
    let inputs = fingerprint::of(root, &INPUTS, &tools.names)?;
    if is_last_build(root, &record, &inputs)? {
        return Ok(None);
    }

    let target = wasm_target::plan(plan)?;
    let mut before = Vec::new();
    before.extend(toolbox.plan(plan, &tools.trunk));
    // Trunk would have it compiled too, but only once the tools are there.
    let cost = Cost {
        seconds: 110.0,
        tail: 0.5,
    };
    before.push(
        plan.add("the page's code", cost, target.as_slice(), |monitor| {
            monitor.run(process::cargo().args(CODE))
        }),
    );
    before.extend(toolbox.plan(plan, &tools.wasm_bindgen));
    if let Some(wasm_opt) = &tools.wasm_opt {
        before.extend(toolbox.plan(plan, wasm_opt));
    }
    let toolbox = toolbox.clone();
    let page = plan.add("the page", Cost::seconds(40.0), &before, move |monitor| {
        build(&tools, toolbox, monitor)?;
        styles::join(&root.join("dist"))?;
        remember_build(root, &record, &inputs)
    });
    Ok(Some(page))
}

/// The tools that build the page.
struct Tools {
    trunk: Tool,
    wasm_bindgen: Tool,
    /// `None` where nothing can install it: Trunk downloads its own then.
    wasm_opt: Option<Tool>,
    /// Their names with the versions that are at hand.
    names: Vec<String>,
}

impl Tools {
    fn of(toolbox: &Toolbox) -> Result<Self> {
        let (trunk, wasm_bindgen, wasm_opt) = (trunk()?, wasm_bindgen()?, binaryen()?);
        let name = |tool: &Tool| {
            let version = toolbox.version_of(tool)?;
            Some(format!("{} {version}", tool.package))
        };
        let names = [&trunk, &wasm_bindgen, &wasm_opt].map(|tool| name(tool).unwrap_or_default());
        Ok(Self {
            trunk,
            wasm_bindgen,
            wasm_opt: (!names[2].is_empty()).then_some(wasm_opt),
            names: names.into(),
        })
    }
}

/// Has Trunk build the page with tools that are there.
fn build(tools: &Tools, mut toolbox: Toolbox, monitor: &Monitor<'_>) -> Result<()> {
    let needed = [&tools.trunk, &tools.wasm_bindgen];
    for tool in needed.into_iter().chain(&tools.wasm_opt) {
        toolbox.use_installed(tool)?;
    }
    let built = monitor.run(&mut trunk_build(&toolbox));
    if tools.wasm_opt.is_some() {
        return built;
    }
    built.context(
        "no wasm-opt and no npm is on PATH, so Trunk had to download wasm-opt itself: if that is \
         what failed, install binaryen or npm",
    )
}

/// Whether the last build was of these inputs and is what `dist/` still holds: `trunk serve` may have
/// put another page there since.
fn is_last_build(root: &Path, record: &Path, inputs: &str) -> Result<bool> {
    let state = state(root, inputs)?;
    Ok(fs::read_to_string(record).is_ok_and(|last| last == state))
}

fn remember_build(root: &Path, record: &Path, inputs: &str) -> Result<()> {
    let unwritable = || format!("cannot write {}", record.display());
    if let Some(folder) = record.parent() {
        fs::create_dir_all(folder).with_context(unwritable)?;
    }
    fs::write(record, state(root, inputs)?).with_context(unwritable)
}

fn state(root: &Path, inputs: &str) -> Result<String> {
    Ok(format!(
        "inputs {inputs}\ndist {}\n",
        fingerprint::of(root, &["dist"], &[])?
    ))
}

fn trunk_build(toolbox: &Toolbox) -> Command {
    let mut trunk = toolbox.command("trunk");
    trunk
        .args(["build", "--release"])
        // A build must not ask the network whether there is a newer Trunk.
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    // NO_COLOR means "set to anything"; Trunk 0.21 reads it as a boolean and refuses `NO_COLOR=1`.
    match env::var_os("NO_COLOR") {
        Some(value) if !value.is_empty() => trunk.env("NO_COLOR", "true"),
        _ => trunk.env_remove("NO_COLOR"),
    };
    trunk
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a build of the inputs `1` counts, after `change` was done to a checkout with such a build.
    fn counts_after(change: impl FnOnce(&Path)) -> bool {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let record = root.join("target/xtask/page");
        fs::create_dir(root.join("dist")).unwrap();
        fs::write(root.join("dist/index.html"), "the page").unwrap();
        remember_build(root, &record, "1").unwrap();
        change(root);
        is_last_build(root, &record, "1").unwrap()
    }

    #[test]
    fn build_without_a_change_counts() {
        assert!(counts_after(|_| {}));
    }

    #[test]
    fn build_that_something_else_has_overwritten_does_not_count() {
        assert!(!counts_after(|root| fs::write(
            root.join("dist/index.html"),
            "served"
        )
        .unwrap()));
        assert!(!counts_after(
            |root| fs::remove_dir_all(root.join("dist")).unwrap()
        ));
    }

    #[test]
    fn build_of_other_inputs_does_not_count() {
        assert!(!counts_after(|root| remember_build(
            root,
            &root.join("target/xtask/page"),
            "2"
        )
        .unwrap()));
    }

    #[test]
    fn build_without_a_record_does_not_count() {
        assert!(!counts_after(|root| fs::remove_dir_all(
            root.join("target")
        )
        .unwrap()));
    }

    #[test]
    fn input_of_the_page_is_there() {
        for input in INPUTS {
            assert!(workspace::root().join(input).exists(), "{input}");
        }
    }
}

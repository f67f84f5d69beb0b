//! The page as a release serves it, in `dist/`.
//!
//! What belongs here: which files of a checkout make the page, and the order of the steps. What may not
//! enter: Trunk. It serves the page to a developer, in one piece, and writes to `dist/` too.
//!
//! - [`parts`]: the compiled page, cut into what starts and what is loaded on demand.
//! - [`styles`]: the style sheets, joined.
//! - [`html`]: `index.html`, with the links of a release in place of those for Trunk.

mod html;
mod parts;
mod styles;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::plan::{Cost, Plan, StepId};
use crate::tools::{Tool, Toolbox, binaryen, wasm_bindgen};
use crate::{fingerprint, wasm_target, workspace};

/// The files and folders that the page is built from.
const INPUTS: [&str; 11] = [
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "client",
    "protocol",
    "session",
    "xtask/src/page.rs",
    "xtask/src/page",
    "xtask/splitter",
];

/// Adds the build of the page into `dist/` to `plan`, with what it needs. It does not if the last build was of the
/// same inputs and is still there. The step that it gives is the last.
pub(crate) fn plan(plan: &mut Plan<'_>, toolbox: &Toolbox) -> Result<Option<StepId>> {
    let tools = Tools::of(toolbox)?;
    let root = workspace::root();
    let record = workspace::state_dir().join("page");
    let inputs = fingerprint::of(root, &INPUTS, &tools.names)?;
    if is_last_build(root, &record, &inputs)? {
        return Ok(None);
    }

    let target = wasm_target::plan(plan)?;
    let cost = Cost {
        seconds: 110.0,
        tail: 0.5,
    };
    let code = plan.add("the page's code", cost, target.as_slice(), parts::compile);
    let cost = Cost {
        seconds: 40.0,
        tail: 0.1,
    };
    let splitter = plan.add("the splitter", cost, &[], parts::compile_splitter);
    let mut before = vec![code, splitter];
    before.extend(toolbox.plan(plan, &tools.wasm_bindgen));
    if let Some(wasm_opt) = &tools.wasm_opt {
        before.extend(toolbox.plan(plan, wasm_opt));
    }
    let mut toolbox = toolbox.clone();
    let page = plan.add("the page", Cost::seconds(50.0), &before, move |monitor| {
        toolbox.use_installed(&tools.wasm_bindgen)?;
        match &tools.wasm_opt {
            Some(wasm_opt) => drop(toolbox.use_installed(wasm_opt)?),
            None => monitor.note(
                "There is neither wasm-opt nor npm, which would install it: the page weighs more than it has to.",
            )?,
        }
        let parts = parts::build(&toolbox, tools.wasm_opt.is_some(), monitor)?;
        let dist = root.join("dist");
        empty(&dist)?;
        html::write_page(root, &dist, &parts.install(&dist)?)?;
        remember_build(root, &record, &inputs)
    });
    Ok(Some(page))
}

/// The tools that build the page.
struct Tools {
    wasm_bindgen: Tool,
    /// `None` where nothing can install it.
    wasm_opt: Option<Tool>,
    /// Their names with the versions that are at hand.
    names: Vec<String>,
}

impl Tools {
    fn of(toolbox: &Toolbox) -> Result<Self> {
        let (wasm_bindgen, wasm_opt) = (wasm_bindgen()?, binaryen()?);
        let name = |tool: &Tool| {
            let version = toolbox.version_of(tool)?;
            Some(format!("{} {version}", tool.package))
        };
        let names = [&wasm_bindgen, &wasm_opt].map(|tool| name(tool).unwrap_or_default());
        Ok(Self {
            wasm_bindgen,
            wasm_opt: (!names[1].is_empty()).then_some(wasm_opt),
            names: names.into(),
        })
    }
}

/// Makes an empty folder, or empties the one that is there.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Reads a file of text.
fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes a file.
fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
}

/// Whether the last build was of these inputs and is what `dist/` still holds: `trunk serve` may have
/// put another page there since.
fn is_last_build(root: &Path, record: &Path, inputs: &str) -> Result<bool> {
    let state = state(root, inputs)?;
    Ok(fs::read_to_string(record).is_ok_and(|last| last == state))
}

fn remember_build(root: &Path, record: &Path, inputs: &str) -> Result<()> {
    if let Some(folder) = record.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    write(record, state(root, inputs)?)
}

fn state(root: &Path, inputs: &str) -> Result<String> {
    Ok(format!(
        "inputs {inputs}\ndist {}\n",
        fingerprint::of(root, &["dist"], &[])?
    ))
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

//! What each step of `cargo xtask test` runs.

mod trunk;

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Outcome, Step};
use crate::bundle::{self, Profile};
use crate::process::{self, cargo};
use crate::tools::{AXE, NODE_CLIENTS, PYTHON_CLIENTS, Toolbox, geckodriver, wasm_bindgen};
use crate::wasm_target::{self, WASM};
use crate::{browsers, nats, supervisor, workspace};

/// What the steps work with.
pub(super) struct Setup {
    toolbox: Toolbox,
    screenshots: PathBuf,
}

impl Setup {
    /// A setup whose screenshots go into the documentation or out of sight.
    pub(super) fn new(screenshots_are_kept: bool) -> Result<Self> {
        let folder = if screenshots_are_kept {
            "docs/screenshots"
        } else {
            "target/screenshots"
        };
        Ok(Self {
            toolbox: Toolbox::from_env()?,
            screenshots: workspace::root().join(folder),
        })
    }
}

/// Runs one step, with the set-up that it needs.
pub(super) fn run(step: Step, setup: &mut Setup) -> Result<Outcome> {
    match step {
        Step::Fmt => formatting()?,
        Step::Clippy => clippy()?,
        Step::ClippyWasm => clippy_wasm()?,
        Step::Native => native(setup)?,
        Step::Clients => return clients(setup),
        Step::Page => bundle::build(&setup.toolbox, Profile::Quick).map(drop)?,
        Step::Wasm => in_both_browsers(setup)?,
        Step::Trunk => return trunk::test(&mut setup.toolbox),
        Step::E2e => return end_to_end(setup),
    }
    Ok(Outcome::Passed)
}

fn formatting() -> Result<()> {
    for manifest in ["Cargo.toml", BENCH, "fuzz/Cargo.toml"] {
        process::run(cargo().args(["fmt", "--all", "--check", "--manifest-path", manifest]))?;
    }
    Ok(())
}

/// The workspace of the bench. Where it is not said to be all of it, its root package is meant. Other people's
/// servers take minutes to build, and `cargo xtask bench server` does so.
const BENCH: &str = "bench/Cargo.toml";

/// Every feature but the server's jemalloc, for whose C not every machine has a `make`.
const FEATURES: &str = "--features=e2e/browser,server/clients,server/proxies";

fn clippy() -> Result<()> {
    process::run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        FEATURES,
        "--",
        "-Dwarnings",
    ]))?;
    let bench = ["clippy", "--manifest-path", BENCH, "--all-targets"];
    process::run(cargo().args(bench).args(["--", "-Dwarnings"]))?;
    // Rustdoc alone sees a link that leads nowhere.
    process::run(
        cargo()
            .args(["doc", "--workspace", "--no-deps", FEATURES])
            .arg("--document-private-items")
            .env("RUSTDOCFLAGS", "-Dwarnings"),
    )
}

fn native(setup: &Setup) -> Result<()> {
    nats::provide(&setup.toolbox)?;
    process::run(cargo().args(["test", "--workspace"]))?;
    process::run(cargo().args(["test", "--manifest-path", BENCH]))
}

/// The tests with clients that others wrote. Those of a client that this machine has no means to run are
/// left out, and said to be.
fn clients(setup: &Setup) -> Result<Outcome> {
    let mut test = cargo();
    test.args([
        "test",
        "--package=server",
        "--features=clients",
        "--test=clients",
        "--",
    ]);
    let mut skipped = Vec::new();
    for (module, packages, variable) in [
        ("python", &PYTHON_CLIENTS, "ULLIM_PYTHON"),
        ("node", &NODE_CLIENTS, "ULLIM_NODE_MODULES"),
    ] {
        match setup.toolbox.missing_for(packages) {
            None => {
                test.env(variable, setup.toolbox.provide_packages(packages)?);
            }
            Some(missing) => {
                test.arg(format!("--skip={module}::"));
                skipped.push(format!("the tests with {module}, as {missing}"));
            }
        }
    }
    process::run(&mut test)?;
    Ok(if skipped.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Skipped(skipped.join("; "))
    })
}

/// The targets that become WebAssembly. The unit tests are not among them: they are of the model, and
/// native, as is the proptest that they use.
const OF_WASM: [&str; 4] = ["--target", WASM, "--test", "*"];

fn clippy_wasm() -> Result<()> {
    wasm_target::provide()?;
    process::run(
        cargo()
            .args([
                "clippy",
                "--package=client",
                "--package=protocol",
                "--lib",
                "--bins",
            ])
            .args(OF_WASM)
            .args(["--", "-Dwarnings"]),
    )
}

/// The variables by which wasm-bindgen-test-runner chooses a browser: it takes the first that is set.
const DRIVERS: [&str; 4] = [
    "CHROMEDRIVER",
    "GECKODRIVER",
    "SAFARIDRIVER",
    "MSEDGEDRIVER",
];

/// How long the runner waits for all tests of a file together, and for a driver to start, in seconds. By itself it
/// gives them 20 and 5. The tests take 10 on two cores with nothing else to do; where there was, it killed the browser
/// in the middle of them.
const RUNNER_TIMEOUTS_S: [(&str, &str); 2] = [
    ("WASM_BINDGEN_TEST_TIMEOUT", "300"),
    ("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60"),
];

fn in_both_browsers(setup: &mut Setup) -> Result<()> {
    let drivers = drivers(setup)?;
    setup.toolbox.provide(&[wasm_bindgen()?])?;
    let runner = setup
        .toolbox
        .which("wasm-bindgen-test-runner")
        .context("wasm-bindgen-cli brought no wasm-bindgen-test-runner")?;
    let server = bundle::build(&setup.toolbox, Profile::Quick)?;
    let supervisor =
        process::build_binary(&["--package=e2e", "--bin=supervisor"], process::output)?;
    let supervisor = supervisor::start(&supervisor, &server)?;

    for (variable, driver) in [
        ("CHROMEDRIVER", &drivers.chromedriver),
        ("GECKODRIVER", &drivers.geckodriver),
    ] {
        eprintln!("Testing with {} …", driver.display());
        let mut test = cargo();
        test.args(["test", "--package=client"]).args(OF_WASM);
        for other in DRIVERS {
            test.env_remove(other).env_remove(format!("{other}_REMOTE"));
        }
        test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .envs(RUNNER_TIMEOUTS_S)
            .env(variable, driver)
            .env("ULLIM_SUPERVISOR", &supervisor.url);
        process::run(&mut test)?;
    }
    Ok(())
}

/// The tests in real browsers. Those with axe are left out, and said to be, on a machine that has no means
/// to get it.
fn end_to_end(setup: &mut Setup) -> Result<Outcome> {
    let drivers = drivers(setup)?;
    let server = bundle::build(&setup.toolbox, Profile::Quick)?;
    let mut test = cargo();
    test.args(["test", "--package=e2e", "--features=browser"])
        .env("ULLIM_SERVER", server)
        .env("ULLIM_CHROMEDRIVER", drivers.chromedriver)
        .env("ULLIM_GECKODRIVER", drivers.geckodriver)
        .env("ULLIM_SCREENSHOTS", &setup.screenshots);
    let missing = setup.toolbox.missing_for(&AXE);
    if missing.is_none() {
        let axe = setup.toolbox.provide_packages(&AXE)?;
        test.env("ULLIM_AXE", axe.join("axe-core").join("axe.min.js"));
    } else {
        test.args(["--", "--skip=axe::"]);
    }
    process::run(&mut test)?;
    Ok(missing.map_or(Outcome::Passed, |missing| {
        Outcome::Skipped(format!("the tests with axe, as {missing}"))
    }))
}

struct Drivers {
    chromedriver: PathBuf,
    geckodriver: PathBuf,
}

fn drivers(setup: &mut Setup) -> Result<Drivers> {
    let chromedriver = browsers::provide(&setup.toolbox)?;
    setup.toolbox.provide(&[geckodriver()?])?;
    let geckodriver = setup
        .toolbox
        .which("geckodriver")
        .context("geckodriver brought no geckodriver")?;
    Ok(Drivers {
        chromedriver,
        geckodriver,
    })
}

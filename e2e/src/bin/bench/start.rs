//! What the page weighs over the wire, and how soon after navigation it answers a click; beside another build, where
//! there is one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use serde_json::json;

use crate::{
    beside::{self, Build, Limits, Series},
    figure::{Figure, Limit},
};

const LESSON_MAX_KIB: f64 = 100.0;
const WORKBENCH_MAX_KIB: f64 = 290.0;
const LESSON_TIMES_OTHER_MAX: f64 = 0.5;
const WORKBENCH_TIMES_OTHER_MAX: f64 = 1.0;

/// A slow telephone, as Chromium's own tools have it.
const CPU_SLOWDOWN: u32 = 4;
const ANSWER_MAX_MS: f64 = 1000.0;

const WORKBENCH: &str = "?view=workbench";

/// A page that is loaded and weighed.
struct Load {
    what: &'static str,
    query: &'static str,
    /// Whether the files of the worker, which the first connection needs, are a part of it.
    has_worker: bool,
    limits: Limits,
}

const LOADS: [Load; 2] = [
    Load {
        what: "lesson over the wire, brotli",
        query: "",
        has_worker: false,
        limits: Limits {
            this: Some(Limit::AtMost(LESSON_MAX_KIB)),
            ratio: Some(Limit::AtMost(LESSON_TIMES_OTHER_MAX)),
        },
    },
    Load {
        what: "workbench over the wire, brotli",
        query: WORKBENCH,
        has_worker: true,
        limits: Limits {
            this: Some(Limit::AtMost(WORKBENCH_MAX_KIB)),
            ratio: Some(Limit::AtMost(WORKBENCH_TIMES_OTHER_MAX)),
        },
    },
];

/// The first click in a page, by selectors that every build has.
struct Click {
    what: &'static str,
    query: &'static str,
    control: &'static str,
    /// What the click brings, and what was not there before it.
    answer: &'static str,
    limits: Limits,
}

const CLICKS: [Click; 3] = [
    Click {
        what: "lesson: “English” answered",
        query: "",
        control: "[data-lang=en]",
        answer: "[data-lang=en][aria-pressed=true]",
        limits: Limits {
            this: None,
            ratio: Some(Limit::AtMost(LESSON_TIMES_OTHER_MAX)),
        },
    },
    Click {
        what: "workbench: “New tab” answered",
        query: WORKBENCH,
        control: "#new-tab",
        answer: ".tab ~ .tab",
        limits: Limits {
            this: None,
            ratio: Some(Limit::AtMost(WORKBENCH_TIMES_OTHER_MAX)),
        },
    },
    Click {
        what: "lesson: “Workbench” answered",
        query: "",
        control: "#view-workbench",
        answer: "#workbench",
        limits: Limits {
            this: Some(Limit::AtMost(ANSWER_MAX_MS)),
            ratio: None,
        },
    },
];

/// Measures this build, and the build inside the server `beside` in turn with it.
pub(crate) fn measure(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    let this = PathBuf::from(page::server_binary()?);
    let mut weights_kib: [Series; LOADS.len()] = Default::default();
    let mut answers_ms: [Series; CLICKS.len()] = Default::default();
    for round in 0..rounds {
        eprintln!("Start, round {} of {rounds} …", round + 1);
        let turns = beside::turns(round, beside.is_some());
        let servers = turns.iter().map(|&build| match (build, beside) {
            (Build::Other, Some(other)) => (build, other),
            _ => (Build::This, this.as_path()),
        });
        for (load, series) in LOADS.iter().zip(&mut weights_kib) {
            for (build, server) in servers.clone() {
                series.push(build, weigh(load, server)?);
            }
        }
        for (click, series) in CLICKS.iter().zip(&mut answers_ms) {
            for (build, server) in servers.clone() {
                series.push(build, time(click, server)?);
            }
        }
    }
    let weights = LOADS.iter().zip(weights_kib);
    let weights = weights.flat_map(|(it, series)| series.figures(it.what, "KiB", it.limits));
    let answers = CLICKS.iter().zip(answers_ms);
    let answers = answers.flat_map(|(it, series)| {
        let what = format!("{}, CPU {CPU_SLOWDOWN}× slower", it.what);
        series.figures(&what, "ms", it.limits)
    });
    Ok(weights.chain(answers).collect())
}

/// The weight of all that a page loads until it is connected, in KiB.
fn weigh(load: &Load, server: &Path) -> Result<f64> {
    measure_once(server, async |page| {
        page.open(load.query).await?;
        page.wait_for_state("open").await?;
        if load.has_worker {
            page.fetch_worker().await?;
        }
        let bytes: u64 = page.files().await?.values().sum();
        Ok(bytes as f64 / 1024.0)
    })
    .with_context(|| format!("{} of {}", load.what, server.display()))
}

/// The time from navigation to the frame in which the first click is answered, in milliseconds.
fn time(click: &Click, server: &Path) -> Result<f64> {
    measure_once(server, async |page| {
        let cdp = page.driver.cdp();
        let source = format!(
            "{{ const control = {:?}, answer = {:?};\n{} }}",
            click.control,
            click.answer,
            include_str!("start.js")
        );
        let script = json!({ "source": source });
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        let slowdown = json!({ "rate": CPU_SLOWDOWN });
        cdp.send_raw("Emulation.setCPUThrottlingRate", slowdown)
            .await?;
        page.open(click.query).await?;
        page.value("answered_ms").await
    })
    .with_context(|| format!("{} of {}", click.what, server.display()))
}

/// Measures in a browser of its own, which has nothing cached, neither files nor compiled code.
fn measure_once(server: &Path, scenario: impl AsyncFnOnce(&Page) -> Result<f64>) -> Result<f64> {
    let mut number = f64::NAN;
    page::run_unobserved_against(server, Browser::Chromium, async |page| {
        number = scenario(page).await?;
        Ok(())
    })?;
    Ok(number)
}

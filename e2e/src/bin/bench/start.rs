//! What the page weighs over the wire, and how soon after navigation it answers a click, over loopback and over a
//! slow network. Measured beside it are another build, where there is one, and a page that has nothing but a button.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use serde_json::json;

use crate::{
    beside::{self, Build, Limits, Series},
    comparison,
    figure::{Figure, Limit},
};

const LESSON_MAX_KIB: f64 = 100.0;
const WORKBENCH_MAX_KIB: f64 = 290.0;
const LESSON_TIMES_OTHER_MAX: f64 = 0.5;
const WORKBENCH_TIMES_OTHER_MAX: f64 = 1.0;

/// A slow telephone, as Chromium's own tools have it.
const CPU_SLOWDOWN: u32 = 4;
/// Over loopback.
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
    path: &'static str,
    control: &'static str,
    /// What the click brings, and what was not there before it.
    answer: &'static str,
    limits: Limits,
}

const CLICKS: [Click; 3] = [
    Click {
        what: "lesson: “English” answered",
        path: "/",
        control: "[data-lang=en]",
        answer: "[data-lang=en][aria-pressed=true]",
        limits: Limits {
            this: None,
            ratio: Some(Limit::AtMost(LESSON_TIMES_OTHER_MAX)),
        },
    },
    Click {
        what: "workbench: “New tab” answered",
        path: "/?view=workbench",
        control: "#new-tab",
        answer: ".tab ~ .tab",
        limits: Limits {
            this: None,
            ratio: Some(Limit::AtMost(WORKBENCH_TIMES_OTHER_MAX)),
        },
    },
    Click {
        what: "lesson: “Workbench” answered",
        path: "/",
        control: "#view-workbench",
        answer: "#workbench",
        limits: Limits {
            this: Some(Limit::AtMost(ANSWER_MAX_MS)),
            ratio: None,
        },
    },
];

/// The click below which no page can be: all that it measures is the browser.
const FLOOR: Click = Click {
    what: "a page with nothing but a button",
    path: "/button",
    control: "button",
    answer: "[aria-pressed]",
    limits: NO_LIMITS,
};

const NO_LIMITS: Limits = Limits {
    this: None,
    ratio: None,
};

/// What lies between the browser and the server.
struct Network {
    what: &'static str,
    /// The time that an answer takes at least, and the bytes a second, where the browser slows it down.
    slow: Option<(u32, u32)>,
}

/// The slow one is what Lighthouse calls a slow 4G: 1.6 Mbit/s and 150 ms.
const NETWORKS: [Network; 2] = [
    Network {
        what: "loopback",
        slow: None,
    },
    Network {
        what: "1.6 Mbit/s, 150 ms",
        slow: Some((150, 200_000)),
    },
];

/// Measures this build, and the build inside the server `beside` in turn with it.
pub(crate) fn measure(rounds: u32, beside: Option<&Path>) -> Result<Vec<Figure>> {
    let this = PathBuf::from(page::server_binary()?);
    let mut weights_kib: [Series; LOADS.len()] = Default::default();
    let mut floors_ms: [Series; NETWORKS.len()] = Default::default();
    let mut answers_ms: [[Series; CLICKS.len()]; NETWORKS.len()] = Default::default();
    for round in 0..rounds {
        eprintln!("Start, round {} of {rounds} …", round + 1);
        let servers = beside::servers(round, beside)?;
        for (load, series) in LOADS.iter().zip(&mut weights_kib) {
            for (build, server) in &servers {
                series.push(*build, weigh(load, server)?);
            }
        }
        for (network, (floor, answers)) in NETWORKS
            .iter()
            .zip(floors_ms.iter_mut().zip(&mut answers_ms))
        {
            floor.push(Build::This, time_floor(network, &this)?);
            for (click, series) in CLICKS.iter().zip(answers) {
                for (build, server) in &servers {
                    series.push(*build, time(click, network, server)?);
                }
            }
        }
    }
    let weights = LOADS.iter().zip(weights_kib);
    let mut figures: Vec<_> = weights
        .flat_map(|(it, series)| series.figures(it.what, "KiB", it.limits))
        .collect();
    for (network, (floor, answers)) in NETWORKS.iter().zip(floors_ms.into_iter().zip(answers_ms)) {
        let clicks = [(&FLOOR, floor)];
        for (click, series) in clicks.into_iter().chain(CLICKS.iter().zip(answers)) {
            let what = format!(
                "{}, CPU {CPU_SLOWDOWN}× slower, {}",
                click.what, network.what
            );
            let limits = Limits {
                this: click.limits.this.filter(|_| network.slow.is_none()),
                ..click.limits
            };
            figures.extend(series.figures(&what, "ms", limits));
        }
    }
    Ok(figures)
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

/// The time until a page of the server answers its first click, in milliseconds.
fn time(click: &Click, network: &Network, server: &Path) -> Result<f64> {
    measure_once(server, async |page| {
        time_at(page.server.url(), click, network, page).await
    })
    .with_context(|| format!("{} of {}", click.what, server.display()))
}

/// The same of the page below which none can be.
fn time_floor(network: &Network, server: &Path) -> Result<f64> {
    measure_once(server, async |page| {
        time_at(&comparison::serve().await?, &FLOOR, network, page).await
    })
    .context(FLOOR.what)
}

/// The time from navigation to the frame in which the first click is answered, in milliseconds.
///
/// The browser has shown a page of the site before, one without scripts and styles. Otherwise it would start a
/// process for the site first, which takes from 20 to 400 ms by chance. The slowdown would reach that some time
/// later.
async fn time_at(site: &str, click: &Click, network: &Network, page: &Page) -> Result<f64> {
    page.driver.goto(format!("{site}/healthz")).await?;
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
    if let Some((latency_ms, bytes_per_s)) = network.slow {
        let conditions = json!({
            "offline": false,
            "latency": latency_ms,
            "downloadThroughput": bytes_per_s,
            "uploadThroughput": bytes_per_s,
        });
        cdp.send_raw("Network.enable", json!({})).await?;
        cdp.send_raw("Network.emulateNetworkConditions", conditions)
            .await?;
    }
    page.driver.goto(format!("{site}{}", click.path)).await?;
    page.value("answered_ms").await
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

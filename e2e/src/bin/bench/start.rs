//! What the page weighs over the wire, and how soon after navigation it answers a click.

use anyhow::Result;
use e2e::{browser::Browser, page};
use serde_json::json;

use crate::figure::{Figure, Limit};

const WEIGHT_MAX_KIB: f64 = 220.0;

/// A slow telephone, as Chromium's own tools have it.
const CPU_SLOWDOWN: u32 = 4;
const ANSWER_MAX_MS: f64 = 1000.0;

pub(crate) fn measure(rounds: u32) -> Result<Vec<Figure>> {
    let mut weight_kib = Vec::new();
    page::run_unobserved(Browser::Chromium, async |page| {
        page.open_and_connect().await?;
        let bytes: u64 = page.files().await?.values().sum();
        weight_kib.push(bytes as f64 / 1024.0);
        Ok(())
    })?;
    let mut answers_ms = Vec::new();
    for round in 0..rounds {
        eprintln!("Start, round {} of {rounds} …", round + 1);
        // A browser of its own each time: it has nothing cached, neither files nor compiled code.
        page::run_unobserved(Browser::Chromium, async |page| {
            let cdp = page.driver.cdp();
            let script = json!({ "source": include_str!("start.js") });
            cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", script)
                .await?;
            let slowdown = json!({ "rate": CPU_SLOWDOWN });
            cdp.send_raw("Emulation.setCPUThrottlingRate", slowdown)
                .await?;
            page.open("").await?;
            answers_ms.push(page.value("answered_ms").await?);
            Ok(())
        })?;
    }
    Ok(vec![
        Figure::new("page over the wire, brotli", "KiB", weight_kib)
            .limited(Limit::AtMost(WEIGHT_MAX_KIB)),
        Figure::new(
            format!("first click answered, CPU {CPU_SLOWDOWN}× slower"),
            "ms",
            answers_ms,
        )
        .limited(Limit::AtMost(ANSWER_MAX_MS)),
    ])
}

//! The page's workbench, opened and connected, and scripts run in it.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::page::Page;
use serde::de::DeserializeOwned;

/// What the scripts share.
const INSTRUMENT: &str = include_str!("instrument.js");

/// How long a script may run: a million messages take most of a minute, and the machine may be slow.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(110);

/// Width and height of the window, in CSS pixels, as on a desk: the log is in view.
const WINDOW: (u32, u32) = (1280, 1000);

/// Opens the workbench with nothing left of an earlier round, in a tab that is to connect to `address`.
pub(crate) async fn open(page: &Page, address: &str) -> Result<()> {
    page.driver
        .set_window_rect(0, 0, WINDOW.0, WINDOW.1)
        .await?;
    // A document of the same origin that keeps nothing: the page itself would save its tabs as it leaves.
    page.open("healthz").await?;
    let forget = "localStorage.clear(), sessionStorage.clear()";
    page.value::<Option<()>>(forget).await?;
    page.open("?view=workbench").await?;
    page.wait_for("document.querySelector('#new-tab') !== null", true)
        .await?;
    page.press("#new-tab").await?;
    // The new tab is shown when what is shown has not been connected yet, as the lesson has.
    page.wait_for_state("idle").await?;
    run::<Option<()>>(page, &format!("type('#address', {address:?})")).await?;
    page.wait_for(
        "document.querySelector('#address').value",
        address.to_owned(),
    )
    .await
}

/// Runs the body of an asynchronous function in the page, with what is in `instrument.js` around it.
pub(crate) async fn run<T: DeserializeOwned>(page: &Page, script: &str) -> Result<T> {
    page.driver.set_script_timeout(SCRIPT_TIMEOUT).await?;
    page.value(&format!("(async () => {{\n{INSTRUMENT}\n{script}\n}})()"))
        .await
        .context("a script did not come to its end")
}

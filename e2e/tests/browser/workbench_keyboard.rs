//! From the lesson to the detail of a message in another tab, without a mouse.

use anyhow::{Result, bail, ensure};
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(connection_is_operated_by_keyboard_alone);

/// How often Tab is pressed at most to reach an element.
const STOPS_MAX: usize = 80;

const FOCUS: &str = "document.activeElement.id";

async fn connection_is_operated_by_keyboard_alone(page: &mut Page) -> Result<()> {
    page.resize(1280, 800).await?;
    page.open_and_connect().await?;
    focus(page, "view-workbench").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for("document.querySelector('#workbench') !== null", true)
        .await?;

    focus(page, "new-tab").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for_state("idle").await?;
    page.wait_for(FOCUS, "address").await?;
    page.press_keys(page.address_of("/echo")).await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for_state("open").await?;

    focus(page, "message").await?;
    page.press_keys("손만으로").await?;
    page.press_with(Key::Control, Key::Enter).await?;
    let rows = [
        ("opened", ""),
        ("sent", "손만으로"),
        ("received", "손만으로"),
    ];
    page.wait_for_rows(&rows).await?;

    // The composer is below the log.
    focus_back(page, "log").await?;
    let selected = "document.querySelector(`#${document.querySelector('#log').getAttribute('aria-activedescendant')}`)
        ?.dataset.way";
    page.press_keys(Key::End).await?;
    page.wait_for(selected, "received").await?;
    page.press_keys(Key::Up).await?;
    page.wait_for(selected, "sent").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(
        "document.querySelector('#detail .detail-line')?.textContent",
        "손만으로",
    )
    .await?;
    page.press_keys(Key::Escape).await?;
    page.wait_for("document.querySelector('#detail') === null", true)
        .await?;

    // The strip of tabs is one stop, and arrows lead from tab to tab.
    focus_back(page, "tab-1").await?;
    page.press_keys(Key::Left).await?;
    page.wait_for(FOCUS, "tab-0").await?;
    page.press_keys(Key::Right).await?;
    page.wait_for(FOCUS, "tab-1").await?;

    focus(page, "close").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for_state("closed").await?;
    focus_back(page, "tab-1").await?;
    page.press_keys(Key::Delete).await?;
    page.wait_for(FOCUS, "tab-0").await?;
    page.wait_for("document.querySelectorAll('.tab').length", 1)
        .await?;
    focus(page, "undo-close").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(FOCUS, "tab-1").await?;

    focus(page, "all-tabs").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for("document.activeElement.className", "tab-list-show")
        .await?;
    page.press_with(Key::Shift, Key::Tab).await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(FOCUS, "tab-0").await
}

/// Presses Tab until the element with this id has the focus.
async fn focus(page: &Page, id: &str) -> Result<()> {
    for _ in 0..STOPS_MAX {
        page.press_keys(Key::Tab).await?;
        if has_focus(page, id).await? {
            return Ok(());
        }
    }
    bail!("Tab does not reach {id}")
}

/// The same, with Shift, the other way.
async fn focus_back(page: &Page, id: &str) -> Result<()> {
    for _ in 0..STOPS_MAX {
        page.press_with(Key::Shift, Key::Tab).await?;
        if has_focus(page, id).await? {
            return Ok(());
        }
    }
    bail!("Shift and Tab do not reach {id}")
}

/// Whether the element with this id has the focus. If so, the focus must be visible.
async fn has_focus(page: &Page, id: &str) -> Result<bool> {
    let is_there = page.value::<String>(FOCUS).await? == id;
    let outline = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";
    ensure!(
        !is_there || page.value::<bool>(outline).await?,
        "{id} has the focus, and it is not visible"
    );
    Ok(is_there)
}

//! Handles: what a person drags or moves by keys stays that size.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    composer_is_as_high_as_a_person_makes_it,
    columns_are_as_wide_as_a_person_makes_them
);

const COMPOSER: &str =
    "Math.round(document.querySelector('.workbench-compose').getBoundingClientRect().height)";

/// Whether the names of the columns end where the columns do.
const IS_ALIGNED: &str = "['number', 'time', 'size'].every((column) => {
    const name = document.querySelector(`.columns-cell[data-column=${column}]`);
    const row = document.querySelector('#log .log-row');
    const cell = row.querySelector(`.log-row-${column}`);
    return !cell || Math.abs(
        name.getBoundingClientRect().right - cell.getBoundingClientRect().right) < 1;
})";

fn width_of(column: &str) -> String {
    format!("Math.round(document.querySelector('.log-row-{column}').getBoundingClientRect().width)")
}

async fn focus(page: &Page, id: &str) -> Result<()> {
    // A handle loads with the first press.
    page.wait_for(&format!("document.querySelector('#{id}') !== null"), true)
        .await?;
    Ok(page.driver.find(By::Id(id)).await?.focus().await?)
}

/// Drags a handle by CSS pixels, to the right and down.
async fn drag(page: &Page, id: &str, (right, down): (i64, i64)) -> Result<()> {
    let handle = page.driver.find(By::Id(id)).await?;
    let drag = page.driver.action_chain();
    let drag = drag.click_and_hold_element(&handle);
    Ok(drag.move_by_offset(right, down).release().perform().await?)
}

async fn composer_is_as_high_as_a_person_makes_it(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    let before: i64 = page.value(COMPOSER).await?;
    focus(page, "composer-height").await?;
    page.press_keys(Key::Up).await?;
    page.wait_for(COMPOSER, before + 16).await?;
    drag(page, "composer-height", (0, -100)).await?;
    let is_dragged = format!("Math.abs({COMPOSER} - {}) < 8", before + 116);
    page.wait_for(&is_dragged, true).await?;
    // The text has the room, and the log has the rest.
    page.wait_for(
        &format!("document.querySelector('#message').clientHeight > {COMPOSER} - 60"),
        true,
    )
    .await?;
    page.wait_for("document.documentElement.scrollHeight <= innerHeight", true)
        .await?;

    page.driver.refresh().await?;
    page.wait_for(&is_dragged, true).await?;
    drag(page, "composer-height", (0, 60)).await?;
    page.wait_for(&format!("Math.abs({COMPOSER} - {}) < 8", before + 56), true)
        .await?;
    focus(page, "composer-height").await?;
    page.press_keys(Key::Home).await?;
    page.wait_for(COMPOSER, before).await
}

async fn columns_are_as_wide_as_a_person_makes_them(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("넓게").await?;
    page.wait_for("document.querySelectorAll('#log .log-row').length", 3)
        .await?;
    page.wait_for(IS_ALIGNED, true).await?;
    let before: i64 = page.value(&width_of("time")).await?;
    focus(page, "time-width").await?;
    page.press_keys(Key::Right).await?;
    page.wait_for(&width_of("time"), before + 16).await?;
    drag(page, "size-width", (40, 0)).await?;
    page.wait_for(IS_ALIGNED, true).await?;

    page.driver.refresh().await?;
    page.wait_for_state("idle").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.wait_for(&width_of("time"), before + 16).await?;
    page.wait_for(IS_ALIGNED, true).await?;

    // The menu, by the right button on the names.
    let names = page.driver.find(By::ClassName("columns-payload")).await?;
    let right = page.driver.action_chain().context_click_element(&names);
    right.perform().await?;
    let is_open = "document.querySelector('#columns')?.open ?? false";
    page.wait_for(is_open, true).await?;
    page.press("#columns [data-column=size]").await?;
    let hidden = "getComputedStyle(document.querySelector('.log-row-size')).display === 'none'
        && document.querySelector('.columns-cell[data-column=size]').offsetWidth === 0";
    page.wait_for(hidden, true).await?;
    page.press("#columns-reset").await?;
    page.wait_for(is_open, false).await?;
    page.wait_for(&width_of("time"), before).await
}

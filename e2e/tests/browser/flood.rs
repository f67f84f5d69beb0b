//! A flood: every message is kept, few are in the DOM, and the person controls the scrolling.

use anyhow::{Context, Result};
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    flood_is_kept_whole_and_its_newest_message_is_shown,
    log_scrolled_by_wheel_stays_until_the_newest_is_requested,
    log_scrolled_by_keyboard_stays_until_its_end_is_reached,
    log_under_a_pressed_pointer_stays,
    frozen_log_loses_nothing
);

/// The numbers of the rows that are in the DOM. The connection's opening is number 0, and the flood's first
/// message, which says "0", is number 1.
const NUMBERS: &str =
    "[...document.querySelectorAll('#log .log-row')].map((row) => Number(row.dataset.number))";

/// The number of the first visible row, also of one that is visible in part.
const FIRST_SEEN: &str = "[...document.querySelectorAll('#log .log-row')].filter((row) =>
    row.getBoundingClientRect().bottom > document.querySelector('#log').getBoundingClientRect().top + 1)
    .map((row) => Number(row.dataset.number))[0]";

/// How many new messages the button offers. Without any there is no button.
const NEW: &str =
    "Number((document.querySelector('#log-new')?.textContent ?? '0').replace(/\\D/g, ''))";

/// How far these tests scroll back, in rows.
const BACK: u32 = 14;

/// How many messages wait until the log is shown in its current state.
const WAITING: &str =
    "Number((document.querySelector('.log-list-waiting')?.textContent ?? '0').replace(/\\D/g, ''))";

/// A rate without haste, and a count that does not end before the test.
const ENDLESS: &str = "/flood?count=1000000&bytes=16&rate=200";

async fn flood_is_kept_whole_and_its_newest_message_is_shown(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.new_tab("/flood?count=50000&bytes=64").await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;

    // 50,000 messages between the opening and the close.
    page.wait_for(&format!("{NUMBERS}.at(-1)"), 50_001).await?;
    let rows = page.rows().await?;
    let texts = rows.iter().map(|(_, text)| text.as_str());
    let first = 50_002 - rows.len();
    let expected: Vec<String> = (first..50_001)
        .map(|number| format!("{:.<64}", number - 1))
        .collect();
    assert!(
        texts.eq(expected
            .iter()
            .map(String::as_str)
            .chain([rows[rows.len() - 1].1.as_str()]))
    );
    assert!(
        !page
            .value::<bool>("document.querySelector('#log-new') !== null")
            .await?
    );
    let seen = "(({ bottom }) => bottom <= document.querySelector('#log').getBoundingClientRect().bottom + 1)(
        document.querySelector('#log .log-row:last-child').getBoundingClientRect())";
    page.wait_for(seen, true).await?;
    let elements: u32 = page
        .value("document.querySelectorAll('#log *').length")
        .await?;
    assert!(elements < 600, "{elements} elements");

    // The count is that of the server.
    page.open_drawer("numbers").await?;
    let totals = "[...document.querySelectorAll('#numbers tbody tr:first-child td:last-child')].map((it) => it.textContent)";
    page.wait_for(totals, ["50,000", "3 MiB"]).await?;
    page.press("#drawer-close").await?;

    // The first is as near as the last.
    page.driver.find(By::Id("log")).await?.focus().await?;
    page.press_keys(Key::Home).await?;
    page.wait_for(FIRST_SEEN, 0).await?;
    let rows = page.rows().await?;
    assert_eq!(rows[0].0, "opened");
    assert_eq!(rows[1], ("received".to_owned(), format!("{:.<64}", 0)));
    Ok(())
}

async fn log_scrolled_by_wheel_stays_until_the_newest_is_requested(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab(ENDLESS).await?;
    wait_until_it_scrolls(page).await?;

    page.turn_wheel("#log", -22 * i32::try_from(BACK)?).await?;
    wait_until_it_went_back(page).await?;
    let seen: u64 = page.value(FIRST_SEEN).await?;
    page.wait_for(&format!("{NEW} > 100"), true).await?;
    assert_eq!(page.value::<u64>(FIRST_SEEN).await?, seen);

    page.press("#log-new").await?;
    page.wait_for("document.querySelector('#log-new') === null", true)
        .await?;
    is_following(page).await
}

async fn log_scrolled_by_keyboard_stays_until_its_end_is_reached(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab(ENDLESS).await?;
    wait_until_it_scrolls(page).await?;

    page.driver.find(By::Id("log")).await?.focus().await?;
    page.press_keys(Key::PageUp + Key::PageUp).await?;
    wait_until_it_went_back(page).await?;
    let seen: u64 = page.value(FIRST_SEEN).await?;
    page.wait_for(&format!("{NEW} > 100"), true).await?;
    assert_eq!(page.value::<u64>(FIRST_SEEN).await?, seen);

    page.press_keys(Key::End).await?;
    page.wait_for("document.querySelector('#log-new') === null", true)
        .await?;
    is_following(page).await
}

/// As at the beginning of a drag, of the scroll bar too, and of a touch: what is scrolled then is the person's.
async fn log_under_a_pressed_pointer_stays(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab(ENDLESS).await?;
    wait_until_it_scrolls(page).await?;

    let log = page.driver.find(By::Id("log")).await?;
    let hold = page.driver.action_chain();
    hold.move_to_element_center(&log)
        .click_and_hold()
        .perform()
        .await?;
    page.wait_for(&format!("{NEW} > 20"), true).await?;
    let seen: u64 = page.value(FIRST_SEEN).await?;
    page.wait_for(&format!("{NEW} > 60"), true).await?;
    assert_eq!(page.value::<u64>(FIRST_SEEN).await?, seen);
    page.driver.action_chain().release().perform().await?;

    page.press_keys(Key::Home).await?;
    page.wait_for(FIRST_SEEN, 0).await
}

async fn frozen_log_loses_nothing(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/flood?count=3000&bytes=16&rate=200")
        .await?;
    wait_until_it_scrolls(page).await?;

    page.press("#log-freeze").await?;
    page.wait_for(&format!("{WAITING} > 0"), true).await?;
    let newest: u64 = page.value(&format!("{NUMBERS}.at(-1)")).await?;
    page.wait_for_state("closed").await?;
    // The height of the list may have changed with the text beside it. Its end has not.
    assert_eq!(
        page.value::<u64>(&format!("{NUMBERS}.at(-1)")).await?,
        newest
    );
    // The waiting and the shown rows are all rows: 3,000 messages, the opening and the close.
    page.wait_for(&format!("{WAITING} + {newest} + 1"), 3_002)
        .await?;

    page.press("#log-freeze").await?;
    page.wait_for(&format!("{NUMBERS}.at(-1)"), 3_001).await?;
    page.wait_for(WAITING, 0).await?;
    let last = page.rows().await?;
    let text = &last.iter().rev().nth(1).context("there is one row")?.1;
    assert_eq!(*text, format!("{:.<16}", 2_999));
    Ok(())
}

/// Waits until there are more rows than fit.
async fn wait_until_it_scrolls(page: &Page) -> Result<()> {
    page.wait_for(&format!("{NUMBERS}.at(-1) > 60"), true).await
}

/// Waits until this many seen rows are below the visible ones. The button for new messages says only that the list
/// no longer follows.
async fn wait_until_it_went_back(page: &Page) -> Result<()> {
    let went_back = format!(
        "(() => {{
            const list = document.querySelector('#log').getBoundingClientRect();
            const rows = [...document.querySelectorAll('#log .log-row')];
            const last = rows.findLast((row) => row.getBoundingClientRect().top < list.bottom - 1);
            return rows[0].getBoundingClientRect().top <= list.top
                && last.ariaSetSize - last.ariaPosInSet - {NEW} >= {BACK};
        }})()"
    );
    page.wait_for(&went_back, true).await
}

/// Waits until a later message is shown.
async fn is_following(page: &Page) -> Result<()> {
    let newest: u64 = page.value(&format!("{NUMBERS}.at(-1)")).await?;
    page.wait_for(&format!("{NUMBERS}.at(-1) > {newest}"), true)
        .await
}

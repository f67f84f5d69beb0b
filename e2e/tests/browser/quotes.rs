//! The quotes of a feed, opened from the catalogue.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    feed_from_the_catalogue_is_a_moving_table,
    pane_that_did_not_come_is_loaded_again,
    table_shows_its_age_and_continues_when_the_server_is_back,
    table_sorts_by_its_headings
);

/// The symbols, from top to bottom.
const SYMBOLS: &str =
    "[...document.querySelectorAll('#quotes tbody tr')].map((row) => row.dataset.symbol)";

/// Whether a price has changed visibly.
const HAS_MOVED: &str = "document.querySelector('#quotes [data-moved]') !== null";

/// The line of the last minute.
const OUTLINE: &str = "document.querySelector('#quotes .sparkline path').getAttribute('d')";

/// Opens the ticker from the list of endpoints.
async fn open_ticker(page: &Page, symbols: &str) -> Result<()> {
    page.open_workbench().await?;
    page.unfold_endpoint("ticker").await?;
    page.write("[data-endpoint=ticker] input[id$='-0']", symbols)
        .await?;
    page.write("[data-endpoint=ticker] input[id$='-1']", "50")
        .await?;
    page.press("[data-endpoint=ticker] .catalogue-connect")
        .await?;
    page.wait_for_state("open").await
}

async fn feed_from_the_catalogue_is_a_moving_table(page: &mut Page) -> Result<()> {
    open_ticker(page, "ULLIM,ECHO").await?;
    page.wait_for(SYMBOLS, ["ULLIM", "ECHO"]).await?;
    page.wait_for(HAS_MOVED, true).await?;
    page.wait_for(
        "document.querySelector('#quotes-state').textContent",
        "실시간.",
    )
    .await?;
    // Every message is in the log as well.
    page.press("[data-pane=log]").await?;
    page.driver
        .find(thirtyfour::By::Id("log"))
        .await?
        .focus()
        .await?;
    page.press_keys(thirtyfour::Key::Home).await?;
    let first =
        "document.querySelector('#log [data-number=\"1\"] .log-row-text').textContent.slice(0, 18)";
    page.wait_for(first, "{\"type\":\"snapshot\"").await?;
    page.press("[data-pane=quotes]").await?;
    page.wait_for(SYMBOLS, ["ULLIM", "ECHO"]).await
}

async fn pane_that_did_not_come_is_loaded_again(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.unfold_endpoint("ticker").await?;
    page.server.kill().await?;
    page.press("[data-endpoint=ticker] .catalogue-connect")
        .await?;
    // It shows to those who have waited a moment.
    let can_load_again = "[...document.querySelectorAll('#load-again')]
        .some((button) => getComputedStyle(button).visibility === 'visible')";
    page.wait_for(can_load_again, true).await?;

    page.server.start_again().await?;
    page.press("#load-again").await?;
    page.wait_for("document.querySelector('#quotes-state') !== null", true)
        .await
}

async fn table_shows_its_age_and_continues_when_the_server_is_back(page: &mut Page) -> Result<()> {
    let is_stale = "document.querySelector('.quotes-stale') !== null";
    open_ticker(page, "ULLIM").await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.wait_for(HAS_MOVED, true).await?;

    page.server.kill().await?;
    page.wait_for(is_stale, true).await?;
    page.wait_for(SYMBOLS, ["ULLIM"]).await?;
    // The line ends before the edge, and further from it each second.
    let is_gap_seen = format!("Number({OUTLINE}.match(/H(\\d+)$/)[1]) < 117");
    page.wait_for(&is_gap_seen, true).await?;

    page.server.start_again().await?;
    page.wait_for_state("open").await?;
    page.wait_for(is_stale, false).await?;
    page.wait_for(HAS_MOVED, true).await?;
    page.wait_for(SYMBOLS, ["ULLIM"]).await?;
    // The unknown time between is no line: the line begins twice.
    page.wait_for(&format!("{OUTLINE}.split('M').length - 1"), 2)
        .await
}

async fn table_sorts_by_its_headings(page: &mut Page) -> Result<()> {
    open_ticker(page, "B,C,A").await?;
    page.wait_for(SYMBOLS, ["B", "C", "A"]).await?;
    page.press("#quotes th:first-child button").await?;
    page.wait_for(SYMBOLS, ["A", "B", "C"]).await?;
    page.wait_for(
        "document.querySelector('#quotes th:first-child').ariaSort",
        "ascending",
    )
    .await?;
    // The button keeps its place, so that the keyboard continues there.
    page.press_keys(thirtyfour::Key::Enter).await?;
    page.wait_for(SYMBOLS, ["C", "B", "A"]).await?;
    page.press_keys(thirtyfour::Key::Enter).await?;
    page.wait_for(SYMBOLS, ["B", "C", "A"]).await
}

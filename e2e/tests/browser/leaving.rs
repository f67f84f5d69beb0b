//! The page is left: the server prints a line when a client has left, and the browser asks where something would be lost.

use anyhow::{Result, ensure};
use e2e::page::Page;
use futures_util::{FutureExt as _, StreamExt as _};
use thirtyfour::bidi::events::UserPromptOpened;

in_both_browsers!(
    closed_tab_is_a_client_that_has_left,
    browser_asks_before_messages_of_an_open_connection_are_lost
);

async fn closed_tab_is_a_client_that_has_left(page: &mut Page) -> Result<()> {
    // A second tab, because the browser ends with its last one.
    let first = page.driver.window().await?;
    let second = page.driver.new_tab().await?;
    page.driver.switch_to_window(second).await?;
    page.open_and_connect().await?;
    page.driver.close_window().await?;
    page.driver.switch_to_window(first).await?;
    page.server.wait_for_line("클라이언트 접속 해제").await
}

async fn browser_asks_before_messages_of_an_open_connection_are_lost(
    page: &mut Page,
) -> Result<()> {
    let bidi = page.driver.bidi().await?;
    let mut prompts = bidi.subscribe::<UserPromptOpened>().await?;
    // WebDriver agrees by itself to what it is asked.
    let mut is_asked = async |page: &Page| -> Result<bool> {
        page.open("healthz").await?;
        // The answer to a command comes after the events before it.
        bidi.browsing_context().top_level().await?;
        match prompts.next().now_or_never().flatten() {
            Some(prompt) => {
                ensure!(prompt.prompt_type == "beforeunload", "{prompt:?}");
                Ok(true)
            }
            None => Ok(false),
        }
    };
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    ensure!(!is_asked(page).await?, "asked about an opening");

    page.open("?view=workbench").await?;
    page.wait_for_state("idle").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.send("하나").await?;
    let answers = "document.querySelectorAll('#log [data-way=received]').length";
    page.wait_for(answers, 1).await?;
    ensure!(is_asked(page).await?, "left without a question");

    page.open("?view=workbench").await?;
    page.wait_for_state("idle").await?;
    page.close_tab().await?;
    ensure!(!is_asked(page).await?, "asked about nothing");
    Ok(())
}

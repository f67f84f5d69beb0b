//! The server prints a line when a client has left, also one whose tab was closed.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(closed_tab_is_a_client_that_has_left);

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

//! What the page writes into the composer can be undone, and what it has to say moves nothing.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(what_the_page_writes_is_undone_by_one_key);

const KIND: &str = "document.querySelector('#compose-kind').value";

const TEXT: &str = "document.querySelector('#message').value";

const CARET: &str = "document.querySelector('#message').selectionStart";

async fn what_the_page_writes_is_undone_by_one_key(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.choose("#compose-kind", "json").await?;
    let (typed, formatted) = ("{\"a\":1,\"b<i>\":2}", "{\n  \"a\": 1,\n  \"b<i>\": 2\n}");
    page.send(typed).await?;
    focus(page).await?;
    page.press_keys(Key::Left).await?;
    page.press("#compose-format").await?;
    page.wait_for(TEXT, formatted).await?;
    // The caret stays before the last bracket.
    page.wait_for(CARET, formatted.len() - 2).await?;
    undo(page).await?;
    page.wait_for(TEXT, typed).await?;
    page.press("#compose-format").await?;
    page.wait_for(TEXT, formatted).await?;
    page.press("#send").await?;

    // A message of the history takes the place of what was typed.
    page.press("#compose-older").await?;
    page.wait_for(TEXT, typed).await?;
    undo(page).await?;
    page.wait_for(TEXT, formatted).await?;
    page.wait_for(
        "document.querySelector('#compose-size').textContent",
        "25바이트",
    )
    .await?;

    // The kind comes back with its text.
    page.choose("#compose-kind", "hex").await?;
    page.write("#message", "00 ff").await?;
    page.choose("#compose-kind", "base64").await?;
    page.wait_for(TEXT, "AP8=").await?;
    undo(page).await?;
    page.wait_for(TEXT, "00 ff").await?;
    page.wait_for(KIND, "hex").await
}

async fn focus(page: &Page) -> Result<()> {
    page.value("document.querySelector('#message').focus()")
        .await
}

async fn undo(page: &Page) -> Result<()> {
    focus(page).await?;
    let keys = page.driver.action_chain().key_down(Key::Control);
    keys.send_keys("z").key_up(Key::Control).perform().await?;
    Ok(())
}

//! What is copied out of a message and pasted into one is the message, byte for byte.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    long_line_is_copied_without_the_breaks_of_the_detail,
    pasted_carriage_returns_are_sent_and_come_back
);

const TYPED: &str = "document.querySelector('#message').value";

/// Selects all of an element, which has the focus.
fn select_all_of(selector: &str) -> String {
    format!(
        "(() => {{
            const element = document.querySelector('{selector}');
            element.focus();
            getSelection().selectAllChildren(element);
            return true;
        }})()"
    )
}

async fn copy_all_of(page: &Page, selector: &str) -> Result<()> {
    page.wait_for(&select_all_of(selector), true).await?;
    press_control(page, 'c').await
}

async fn press_control(page: &Page, key: char) -> Result<()> {
    let keys = page.driver.action_chain().key_down(Key::Control);
    let keys = keys.send_keys(key.to_string()).key_up(Key::Control);
    Ok(keys.perform().await?)
}

/// Pastes in the place of what is typed.
async fn paste(page: &Page) -> Result<()> {
    page.write("#message", "").await?;
    press_control(page, 'v').await
}

async fn long_line_is_copied_without_the_breaks_of_the_detail(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    let token = "0123456789abcdef".repeat(24) + "end";
    let object = format!("{{\"a\":[1,2],\"token\":\"{token}\"}}");
    page.send(&object).await?;
    let rows = "document.querySelectorAll('#log .log-row').length";
    page.wait_for(rows, 3).await?;
    page.press("#log .log-row[data-way=received]").await?;

    page.press("#detail-text").await?;
    page.wait_for("document.querySelectorAll('.detail-line').length > 3", true)
        .await?;
    copy_all_of(page, "#detail-lines").await?;
    paste(page).await?;
    page.wait_for(TYPED, &object).await?;

    // A copy of formatted JSON is JSON, without the signs that fold it.
    page.press("#detail-json").await?;
    page.wait_for("document.querySelector('.detail-line-fold') !== null", true)
        .await?;
    copy_all_of(page, "#detail-lines").await?;
    paste(page).await?;
    page.wait_for(&format!("JSON.stringify(JSON.parse({TYPED}))"), &object)
        .await
}

/// Has the next copy in the page put this on the clipboard.
const COPIES_CR_LF: &str = "(() => {
    document.addEventListener('copy', (event) => {
        event.clipboardData.setData('text/plain', 'a\\r\\nb');
        event.preventDefault();
    }, { once: true, capture: true });
    return true;
})()";

async fn pasted_carriage_returns_are_sent_and_come_back(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    let sizes = "[...document.querySelectorAll('#log .log-row-size')].slice(1).map((size) => size.textContent)";
    page.wait_for(COPIES_CR_LF, true).await?;
    page.write("#message", "x").await?;
    press_control(page, 'a').await?;
    press_control(page, 'c').await?;
    paste(page).await?;
    page.wait_for(TYPED, "a\nb").await?;
    // The text survives a reload, and an edit elsewhere in it.
    page.driver.refresh().await?;
    page.wait_for(TYPED, "a\nb").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.driver
        .find(By::Id("message"))
        .await?
        .send_keys("!")
        .await?;
    page.press("#send").await?;
    page.wait_for(sizes, ["5 B"; 2]).await?;

    // What came back is copied, and pasted and sent again.
    page.press("#log .log-row[data-way=received]").await?;
    page.press("#log-copy").await?;
    page.wait_for(
        "document.querySelector('.workbench-copied').textContent !== ''",
        true,
    )
    .await?;
    paste(page).await?;
    page.wait_for(TYPED, "a\nb!").await?;
    page.press("#send").await?;
    page.wait_for(sizes, ["5 B"; 4]).await?;
    page.press("#compose-line-ends").await?;
    page.press("#send").await?;
    page.wait_for(sizes, ["5 B", "5 B", "5 B", "5 B", "4 B", "4 B"])
        .await
}

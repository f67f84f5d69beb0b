//! The rows of the log: what is seen of them, and what a person does with them.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(
    selected_row_when_the_detail_opens_stays_in_view,
    hit_behind_the_end_of_a_row_is_seen_and_marked,
    range_of_rows_is_selected_and_copied,
    menu_of_a_row_is_used_by_keys,
    single_keys_go_where_they_say_and_are_turned_off,
    rows_leave_room_to_the_payload_and_show_the_seconds_in_a_narrow_window
);

/// Whether all of the selected row is in the list.
const SELECTED_IS_IN_VIEW: &str = "(() => {
    const row = document.querySelector('#log .log-row[aria-selected=true]')?.getBoundingClientRect();
    const list = document.querySelector('#log').getBoundingClientRect();
    return row !== undefined && row.top >= list.top && row.bottom <= list.bottom;
})()";

/// Sends numbered messages to an echo, and waits for the answer to the last one.
async fn echo(page: &Page, count: usize) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    for number in 0..count {
        page.send(&format!("message {number}")).await?;
    }
    page.wait_for(
        &format!(
            "document.querySelector('#log .log-row[data-number=\"{}\"]') !== null",
            2 * count
        ),
        true,
    )
    .await
}

async fn selected_row_when_the_detail_opens_stays_in_view(page: &mut Page) -> Result<()> {
    echo(page, 9).await?;
    page.press("#log .log-row:last-child").await?;
    page.wait_for("document.querySelector('#detail') !== null", true)
        .await?;
    page.wait_for(SELECTED_IS_IN_VIEW, true).await
}

async fn hit_behind_the_end_of_a_row_is_seen_and_marked(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send(&format!("{}needle", "x".repeat(400))).await?;
    page.write("#filter-query", "needle").await?;
    let is_seen = "(() => {
        const row = document.querySelector('#log .log-row[data-way=received] .log-row-text');
        const mark = row?.querySelector('mark')?.getBoundingClientRect();
        return mark?.width > 0 && mark.right <= row.getBoundingClientRect().right;
    })()";
    page.wait_for(is_seen, true).await
}

/// Presses a letter while Ctrl is held.
async fn press_control(page: &Page, letter: char) -> Result<()> {
    let keys = page.driver.action_chain().key_down(Key::Control);
    let keys = keys.send_keys(letter.to_string()).key_up(Key::Control);
    Ok(keys.perform().await?)
}

async fn range_of_rows_is_selected_and_copied(page: &mut Page) -> Result<()> {
    echo(page, 2).await?;
    // The newest row is the answer to the last message.
    page.press("#log .log-row:last-child").await?;
    page.press_with(Key::Shift, Key::Up).await?;
    let selected = "document.querySelectorAll('#log .log-row[aria-selected=true]').length";
    page.wait_for(selected, 2).await?;
    press_control(page, 'c').await?;
    let copied = "document.querySelector('.workbench-copied').textContent";
    page.wait_for(copied, "2줄을 복사했습니다.").await?;
    press_control(page, 'a').await?;
    page.wait_for(selected, 5).await?;
    page.wait_for("getSelection().toString()", "").await?;

    page.write("#message", "").await?;
    press_control(page, 'v').await?;
    let typed = "document.querySelector('#message').value";
    page.wait_for(typed, "message 1\nmessage 1").await
}

async fn menu_of_a_row_is_used_by_keys(page: &mut Page) -> Result<()> {
    echo(page, 1).await?;
    page.press("#log .log-row:last-child").await?;
    page.press_with(Key::Shift, Key::F10).await?;
    let item = "document.activeElement.getAttribute('role') === 'menuitem'
        ? document.activeElement.textContent : null";
    page.wait_for(item, "내용 복사").await?;
    page.press_keys(Key::Up).await?;
    page.wait_for(item, "여기부터 시간 재기").await?;
    page.press_keys(Key::Escape).await?;
    page.wait_for("document.activeElement.id", "log").await?;

    // What is edited is in the message, and the focus is there.
    page.press_with(Key::Shift, Key::F10).await?;
    page.wait_for(item, "내용 복사").await?;
    page.press_keys("고").await?;
    page.wait_for(item, "고쳐서 보내기").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for("document.activeElement.id", "message")
        .await?;
    page.wait_for("document.querySelector('#message').value", "message 0")
        .await
}

async fn single_keys_go_where_they_say_and_are_turned_off(page: &mut Page) -> Result<()> {
    echo(page, 2).await?;
    page.press("#log .log-row:last-child").await?;
    let selected = "document.querySelector('#log .log-row[aria-selected=true]').dataset.number";
    page.wait_for(selected, "4").await?;
    page.press_keys("k").await?;
    page.wait_for(selected, "3").await?;
    let focused = "document.activeElement.id";
    page.press_keys("/").await?;
    page.wait_for(focused, "filter-query").await?;
    // In a field a letter is a letter.
    page.press_keys("j").await?;
    page.wait_for("document.querySelector('#filter-query').value", "j")
        .await?;
    page.press("#log").await?;
    page.press_keys("?").await?;
    page.wait_for("document.querySelector('#keys-help')?.open ?? false", true)
        .await?;
    page.press_keys(Key::Escape).await?;
    page.wait_for(
        "document.querySelector('#keys-help')",
        serde_json::Value::Null,
    )
    .await?;

    page.press("#settings-button").await?;
    page.press("#single-keys").await?;
    page.press_keys(Key::Escape).await?;
    page.press("#log").await?;
    page.press_keys("c").await?;
    page.press_keys(Key::Home).await?;
    page.wait_for(focused, "log").await
}

async fn rows_leave_room_to_the_payload_and_show_the_seconds_in_a_narrow_window(
    page: &mut Page,
) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.send(&"0123456789".repeat(40)).await?;
    // What is beside the payload takes the place of 32 characters.
    let beside = "(() => {
        const text = document.querySelector('#log .log-row[data-way=received] .log-row-text');
        if (!text) return false;
        const ten = document.createRange();
        ten.setStart(text.firstChild, 0);
        ten.setEnd(text.firstChild, 10);
        const [row, character] = [text.parentElement, ten.getBoundingClientRect().width / 10];
        const beside = row.clientWidth - text.clientWidth;
        return beside / character <= 32;
    })()";
    page.wait_for(beside, true).await?;
    page.resize(390, 844).await?;
    let time = "(() => {
        const time = document.querySelector('#log .log-row[data-way=received] .log-row-time');
        const seconds = document.createRange();
        seconds.setStart(time.firstChild, 6);
        seconds.setEnd(time.firstChild, 12);
        const [box, shown] = [time, seconds].map((it) => it.getBoundingClientRect());
        return box.width > 0 && shown.left >= box.left - 1 && shown.right <= box.right + 1;
    })()";
    page.wait_for(time, true).await
}

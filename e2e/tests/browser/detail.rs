//! The detail of a message: all of it is seen at any width, and what is copied is what was sent.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    message_in_a_pane_of_any_width_hides_nothing,
    hit_is_marked_and_in_view_when_a_message_is_opened,
    path_of_a_line_and_all_of_a_long_message_are_copied,
    detail_of_an_opening_has_the_answer_to_its_handshake
);

const TYPED: &str = "document.querySelector('#message').value";

/// What the page says of the latest copy, until something else is done.
const COPIED: &str = "document.querySelector('.workbench-copied').textContent";

/// Sends a message to an echo, and opens the detail of the answer.
async fn open(page: &Page, message: &str) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1920, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.write("#message", message).await?;
    page.press("#send").await?;
    let rows = "document.querySelectorAll('#log .log-row').length";
    page.wait_for(rows, 3).await
}

async fn open_detail(page: &Page) -> Result<()> {
    page.press("#log .log-row[data-way=received]").await?;
    page.wait_for("document.querySelector('.detail-line') !== null", true)
        .await
}

/// What is wrong with the detail when its pane has this width: text beside or below what is shown, or a head of more
/// lines.
fn hidden_at(width_px: u32) -> String {
    format!(
        "(() => {{
            const pane = document.querySelector('.workbench-scrollers');
            pane.style.setProperty('--behind-px', '{width_px}px');
            const [detail, lines, content] = ['#detail', '#detail-lines', '.detail-lines-content']
                .map((it) => document.querySelector(it));
            const wide = Math.round(detail.getBoundingClientRect().width);
            const wrong = [];
            if (wide !== {width_px}) wrong.push(`width ${{wide}}`);
            if (lines.scrollWidth > lines.clientWidth) wrong.push(`sideways ${{lines.scrollWidth}}`);
            if (detail.scrollWidth > detail.clientWidth) wrong.push('head');
            if (document.querySelector('.detail-bar').getBoundingClientRect().bottom
                > detail.getBoundingClientRect().top + 62) wrong.push('lines of the head');
            const height = content.getBoundingClientRect().height;
            const count = content.querySelectorAll('.detail-line').length;
            if (Math.round(height) !== 20 * count) wrong.push(`${{count}} lines in ${{height}} px`);
            return wrong;
        }})()"
    )
}

async fn message_in_a_pane_of_any_width_hides_nothing(page: &mut Page) -> Result<()> {
    let message = format!(
        r#"{{"text":"{}","한글":"{}","mixed":"{}","n":1796042285582}}"#,
        "0123456789".repeat(30),
        "가나다라마".repeat(30),
        "aé\\t—，".repeat(20)
    );
    open(page, &message).await?;
    open_detail(page).await?;
    for format in ["#detail-json", "#detail-text", "#detail-bytes"] {
        page.press(format).await?;
        for width_px in [280, 496, 720] {
            page.wait_for(&hidden_at(width_px), serde_json::json!([]))
                .await?;
        }
    }
    page.press("#detail-text").await?;
    page.press("#detail-wrap").await?;
    page.wait_for("document.querySelectorAll('.detail-line').length", 1)
        .await
}

async fn hit_is_marked_and_in_view_when_a_message_is_opened(page: &mut Page) -> Result<()> {
    let message = format!("[{}{{\"price\":7.25}}]", "0,".repeat(600));
    open(page, &message).await?;
    // JSON is shown with a space after the colon, and the hit in the message has none.
    page.write("#filter-query", "price\":7").await?;
    open_detail(page).await?;
    let in_view = "(() => {
        const marks = [...document.querySelectorAll('#detail-lines mark')];
        const lines = document.querySelector('#detail-lines').getBoundingClientRect();
        const isInView = (mark) => {
            const { top, bottom } = mark.getBoundingClientRect();
            return top >= lines.top && bottom <= lines.bottom;
        };
        return marks.length > 0 && marks.every(isInView) && marks.map((it) => it.textContent).join('');
    })()";
    page.wait_for(in_view, "price\": 7").await
}

async fn path_of_a_line_and_all_of_a_long_message_are_copied(page: &mut Page) -> Result<()> {
    let message = format!("{{\"user\":{{\"tags\":[\"a\",{}1]}}}}", "0,".repeat(300));
    open(page, &message).await?;
    open_detail(page).await?;
    page.press(".detail-line[data-line='3']").await?;
    page.press("#detail-copies-open").await?;
    page.press("#detail-copy-path").await?;
    paste(page).await?;
    page.wait_for(TYPED, "user.tags[0]").await?;

    // The lines out of view are not in the document, and are copied all the same.
    focus_lines(page).await?;
    page.press_keys(Key::Down).await?;
    page.wait_for(COPIED, "").await?;
    press_control(page, 'a').await?;
    press_control(page, 'c').await?;
    paste(page).await?;
    page.wait_for(&format!("JSON.stringify(JSON.parse({TYPED}))"), &message)
        .await?;
    focus_lines(page).await?;
    page.press_keys(Key::Escape).await?;
    page.wait_for("document.querySelector('#detail') === null", true)
        .await?;
    page.wait_for("document.activeElement.id", "log").await
}

async fn focus_lines(page: &Page) -> Result<()> {
    let lines = page.driver.find(By::Id("detail-lines")).await?;
    Ok(lines.focus().await?)
}

async fn press_control(page: &Page, key: char) -> Result<()> {
    let keys = page.driver.action_chain().key_down(Key::Control);
    let keys = keys.send_keys(key.to_string()).key_up(Key::Control);
    Ok(keys.perform().await?)
}

/// Pastes in the place of what is typed, once something was copied.
async fn paste(page: &Page) -> Result<()> {
    page.wait_for(&format!("{COPIED} !== ''"), true).await?;
    page.write("#message", "").await?;
    press_control(page, 'v').await
}

async fn detail_of_an_opening_has_the_answer_to_its_handshake(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/headers").await?;
    page.press("#log .log-row[data-way=opened]").await?;
    let answer = "document.querySelector('#detail pre').textContent";
    page.wait_for(
        &format!("{answer}.startsWith('HTTP/1.1 101 Switching Protocols\\n')"),
        true,
    )
    .await?;
    page.wait_for(&format!("{answer}.includes('upgrade: websocket')"), true)
        .await
}

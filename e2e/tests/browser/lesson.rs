//! The lesson's elements are there, to the letter.

use anyhow::Result;
use e2e::page::Page;
use serde_json::{Value, json};

in_both_browsers!(
    lesson_elements_are_to_the_letter,
    message_of_a_million_line_breaks_does_not_stop_the_lesson,
);

async fn lesson_elements_are_to_the_letter(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let elements: Value = page
        .value(
            "(() => {
                const textarea = document.getElementById('message');
                const line_break = textarea.nextElementSibling;
                const send = line_break.nextElementSibling;
                const close = send.nextElementSibling;
                const messages = document.getElementById('messages');
                const name = (element) => [element.tagName, element.id, element.textContent];
                return {
                    textarea: [textarea.tagName, textarea.getAttribute('cols'), textarea.getAttribute('rows')],
                    line_break: line_break.tagName,
                    buttons: [name(send), name(close)],
                    messages: [messages.tagName, messages.childElementCount],
                };
            })()",
        )
        .await?;
    let lesson = json!({
        "textarea": ["TEXTAREA", "50", "5"],
        "line_break": "BR",
        "buttons": [["BUTTON", "send", "전송"], ["BUTTON", "close", "종료"]],
        "messages": ["DIV", 1],
    });
    assert_eq!(elements, lesson);
    Ok(())
}

/// Sends a million line breaks instead of `x`, past the textarea, whose own cost is the browser's. Then it measures the
/// longest time in which the page did nothing else, in milliseconds.
const SEND_LINE_BREAKS: &str = r"void (() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
        send.call(this, data === 'x' ? '\n'.repeat(1_000_000) : data);
    };
    window.longestMs = 0;
    let last = performance.now();
    setInterval(() => {
        const now = performance.now();
        window.longestMs = Math.max(window.longestMs, now - last);
        last = now;
    }, 4);
})()";

/// Far above what 16,384 line breaks take, and far below what a million take.
const MAX_PAUSE_MS: f64 = 3_000.0;

async fn message_of_a_million_line_breaks_does_not_stop_the_lesson(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.value::<()>(SEND_LINE_BREAKS).await?;
    page.type_message("x").await?;
    page.press("#send").await?;
    page.wait_for(
        "document.querySelectorAll('#messages br').length > 10_000",
        true,
    )
    .await?;
    // Behind the layout of what is shown.
    page.value::<bool>("new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(true), 10)))")
        .await?;
    let longest_ms: f64 = page.value("window.longestMs").await?;
    let elements: u32 = page
        .value("document.querySelectorAll('#messages *').length")
        .await?;
    println!(
        "a million line breaks: {elements} elements, the longest pause was {longest_ms:.0} ms"
    );
    assert!(longest_ms < MAX_PAUSE_MS, "{longest_ms} ms");
    Ok(())
}

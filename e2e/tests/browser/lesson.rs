//! The lesson's elements are there, to the letter.

use anyhow::Result;
use e2e::page::Page;
use serde_json::{Value, json};

in_both_browsers!(lesson_elements_are_to_the_letter);

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

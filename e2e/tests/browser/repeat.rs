//! Messages that are made when they are sent: with placeholders, repeated, or refused because they are invalid.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    placeholders_are_filled_in_at_sending,
    message_is_repeated_as_often_as_requested,
    repeats_of_a_hidden_page_need_none_of_its_timers,
    json_that_is_wrong_is_not_sent_and_says_where
);

const SENT: &str = "[...document.querySelectorAll('#log .log-row[data-way=sent] .log-row-text')]
    .map((text) => text.textContent)";

async fn placeholders_are_filled_in_at_sending(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.write("#message", "{{n}}번, {{uuid}}").await?;
    let preview = "document.querySelector('#compose-preview code').textContent.slice(0, 4)";
    page.wait_for(preview, "1번, ").await?;
    for _ in 0..3 {
        page.press("#send").await?;
    }
    page.wait_for(
        &format!("{SENT}.map((text) => text.slice(0, 4))"),
        ["1번, ", "2번, ", "3번, "],
    )
    .await?;
    page.wait_for(preview, "4번, ").await?;
    // Each has another UUID, and the draft is unchanged.
    page.wait_for(
        &format!("new Set({SENT}.map((text) => text.slice(4)).filter((uuid) => /^[0-9a-f-]{{36}}$/.test(uuid))).size"),
        3,
    )
    .await?;
    assert_eq!(page.draft().await?, "{{n}}번, {{uuid}}");
    Ok(())
}

async fn message_is_repeated_as_often_as_requested(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.write("#message", "두근 {{n}}").await?;
    page.press("#repeat").await?;
    page.write("#repeat-every", "50").await?;
    page.write("#repeat-count", "3").await?;
    page.press("#repeat-start").await?;
    page.wait_for(
        "document.querySelector('.repeat-controls-state').textContent",
        "반복을 마쳤습니다.",
    )
    .await?;
    page.wait_for(
        "document.querySelector('#repeat-sent').textContent",
        "메시지 3개 보냄",
    )
    .await?;
    page.wait_for(SENT, ["두근 1", "두근 2", "두근 3"]).await?;

    // Without a count it repeats until it is stopped.
    page.write("#repeat-count", "").await?;
    page.press("#repeat-start").await?;
    page.wait_for(&format!("{SENT}.length > 5"), true).await?;
    page.press("#repeat-stop").await?;
    page.wait_for(
        "document.querySelector('.repeat-controls-state').textContent",
        "반복을 마쳤습니다.",
    )
    .await?;

    // An invalid interval does not start.
    page.write("#repeat-every", "1").await?;
    page.press("#repeat-start").await?;
    page.wait_for(
        "document.querySelector('#repeat-error').textContent.includes('10부터 86400000까지')",
        true,
    )
    .await?;
    page.wait_for(
        "document.querySelector('#repeat-every').ariaInvalid",
        "true",
    )
    .await
}

async fn repeats_of_a_hidden_page_need_none_of_its_timers(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.write("#message", "두근 {{n}}").await?;
    page.press("#repeat").await?;
    page.write("#repeat-every", "50").await?;
    page.write("#repeat-count", "3").await?;
    // A driver cannot hide a page. The timers of a hidden one are late, by up to a minute; here they never come.
    page.value::<()>(
        "(() => {
            window.setTimeout = () => 0;
            Object.defineProperty(document, 'hidden', { get: () => true });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        })()",
    )
    .await?;
    page.press("#repeat-start").await?;
    // The log of a hidden page may be late, its messages are not.
    page.wait_for_metric("ullim_messages_total{direction=\"received\",endpoint=\"echo\"} 3")
        .await
}

async fn json_that_is_wrong_is_not_sent_and_says_where(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.choose("#compose-kind", "json").await?;
    page.send("{\"이름\": }").await?;
    let error = "document.querySelector('#compose-error').textContent";
    page.wait_for(
        error,
        "1행 8번째 글자: JSON에서 여기에는 ‘}’ 글자가 올 수 없습니다.",
    )
    .await?;
    assert_eq!(page.draft().await?, "{\"이름\": }");
    // The caret is where the error is.
    let caret = "(({ id, selectionStart }) => [id, selectionStart])(document.activeElement)";
    page.wait_for(caret, ("message", 7)).await?;

    page.write("#message", "{\"이름\":\"울림\"}").await?;
    page.press("#compose-format").await?;
    page.wait_for(
        "document.querySelector('#message').value",
        "{\n  \"이름\": \"울림\"\n}",
    )
    .await?;
    page.press("#send").await?;
    // The first was never sent.
    page.wait_for_rows(&[
        ("opened", ""),
        ("sent", "{\n  \"이름\": \"울림\"\n}"),
        ("received", "{\n  \"이름\": \"울림\"\n}"),
    ])
    .await?;
    page.wait_for(error, "").await
}

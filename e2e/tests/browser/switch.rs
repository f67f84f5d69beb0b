//! Between lesson and workbench the connection, its messages and the text go along.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(switch_keeps_connection_messages_and_text);

async fn switch_keeps_connection_messages_and_text(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("하나").await?;
    page.press("#send").await?;
    let messages = ["[서버 접속 완료]", "서버로부터 응답: 하나"];
    page.wait_for_messages(&messages).await?;
    page.type_message(" 그리고 둘").await?;

    page.press("#view-workbench").await?;
    page.wait_for_state("open").await?;
    page.wait_for("document.querySelector('#workbench') !== null", true)
        .await?;
    assert_eq!(page.draft().await?, "하나 그리고 둘");
    page.wait_for(
        "[...document.querySelectorAll('#log .log-row')].some((row) => row.textContent.includes('응답: 하나'))",
        true,
    )
    .await?;
    page.type_message(", 셋").await?;

    page.press("#view-lesson").await?;
    page.wait_for_messages(&messages).await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.draft().await?, "하나 그리고 둘, 셋");
    page.press("#send").await?;
    page.wait_for_messages(&[
        messages[0],
        messages[1],
        "서버로부터 응답: 하나 그리고 둘, 셋",
    ])
    .await?;
    // One connection was opened, and it is still the same.
    page.wait_for_metric("ullim_accepts_total{endpoint=\"lesson\"} 1")
        .await
}

//! Closing: the page's text, and its console from beginning to end.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    closing_is_shown_and_logged_in_order,
    nothing_can_be_sent_once_closed_and_why_is_said
);

async fn closing_is_shown_and_logged_in_order(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;

    let children = "[...document.querySelector('#messages').childNodes].map((child) => child.outerHTML ?? child.data)";
    let children: Vec<String> = page.value(children).await?;
    assert_eq!(
        children,
        [
            "<div class=\"message\">[서버 접속 완료]</div>",
            "서버 접속 종료"
        ]
    );
    let state = page.text("#state").await?;
    assert!(
        state.contains("1005"),
        "a close with no code is 1005: {state}"
    );

    let said: Vec<_> = page
        .console
        .so_far()
        .await?
        .into_iter()
        .map(|entry| entry.text)
        .collect();
    assert_eq!(said, ["클라이언트 접속 완료!", "종료 누름", "종료"]);
    Ok(())
}

async fn nothing_can_be_sent_once_closed_and_why_is_said(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let described =
        "document.getElementById(document.querySelector('#send').getAttribute('aria-describedby'))";
    let while_open: String = page.value(&format!("{described}.textContent")).await?;
    page.type_message("남는 글").await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;

    assert!(
        page.value::<bool>("document.querySelector('#send').disabled")
            .await?
    );
    let while_closed: String = page.value(&format!("{described}.textContent")).await?;
    assert_ne!(while_closed, while_open);
    assert!(while_closed.contains("닫혀"), "{while_closed}");
    assert!(
        page.value::<bool>(&format!("{described}.checkVisibility()"))
            .await?
    );
    assert_eq!(page.draft().await?, "남는 글");

    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.press("#send").await?;
    page.wait_for_messages(&[
        "[서버 접속 완료]",
        "[서버 접속 완료]",
        "서버로부터 응답: 남는 글",
    ])
    .await?;
    Ok(())
}

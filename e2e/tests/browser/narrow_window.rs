//! A telephone's width: nothing has to be scrolled sideways, however long a word is.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(page_is_not_wider_than_a_narrow_window);

/// How many CSS pixels the page is wider than the window.
const EXCESS: &str = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async fn page_is_not_wider_than_a_narrow_window(page: &mut Page) -> Result<()> {
    page.resize(360, 740).await?;
    page.open_and_connect().await?;
    assert_eq!(page.value::<i32>("innerWidth").await?, 360);
    assert_eq!(page.value::<i32>(EXCESS).await?, 0);

    let word = "w".repeat(2_000);
    page.type_message(&word).await?;
    page.press("#send").await?;
    let answer = format!("서버로부터 응답: {word}");
    page.wait_for_messages(&["[서버 접속 완료]", &answer])
        .await?;
    assert_eq!(page.value::<i32>(EXCESS).await?, 0);
    let messages: i32 = page
        .value("(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#messages'))")
        .await?;
    assert_eq!(messages, 0, "the word is broken, not cut off");

    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    assert_eq!(page.value::<i32>(EXCESS).await?, 0);
    Ok(())
}

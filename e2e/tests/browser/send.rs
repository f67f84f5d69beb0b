//! A sent message is answered line for line, and stays in the textarea.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    three_lines_are_answered_with_two_line_breaks,
    ctrl_and_enter_send
);

async fn three_lines_are_answered_with_two_line_breaks(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("하나\n둘\n셋").await?;
    page.press("#send").await?;
    page.wait_for_messages(&["[서버 접속 완료]", "서버로부터 응답: 하나<br>둘<br>셋"])
        .await?;
    assert_eq!(page.draft().await?, "하나\n둘\n셋");
    Ok(())
}

async fn ctrl_and_enter_send(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("단축키").await?;
    page.driver
        .find(By::Id("message"))
        .await?
        .send_keys(Key::Control + Key::Enter)
        .await?;
    page.wait_for_messages(&["[서버 접속 완료]", "서버로부터 응답: 단축키"])
        .await?;
    assert_eq!(page.draft().await?, "단축키");
    Ok(())
}

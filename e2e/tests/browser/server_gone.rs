//! A killed server: the page reports it and how to start one, and loses nothing when the server is back.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    page_reconnects_to_a_restarted_server,
    stopping_server_is_shown
);

async fn page_reconnects_to_a_restarted_server(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("아직 보내지 않은 글").await?;

    page.server.kill().await?;
    page.wait_for_state("closed").await?;
    let state = page.text("#state").await?;
    assert!(state.contains("1006"), "{state}");
    assert!(state.contains("cargo run -p server"), "{state}");
    assert_eq!(page.draft().await?, "아직 보내지 않은 글");

    // There is no server yet: the attempt fails, and the page reports it.
    page.press("#connect").await?;
    page.wait_for(
        "document.querySelector('#state').innerText.includes('서버에 연결하지 못했습니다')",
        true,
    )
    .await?;
    page.wait_for_state("closed").await?;
    assert!(page.text("#state").await?.contains("cargo run -p server"));

    page.server.start_again().await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.draft().await?, "아직 보내지 않은 글");
    page.press("#send").await?;
    page.wait_for_messages(&[
        "[서버 접속 완료]",
        "[서버 접속 완료]",
        "서버로부터 응답: 아직 보내지 않은 글",
    ])
    .await
}

async fn stopping_server_is_shown(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    assert!(page.server.stop().await?.success());
    page.wait_for_state("closed").await?;
    let state = page.text("#state").await?;
    assert!(state.contains("1001"), "{state}");
    Ok(())
}

//! English, by the address and by the switch, and remembered.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(query_selects_english, language_switch_is_remembered);

const LANGUAGE: &str = "document.documentElement.lang";
const SEND: &str = "document.querySelector('#send').textContent";

async fn query_selects_english(page: &mut Page) -> Result<()> {
    page.open("?lang=en").await?;
    page.wait_for(LANGUAGE, "en").await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.text("#send").await?, "Send");
    assert_eq!(page.text("#close").await?, "Close");
    assert_eq!(page.driver.title().await?, "Ullim");
    // The page does not translate messages of the server.
    page.wait_for_messages(&["[서버 접속 완료]"]).await?;

    page.open("").await?;
    page.wait_for(LANGUAGE, "en").await
}

async fn language_switch_is_remembered(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("그대로").await?;
    page.press("[data-lang=en]").await?;
    page.wait_for(LANGUAGE, "en").await?;
    page.wait_for(SEND, "Send").await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.draft().await?, "그대로");

    page.open("").await?;
    page.wait_for(LANGUAGE, "en").await?;
    page.wait_for(SEND, "Send").await?;

    page.press("[data-lang=ko]").await?;
    page.wait_for(LANGUAGE, "ko").await?;
    page.wait_for(SEND, "전송").await
}

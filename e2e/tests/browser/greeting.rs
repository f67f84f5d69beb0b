//! The page connects by itself when it opens, and shows the messages of the server.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    page_connects_and_shows_the_greeting,
    nothing_fails_while_the_page_opens
);

async fn page_connects_and_shows_the_greeting(page: &mut Page) -> Result<()> {
    page.open("").await?;
    page.wait_for_state("open").await?;
    page.wait_for_messages(&["[서버 접속 완료]"]).await?;
    assert_eq!(page.driver.title().await?, "울림");
    assert_eq!(
        page.value::<String>("document.documentElement.lang")
            .await?,
        "ko"
    );
    Ok(())
}

async fn nothing_fails_while_the_page_opens(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let errors: Vec<_> = page
        .console
        .so_far()
        .await?
        .into_iter()
        .filter(|entry| entry.is_error)
        .collect();
    assert_eq!(errors, []);
    Ok(())
}

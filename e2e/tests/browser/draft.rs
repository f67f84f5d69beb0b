//! An unsent draft is restored after a reload.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(draft_survives_a_reload);

async fn draft_survives_a_reload(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("첫 줄\n둘째 줄").await?;
    page.driver.refresh().await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.draft().await?, "첫 줄\n둘째 줄");
    Ok(())
}

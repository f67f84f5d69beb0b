//! The page as Trunk builds it, which is what a developer sees: whole, with all style sheets from the start.
//!
//! It is not what a release server holds, so these tests run only where `cargo xtask test trunk` has built it.

use anyhow::Result;
use e2e::{browser::Browser, page, page::Page};

#[test]
#[ignore = "the page is not of Trunk: `cargo xtask test trunk` builds it and runs this"]
fn page_of_trunk_opens_lesson_workbench_and_a_tab() -> Result<()> {
    page::run(Browser::Chromium, open_both_views)
}

async fn open_both_views(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    // A release names the style sheet that it loads later.
    page.wait_for(
        "document.querySelector('meta[name=workbench-styles]') === null",
        true,
    )
    .await?;
    page.press("#view-workbench").await?;
    page.wait_for("document.querySelector('#workbench') !== null", true)
        .await?;
    page.wait_for_state("open").await?;
    // Its socket is in the worker, a program of its own.
    page.connect_in_new_tab("/echo").await?;
    page.press("#view-lesson").await?;
    page.wait_for_messages(&["[서버 접속 완료]"]).await
}

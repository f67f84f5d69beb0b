//! The page from a folder, behind a proxy that takes the folder off: its files, its socket and its rooms are there too.

use anyhow::Result;
use e2e::page::Page;
use testkit::prefix_proxy::PrefixProxy;

in_both_browsers!(page_in_a_folder_works, page_without_its_files_says_so);

const FOLDER: &str = "/tools/ullim/";

async fn page_in_a_folder_works(page: &mut Page) -> Result<()> {
    let proxy = PrefixProxy::start(page.server.address()?, FOLDER).await;
    let url = format!("http://{}{FOLDER}", proxy.address);
    page.driver.goto(&url).await?;
    page.wait_for_state("open").await?;
    page.wait_for_messages(&["[서버 접속 완료]"]).await?;

    // The parts on demand, the worker, the list of endpoints and a pane.
    page.resize(1280, 800).await?;
    page.driver
        .goto(format!("{url}?room=lobby&name=kim"))
        .await?;
    page.wait_for("document.querySelector('.room-people') !== null", true)
        .await?;
    page.wait_for("location.pathname", FOLDER).await?;
    page.unfold_endpoint("echo").await?;
    page.press("[data-endpoint=echo] button[type=submit]")
        .await?;
    page.wait_for_state("open").await
}

async fn page_without_its_files_says_so(page: &mut Page) -> Result<()> {
    // A proxy that serves the document alone, from a path that is no folder: its files are asked for elsewhere.
    let proxy = PrefixProxy::start(page.server.address()?, "/ullim").await;
    page.driver
        .goto(format!("http://{}/ullim?", proxy.address))
        .await?;
    page.wait_for(
        "document.querySelector('#why')?.textContent.includes('/client-')",
        true,
    )
    .await
}

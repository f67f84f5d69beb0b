//! A network that is gone without a word, a page that is left and comes back, and a server that does not answer.

use std::net::SocketAddr;

use anyhow::Result;
use e2e::page::Page;
use testkit::faulty_proxy::FaultyProxy;
use testkit::network_faults::NetworkFaults;
use tokio::net::TcpListener;

in_both_browsers!(
    reader_in_a_room_notices_that_the_network_is_gone,
    page_that_is_left_leaves_its_room_and_comes_back,
    attempt_without_an_answer_ends_at_the_limit,
    closing_that_does_not_end_can_be_let_go
);

const IS_IN: &str = "document.querySelector('.room-people') !== null";

/// A network that delays nothing and cuts nothing by itself.
async fn network(server: SocketAddr) -> FaultyProxy {
    let faults = NetworkFaults {
        delay_ms: 0..=0,
        cut_after_bytes: None,
    };
    FaultyProxy::start(server, faults, 1).await
}

async fn reader_in_a_room_notices_that_the_network_is_gone(page: &mut Page) -> Result<()> {
    let network = network(page.server.address()?).await;
    page.resize(1280, 800).await?;
    let url = format!("http://{}/?room=lobby&name=kim", network.address);
    page.driver.goto(url).await?;
    page.wait_for(IS_IN, true).await?;

    network.hold(true);
    // As the system tells the browser when it is in another network.
    page.value::<bool>("window.dispatchEvent(new Event('online'))")
        .await?;
    page.wait_for(IS_IN, false).await?;
    network.hold(false);
    page.wait_for(IS_IN, true).await
}

async fn page_that_is_left_leaves_its_room_and_comes_back(page: &mut Page) -> Result<()> {
    page.resize(1280, 800).await?;
    page.open("?room=lobby&name=kim").await?;
    page.wait_for(IS_IN, true).await?;
    page.value::<bool>("window.isKept = true").await?;
    // The link leads to another site; the history keeps this page.
    let elsewhere = page.server.url().replace("127.0.0.1", "localhost");
    page.value::<()>(&format!("void (location.href = '{elsewhere}/')"))
        .await?;
    page.wait_for("location.hostname", "localhost").await?;
    page.wait_for_state("open").await?;
    page.wait_for_metric("ullim_connections{endpoint=\"chat\"} 0")
        .await?;

    page.driver.back().await?;
    page.wait_for("location.hostname", "127.0.0.1").await?;
    page.wait_for(IS_IN, true).await?;
    let is_kept = page.value::<bool>("window.isKept === true").await?;
    println!("the page was kept for the return: {is_kept}");
    page.wait_for("document.querySelectorAll('.connection-trouble').length", 0)
        .await
}

/// A server that accepts and never answers.
async fn silent_server() -> Result<TcpListener> {
    Ok(TcpListener::bind("127.0.0.1:0").await?)
}

async fn attempt_without_an_answer_ends_at_the_limit(page: &mut Page) -> Result<()> {
    let silent = silent_server().await?;
    page.open_workbench().await?;
    page.value::<()>(
        "(() => {
            const field = document.querySelector('#connect-timeout');
            field.value = 2;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        })()",
    )
    .await?;
    page.press("#new-tab").await?;
    let address = format!("ws://{}/", silent.local_addr()?);
    page.write("#address", &address).await?;
    page.press("#connect").await?;
    page.wait_for_state("connecting").await?;
    page.wait_for_state("closed").await
}

async fn closing_that_does_not_end_can_be_let_go(page: &mut Page) -> Result<()> {
    let network = network(page.server.address()?).await;
    page.open_workbench().await?;
    page.press("#new-tab").await?;
    let address = format!("ws://{}/echo", network.address);
    page.write("#address", &address).await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    network.hold(true);
    page.press("#close").await?;
    page.wait_for_state("closing").await?;
    page.press("#let-go").await?;
    page.wait_for_state("closed").await
}

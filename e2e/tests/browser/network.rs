//! A network that is gone without a word, a page that is left and comes back, and a server that does not answer.

use std::net::SocketAddr;

use anyhow::Result;
use e2e::page::Page;
use testkit::faulty_proxy::FaultyProxy;
use testkit::listening_process::REPLY_TIMEOUT;
use testkit::network_faults::NetworkFaults;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

in_both_browsers!(
    reader_in_a_room_notices_that_the_network_is_gone,
    page_that_is_left_leaves_its_room_and_comes_back,
    attempt_without_an_answer_ends_at_the_limit,
    attempt_that_ends_at_the_limit_lets_the_next_one_open,
    closing_that_does_not_end_can_be_let_go
);

/// `WebSocket.OPEN`.
const WEB_SOCKET_OPEN: u16 = 1;

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

/// Begins an attempt in a new tab with a limit of two seconds. `host` does not answer it.
async fn attempt_in_vain(page: &Page, host: SocketAddr) -> Result<()> {
    page.open_workbench().await?;
    page.press("#settings-button").await?;
    page.wait_for("document.querySelector('#connect-timeout') !== null", true)
        .await?;
    page.value::<()>(
        "(() => {
            const field = document.querySelector('#connect-timeout');
            field.value = 2;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        })()",
    )
    .await?;
    page.press_keys(thirtyfour::Key::Escape).await?;
    page.press("#new-tab").await?;
    page.write("#address", &format!("ws://{host}/")).await?;
    page.press("#connect").await?;
    page.wait_for_state("connecting").await
}

async fn attempt_without_an_answer_ends_at_the_limit(page: &mut Page) -> Result<()> {
    let silent = silent_server().await?;
    attempt_in_vain(page, silent.local_addr()?).await?;
    page.wait_for_state("closed").await
}

/// Forwards to the server all connections but the first, which it accepts, tells, and never answers.
fn be_silent_at_first(
    listener: TcpListener,
    server: SocketAddr,
    told: oneshot::Sender<()>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let first = listener.accept().await;
        let _ = told.send(());
        let mut forwarded = JoinSet::new();
        while let Ok((mut client, _)) = listener.accept().await {
            forwarded.spawn(async move {
                let mut server = TcpStream::connect(server).await?;
                copy_bidirectional(&mut client, &mut server).await
            });
        }
        drop(first);
    })
}

async fn attempt_that_ends_at_the_limit_lets_the_next_one_open(page: &mut Page) -> Result<()> {
    let listener = silent_server().await?;
    let host = listener.local_addr()?;
    let (told, first) = oneshot::channel();
    let accepting = be_silent_at_first(listener, page.server.address()?, told);
    attempt_in_vain(page, host).await?;
    timeout(REPLY_TIMEOUT, first).await??;
    // A socket of the page's own has no limit but the browser's: it waits as long as the first one is in the way.
    page.value::<()>(&format!(
        "void (() => {{
            const begun = performance.now();
            window.next = new WebSocket('ws://{host}/');
            window.next.onopen = () => {{ window.openedAfterMs = performance.now() - begun; }};
        }})()"
    ))
    .await?;
    page.wait_for_state("closed").await?;
    page.wait_for("window.next.readyState", WEB_SOCKET_OPEN)
        .await?;
    // Firefox itself gives the first one up after 20 s, Chromium after 240 s.
    let opened_after_ms: f64 = page.value("window.openedAfterMs").await?;
    println!("the next one opened after {opened_after_ms:.0} ms");
    assert!(opened_after_ms < 15_000.0, "{opened_after_ms} ms");
    accepting.abort();
    Ok(())
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

//! Reconnecting to a server that was started again: automatically where chosen. No message is sent again by itself,
//! and a waiting message is sent once.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    connection_reconnects_by_itself_and_repeats_no_message,
    waiting_message_is_sent_once,
    stopped_retries_stay_stopped
);

const COUNTS_DOWN: &str = "/^\\d+초 뒤$/.test(document.querySelector('#retry')?.textContent ?? '')";

/// The texts of the rows of messages.
const MESSAGES: &str = "[...document.querySelectorAll('#log .log-row')]
    .filter((row) => ['sent', 'received'].includes(row.dataset.way))
    .map((row) => row.dataset.way + ' ' + row.querySelector('.log-row-text').textContent)";

async fn connection_reconnects_by_itself_and_repeats_no_message(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.send("한 번만").await?;
    let sent_once = ["sent 한 번만", "received 한 번만"];
    page.wait_for(MESSAGES, sent_once).await?;

    page.server.kill().await?;
    page.wait_for(COUNTS_DOWN, true).await?;
    // Without a connection it is refused, and stays.
    page.write("#message", "닫힌 동안").await?;
    assert!(
        page.value::<bool>("document.querySelector('#send').disabled")
            .await?
    );

    page.server.start_again().await?;
    page.wait_for_state("open").await?;
    page.wait_for("document.querySelector('#retry') === null", true)
        .await?;
    page.wait_for(MESSAGES, sent_once).await?;
    assert_eq!(page.draft().await?, "닫힌 동안");
    // The next message is the first that the new server receives.
    page.press("#send").await?;
    page.wait_for(&format!("{MESSAGES}.at(-1)"), "received 닫힌 동안")
        .await?;
    page.wait_for_metric("ullim_messages_total{direction=\"received\",endpoint=\"echo\"} 1")
        .await
}

async fn waiting_message_is_sent_once(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.press_in_menu("#options-button", "#queue-when-closed")
        .await?;

    page.server.kill().await?;
    page.wait_for(COUNTS_DOWN, true).await?;
    page.send("첫째").await?;
    page.send("둘째").await?;
    let waiting =
        "[...document.querySelectorAll('.queued-start')].map((message) => message.textContent)";
    page.wait_for(waiting, ["첫째", "둘째"]).await?;
    page.wait_for(MESSAGES, [""; 0]).await?;

    page.server.start_again().await?;
    page.wait_for_state("open").await?;
    let answered = format!("{MESSAGES}.toSorted()");
    let once = ["received 둘째", "received 첫째", "sent 둘째", "sent 첫째"];
    page.wait_for(&answered, once).await?;
    let sent = format!("{MESSAGES}.filter((message) => message.startsWith('sent'))");
    page.wait_for(&sent, ["sent 첫째", "sent 둘째"]).await?;
    page.wait_for(waiting, [""; 0]).await?;

    // Another server receives none of them.
    page.server.kill().await?;
    page.wait_for(COUNTS_DOWN, true).await?;
    page.server.start_again().await?;
    page.wait_for_state("open").await?;
    page.send("셋째").await?;
    page.wait_for(&format!("{MESSAGES}.at(-1)"), "received 셋째")
        .await?;
    page.wait_for(&format!("{MESSAGES}.length"), 6).await?;
    page.wait_for_metric("ullim_messages_total{direction=\"received\",endpoint=\"echo\"} 1")
        .await
}

async fn stopped_retries_stay_stopped(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.server.kill().await?;
    page.wait_for(COUNTS_DOWN, true).await?;
    // The first waits are shorter than a driver needs to find a button and press it.
    let stop = "(() => {
        const stop = document.querySelector('#retry-stop');
        stop?.click();
        return stop !== null;
    })()";
    page.wait_for(stop, true).await?;
    page.wait_for("document.querySelector('#retry') === null", true)
        .await?;
    page.wait_for_state("closed").await?;

    page.server.start_again().await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    // The person connected, once.
    page.wait_for_metric("ullim_accepts_total{endpoint=\"echo\"} 1")
        .await
}

//! A reload restores the tabs and drafts, and connects only the lesson.

use anyhow::Result;
use e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

in_both_browsers!(tabs_come_back_after_a_reload_and_only_the_lesson_connects);

/// Name of each tab, and the state of its connection.
const TABS: &str = "[...document.querySelectorAll('.tab')].map((tab) => [
    tab.querySelector('.tab-name').textContent,
    tab.querySelector('.tab-dot').dataset.state,
])";

async fn tabs_come_back_after_a_reload_and_only_the_lesson_connects(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press_in_tab_list("이름 바꾸기").await?;
    page.wait_for("document.activeElement.id", "tab-name")
        .await?;
    page.press_keys("메아리").await?;
    page.press_keys(Key::Enter).await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.press_in_menu("#options-button", "#queue-when-closed")
        .await?;
    page.write("#message", "쓰던 글\n둘째 줄").await?;
    page.write("#filter-query", "하트비트").await?;
    page.press_in_menu(".filter-details-summary", "#filter-hide")
        .await?;

    page.new_tab("/ticker").await?;
    page.write("#subprotocols", "superchat, chat").await?;
    page.choose("#compose-kind", "hex").await?;
    page.write("#message", "00 ff").await?;
    page.press("#settings-button").await?;
    page.press(".setting:has(#memory-budget) > summary").await?;
    page.write("#memory-budget", "64").await?;
    page.press_keys(Key::Tab).await?;
    page.press_keys(Key::Escape).await?;
    let ticker = page.address_of("/ticker");
    let host = ticker.trim_start_matches("ws://").replace("/ticker", "");
    let name = format!("/ticker · {host}");
    let lesson: String = page.value(&format!("{TABS}[0][0]")).await?;

    page.driver.refresh().await?;
    page.wait_for(
        TABS,
        json!([[lesson, "open"], ["메아리", "idle"], [name, "idle"]]),
    )
    .await?;
    // The shown tab is shown again, with its contents.
    page.wait_for_state("idle").await?;
    assert_eq!(page.draft().await?, "00 ff");
    // The first press loads the menus.
    page.press("#address").await?;
    page.wait_for("document.querySelector('#memory-budget') !== null", true)
        .await?;
    for (selector, value) in [
        ("#address", ticker.as_str()),
        ("#subprotocols", "superchat, chat"),
        ("#compose-kind", "hex"),
        ("#memory-budget", "64"),
    ] {
        let shown = format!("document.querySelector('{selector}').value");
        page.wait_for(&shown, value).await?;
    }

    page.show_tab(1).await?;
    assert_eq!(page.draft().await?, "쓰던 글\n둘째 줄");
    for selector in ["#auto-reconnect", "#queue-when-closed"] {
        let is_checked = format!("document.querySelector('{selector}').checked");
        assert!(page.value::<bool>(&is_checked).await?, "{selector}");
    }
    page.wait_for(
        "[...document.querySelectorAll('.filter-hidden code')].map((code) => code.textContent)",
        ["(?i)하트비트"],
    )
    .await?;
    page.wait_for_rows(&[]).await?;

    // The lesson connected twice, the other tab once: before the reload.
    page.wait_for_metric("ullim_accepts_total{endpoint=\"lesson\"} 2")
        .await?;
    page.wait_for_metric("ullim_accepts_total{endpoint=\"echo\"} 1")
        .await
}

//! Several connections at once, each in a tab of its own.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(
    tabs_have_each_their_own_log_draft_and_filter,
    hidden_tab_receives_and_counts,
    tab_is_renamed_and_duplicated,
    connected_tab_asks_before_it_closes
);

/// Number and name of each tab.
const TABS: &str = "[...document.querySelectorAll('.tab')].map((tab) => [
    Number(tab.dataset.tab),
    tab.querySelector('.tab-name').textContent,
])";

const QUERY: &str = "document.querySelector('#filter-query').value";

async fn tabs_have_each_their_own_log_draft_and_filter(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("하나").await?;
    page.write("#message", "하나의 다음").await?;
    page.write("#filter-query", "하").await?;

    page.connect_in_new_tab("/echo?delay_ms=1").await?;
    page.wait_for_rows(&[("opened", "")]).await?;
    assert_eq!(page.draft().await?, "");
    assert_eq!(page.value::<String>(QUERY).await?, "");
    page.send("둘").await?;
    page.write("#message", "둘의 다음").await?;
    page.write("#filter-query", "두").await?;
    let second = [("opened", ""), ("sent", "둘"), ("received", "둘")];
    page.wait_for_rows(&second).await?;

    page.show_tab(1).await?;
    let first = [("opened", ""), ("sent", "하나"), ("received", "하나")];
    page.wait_for_rows(&first).await?;
    assert_eq!(page.draft().await?, "하나의 다음");
    assert_eq!(page.value::<String>(QUERY).await?, "하");
    page.wait_for_state("open").await?;

    page.show_tab(2).await?;
    page.wait_for_rows(&second).await?;
    assert_eq!(page.draft().await?, "둘의 다음");
    assert_eq!(page.value::<String>(QUERY).await?, "두");
    page.wait_for_state("open").await
}

async fn hidden_tab_receives_and_counts(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    // The answers are late, so that another tab is shown when they come.
    page.connect_in_new_tab("/echo?delay_ms=10000").await?;
    for message in ["하나", "둘", "셋"] {
        page.send(message).await?;
    }
    page.show_tab(0).await?;
    let unread = "document.querySelector('.tab[data-tab=\"1\"] .tab-unread')?.textContent ?? ''";

    // Meanwhile the tab that is shown receives too, and does not count that as unread.
    page.send("넷").await?;
    let lesson = [
        ("opened", ""),
        ("received", "[서버 접속 완료]"),
        ("sent", "넷"),
        ("received", "서버로부터 응답: 넷"),
    ];
    page.wait_for_rows(&lesson).await?;
    page.wait_for(unread, "3").await?;
    page.wait_for("document.querySelectorAll('.tab-unread').length", 1)
        .await?;

    page.show_tab(1).await?;
    page.wait_for("document.querySelectorAll('.tab-unread').length", 0)
        .await?;
    page.wait_for_rows(&[
        ("opened", ""),
        ("sent", "하나"),
        ("sent", "둘"),
        ("sent", "셋"),
        ("received", "하나"),
        ("received", "둘"),
        ("received", "셋"),
    ])
    .await
}

async fn tab_is_renamed_and_duplicated(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    let lesson: Vec<(u32, String)> = page.value(TABS).await?;
    let lesson = &lesson[0].1;
    page.connect_in_new_tab("/echo").await?;
    page.write("#message", "복제할 글").await?;

    page.press_named("이름 바꾸기").await?;
    page.wait_for("document.activeElement.id", "tab-name")
        .await?;
    // The name of the tab is selected, so that typing replaces it.
    page.press_keys("메아리").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(TABS, [(0, &**lesson), (1, "메아리")]).await?;

    page.press_named("복제").await?;
    page.wait_for(TABS, [(0, &**lesson), (1, "메아리"), (2, "메아리")])
        .await?;
    page.wait_for_state("idle").await?;
    let address = page.address_of("/echo");
    page.wait_for("document.querySelector('#address').value", address)
        .await?;
    assert_eq!(page.draft().await?, "복제할 글");
    page.wait_for_rows(&[]).await?;

    // The original is unchanged.
    page.show_tab(1).await?;
    page.wait_for_state("open").await
}

async fn connected_tab_asks_before_it_closes(page: &mut Page) -> Result<()> {
    let tabs = "[...document.querySelectorAll('.tab')].map((tab) => Number(tab.dataset.tab))";
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.new_tab("/ticker").await?;
    page.wait_for(tabs, [0, 1, 2]).await?;

    // A tab without a connection has nothing to lose, and another replaces it.
    page.press_named("탭 닫기").await?;
    page.wait_for(tabs, [0, 1]).await?;

    page.press_named("탭 닫기").await?;
    page.press_named("그대로 두기").await?;
    page.wait_for("document.querySelector('dialog') === null", true)
        .await?;
    page.wait_for_state("open").await?;
    page.wait_for(tabs, [0, 1]).await?;

    page.press_named("탭 닫기").await?;
    page.press_named("연결과 탭 닫기").await?;
    page.wait_for(tabs, [0]).await?;
    // The connection is gone on the server too.
    page.wait_for_metric("ullim_connections{endpoint=\"echo\"} 0")
        .await?;

    // The lesson's tab is always there.
    let close = "[...document.querySelectorAll('.tabs-actions button')].at(-1).disabled";
    page.wait_for(close, true).await
}

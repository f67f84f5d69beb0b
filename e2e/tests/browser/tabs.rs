//! Several connections at once, each in a tab of its own.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(
    tabs_have_each_their_own_log_draft_and_filter,
    hidden_tab_receives_and_counts,
    tab_is_renamed_and_duplicated,
    closed_tab_comes_back_with_its_log_and_draft,
    any_of_ten_tabs_is_found_in_the_list_and_closed_by_mouse
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

    page.press_in_tab_list("이름 바꾸기").await?;
    page.wait_for("document.activeElement.id", "tab-name")
        .await?;
    // The name of the tab is selected, so that typing replaces it.
    page.press_keys("메아리").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(TABS, [(0, &**lesson), (1, "메아리")]).await?;

    page.press_in_tab_list("복제").await?;
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

const NUMBERS: &str =
    "[...document.querySelectorAll('.tab')].map((tab) => Number(tab.dataset.tab))";

async fn closed_tab_comes_back_with_its_log_and_draft(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("하나").await?;
    let rows = [("opened", ""), ("sent", "하나"), ("received", "하나")];
    page.wait_for_rows(&rows).await?;
    page.write("#message", "다음").await?;
    page.new_tab("/ticker").await?;
    page.show_tab(1).await?;

    page.close_tab().await?;
    page.wait_for(NUMBERS, [0, 2]).await?;
    page.wait_for("document.querySelector('dialog')", None::<&str>)
        .await?;
    // The connection is gone on the server too.
    page.wait_for_metric("ullim_connections{endpoint=\"echo\"} 0")
        .await?;

    page.press("#undo-close").await?;
    page.wait_for(NUMBERS, [0, 1, 2]).await?;
    page.wait_for_state("closed").await?;
    page.wait_for(
        "[...document.querySelectorAll('#log .log-row')].map((row) => row.dataset.way)",
        ["opened", "sent", "received", "closed"],
    )
    .await?;
    assert_eq!(page.draft().await?, "다음");
    // The draft is saved again.
    page.driver.refresh().await?;
    page.wait_for(NUMBERS, [0, 1, 2]).await?;
    page.wait_for("document.querySelector('#message')?.value", "다음")
        .await
}

async fn any_of_ten_tabs_is_found_in_the_list_and_closed_by_mouse(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    for number in 1..10 {
        page.new_tab(&format!("/echo?delay_ms={number}")).await?;
    }
    page.press("#all-tabs").await?;
    let names = "[...document.querySelectorAll('.tab-list-name')].map((it) => it.textContent.split(' ')[0])";
    page.wait_for(&format!("{names}.at(-1)"), "/echo?delay_ms=9")
        .await?;
    page.press(".tab-list-item:nth-child(4) > .tab-list-show")
        .await?;
    page.wait_for("document.activeElement.id", "tab-3").await?;
    let is_open = "document.querySelector('#tab-list').matches(':popover-open')";
    page.wait_for(is_open, false).await?;

    // A tab behind the shown one closes without being shown, by its × and by the wheel.
    page.press(".tab[data-tab='2'] .tab-close").await?;
    page.wait_for(NUMBERS, [0, 1, 3, 4, 5, 6, 7, 8, 9]).await?;
    page.press_wheel(".tab[data-tab='4']").await?;
    page.wait_for(NUMBERS, [0, 1, 3, 5, 6, 7, 8, 9]).await?;
    page.wait_for("document.activeElement.id", "tab-3").await?;

    page.press("#all-tabs").await?;
    page.press(".tab-list-item:nth-child(4) > .tab-list-close")
        .await?;
    page.wait_for(NUMBERS, [0, 1, 3, 6, 7, 8, 9]).await?;
    // The lesson's tab is always there.
    page.wait_for(
        "document.querySelector('.tab-close').closest('.tab').id",
        "tab-1",
    )
    .await
}

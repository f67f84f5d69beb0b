//! Searching the log, showing only the hits, and hiding the others.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    query_is_counted_shown_alone_and_inverted,
    case_beyond_ascii_is_ignored,
    invalid_pattern_shows_where,
    next_and_previous_hit_are_selected,
    heartbeat_is_hidden_in_every_tab_and_comes_back,
    search_that_did_not_come_is_loaded_again
);

const HITS: &str = "document.querySelector('#filter-hits').textContent.trim()";

const SELECTED: &str =
    "document.querySelector('#log .log-row[aria-selected=true] .log-row-text')?.textContent";

const TEXTS: &str = "[...document.querySelectorAll('#log .log-row:not([data-way=opened]) .log-row-text')].map((text) => text.textContent)";

/// Opens a tab whose log is "0.......", "1......." up to 99.
async fn receive_a_hundred(page: &Page) -> Result<()> {
    page.open_workbench().await?;
    page.new_tab("/flood?count=100&bytes=8").await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await
}

fn numbered(number: u32) -> String {
    format!("{number:.<8}")
}

async fn query_is_counted_shown_alone_and_inverted(page: &mut Page) -> Result<()> {
    receive_a_hundred(page).await?;
    page.write("#filter-query", "4").await?;
    page.wait_for(HITS, "19개 찾음").await?;

    // As a pattern, the point is any character.
    page.write("#filter-query", "4\\.").await?;
    page.wait_for(HITS, "검색 결과 없음").await?;
    page.press("#filter-regex").await?;
    page.wait_for(HITS, "10개 찾음").await?;

    page.press("#filter-only").await?;
    let fours: Vec<_> = (0..10).map(|tens| numbered(tens * 10 + 4)).collect();
    page.wait_for(TEXTS, &fours).await?;
    let marks = "[...document.querySelectorAll('#log mark')].map((mark) => mark.textContent)";
    page.wait_for(marks, ["4."; 10]).await?;

    page.press("#filter-invert").await?;
    page.wait_for(HITS, "90개 찾음").await?;
    page.wait_for(&format!("{TEXTS}.at(-1)"), numbered(99))
        .await?;
    page.wait_for(&format!("{TEXTS}.includes('94......')"), false)
        .await?;

    // Everything is still there.
    page.write("#filter-query", "").await?;
    let row_count = "document.querySelector('#log .log-row')?.getAttribute('aria-setsize')";
    page.wait_for(row_count, "102").await
}

async fn case_beyond_ascii_is_ignored(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.new_tab("/echo").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.write("#message", "ПРИВЕТ, École; Σίσυφος").await?;
    page.press("#send").await?;
    for query in ["привет", "éCOLE", "ΣΊΣΥΦΟΣ"] {
        page.write("#filter-query", query).await?;
        page.wait_for(HITS, "2개 찾음").await?;
        page.press("#filter-case").await?;
        page.wait_for(HITS, "검색 결과 없음").await?;
        page.press("#filter-case").await?;
    }
    page.press("#filter-regex").await?;
    page.wait_for(HITS, "2개 찾음").await
}

async fn invalid_pattern_shows_where(page: &mut Page) -> Result<()> {
    receive_a_hundred(page).await?;
    page.write("#filter-query", "^9").await?;
    page.press("#filter-regex").await?;
    page.wait_for(HITS, "11개 찾음").await?;

    page.write("#filter-query", "^9(1|2").await?;
    page.wait_for(
        "document.querySelector('#filter-error mark')?.textContent",
        "(",
    )
    .await?;
    let error = page.text("#filter-error").await?;
    assert!(error.contains("3번째 글자:"), "{error}");
    assert!(error.contains("괄호가 닫히지 않았습니다."), "{error}");
    page.wait_for(
        "document.querySelector('#filter-query').getAttribute('aria-invalid')",
        "true",
    )
    .await?;
    // Until it is corrected, the filter before still applies.
    page.wait_for(HITS, "11개 찾음").await?;

    page.write("#filter-query", "^9(1|2)").await?;
    page.wait_for(HITS, "2개 찾음").await?;
    page.wait_for("document.querySelector('#filter-error') === null", true)
        .await
}

async fn next_and_previous_hit_are_selected(page: &mut Page) -> Result<()> {
    receive_a_hundred(page).await?;
    page.write("#filter-query", "5.").await?;
    page.wait_for(HITS, "10개 찾음").await?;

    // The search begins where the person is: here, at the first row.
    focus(page, "log").await?;
    page.press_keys(Key::Home).await?;
    page.press("#filter-next").await?;
    page.wait_for(HITS, "10개 중 1번째").await?;
    page.wait_for(SELECTED, numbered(5)).await?;
    // In the query Enter does the same, and with Shift the other way.
    focus(page, "filter-query").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(SELECTED, numbered(15)).await?;
    page.press_with(Key::Shift, Key::Enter).await?;
    page.wait_for(SELECTED, numbered(5)).await?;
    // Before the first comes the last, and after it the first again.
    page.press("#filter-previous").await?;
    page.wait_for(HITS, "10개 중 10번째").await?;
    page.wait_for(SELECTED, numbered(95)).await?;
    page.press("#filter-next").await?;
    page.wait_for(SELECTED, numbered(5)).await
}

async fn heartbeat_is_hidden_in_every_tab_and_comes_back(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    for message in ["ping", "이야기", "ping"] {
        page.send(message).await?;
    }
    let all = ["ping", "ping", "이야기", "이야기", "ping", "ping"];
    page.wait_for(&format!("{TEXTS}.toSorted()"), sorted(&all))
        .await?;

    page.write("#filter-query", "ping").await?;
    page.press_in_menu(".filter-details-summary", "#filter-hide")
        .await?;
    page.wait_for(TEXTS, ["이야기", "이야기"]).await?;
    page.wait_for(
        "[...document.querySelectorAll('.filter-hidden code')].map((code) => code.textContent)",
        ["(?i)ping"],
    )
    .await?;
    // Later messages, too, at any place.
    page.send("ping").await?;
    page.send("끝").await?;
    page.wait_for(TEXTS, ["이야기", "이야기", "끝", "끝"])
        .await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("ping").await?;
    page.send("여기서도").await?;
    page.wait_for(TEXTS, ["여기서도", "여기서도"]).await?;

    // It was received all the same.
    page.show_tab(1).await?;
    page.press_in_menu(".filter-details-summary", ".filter-hidden button")
        .await?;
    let all = [
        "ping",
        "ping",
        "이야기",
        "이야기",
        "ping",
        "ping",
        "ping",
        "ping",
        "끝",
        "끝",
    ];
    page.wait_for(&format!("{TEXTS}.toSorted()"), sorted(&all))
        .await
}

async fn search_that_did_not_come_is_loaded_again(page: &mut Page) -> Result<()> {
    receive_a_hundred(page).await?;
    page.write("#filter-query", "9.").await?;
    page.wait_for(HITS, "10개 찾음").await?;
    page.server.kill().await?;
    page.press("#filter-regex").await?;
    page.wait_for(
        "document.querySelector('#filter-search-again') !== null",
        true,
    )
    .await?;
    let failed = page.text("#filter-search").await?;
    assert!(failed.contains("정규식 검색을 불러오지 못해"), "{failed}");
    // Until it is here, the filter before still applies.
    page.wait_for(HITS, "10개 찾음").await?;

    page.server.start_again().await?;
    page.press("#filter-search-again").await?;
    page.wait_for(HITS, "19개 찾음").await?;
    page.wait_for("document.querySelector('#filter-search') === null", true)
        .await
}

async fn focus(page: &Page, id: &str) -> Result<()> {
    Ok(page.driver.find(By::Id(id)).await?.focus().await?)
}

fn sorted<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts
}

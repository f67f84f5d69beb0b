//! A page translator puts its own nodes in the place of the page's texts.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::{By, Key};

in_both_browsers!(
    rows_and_state_after_translation_are_those_of_the_connection,
    lesson_after_translation_shows_its_state_and_messages,
    rows_marked_by_an_extension_show_their_own_messages,
    rows_marked_by_an_extension_after_a_jump_are_those_of_the_place,
    what_is_not_prose_is_not_offered_for_translation
);

/// Does what Google's translator does to each text that may be translated: a `<font>` in a `<font>` takes its place.
const TRANSLATE: &str = "(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (walk.currentNode.data.trim() && parent.translate && !parent.closest('font, textarea, script')) {
            texts.push(walk.currentNode);
        }
    }
    for (const text of texts) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = text.data;
        outer.append(inner);
        text.replaceWith(outer);
    }
    return true;
})()";

const TEXTS: &str =
    "[...document.querySelectorAll('#log .log-row-text')].map((text) => text.textContent).slice(1)";

const STATE: &str = "document.querySelector('#state .connection-name').textContent";

async fn translate(page: &Page) -> Result<()> {
    page.wait_for(TRANSLATE, true).await
}

async fn rows_and_state_after_translation_are_those_of_the_connection(
    page: &mut Page,
) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("order 1: BUY").await?;
    page.wait_for(TEXTS, ["order 1: BUY"; 2]).await?;
    translate(page).await?;
    page.send("order 2: SELL").await?;
    let both = [
        "order 1: BUY",
        "order 1: BUY",
        "order 2: SELL",
        "order 2: SELL",
    ];
    page.wait_for(TEXTS, both).await?;

    // Cleared, the same places have other records.
    translate(page).await?;
    page.press("#log-clear").await?;
    page.send("order 3").await?;
    let texts =
        "[...document.querySelectorAll('#log .log-row-text')].map((text) => text.textContent)";
    page.wait_for(texts, ["order 3"; 2]).await?;

    page.press("#log .log-row").await?;
    let lines = "document.querySelector('#detail-lines').textContent";
    page.wait_for(lines, "order 3").await?;
    translate(page).await?;
    page.send("order 4").await?;
    page.wait_for(texts, ["order 3", "order 3", "order 4", "order 4"])
        .await?;
    page.press("#log .log-row:last-child").await?;
    page.wait_for(lines, "order 4").await?;

    translate(page).await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    page.wait_for(STATE, "닫힘").await
}

async fn rows_marked_by_an_extension_show_their_own_messages(page: &mut Page) -> Result<()> {
    // An extension that marks words does not ask whether they may be translated.
    let mark = TRANSLATE.replace("parent.translate && ", "");
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    let rows = "[...document.querySelectorAll('#log .log-row')].map((row) =>
        [row.dataset.number, row.querySelector('.log-row-text').textContent])";
    let all = format!(
        "{rows}.slice(1).every(([number, text]) => text === `order ${{Math.ceil(number / 2)}}`)"
    );
    for order in 1..=12 {
        page.send(&format!("order {order}")).await?;
        let newest = "document.querySelector('#log .log-row:last-child').dataset.number";
        page.wait_for(newest, (2 * order).to_string()).await?;
        page.wait_for(&mark, true).await?;
    }
    page.wait_for(
        "document.querySelectorAll('#log .log-row').length > 8",
        true,
    )
    .await?;
    page.wait_for(&all, true).await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    page.wait_for(STATE, "닫힘").await
}

async fn rows_marked_by_an_extension_after_a_jump_are_those_of_the_place(
    page: &mut Page,
) -> Result<()> {
    let mark = TRANSLATE.replace("parent.translate && ", "");
    page.open_workbench().await?;
    page.new_tab("/flood?count=500&bytes=16").await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;
    let numbers =
        "[...document.querySelectorAll('#log .log-row')].map((row) => row.dataset.number)";
    // The opening is number 0, and the first message says "0".
    let are_right = "[...document.querySelectorAll('#log .log-row[data-way=received]')].every((row) =>
        row.querySelector('.log-row-text').textContent === String(row.dataset.number - 1).padEnd(16, '.')
        && /^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}$/.test(row.querySelector('.log-row-time').textContent))";
    page.wait_for(&format!("{numbers}.at(-1)"), "501").await?;
    page.wait_for(&mark, true).await?;
    page.driver.find(By::Id("log")).await?.focus().await?;
    page.press_keys(Key::Home).await?;
    page.wait_for(&format!("{numbers}[0]"), "0").await?;
    page.wait_for(are_right, true).await?;
    page.wait_for(&mark, true).await?;
    page.press_keys(Key::End).await?;
    page.wait_for(&format!("{numbers}.at(-1)"), "501").await?;
    page.wait_for(are_right, true).await
}

async fn lesson_after_translation_shows_its_state_and_messages(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    translate(page).await?;
    page.type_message("a").await?;
    page.press("#send").await?;
    let last = "document.querySelector('#messages > :last-child').textContent";
    page.wait_for(last, "서버로부터 응답: a").await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    page.wait_for(STATE, "닫힘").await?;
    translate(page).await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.wait_for(STATE, "연결됨").await
}

async fn what_is_not_prose_is_not_offered_for_translation(page: &mut Page) -> Result<()> {
    let is_kept = |selector: &str| format!("document.querySelector('{selector}').translate");
    page.open_and_connect().await?;
    for selector in ["#messages", "#state p", ".connection-address"] {
        page.wait_for(&is_kept(selector), false).await?;
    }
    page.wait_for("document.documentElement.lang", "ko").await?;
    page.press("[data-lang=en]").await?;
    page.wait_for("document.documentElement.lang", "en").await?;
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("a").await?;
    page.wait_for(TEXTS, ["a"; 2]).await?;
    page.press("#log .log-row[data-way=received]").await?;
    for selector in [
        "#log .log-row",
        "#state p",
        ".tab-name",
        "#detail-lines",
        "#detail-heading",
    ] {
        page.wait_for(&is_kept(selector), false).await?;
    }
    Ok(())
}

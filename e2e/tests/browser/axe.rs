//! axe-core finds no barrier in any view, language, theme or width.
//!
//! `ULLIM_AXE` is the path of its `axe.min.js`, as `cargo xtask test` sets it.

use std::{env, fs};

use anyhow::{Context, Result, ensure};
use e2e::page::Page;
use serde_json::Value;
use thirtyfour::Key;

in_both_browsers!(
    lesson_has_no_barrier,
    empty_workbench_has_no_barrier,
    busy_workbench_has_no_barrier,
    room_has_no_barrier,
    quotes_have_no_barrier,
    questions_and_errors_have_no_barrier
);

/// A narrow and a wide window, in CSS pixels.
const WINDOWS: [(u32, u32); 2] = [(360, 740), (1280, 800)];

/// Ends transitions of colours. They are not waited for, because Firefox delays those out of view.
const FINISH: &str = "document.getAnimations()
    .filter((animation) => animation instanceof CSSTransition)
    .forEach((transition) => transition.finish())";

/// Presses somewhere in the workbench, if it is shown.
const TOUCH: &str = "document.querySelector('#workbench')
    ?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))";

/// A finding: the rule, and the elements that break it.
const VIOLATIONS: &str =
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [
        id,
        ...nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
    ]))";

async fn lesson_has_no_barrier(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("안녕하세요").await?;
    page.press("#send").await?;
    page.wait_for_messages(&["[서버 접속 완료]", "서버로부터 응답: 안녕하세요"])
        .await?;
    look_at(page, "the lesson").await?;
    page.server.kill().await?;
    page.wait_for_state("closed").await?;
    look_at(page, "the lesson without a server").await
}

async fn empty_workbench_has_no_barrier(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.press("#new-tab").await?;
    page.wait_for_state("idle").await?;
    look_at(page, "an empty tab").await?;

    page.unfold_endpoint("ticker").await?;
    page.unfold_endpoint("close").await?;
    page.wait_for("document.querySelectorAll('.catalogue-form').length", 2)
        .await?;
    look_at(page, "the catalogue").await
}

async fn busy_workbench_has_no_barrier(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("첫 줄\n둘째 줄").await?;
    page.choose("#compose-kind", "json").await?;
    page.send("{\"이름\": [\"울림\", 1, true]}").await?;
    page.choose("#compose-kind", "hex").await?;
    page.send("00 01 02 ff").await?;
    let row_count = "document.querySelectorAll('#log .log-row').length";
    page.wait_for(row_count, 7).await?;
    page.write("#filter-query", "울림").await?;
    page.press("#filter-next").await?;
    look_at(page, "a log").await?;

    page.press("#log .log-row[aria-selected=true]").await?;
    page.wait_for("document.querySelector('#detail') !== null", true)
        .await?;
    page.press("#detail-json").await?;
    look_at(page, "JSON in detail").await?;
    page.write("#filter-query", "").await?;
    page.press("#log .log-row:last-child").await?;
    look_at(page, "bytes in detail").await
}

async fn room_has_no_barrier(page: &mut Page) -> Result<()> {
    page.resize(1280, 800).await?;
    page.open("?room=lobby&name=김").await?;
    page.wait_for("document.querySelector('.room-people') !== null", true)
        .await?;
    look_at(page, "an empty room").await?;

    for (button, menu) in [
        (".room-people-count", "the members of a room"),
        ("#room-menu-button", "the menu of a room"),
    ] {
        page.press(button).await?;
        look_at(page, menu).await?;
        page.press_keys(Key::Escape).await?;
    }
    page.write("#room-text", "첫 줄").await?;
    page.press("#room-say").await?;
    page.wait_for("document.querySelectorAll('.room-line').length", 1)
        .await?;
    look_at(page, "a room").await?;

    page.server.kill().await?;
    page.wait_for("document.querySelector('.room-people') === null", true)
        .await?;
    page.write("#room-text", "둘째 줄").await?;
    page.press("#room-say").await?;
    page.wait_for("document.querySelectorAll('.room-pending').length", 1)
        .await?;
    look_at(page, "a room without a server").await?;

    page.close_tab().await?;
    look_at(page, "a question").await
}

async fn quotes_have_no_barrier(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/ticker?interval_ms=50").await?;
    page.press("[data-pane=quotes]").await?;
    page.wait_for(
        "document.querySelector('#quotes [data-moved]') !== null",
        true,
    )
    .await?;
    page.press("#quotes th:first-child button").await?;
    look_at(page, "quotes").await?;
    page.server.kill().await?;
    page.wait_for("document.querySelector('.quotes-stale') !== null", true)
        .await?;
    look_at(page, "quotes that are old").await
}

async fn questions_and_errors_have_no_barrier(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/flood?count=1000000&rate=100")
        .await?;
    page.close_tab().await?;
    page.press("#all-tabs").await?;
    look_at(page, "a closed tab, and the list of all").await?;
    page.press_keys(Key::Escape).await?;
    page.press("#undo-close").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;

    page.press_in_menu("#options-button", "#queue-when-closed")
        .await?;
    page.press("#close-with").await?;
    page.write("#close-code", "1001").await?;
    page.write("#filter-query", "(").await?;
    page.press("#filter-regex").await?;
    page.press(".filter-details-summary").await?;
    page.choose("#compose-kind", "hex").await?;
    page.send("0").await?;
    page.wait_for(
        "document.querySelector('#compose-error').textContent !== ''",
        true,
    )
    .await?;
    page.press("#log-freeze").await?;
    look_at(page, "what cannot be understood").await?;

    page.server.kill().await?;
    page.wait_for_state("closed").await?;
    page.write("#message", "00").await?;
    page.press("#send").await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;
    page.press("#why").await?;
    page.wait_for("document.querySelector('.failure') !== null", true)
        .await?;
    page.choose("#compose-kind", "file").await?;
    look_at(page, "a server that is gone").await
}

/// Runs axe on the shown view, in each language, theme and width.
async fn look_at(page: &Page, scene: &str) -> Result<()> {
    if page.value("typeof axe === 'undefined'").await? {
        let path = env::var_os("ULLIM_AXE").context(
            "ULLIM_AXE is not set: the path of axe.min.js, as `cargo xtask test` sets it",
        )?;
        let axe =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        page.driver.execute(axe, Vec::new()).await?;
    }
    // In the workbench the choices come with the first press.
    page.driver.execute(TOUCH, Vec::new()).await?;
    page.wait_for("document.querySelector('[data-lang=en]') !== null", true)
        .await?;
    let mut found = Vec::new();
    for (width, height) in WINDOWS {
        page.resize(width, height).await?;
        for language in ["en", "ko"] {
            for theme in ["light", "dark"] {
                // Pressed by script: where a question is asked the rest of the page is out of reach.
                let choose = format!(
                    "[...document.querySelectorAll('[data-lang={language}], [data-theme-choice={theme}]')].forEach((button) => button.click())"
                );
                page.driver.execute(choose, Vec::new()).await?;
                page.wait_for("document.documentElement.lang", language)
                    .await?;
                page.wait_for("document.documentElement.dataset.theme", theme)
                    .await?;
                page.driver.execute(FINISH, Vec::new()).await?;
                let violations: Vec<Value> = page.value(VIOLATIONS).await?;
                found.extend(
                    violations
                        .into_iter()
                        .map(|violation| format!("{width} px, {language}, {theme}: {violation:#}")),
                );
            }
        }
    }
    ensure!(found.is_empty(), "{scene}: {}", found.join("\n"));
    Ok(())
}

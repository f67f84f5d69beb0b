//! The log is the page: its share of the window, and that nothing that happens moves it.

use anyhow::{Result, ensure};
use e2e::page::Page;
use serde::Deserialize;

in_both_browsers!(
    log_has_most_of_the_window,
    log_does_not_move_when_a_connection_fails,
    telephone_shows_the_answer_and_the_composer,
    splitter_gives_the_detail_a_width_that_stays,
    drawer_opens_takes_the_focus_and_shuts,
    address_typed_while_open_is_connected_to,
    lesson_begins_below_one_line
);

/// The share of the window that the log has, in percent.
const SHARE: &str = "(({ width, height }) => 100 * width * height / (innerWidth * innerHeight))(
    document.querySelector('#log').getBoundingClientRect())";

/// The rectangle of the log.
const PLACE: &str = "(({ left, top, width, height }) => [left, top, width, height])(
    document.querySelector('#log').getBoundingClientRect())";

/// Counts layout shifts from now on, where the browser tells them; Firefox does not.
const WATCH_SHIFTS: &str = "window.shifts = [];
    new PerformanceObserver((list) => list.getEntries().forEach((it) => window.shifts.push(it.value)))
        .observe({ type: 'layout-shift' })";

const FOCUS: &str = "document.activeElement.id";

/// A place and a size in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Rect(f64, f64, f64, f64);

async fn share(page: &Page) -> Result<f64> {
    page.value(SHARE).await
}

async fn log_has_most_of_the_window(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.send(&format!("{{\"text\":\"{}\"}}", "0123456789".repeat(20)))
        .await?;
    page.wait_for("document.querySelectorAll('#log .log-row').length", 3)
        .await?;
    for language in ["ko", "en"] {
        let choose = format!("document.querySelector('[data-lang={language}]').click()");
        page.driver.execute(choose, Vec::new()).await?;
        page.wait_for("document.documentElement.lang", language)
            .await?;
        for (width, height, least) in [(1440, 900, 60.0), (1920, 1080, 70.0)] {
            page.resize(width, height).await?;
            let share = share(page).await?;
            ensure!(share >= least, "{language}, {width}: {share} %");
        }
        page.resize(1440, 900).await?;
        let columns: f64 = page
            .value(
                "(() => {
                    const text = document.querySelector('#log .log-row[data-way=sent] .log-row-text');
                    const ruler = document.createElement('canvas').getContext('2d');
                    ruler.font = getComputedStyle(text).font;
                    return text.clientWidth / ruler.measureText('0').width;
                })()",
            )
            .await?;
        ensure!(columns >= 80.0, "{language}: {columns} characters");
        page.press("#log .log-row:last-child").await?;
        page.wait_for("document.querySelector('#detail') !== null", true)
            .await?;
        let share = share(page).await?;
        ensure!(share >= 45.0, "{language}, with a detail: {share} %");
        page.press("#detail-close").await?;
    }
    Ok(())
}

async fn log_does_not_move_when_a_connection_fails(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.new_tab("/refuse?status=503").await?;
    page.driver.execute(WATCH_SHIFTS, Vec::new()).await?;
    let before: Rect = page.value(PLACE).await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "an option");
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "a failure");
    page.wait_for("document.querySelector('.failure') !== null", true)
        .await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "its cause");
    // The second attempt, which the connection makes by itself.
    let attempts = "document.querySelectorAll('#log .log-row').length >= 2";
    page.wait_for(attempts, true).await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "a retry");
    page.write("#filter-query", "(").await?;
    page.press("#filter-regex").await?;
    page.wait_for("document.querySelector('#filter-error') !== null", true)
        .await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "a wrong filter");
    let shifts: Vec<f64> = page.value("window.shifts").await?;
    let largest = shifts.iter().copied().fold(0.0, f64::max);
    ensure!(largest <= 0.02, "{shifts:?}");
    Ok(())
}

async fn telephone_shows_the_answer_and_the_composer(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    let in_view = |selector: &str| {
        format!(
            "(({{ top, bottom, height }}) => height > 0 && top >= 0 && bottom <= innerHeight)(
                document.querySelector('{selector}').getBoundingClientRect())"
        )
    };
    for (width, height) in [(390, 844), (360, 740)] {
        page.resize(width, height).await?;
        page.send("보이나").await?;
        page.wait_for(
            "document.querySelector('#log .log-row:last-child')?.dataset.way",
            "received",
        )
        .await?;
        page.wait_for(&in_view("#log .log-row:last-child"), true)
            .await?;
        page.wait_for(&in_view("#message"), true).await?;
        page.wait_for(&in_view("#send"), true).await?;
        let excess = "document.documentElement.scrollWidth - innerWidth";
        assert_eq!(page.value::<i64>(excess).await?, 0);
        assert_eq!(page.value::<i64>("scrollY").await?, 0);
    }
    // More than fit, while the focus goes to and fro in the composer: the newest stays in view, and a row can be pressed.
    for count in 0..8 {
        page.send(&format!("{count}")).await?;
    }
    page.wait_for(
        "document.querySelectorAll('#log .log-row').length > 12",
        true,
    )
    .await?;
    page.wait_for("document.querySelector('#log-new') === null", true)
        .await?;
    page.wait_for(&in_view("#log .log-row:last-child"), true)
        .await?;
    page.press("#log .log-row:nth-last-child(3)").await?;
    page.wait_for("document.querySelector('#detail') !== null", true)
        .await?;
    page.open("?room=lobby&name=kim").await?;
    page.wait_for("document.querySelector('#room-text') !== null", true)
        .await?;
    for (width, height) in [(390, 844), (360, 740)] {
        page.resize(width, height).await?;
        page.wait_for(&in_view("#room-text"), true).await?;
        page.wait_for(&in_view("#room-say"), true).await?;
    }
    Ok(())
}

async fn splitter_gives_the_detail_a_width_that_stays(page: &mut Page) -> Result<()> {
    let width = "Math.round(document.querySelector('#detail').getBoundingClientRect().width)";
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("넓게").await?;
    page.press("#log .log-row:last-child").await?;
    page.wait_for("document.querySelector('#detail') !== null", true)
        .await?;
    let before: i64 = page.value(width).await?;
    let focus = "document.querySelector('#detail-width').focus()";
    page.driver.execute(focus, Vec::new()).await?;
    page.press_keys(thirtyfour::Key::Left).await?;
    page.wait_for(width, before + 16).await?;
    page.press_keys(thirtyfour::Key::Home).await?;
    page.wait_for(width, 280).await?;
    page.press_keys(thirtyfour::Key::End).await?;
    page.wait_for(width, 720).await?;

    page.driver.refresh().await?;
    page.wait_for_state("idle").await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    page.send("그대로").await?;
    page.press("#log .log-row:last-child").await?;
    page.wait_for(width, 720).await
}

async fn drawer_opens_takes_the_focus_and_shuts(page: &mut Page) -> Result<()> {
    let is_open = "document.querySelector('#drawer') !== null";
    page.open_workbench().await?;
    let before: Rect = page.value(PLACE).await?;
    page.open_drawer("numbers").await?;
    page.wait_for(FOCUS, "drawer").await?;
    assert_eq!(page.value::<Rect>(PLACE).await?, before, "it lies over");
    page.press_keys(thirtyfour::Key::Escape).await?;
    page.wait_for(is_open, false).await?;
    page.wait_for(FOCUS, "drawer-numbers").await?;

    page.open_drawer("endpoints").await?;
    page.press("#drawer-pin").await?;
    page.wait_for(&format!("({PLACE})[2] < {}", before.2 - 200.0), true)
        .await?;
    page.driver.refresh().await?;
    page.wait_for(is_open, true).await?;
    page.press("#drawer-close").await?;
    page.wait_for(is_open, false).await?;
    page.driver.refresh().await?;
    page.wait_for_state("open").await?;
    assert!(!page.value::<bool>(is_open).await?);
    Ok(())
}

async fn address_typed_while_open_is_connected_to(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.write("#address", &page.address_of("/headers")).await?;
    page.press_keys(thirtyfour::Key::Enter).await?;
    page.wait_for_metric("ullim_accepts_total{endpoint=\"headers\"} 1")
        .await?;
    page.wait_for_state("open").await?;
    let ways =
        "[...document.querySelectorAll('#log .log-row')].map((row) => row.dataset.way).slice(0, 3)";
    page.wait_for(ways, ["opened", "closed", "opened"]).await
}

/// The name, what the page is, and its switches: on one line where there is room, and on a telephone on two.
async fn lesson_begins_below_one_line(page: &mut Page) -> Result<()> {
    let lines = "new Set([...document.querySelectorAll('.app-header > *')]
        .map((it) => it.getBoundingClientRect())
        .filter(({ height }) => height > 0)
        .map(({ top, height }) => Math.round((top + height / 2) / 8))).size";
    let excess = "document.documentElement.scrollWidth - innerWidth";
    for language in ["ko", "en"] {
        for (width, height, most) in [(1440, 900, 1), (1024, 768, 1), (390, 844, 2), (360, 740, 2)]
        {
            page.resize(width, height).await?;
            page.open(&format!("?lang={language}")).await?;
            page.wait_for_state("open").await?;
            let lines: usize = page.value(lines).await?;
            ensure!(lines <= most, "{language}, {width}: {lines} lines");
            assert_eq!(page.value::<i64>(excess).await?, 0, "{language}, {width}");
        }
    }
    Ok(())
}

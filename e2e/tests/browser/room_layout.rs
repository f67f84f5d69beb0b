//! A room on a telephone and in a wide window: one line of head, and a composer that is always in view.

use anyhow::{Result, ensure};
use e2e::page::Page;
use serde::Deserialize;

in_both_browsers!(
    room_has_one_line_of_head_and_a_dock,
    room_shows_its_errors_without_moving_the_dock
);

/// The windows, in CSS pixels.
const WINDOWS: [(u32, u32); 3] = [(390, 844), (360, 640), (1440, 900)];

/// The least height of the messages, as a share of the window's.
const MESSAGES_LEAST: f64 = 0.5;

/// Where the parts of a room end and begin, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Places {
    head: f64,
    messages: f64,
    send_bottom: f64,
    text_top: f64,
    text_bottom: f64,
    window: f64,
    excess: f64,
}

async fn places(page: &Page) -> Result<Places> {
    page.value(
        "(() => {
            const place = (selector) => document.querySelector(selector).getBoundingClientRect();
            return {
                head: place('.room-header').height,
                messages: place('#room-frame').height,
                send_bottom: place('#room-say').bottom,
                text_top: place('#room-text').top,
                text_bottom: place('#room-text').bottom,
                window: innerHeight,
                excess: Math.max(
                    document.documentElement.scrollWidth - innerWidth,
                    document.documentElement.scrollHeight - innerHeight,
                ),
            };
        })()",
    )
    .await
}

/// Puts a text into the field at once.
async fn paste(page: &Page, text: &str) -> Result<()> {
    let text = serde_json::to_string(text)?;
    page.value(&format!(
        "(() => {{
            const field = document.querySelector('#room-text');
            field.value = {text};
            field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
        }})()"
    ))
    .await
}

async fn come_in(page: &Page, language: &str) -> Result<()> {
    page.open(&format!("?room=lobby&name=kim&lang={language}"))
        .await?;
    page.wait_for("document.querySelector('.room-people') !== null", true)
        .await
}

async fn room_has_one_line_of_head_and_a_dock(page: &mut Page) -> Result<()> {
    for language in ["ko", "en"] {
        come_in(page, language).await?;
        for (width, height) in WINDOWS {
            page.resize(width, height).await?;
            page.wait_for("innerHeight", height).await?;
            let shown = places(page).await?;
            ensure!(shown.head <= 44.0, "{language}, {width}: {shown:?}");
            ensure!(shown.excess == 0.0, "{language}, {width}: {shown:?}");
            let most = shown.messages / shown.window;
            ensure!(most >= MESSAGES_LEAST, "{language}, {width}: {shown:?}");
            // The dock is at the bottom, and the text is its first line.
            ensure!(
                shown.text_bottom <= shown.window && shown.window - shown.text_top < 110.0,
                "{language}, {width}: {shown:?}"
            );
        }
    }
    Ok(())
}

async fn room_shows_its_errors_without_moving_the_dock(page: &mut Page) -> Result<()> {
    come_in(page, "ko").await?;
    let has_error = "document.querySelector('#room-problem').textContent !== ''";
    for (width, height) in WINDOWS {
        page.resize(width, height).await?;
        page.wait_for("innerHeight", height).await?;
        paste(page, &"가나다라 ".repeat(100)).await?;
        page.wait_for(has_error, false).await?;
        let before = places(page).await?;
        // As many lines, and too many bytes.
        paste(page, &"가".repeat(4_000)).await?;
        page.wait_for(has_error, true).await?;
        let after = places(page).await?;
        ensure!(after.excess == 0.0, "{width}: {after:?}");
        ensure!(
            after.text_bottom == before.text_bottom,
            "{before:?} {after:?}"
        );
        ensure!(after.send_bottom <= after.window, "{width}: {after:?}");
        ensure!(after.messages >= 100.0, "{width}: {after:?}");
        let error: [f64; 2] = page
            .value("(({ top, bottom }) => [top, bottom])(document.querySelector('#room-problem > p').getBoundingClientRect())")
            .await?;
        ensure!(
            error[0] >= 0.0 && error[1] <= after.window,
            "{width}: {error:?}"
        );
    }
    // What explains the lost connection lies over the messages.
    page.resize(360, 640).await?;
    page.server.kill().await?;
    page.wait_for("document.querySelector('.room-people') === null", true)
        .await?;
    let lost = places(page).await?;
    ensure!(lost.head <= 44.0, "{lost:?}");
    ensure!(lost.send_bottom <= lost.window, "{lost:?}");
    Ok(())
}

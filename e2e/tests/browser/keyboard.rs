//! Everything can be done with the keyboard alone.

use std::collections::BTreeSet;

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(tab_reaches_every_control, message_is_sent_by_keyboard_alone);

/// The name of the focused element: its id, or the language of a button of the language switch.
const FOCUS: &str = "document.activeElement.dataset.lang ?? document.activeElement.id";

async fn tab_reaches_every_control(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let reached = tab_through(page).await?;
    for name in ["ko", "en", "message", "send", "close"] {
        assert!(reached.contains(name), "{name} is not in {reached:?}");
    }

    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    let reached = tab_through(page).await?;
    assert!(reached.contains("connect"), "connect is not in {reached:?}");
    Ok(())
}

async fn message_is_sent_by_keyboard_alone(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    focus(page, "message").await?;
    press_key(page, "키보드").await?;
    press_key(page, Key::Tab).await?;
    page.wait_for(FOCUS, "send").await?;
    press_key(page, Key::Enter).await?;
    page.wait_for_messages(&["[서버 접속 완료]", "서버로부터 응답: 키보드"])
        .await?;

    press_key(page, Key::Tab).await?;
    page.wait_for(FOCUS, "close").await?;
    press_key(page, Key::Enter).await?;
    page.wait_for_state("closed").await?;
    // What was pressed keeps the focus, or gives it to what is pressed next.
    page.wait_for(FOCUS, "close").await?;
    press_key(page, Key::Tab).await?;
    page.wait_for(FOCUS, "connect").await?;
    press_key(page, Key::Enter).await?;
    page.wait_for_state("open").await?;
    page.wait_for(FOCUS, "close").await
}

/// The elements that get the focus while Tab is pressed more often than there are elements.
async fn tab_through(page: &Page) -> Result<BTreeSet<String>> {
    let mut reached = BTreeSet::new();
    for _ in 0..20 {
        press_key(page, Key::Tab).await?;
        reached.insert(page.value::<String>(FOCUS).await?);
    }
    Ok(reached)
}

/// Presses Tab until `name` has the focus.
async fn focus(page: &Page, name: &str) -> Result<()> {
    for _ in 0..20 {
        press_key(page, Key::Tab).await?;
        if page.value::<String>(FOCUS).await? == name {
            return Ok(());
        }
    }
    anyhow::bail!("Tab does not reach {name}")
}

/// Sends keys to the focused element.
async fn press_key(page: &Page, keys: impl Into<thirtyfour::TypingData>) -> Result<()> {
    Ok(page.driver.action_chain().send_keys(keys).perform().await?)
}

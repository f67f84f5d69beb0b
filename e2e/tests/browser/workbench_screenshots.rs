//! Pictures of a busy workbench and of a room: in both languages, light and dark, wide and narrow.
//!
//! With `ULLIM_SCREENSHOTS` set to a folder the pictures are left there, for the README and for the eye.

use std::{env, fs, path::PathBuf};

use anyhow::Result;
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use thirtyfour::{By, Key};

/// The language, and the names of the tabs with quotes, with an echo and with a flood.
const LANGUAGES: [(&str, [&str; 3]); 2] = [
    ("ko", ["시세", "메아리", "홍수"]),
    ("en", ["quotes", "echo", "flood"]),
];

/// The language, the names of two members of a room, and their messages. The first has sent one. The other has
/// answered, and has sent two more that the first has not seen. The last is what the first is writing.
const ROOMS: [(&str, [&str; 2], [&str; 5]); 2] = [
    (
        "ko",
        ["지은", "민수"],
        [
            "오늘 배포는 언제 하나요?",
            "네 시에 하려고 합니다.\n그 전에 기록을 한번 봐 주시겠어요?",
            "지금 올렸습니다.",
            "아직 이상한 것은 없네요.",
            "고맙습니다, 바로 볼게요!",
        ],
    ),
    (
        "en",
        ["kim", "lee"],
        [
            "When do we release today?",
            "At four.\nCould you look at the log before that?",
            "It is up now.",
            "Nothing odd so far.",
            "Thank you, I am looking!",
        ],
    ),
];

/// The end of the file's name, and the inside of the window in CSS pixels.
const WINDOWS: [(&str, u32, u32); 2] = [("", 1600, 1000), ("-360", 360, 800)];

/// How many quotes make a plot.
const QUOTES: u32 = 120;

/// In Chromium only: two browsers would leave two pictures of each.
#[test]
fn the_workbench_shows_several_connections_at_work() -> Result<()> {
    page::run(Browser::Chromium, take_pictures)
}

#[test]
fn a_room_shows_what_was_read_what_was_not_and_what_is_not_said_yet() -> Result<()> {
    page::run(Browser::Chromium, take_pictures_of_a_room)
}

async fn take_pictures(page: &mut Page) -> Result<()> {
    for (language, names) in LANGUAGES {
        set_the_scene(page, language, names).await?;
        take_pictures_of(page, &format!("workbench-{language}"), "#filter-query").await?;
    }
    Ok(())
}

async fn take_pictures_of_a_room(page: &mut Page) -> Result<()> {
    for (language, names, texts) in ROOMS {
        talk(page, language, names, texts).await?;
        take_pictures_of(page, &format!("room-{language}"), ".room").await?;
        page.server.kill().await?;
        page.server.start_again().await?;
    }
    Ok(())
}

/// Takes a picture in each theme and window, scrolled to this element.
async fn take_pictures_of(page: &Page, name: &str, from: &str) -> Result<()> {
    let folder = env::var_os("ULLIM_SCREENSHOTS").map(PathBuf::from);
    if let Some(folder) = &folder {
        fs::create_dir_all(folder)?;
    }
    for (suffix, width, height) in WINDOWS {
        page.resize(width, height).await?;
        for theme in ["light", "dark"] {
            // By script, or the mouse would be over the button in the picture.
            let choose = format!("document.querySelector('[data-theme-choice={theme}]').click()");
            page.driver.execute(choose, Vec::new()).await?;
            page.wait_for("document.documentElement.dataset.theme", theme)
                .await?;
            page.wait_for("document.getAnimations().length", 0).await?;
            let scroll = format!(
                "document.querySelector('{from}').scrollIntoView({{ block: 'start' }});
                document.activeElement.blur()"
            );
            page.driver.execute(scroll, Vec::new()).await?;
            if let Some(folder) = &folder {
                let file = folder.join(format!("{name}-{theme}{suffix}.png"));
                page.driver.screenshot(&file).await?;
            }
        }
    }
    Ok(())
}

/// Three connections: one after a flood, one with an unread answer, and one with quotes. Of the quotes, one symbol is
/// marked and one quote is shown in detail.
async fn set_the_scene(page: &Page, language: &str, names: [&str; 3]) -> Result<()> {
    page.open("healthz").await?;
    page.driver
        .execute("localStorage.clear(); sessionStorage.clear()", Vec::new())
        .await?;
    page.resize(1600, 1000).await?;
    page.open(&format!("?view=workbench&lang={language}"))
        .await?;
    page.wait_for_state("open").await?;

    page.connect_in_new_tab("/ticker?symbols=ULLIM,ECHO,WAVE&interval_ms=100&seed=7")
        .await?;
    rename(page, names[0]).await?;
    page.connect_in_new_tab("/echo?delay_ms=2000").await?;
    rename(page, names[1]).await?;
    page.send(names[1]).await?;
    page.new_tab("/flood?count=5000&bytes=64").await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;
    rename(page, names[2]).await?;

    page.show_tab(1).await?;
    page.write("#filter-query", "ULLIM").await?;
    page.wait_for(
        &format!("Number(document.querySelector('#log .log-row:last-child')?.dataset.number ?? 0) >= {QUOTES}"),
        true,
    )
    .await?;
    page.wait_for(
        "document.querySelector('.tab[data-tab=\"2\"] .tab-unread')?.textContent",
        "1",
    )
    .await?;
    page.press("#filter-next").await?;
    // By keyboard, as the rows move under a mouse.
    page.driver.find(By::Id("log")).await?.focus().await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(
        "document.querySelectorAll('#detail .detail-line').length > 3",
        true,
    )
    .await
}

/// A room with another member, the line before unread messages, and a message that is not acknowledged, because the
/// server is paused.
async fn talk(page: &Page, language: &str, names: [&str; 2], texts: [&str; 5]) -> Result<()> {
    let lines = "document.querySelectorAll('.room-line').length";
    page.open("healthz").await?;
    page.driver
        .execute("localStorage.clear(); sessionStorage.clear()", Vec::new())
        .await?;
    page.resize(1600, 1000).await?;
    page.open(&format!("?room=lobby&name={}&lang={language}", names[0]))
        .await?;
    // The other needs no page, only a connection.
    let name = serde_json::to_string(names[1])?;
    let come = format!(
        "window.other = new WebSocket(`ws://${{location.host}}/chat?room=lobby&name=${{encodeURIComponent({name})}}`, 'chat')"
    );
    page.driver.execute(come, Vec::new()).await?;
    page.wait_for(
        "[...document.querySelectorAll('.room-people-name')].map((it) => it.textContent).toSorted()",
        sorted(names),
    )
    .await?;
    page.wait_for("window.other.readyState", 1).await?;
    say(page, texts[0]).await?;
    page.wait_for(lines, 1).await?;
    say_as_other(page, texts[1]).await?;
    page.wait_for(lines, 2).await?;

    page.show_tab(0).await?;
    for text in &texts[2..4] {
        say_as_other(page, text).await?;
    }
    page.wait_for(
        "document.querySelector('.tab[data-tab=\"1\"] .tab-unread')?.textContent",
        "2",
    )
    .await?;
    page.show_tab(1).await?;
    page.server.pause()?;
    say(page, texts[4]).await?;
    page.wait_for(
        "[...document.querySelectorAll('#room-unread, .room-pending')].map((it) => it.dataset.state ?? it.id)",
        ["room-unread", "pending"],
    )
    .await
}

fn sorted(mut names: [&str; 2]) -> [&str; 2] {
    names.sort_unstable();
    names
}

async fn say(page: &Page, text: &str) -> Result<()> {
    page.write("#room-text", text).await?;
    page.press_keys(Key::Enter).await
}

async fn say_as_other(page: &Page, text: &str) -> Result<()> {
    let text = serde_json::to_string(text)?;
    let say = format!("window.other.send({text})");
    page.driver.execute(say, Vec::new()).await?;
    Ok(())
}

async fn rename(page: &Page, name: &str) -> Result<()> {
    page.press("#all-tabs").await?;
    page.press("#tab-list > button").await?;
    page.wait_for("document.activeElement.id", "tab-name")
        .await?;
    page.press_keys(name).await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(
        "document.querySelector('.tab[aria-selected=true] .tab-name').textContent",
        name,
    )
    .await
}

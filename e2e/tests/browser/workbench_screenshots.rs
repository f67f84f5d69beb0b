//! How the workbench looks while there is much to see: in both languages, light and dark, on a desk and on a
//! telephone.
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

/// The end of the file's name, and the inside of the window in CSS pixels.
const WINDOWS: [(&str, u32, u32); 2] = [("", 1600, 1000), ("-360", 360, 800)];

/// So many quotes make a plot to look at.
const QUOTES: u32 = 120;

/// In Chromium only: two browsers would leave two pictures of each.
#[test]
fn the_workbench_shows_several_connections_at_work() -> Result<()> {
    page::run(Browser::Chromium, take_pictures)
}

async fn take_pictures(page: &mut Page) -> Result<()> {
    let folder = env::var_os("ULLIM_SCREENSHOTS").map(PathBuf::from);
    if let Some(folder) = &folder {
        fs::create_dir_all(folder)?;
    }
    for (language, names) in LANGUAGES {
        set_the_scene(page, language, names).await?;
        for (suffix, width, height) in WINDOWS {
            page.resize(width, height).await?;
            for theme in ["light", "dark"] {
                // By script, or the mouse would be over the button in the picture.
                let choose =
                    format!("document.querySelector('[data-theme-choice={theme}]').click()");
                page.driver.execute(choose, Vec::new()).await?;
                page.wait_for("document.documentElement.dataset.theme", theme)
                    .await?;
                page.wait_for("document.getAnimations().length", 0).await?;
                page.driver
                    .execute(
                        "document.querySelector('#filter-query').scrollIntoView({ block: 'start' });
                        document.activeElement.blur()",
                        Vec::new(),
                    )
                    .await?;
                if let Some(folder) = &folder {
                    let file = folder.join(format!("workbench-{language}-{theme}{suffix}.png"));
                    page.driver.screenshot(&file).await?;
                }
            }
        }
    }
    Ok(())
}

/// Three connections, of which one was flooded, one has an answer that nobody has read, and one shows its
/// quotes, with those of one symbol marked and one of them in detail.
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

async fn rename(page: &Page, name: &str) -> Result<()> {
    page.press(".tabs-actions > button:first-child").await?;
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

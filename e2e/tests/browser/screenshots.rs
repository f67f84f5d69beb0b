//! Pictures of the page: in both languages, light and dark, wide and narrow.
//!
//! With `ULLIM_SCREENSHOTS` set to a folder the pictures are left there, for the README and for the eye.

use std::{env, fs, path::PathBuf};

use anyhow::Result;
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use thirtyfour::{
    By, Key,
    cdp::domains::emulation::{MediaFeature, SetEmulatedMedia},
};

/// A language, and messages in it.
const CONVERSATIONS: [(&str, [&str; 2]); 2] = [
    (
        "ko",
        [
            "안녕하세요, 울림!",
            "웹소켓은\n한 번 연결하면\n서버도 먼저 말할 수 있습니다.",
        ],
    ),
    (
        "en",
        [
            "Hello, Ullim!",
            "Over a WebSocket,\nonce it is open,\nthe server can speak first too.",
        ],
    ),
];

/// The end of the file's name, and the inside of the window in CSS pixels.
const WINDOWS: [(&str, u32, u32); 2] = [("", 1280, 800), ("-360", 360, 800)];

/// In Chromium only: it alone lets a test choose the system's preference while it runs.
#[test]
fn the_page_follows_the_system_s_preference_for_light_or_dark() -> Result<()> {
    page::run(Browser::Chromium, take_pictures)
}

async fn take_pictures(page: &mut Page) -> Result<()> {
    let folder = env::var_os("ULLIM_SCREENSHOTS").map(PathBuf::from);
    if let Some(folder) = &folder {
        fs::create_dir_all(folder)?;
    }
    for (language, messages) in CONVERSATIONS {
        for (suffix, width, height) in WINDOWS {
            page.resize(width, height).await?;
            converse(page, language, messages).await?;
            let mut lightness = Vec::new();
            for scheme in ["light", "dark"] {
                prefer(page, scheme).await?;
                lightness.push(background_lightness(page).await?);
                if let Some(folder) = &folder {
                    let file = folder.join(format!("lesson-{language}-{scheme}{suffix}.png"));
                    page.driver.screenshot(&file).await?;
                }
            }
            assert!(
                lightness[0] > 200 && lightness[1] < 60,
                "light and dark, of 255: {lightness:?}"
            );
        }
    }
    Ok(())
}

/// Opens the page without an earlier conversation, and exchanges messages.
async fn converse(page: &Page, language: &str, messages: [&str; 2]) -> Result<()> {
    page.open("").await?;
    page.driver
        .execute("localStorage.clear()", Vec::new())
        .await?;
    page.open(&format!("?lang={language}")).await?;
    page.wait_for_state("open").await?;
    for (index, message) in messages.iter().enumerate() {
        let textarea = page.driver.find(By::Id("message")).await?;
        textarea.send_keys(Key::Control + "a").await?;
        textarea.send_keys(*message).await?;
        page.press("#send").await?;
        page.wait_for(
            "document.querySelectorAll('#messages > .message').length",
            index + 2,
        )
        .await?;
    }
    Ok(())
}

/// Sets `prefers-color-scheme`, and waits until no colour is in transition.
async fn prefer(page: &Page, scheme: &str) -> Result<()> {
    let feature = MediaFeature {
        name: "prefers-color-scheme".to_owned(),
        value: scheme.to_owned(),
    };
    let media = SetEmulatedMedia {
        media: None,
        features: Some(vec![feature]),
    };
    page.driver.cdp().send(media).await?;
    page.wait_for(
        &format!("matchMedia('(prefers-color-scheme: {scheme})').matches"),
        true,
    )
    .await?;
    page.wait_for("document.getAnimations().length", 0).await
}

/// The mean of red, green and blue of the background, 0 to 255.
async fn background_lightness(page: &Page) -> Result<u32> {
    page.value(
        "(() => {
            const context = new OffscreenCanvas(1, 1).getContext('2d');
            context.fillStyle = getComputedStyle(document.body).backgroundColor;
            context.fillRect(0, 0, 1, 1);
            const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
            return Math.round((red + green + blue) / 3);
        })()",
    )
    .await
}

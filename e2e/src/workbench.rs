//! The workbench as a person uses it: its tabs, a connection, its messages and its log.
//!
//! What belongs here: actions and sights in the workbench, beside those of [`page`](crate::page) for every view. What
//! may not enter: assertions; tests have them.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::{By, Key, TypingData};

use crate::page::Page;

/// The rows of the log that are in the DOM, from top to bottom; an opening without its address, which has the port.
const ROWS: &str = "[...document.querySelectorAll('#log .log-row')].map((row) => [
    row.dataset.way,
    row.dataset.way === 'opened' ? '' : row.querySelector('.log-row-text').textContent,
])";

/// Loads the worker's files into the page; the browser accounts the worker's own loads to the worker.
const FETCH_WORKER: &str = "Promise.all(['sockets_loader.js', 'sockets.js', 'sockets_bg.wasm']
    .map((file) => fetch(file).then((answer) => answer.blob().then(() => answer.ok))))
    .then((answers) => answers.every(Boolean))";

/// The number of the shown tab.
const SHOWN: &str = "Number(document.querySelector('.tab[aria-selected=true]')?.dataset.tab ?? -1)";

/// The rectangle of an element in the window: its left, top, width and height in CSS pixels.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Rect(f64, f64, f64, f64);

impl Page {
    /// Opens the workbench in Korean in a wide window, and waits until its first tab, the lesson's, is connected.
    ///
    /// # Errors
    /// When it is not.
    pub async fn open_workbench(&self) -> Result<()> {
        self.resize(1280, 800).await?;
        self.open("?view=workbench").await?;
        self.wait_for_state("open").await
    }

    /// Loads the worker's files into the page, so that [`files`](Self::files) has them.
    ///
    /// # Errors
    /// When the server does not have one of them.
    pub async fn fetch_worker(&self) -> Result<()> {
        self.wait_for(FETCH_WORKER, true).await
    }

    /// The WebSocket address of an endpoint of the server, as in `/echo`.
    #[must_use]
    pub fn address_of(&self, endpoint: &str) -> String {
        let server = self.server.web_socket_url();
        format!("{}{endpoint}", server.trim_end_matches('/'))
    }

    /// Opens a new tab for an endpoint of the server and does not connect yet.
    ///
    /// # Errors
    /// When a person could not.
    pub async fn new_tab(&self, endpoint: &str) -> Result<()> {
        let before: i64 = self.value(SHOWN).await?;
        self.press("#new-tab").await?;
        self.wait_for(&format!("{SHOWN} !== {before}"), true)
            .await?;
        self.write("#address", &self.address_of(endpoint)).await
    }

    /// Opens a new tab that is connected to an endpoint of the server.
    ///
    /// # Errors
    /// When it does not connect.
    pub async fn connect_in_new_tab(&self, endpoint: &str) -> Result<()> {
        self.new_tab(endpoint).await?;
        self.press("#connect").await?;
        self.wait_for_state("open").await
    }

    /// Opens a drawer, unless it is open.
    ///
    /// # Errors
    /// When it is not there at the deadline.
    pub async fn open_drawer(&self, name: &str) -> Result<()> {
        let is_there = format!("document.querySelector('#drawer[data-drawer={name}]') !== null");
        if !self.value::<bool>(&is_there).await? {
            self.press(&format!("#drawer-{name}")).await?;
        }
        self.wait_for(&is_there, true).await
    }

    /// Opens the menu of a button, presses an element in it, and shuts the menu.
    ///
    /// # Errors
    /// When a person could not.
    pub async fn press_in_menu(&self, button: &str, element: &str) -> Result<()> {
        self.press(button).await?;
        // What is in the menu comes with the first press.
        let is_there = format!("document.querySelector({element:?}) !== null");
        self.wait_for(&is_there, true).await?;
        self.press(element).await?;
        self.press_keys(Key::Escape).await
    }

    /// Opens the drawer of endpoints and unfolds one, which the page fetches meanwhile.
    ///
    /// # Errors
    /// When it is not there at the deadline.
    pub async fn unfold_endpoint(&self, name: &str) -> Result<()> {
        self.open_drawer("endpoints").await?;
        let summary = format!("[data-endpoint={name}] > summary");
        self.wait_for(
            &format!("document.querySelector('{summary}') !== null"),
            true,
        )
        .await?;
        self.press(&summary).await
    }

    /// Shows the tab of this number; the lesson's is 0.
    ///
    /// # Errors
    /// When there is none.
    pub async fn show_tab(&self, tab: u32) -> Result<()> {
        self.press(&format!(".tab[data-tab='{tab}']")).await?;
        self.wait_for(SHOWN, tab).await
    }

    /// Closes the shown tab by its ×.
    ///
    /// # Errors
    /// When it has none, as the lesson's.
    pub async fn close_tab(&self) -> Result<()> {
        self.press(".tab[aria-selected=true] .tab-close").await
    }

    /// Opens the list of all tabs and presses the button there with exactly this text.
    ///
    /// # Errors
    /// When there is none, or a person could not press it.
    pub async fn press_in_tab_list(&self, name: &str) -> Result<()> {
        self.press("#all-tabs").await?;
        self.press_named(name).await
    }

    /// Types into a field, and replaces its value.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn write(&self, field: &str, text: &str) -> Result<()> {
        let field = self.driver.find(By::Css(field)).await?;
        field.send_keys(Key::Control + "a").await?;
        if text.is_empty() {
            field.send_keys(TypingData::from(Key::Delete)).await?;
        } else {
            field.send_keys(text).await?;
        }
        Ok(())
    }

    /// Chooses from a list, by the value of the option.
    ///
    /// # Errors
    /// When there is no such list or option.
    pub async fn choose(&self, list: &str, value: &str) -> Result<()> {
        self.press(&format!("{list} > option[value='{value}']"))
            .await
    }

    /// Writes a message and presses "send".
    ///
    /// # Errors
    /// When a person could not.
    pub async fn send(&self, message: &str) -> Result<()> {
        self.write("#message", message).await?;
        self.press("#send").await
    }

    /// Presses the button or opens the summary with exactly this text.
    ///
    /// # Errors
    /// When there is none, or a person could not press it.
    pub async fn press_named(&self, name: &str) -> Result<()> {
        let named = format!("//*[self::button or self::summary][normalize-space()='{name}']");
        let element = self.driver.find(By::XPath(named)).await?;
        element
            .click()
            .await
            .with_context(|| format!("cannot press {name}"))
    }

    /// Presses keys on the focused element.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn press_keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses a key on the focused element while another one is held down.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn press_with(&self, held: Key, key: Key) -> Result<()> {
        let keys = self.driver.action_chain().key_down(held.clone());
        Ok(keys.send_keys(key).key_up(held).perform().await?)
    }

    /// Turns the mouse wheel over an element, by CSS pixels; down is positive.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn turn_wheel(&self, over: &str, pixels: i32) -> Result<()> {
        let Rect(left, top, width, height) = self.rect(over).await?;
        let wheel = json!({
            "type": "wheel",
            "id": "wheel",
            "actions": [{
                "type": "scroll",
                "x": (left + width / 2.0).round(),
                "y": (top + height / 2.0).round(),
                "deltaX": 0,
                "deltaY": pixels,
            }],
        });
        self.perform(wheel).await
    }

    /// Presses the wheel of the mouse on an element.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn press_wheel(&self, on: &str) -> Result<()> {
        let Rect(left, top, width, height) = self.rect(on).await?;
        let (x, y) = ((left + width / 2.0).round(), (top + height / 2.0).round());
        let press = json!({
            "type": "pointer",
            "id": "mouse",
            "actions": [
                { "type": "pointerMove", "x": x, "y": y },
                { "type": "pointerDown", "button": 1 },
                { "type": "pointerUp", "button": 1 },
            ],
        });
        self.perform(press).await
    }

    async fn rect(&self, of: &str) -> Result<Rect> {
        self.value(&format!(
            "(({{ left, top, width, height }}) => [left, top, width, height])(document.querySelector(\"{of}\").getBoundingClientRect())"
        ))
        .await
    }

    async fn perform(&self, source: serde_json::Value) -> Result<()> {
        let bidi = self.driver.bidi().await?;
        let context = bidi.browsing_context().top_level().await?;
        Ok(bidi.input().perform_actions(context, vec![source]).await?)
    }

    /// Waits until the rows of the log in the DOM are exactly these: their direction and text, which is empty for an opening.
    ///
    /// # Errors
    /// When they are not at the deadline.
    pub async fn wait_for_rows(&self, rows: &[(&str, &str)]) -> Result<()> {
        self.wait_for(ROWS, rows).await
    }

    /// The rows of the log in the DOM: their direction and text.
    ///
    /// # Errors
    /// When the browser does not report them.
    pub async fn rows(&self) -> Result<Vec<(String, String)>> {
        self.value(ROWS).await
    }
}

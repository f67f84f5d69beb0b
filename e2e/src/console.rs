//! What a page says on its console, from its very first line on.
//!
//! What belongs here: hearing and reading the log through WebDriver BiDi, the same in every browser.
//! What may not enter: what the page should say; that is for the tests.

use anyhow::{Context, Result};
use futures_util::StreamExt;
use thirtyfour::{
    WebDriver,
    bidi::{EventStream, events::LogEntryAdded, modules::log::LogLevel},
};
use tokio::time::timeout;

use crate::process::REPLY_TIMEOUT;

/// Says on the console what the browser otherwise tells nobody but its developer tools, and each browser in
/// another way: a refusal by the Content-Security-Policy, and a resource that did not load.
const REPORT_FAILURES: &str = r"() => {
    addEventListener('securitypolicyviolation', (event) =>
        console.error('refused by', event.effectiveDirective, event.blockedURI));
    addEventListener('error', (event) => {
        if (event.target !== window) console.error('did not load', event.target.outerHTML);
    }, true);
}";

/// What [`Console::so_far`] says on the console to know that it has heard everything before.
const MARK: &str = "ullim-e2e: so far";

/// The console of one browser, over all pages that it opens.
#[derive(Debug)]
pub struct Console {
    driver: WebDriver,
    /// None where nobody listens.
    entries: Option<EventStream<LogEntryAdded>>,
}

/// Something said on the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whether it was said as an error, or is an exception that nobody caught.
    pub is_error: bool,
    /// What was said.
    pub text: String,
}

impl Console {
    /// Listens from now on; nothing is missed of a page that is opened after this.
    ///
    /// # Errors
    /// When the browser does not speak WebDriver BiDi.
    pub async fn listen(driver: &WebDriver) -> Result<Self> {
        let bidi = driver.bidi().await?;
        bidi.script().add_preload_script(REPORT_FAILURES).await?;
        Ok(Self {
            driver: driver.clone(),
            entries: Some(bidi.subscribe().await?),
        })
    }

    /// A console that nobody listens to: to listen takes time from the page.
    #[must_use]
    pub fn unheard(driver: &WebDriver) -> Self {
        Self {
            driver: driver.clone(),
            entries: None,
        }
    }

    /// Everything that was said since the last call, in order.
    ///
    /// # Errors
    /// When the connection to the browser is lost, or nobody listens.
    pub async fn so_far(&mut self) -> Result<Vec<Entry>> {
        let entries = self
            .entries
            .as_mut()
            .context("nobody listens to the console")?;
        self.driver
            .execute("console.debug(arguments[0])", vec![MARK.into()])
            .await?;
        let said = entries.map(|entry| Entry {
            is_error: entry.level == LogLevel::Error,
            text: entry.text.unwrap_or_default(),
        });
        let said = said
            .take_while(|entry| std::future::ready(entry.text != MARK))
            .collect();
        timeout(REPLY_TIMEOUT, said)
            .await
            .context("the console has gone silent")
    }
}

//! The console of a page, from its first line on.
//!
//! What belongs here: reading the console through WebDriver BiDi, the same in every browser. What may not enter:
//! the expected lines; tests have them.

use anyhow::{Context, Result};
use futures_util::StreamExt;
use testkit::listening_process::REPLY_TIMEOUT;
use thirtyfour::{
    WebDriver,
    bidi::{EventStream, events::LogEntryAdded, modules::log::LogLevel},
};
use tokio::time::timeout;

/// A script that writes two events to the console: a refusal by the Content-Security-Policy, and a resource that did
/// not load. Browsers report them only in their developer tools, each in another way.
const REPORT_FAILURES: &str = r"() => {
    addEventListener('securitypolicyviolation', (event) =>
        console.error('refused by', event.effectiveDirective, event.blockedURI));
    addEventListener('error', (event) => {
        if (event.target !== window) console.error('did not load', event.target.outerHTML);
    }, true);
}";

/// The line that [`Console::so_far`] writes to the console, to know that all earlier lines have arrived.
const MARK: &str = "ullim-e2e: so far";

/// The console of one browser, over all pages that it opens.
#[derive(Debug)]
pub struct Console {
    driver: WebDriver,
    /// `None` for a console that is not observed.
    entries: Option<EventStream<LogEntryAdded>>,
}

/// A line of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whether it is an error or an uncaught exception.
    pub is_error: bool,
    /// The text.
    pub text: String,
}

impl Console {
    /// Observes the console. No line of a page that is opened later is missed.
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

    /// A console that is not observed, because observing takes time from the page.
    #[must_use]
    pub fn unheard(driver: &WebDriver) -> Self {
        Self {
            driver: driver.clone(),
            entries: None,
        }
    }

    /// All lines since the last call, in order.
    ///
    /// # Errors
    /// When the connection to the browser is lost, or the console is not observed.
    pub async fn so_far(&mut self) -> Result<Vec<Entry>> {
        let entries = self
            .entries
            .as_mut()
            .context("the console is not observed")?;
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

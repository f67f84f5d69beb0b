//! The page as a person uses it: in a browser, from a server, with eyes, a mouse and a keyboard.
//!
//! What belongs here: actions and sights of a person, by the ids of the lesson's elements. What may not enter:
//! assertions; tests have them.

use std::{collections::BTreeMap, env, path::Path, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use testkit::ServerProcess;
use testkit::listening_process::REPLY_TIMEOUT;
use thirtyfour::{By, WebDriver, WebDriverRunError, bidi::modules::browsing_context::Viewport};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep},
};

use crate::{
    browser::{Browser, Driver},
    console::Console,
};

/// The limit of browsers at once, for any number of test threads. A starting browser uses a core, so that more
/// browsers than cores make all of them late.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How often the page is read while a test waits for a sight.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// Address and compressed size in bytes of every file of the page. It fetches the icons, because a browser without a
/// window may not load them. The list of the server's endpoints is no file of the page.
const FILES: &str = "(async () => {
    const icons = [...document.querySelectorAll('link[rel~=icon]')].map((icon) => icon.href);
    for (const icon of icons) await (await fetch(icon)).blob();
    const loaded = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
    const files = loaded.filter(({ name }) => new URL(name).pathname !== '/endpoints');
    return Object.fromEntries(files.map((file) => [file.name, file.encodedBodySize]));
})()";

/// A browser, and a server whose page it can open.
#[derive(Debug)]
pub struct Page {
    /// The server, to be killed and started again.
    pub server: ServerProcess,
    /// The browser, for actions that [`Page`] does not have.
    pub driver: WebDriver,
    /// The page's console.
    pub console: Console,
}

/// Runs a scenario in a browser and against a server of its own, and ends both, even when it panics.
///
/// # Errors
/// When the scenario fails, or anything that it needs does not start or end.
pub fn run(browser: Browser, scenario: impl AsyncFnOnce(&mut Page) -> Result<()>) -> Result<()> {
    let server = server_binary()?;
    run_as(
        server.as_ref(),
        &[""; 0],
        browser,
        async |driver, _| driver.open().await,
        true,
        scenario,
    )
}

/// The same in Chromium against a server with TLS that the browser takes for a public site with the name `host`.
///
/// # Errors
/// As [`run`] does.
pub fn run_on_public_site(
    host: &str,
    scenario: impl AsyncFnOnce(&mut Page) -> Result<()>,
) -> Result<()> {
    let server = server_binary()?;
    let flags = ["--tls-self-signed", "--allow-host", host];
    let open = async |driver: &Driver, server: &ServerProcess| {
        driver.open_with_public_site(host, server.address()?).await
    };
    run_as(
        server.as_ref(),
        &flags,
        Browser::Chromium,
        open,
        true,
        scenario,
    )
}

/// The same without observing the console, for a scenario that measures: the page has the browser to itself.
///
/// # Errors
/// As [`run`] does.
pub fn run_unobserved(
    browser: Browser,
    scenario: impl AsyncFnOnce(&mut Page) -> Result<()>,
) -> Result<()> {
    run_unobserved_against(server_binary()?.as_ref(), browser, scenario)
}

/// The same against the server of this path, which may be of another build.
///
/// # Errors
/// As [`run`] does.
pub fn run_unobserved_against(
    server: &Path,
    browser: Browser,
    scenario: impl AsyncFnOnce(&mut Page) -> Result<()>,
) -> Result<()> {
    let open = async |driver: &Driver, _: &ServerProcess| driver.open_unobserved().await;
    run_as(server, &[""; 0], browser, open, false, scenario)
}

fn run_as(
    server: &Path,
    flags: &[&str],
    browser: Browser,
    open: impl AsyncFnOnce(&Driver, &ServerProcess) -> Result<WebDriver>,
    is_observed: bool,
    scenario: impl AsyncFnOnce(&mut Page) -> Result<()>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let _permit = BROWSERS.acquire().await?;
        let server = ServerProcess::start_program(server, flags).await?;
        let driver = Driver::start(browser).await?;
        let session = open(&driver, &server).await?;
        let ended = session.run_and_quit(async |driver| {
            let console = if is_observed {
                Console::listen(&driver).await?
            } else {
                Console::unheard(&driver)
            };
            let mut page = Page {
                server,
                driver,
                console,
            };
            let ended = scenario(&mut page).await;
            page.server.kill().await?;
            ended
        });
        let ended = ended.await;
        driver.end().await?;
        ended.map_err(|error| match error {
            WebDriverRunError::Body(error)
            | WebDriverRunError::BodyAndCleanup { body: error, .. } => error,
            error => anyhow!("{error}"),
        })
    })
}

/// The server binary under test.
///
/// # Errors
/// When `ULLIM_SERVER` does not name it.
pub fn server_binary() -> Result<std::ffi::OsString> {
    env::var_os("ULLIM_SERVER").context(
        "ULLIM_SERVER is not set: the path of a release server, as `cargo xtask test` sets it",
    )
}

impl Page {
    /// Opens the server's page. `query` is empty or begins with `?`.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, query: &str) -> Result<()> {
        Ok(self
            .driver
            .goto(format!("{}/{query}", self.server.url()))
            .await?)
    }

    /// Opens the page in Korean and waits until it is connected and has greeted.
    ///
    /// # Errors
    /// When it does not.
    pub async fn open_and_connect(&self) -> Result<()> {
        self.open("").await?;
        self.wait_for_state("open").await?;
        self.wait_for_messages(&["[서버 접속 완료]"]).await
    }

    /// Types into the textarea, key by key.
    ///
    /// # Errors
    /// When there is none.
    pub async fn type_message(&self, text: &str) -> Result<()> {
        Ok(self
            .driver
            .find(By::Id("message"))
            .await?
            .send_keys(text)
            .await?)
    }

    /// Clicks on what `selector` finds.
    ///
    /// # Errors
    /// When a person could not: it is not there, not visible, or something covers it.
    pub async fn press(&self, selector: &str) -> Result<()> {
        let element = self.driver.find(By::Css(selector)).await?;
        element
            .click()
            .await
            .with_context(|| format!("cannot press {selector}"))
    }

    /// The value of a JavaScript expression.
    ///
    /// # Errors
    /// When it throws, or has another type.
    pub async fn value<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let value = self
            .driver
            .execute(format!("return {expression}"), Vec::new())
            .await;
        Ok(value.with_context(|| expression.to_owned())?.convert()?)
    }

    /// Waits until a JavaScript expression has the expected value.
    ///
    /// # Errors
    /// When it still has another at the deadline. The error has both.
    pub async fn wait_for(&self, expression: &str, expected: impl Serialize) -> Result<()> {
        let expected = serde_json::to_value(expected)?;
        let deadline = Instant::now() + REPLY_TIMEOUT;
        loop {
            // An expression about an element throws until the element is there.
            let value: Result<Value> = self.value(expression).await;
            if value.as_ref().is_ok_and(|value| *value == expected) {
                return Ok(());
            }
            if Instant::now() >= deadline {
                let value = value?;
                bail!("{expression}\n  is     {value}\n  and not {expected}");
            }
            sleep(LOOK_INTERVAL).await;
        }
    }

    /// Waits until the page shows that its connection is in this state.
    ///
    /// # Errors
    /// When it is in another at the deadline.
    pub async fn wait_for_state(&self, state: &str) -> Result<()> {
        self.wait_for("document.querySelector('#state')?.dataset.state", state)
            .await
    }

    /// Waits until the markup inside the messages is exactly this, message by message.
    ///
    /// # Errors
    /// When it is not at the deadline.
    pub async fn wait_for_messages(&self, messages: &[&str]) -> Result<()> {
        let markup = "[...document.querySelectorAll('#messages > div.message')].map((message) => message.innerHTML)";
        self.wait_for(markup, messages).await
    }

    /// Waits until the server's `/metrics` has this line.
    ///
    /// # Errors
    /// When it has another at the deadline.
    pub async fn wait_for_metric(&self, line: &str) -> Result<()> {
        let lines =
            "fetch('/metrics').then((answer) => answer.text()).then((text) => text.split('\\n'))";
        let is_there = serde_json::to_string(line)?;
        self.wait_for(
            &format!("{lines}.then((lines) => lines.includes({is_there}))"),
            true,
        )
        .await
    }

    /// The value of the textarea.
    ///
    /// # Errors
    /// When there is none.
    pub async fn draft(&self) -> Result<String> {
        self.value("document.querySelector('#message').value").await
    }

    /// The text of what `selector` finds, as it is shown.
    ///
    /// # Errors
    /// When it finds nothing.
    pub async fn text(&self, selector: &str) -> Result<String> {
        Ok(self.driver.find(By::Css(selector)).await?.text().await?)
    }

    /// Every file of the page: its address, and its size in bytes over the network.
    ///
    /// # Errors
    /// When the browser does not report them.
    pub async fn files(&self) -> Result<BTreeMap<String, u64>> {
        self.value(FILES).await
    }

    /// Makes the window's inside this many CSS pixels wide and high.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let bidi = self.driver.bidi().await?;
        let context = bidi.browsing_context().top_level().await?;
        bidi.browsing_context()
            .set_viewport(context, Some(Viewport { width, height }))
            .await?;
        Ok(())
    }
}

//! A browser for one test: the driver process and its WebDriver session.
//!
//! What belongs here: how Chromium and Firefox are started, and how they differ. What may not enter: anything about
//! the page. A scenario must not know its browser.

use std::{env, ffi::OsString, fs, net::SocketAddr, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use testkit::ListeningProcess;
use testkit::listening_process::REPLY_TIMEOUT;
use thirtyfour::{
    Capabilities, CapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities,
    DesiredCapabilities, WebDriver, common::capabilities::firefox::FirefoxPreferences,
};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep},
};

/// The error of chromedriver for a port that is free for one of IPv4 and IPv6, and taken for the other. It then ends.
/// Starting it again with port 0 is the only way to another port.
const PORT_TAKEN: &str = "port not available";

/// How many ports are tried.
const PORT_TRIES: usize = 5;

/// The browsers that Ullim supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Through chromedriver: `ULLIM_CHROMEDRIVER`, or the one on PATH.
    Chromium,
    /// Through geckodriver: `ULLIM_GECKODRIVER`, or the one on PATH.
    Firefox,
}

/// A driver process, killed when this is dropped. End the session first, or the browser stays.
#[derive(Debug)]
pub struct Driver {
    browser: Browser,
    port: u16,
    process: Child,
    profiles: TempDir,
}

impl Driver {
    /// Starts the browser's driver on a port that is free. The browser itself comes with the session.
    ///
    /// # Errors
    /// When there is no such driver, or it does not say where it listens.
    pub async fn start(browser: Browser) -> Result<Self> {
        let profiles = TempDir::with_prefix("ullim-e2e-")?;
        let mut tries = PORT_TRIES;
        let (process, port) = loop {
            let mut command = Command::new(browser.driver());
            command.args(browser.driver_arguments());
            // Profiles are in the folder for temporary files, where a killed driver leaves them.
            command.env("TMPDIR", profiles.path()).stderr(Stdio::null());
            let started =
                ListeningProcess::start(&mut command, |line| Ok(browser.driver_port(line)));
            match started.await {
                Err(error) if tries > 1 && error.to_string().contains(PORT_TAKEN) => tries -= 1,
                started => break started?,
            }
        };
        Ok(Self {
            browser,
            port,
            process: process.discard_output(),
            profiles,
        })
    }

    /// Opens a browser with an empty page. It speaks WebDriver BiDi.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn open(&self) -> Result<WebDriver> {
        self.open_as(self.browser.capabilities()?).await
    }

    /// The same without WebDriver BiDi. With it, Chromium reports every message of every WebSocket to the driver, which
    /// takes several times as long as the message itself.
    ///
    /// # Errors
    /// As [`open`](Self::open) does.
    pub async fn open_unobserved(&self) -> Result<WebDriver> {
        let mut capabilities = self.browser.capabilities()?;
        capabilities.remove("webSocketUrl");
        self.open_as(capabilities).await
    }

    /// Opens Chromium, which takes the server at `address` for a site of the public internet with the name `host`.
    ///
    /// # Errors
    /// As [`open`](Self::open) does.
    pub async fn open_with_public_site(
        &self,
        host: &str,
        address: SocketAddr,
    ) -> Result<WebDriver> {
        let mut capabilities = chromium()?;
        capabilities.add_arg(&format!(
            "--host-resolver-rules=MAP {host} {}",
            address.ip()
        ))?;
        capabilities.add_arg(&format!("--ip-address-space-overrides={address}=public"))?;
        self.open_as(capabilities.into()).await
    }

    async fn open_as(&self, capabilities: Capabilities) -> Result<WebDriver> {
        let url = format!("http://127.0.0.1:{}", self.port);
        Ok(WebDriver::new(url, capabilities).await?)
    }

    /// Ends the driver, after its session, and removes the profile.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub async fn end(mut self) -> Result<()> {
        self.process
            .kill()
            .await
            .context("cannot kill the driver")?;
        // The browser's helper processes outlive it by a moment, and may still write.
        let deadline = Instant::now() + REPLY_TIMEOUT;
        while let Err(error) = fs::remove_dir_all(self.profiles.path()) {
            ensure!(
                Instant::now() < deadline,
                "cannot remove {}: {error}",
                self.profiles.path().display()
            );
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Browser {
    fn driver(self) -> OsString {
        let (variable, name) = match self {
            Self::Chromium => ("ULLIM_CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("ULLIM_GECKODRIVER", "geckodriver"),
        };
        env::var_os(variable).unwrap_or_else(|| name.into())
    }

    fn driver_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["--port=0"],
            // The WebSocket of WebDriver BiDi has a port of its own, 9222 by default: one browser at a time.
            Self::Firefox => &["--port=0", "--websocket-port=0"],
        }
    }

    /// The port in the line of standard output that names it.
    fn driver_port(self, line: &str) -> Option<u16> {
        let (_, port) = match self {
            Self::Chromium => line.split_once("was started successfully on port ")?,
            Self::Firefox => line.split_once("Listening on 127.0.0.1:")?,
        };
        port.trim_end_matches('.').parse().ok()
    }

    /// The capabilities of the browser. It trusts any certificate, because servers of tests have self-signed ones.
    fn capabilities(self) -> Result<Capabilities> {
        match self {
            Self::Chromium => Ok(chromium()?.into()),
            Self::Firefox => {
                let mut capabilities = DesiredCapabilities::firefox();
                capabilities.set_headless()?;
                let mut preferences = FirefoxPreferences::new();
                // With smooth scrolling, a list would still move when a test reads its position.
                preferences.set("general.smoothScroll", false)?;
                capabilities.set_preferences(preferences)?;
                capabilities.enable_bidi()?;
                capabilities.accept_insecure_certs(true)?;
                Ok(capabilities.into())
            }
        }
    }
}

fn chromium() -> Result<ChromeCapabilities> {
    // chromedriver's name for Chromium, too.
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ] {
        capabilities.add_arg(argument)?;
    }
    // Chromium's sandbox refuses to run as root, the usual user of a container.
    if rustix::process::geteuid().is_root() {
        capabilities.add_arg("--no-sandbox")?;
    }
    capabilities.enable_bidi()?;
    capabilities.accept_insecure_certs(true)?;
    Ok(capabilities)
}

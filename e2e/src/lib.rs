//! Tests of the real page in real browsers against the real server.
//!
//! What belongs here: starting, driving and ending the processes of a test. What may not enter: a stand-in for the
//! server or the page, and knowledge of how either is built. Tests use both as a person does.
//!
//! # Layout
//!
//! - [`supervisor`]: servers for tests that run inside a browser and cannot start processes, over HTTP.
//! - `browser`: Chromium or Firefox, through WebDriver.
//! - `console`: the browser's console.
//! - `page`: the actions and sights of a person.
//! - `workbench`: the same, in the workbench.
//!
//! The last four and all tests are behind the feature `browser`, so that a plain `cargo test` needs neither a
//! browser nor a built page.
//!
//! # Running one test by hand
//!
//! `cargo xtask test` runs them all. For one of them, build the page and a server that carries it. Then name the
//! behaviour, and the browser if only one is wanted:
//!
//! ```sh
//! export ULLIM_SERVER=$(cargo xtask build)
//! cargo test -p e2e --features browser -- greeting
//! cargo test -p e2e --features browser -- page_connects_and_shows_the_greeting::in_firefox
//! ```
//!
//! The drivers are taken from PATH; `ULLIM_CHROMEDRIVER` and `ULLIM_GECKODRIVER` name others. With
//! `ULLIM_SCREENSHOTS` set to a folder, the tests `screenshots` and `workbench_screenshots` leave their pictures
//! there. The tests `axe` need axe-core's `axe.min.js`, whose path is `ULLIM_AXE`.

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
pub mod console;
#[cfg(feature = "browser")]
pub mod page;
pub mod supervisor;
#[cfg(feature = "browser")]
pub mod workbench;

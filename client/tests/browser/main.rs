//! The platform and the mounted page in a real browser, against real servers.
//!
//! `cargo xtask test` runs these in Chromium and in Firefox. The servers are started and killed by
//! the supervisor of `e2e`, whose address is in `ULLIM_SUPERVISOR` when these tests are compiled.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise, and so do its helpers"
)]

mod catalogue;
mod files;
mod log_list;
mod message_editor;
mod mounted;
mod page;
mod socket;
mod storage;
mod supervisor;
mod tabs;
mod theme;
mod transports;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

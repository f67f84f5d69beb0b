//! Scenarios of a person, one behaviour a file, in Chromium and in Firefox.
//!
//! What belongs here: scenarios that use the page and the server as a person does. What may not enter: anything that
//! a cheaper test can show (the core natively, the platform in wasm-bindgen-test).
//!
//! They are one test binary: linking a WebDriver client for each file would take longer than the tests.

/// Makes a scenario two tests: `name::in_chromium` and `name::in_firefox`.
macro_rules! in_both_browsers {
    ($($scenario:ident),+ $(,)?) => {$(
        mod $scenario {
            #[test]
            fn in_chromium() -> anyhow::Result<()> {
                e2e::page::run(e2e::browser::Browser::Chromium, super::$scenario)
            }

            #[test]
            fn in_firefox() -> anyhow::Result<()> {
                e2e::page::run(e2e::browser::Browser::Firefox, super::$scenario)
            }
        }
    )+};
}

mod auth;
mod axe;
mod binary;
mod close;
mod close_codes;
mod composer;
mod copying;
mod detail;
mod draft;
mod filter;
mod flood;
mod greeting;
mod handles;
mod keyboard;
mod language;
mod layout;
mod layout_shift;
mod leaving;
mod lesson;
mod local_network;
mod markup;
mod narrow_window;
mod network;
mod quotes;
mod reconnect;
mod refused_handshake;
mod reload;
mod repeat;
mod room;
mod room_layout;
mod rows;
mod screenshots;
mod secure;
mod send;
mod server_gone;
mod sub_path;
mod switch;
mod tabs;
mod translated;
mod trunk;
mod weight;
mod workbench_keyboard;
mod workbench_screenshots;

//! What a person does, one behaviour a file, in Chromium and in Firefox.
//!
//! One test binary for all: linking a WebDriver client for each behaviour would take longer than the tests.

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

mod greeting;

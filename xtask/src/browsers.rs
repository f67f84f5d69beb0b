//! The browsers that the tests drive: found on `PATH`, otherwise installed by apt where that can be
//! done without asking anybody.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::apt::{self, Program};
use crate::tools::Toolbox;

const CHROMEDRIVER: &str = "chromedriver";

const PROGRAMS: [Program; 3] = [
    Program {
        what: "Chromium",
        names: &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
        package: "chromium",
    },
    Program {
        what: "ChromeDriver",
        names: &[CHROMEDRIVER],
        package: "chromium-driver",
    },
    // geckodriver looks for this name only; Debian's firefox-esr brings it along.
    Program {
        what: "Firefox",
        names: &["firefox"],
        package: "firefox-esr",
    },
];

/// Korean glyphs, without which the screenshots show empty boxes. They are not installed where the
/// browsers are there already: that machine's fonts were chosen.
const FONTS: &str = "fonts-noto-cjk";

/// Makes sure that there is a Chromium with its driver and a Firefox, and gives the path of
/// ChromeDriver.
pub(crate) fn provide(toolbox: &Toolbox) -> Result<PathBuf> {
    apt::provide(toolbox, "the tests drive browsers", &PROGRAMS, &[FONTS])?;
    toolbox
        .which(CHROMEDRIVER)
        .context("ChromeDriver is there and cannot be found")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::tools::testing::{script, toolbox};

    #[test]
    fn browser_of_any_known_name_is_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["google-chrome", "chromedriver", "firefox"] {
            script(folder.path(), name, "");
        }
        let driver = provide(&toolbox(folder.path())).unwrap();
        assert_eq!(driver, folder.path().join("chromedriver"));
    }

    #[test]
    fn missing_browsers_without_apt_are_named_in_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        script(folder.path(), "chromium", "");
        let error = provide(&toolbox(folder.path())).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the tests drive browsers, and PATH has no ChromeDriver, no Firefox: install what is missing \
             (on Debian: apt install chromium-driver firefox-esr)"
        );
    }
}

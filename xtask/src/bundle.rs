//! The page and the server that has it embedded, as one plan.
//!
//! The build of the page itself does not belong here.

use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::page;
use crate::plan::{Cost, Plan};
use crate::process;
use crate::tools::Toolbox;

/// How the server is compiled. The page is the same in both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Built soon, for a first look and for tests.
    Quick,
    /// As it is released and measured.
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Release => "release",
        }
    }

    fn cost(self) -> Cost {
        match self {
            Self::Quick => Cost {
                seconds: 100.0,
                tail: 0.2,
            },
            Self::Release => Cost {
                seconds: 170.0,
                tail: 0.5,
            },
        }
    }
}

/// Builds the page and the server where something changed, and gives the server's path.
pub(crate) fn build(toolbox: &Toolbox, profile: Profile) -> Result<PathBuf> {
    let built = Mutex::new(None);
    let mut plan = Plan::new();
    let page = page::plan(&mut plan, toolbox)?;
    let selection = ["--profile", profile.name(), "--package", "server"];
    let after: Vec<_> = page.into_iter().collect();
    plan.add("the server", profile.cost(), &after, |monitor| {
        let server = process::build_binary(&selection, |build| monitor.output(build))?;
        if let Ok(mut built) = built.lock() {
            *built = Some(server);
        }
        Ok(())
    });
    plan.run()?;
    let built = built.into_inner().ok().flatten();
    built.context("the plan ended without a server")
}

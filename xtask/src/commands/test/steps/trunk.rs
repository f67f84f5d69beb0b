//! The page as Trunk builds it, opened once.
//!
//! What belongs here: having that page in `dist/` for a moment, where a debug server finds it, and afterwards what was
//! there before.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Outcome;
use crate::process::{self, cargo};
use crate::tools::{Toolbox, trunk, wasm_bindgen};
use crate::{browsers, wasm_target, workspace};

/// Builds the page with Trunk and opens it. Where Trunk cannot be had, that is said.
pub(super) fn test(toolbox: &mut Toolbox) -> Result<Outcome> {
    let tools = [trunk()?, wasm_bindgen()?];
    if let Some(tool) = tools.iter().find(|it| toolbox.version_of(it).is_none()) {
        let missing = format!("there is no {}, and nothing to install it", tool.name());
        return Ok(Outcome::Skipped(missing));
    }
    let chromedriver = browsers::provide(toolbox)?;
    wasm_target::provide()?;
    toolbox.provide(&tools)?;
    let server = process::build_binary(&["--package=server"], process::output)?;
    let dist = workspace::root().join("dist");
    let _aside = Aside::put(&dist, &workspace::state_dir().join("dist"))?;
    // Without optimising: it is for a developer, and the tests before have compiled most of it like that.
    process::run(toolbox.command("trunk").args(["build", "--offline"]))?;
    let test = ["test", "--package=e2e", "--features=browser"];
    process::run(
        cargo()
            .args(test)
            .args(["--test=browser", "--", "--ignored", "trunk::"])
            .env("ULLIM_SERVER", server)
            .env("ULLIM_CHROMEDRIVER", chromedriver),
    )?;
    Ok(Outcome::Passed)
}

/// A folder that is elsewhere for a while. It comes back in the place of whatever is there then.
struct Aside {
    place: PathBuf,
    meanwhile: PathBuf,
}

impl Aside {
    /// Moves the folder `place` to `meanwhile`. Without a folder there is nothing to move.
    fn put(place: &Path, meanwhile: &Path) -> Result<Self> {
        if place.exists() {
            if meanwhile.exists() {
                fs::remove_dir_all(meanwhile)
                    .with_context(|| format!("cannot remove {}", meanwhile.display()))?;
            }
            if let Some(folder) = meanwhile.parent() {
                fs::create_dir_all(folder)
                    .with_context(|| format!("cannot create {}", folder.display()))?;
            }
            fs::rename(place, meanwhile)
                .with_context(|| format!("cannot move {}", place.display()))?;
        }
        Ok(Self {
            place: place.to_owned(),
            meanwhile: meanwhile.to_owned(),
        })
    }
}

impl Drop for Aside {
    /// Where this fails, the next build of the page sees that `dist/` is not what it left there, and builds it again.
    fn drop(&mut self) {
        if self.place.exists() {
            let _ = fs::remove_dir_all(&self.place);
        }
        if self.meanwhile.exists() {
            let _ = fs::rename(&self.meanwhile, &self.place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_put_aside_comes_back_in_the_place_of_another() {
        let root = tempfile::tempdir().unwrap();
        let (dist, aside) = (root.path().join("dist"), root.path().join("state/dist"));
        for of in ["release", "another release"] {
            fs::create_dir_all(&dist).unwrap();
            fs::write(dist.join("index.html"), of).unwrap();
            {
                let _aside = Aside::put(&dist, &aside).unwrap();
                assert!(!dist.exists());
                fs::create_dir(&dist).unwrap();
                fs::write(dist.join("of-trunk.html"), "").unwrap();
            }
            assert_eq!(fs::read_to_string(dist.join("index.html")).unwrap(), of);
            assert!(!dist.join("of-trunk.html").exists());
        }
    }

    #[test]
    fn place_without_a_folder_is_empty_afterwards() {
        let root = tempfile::tempdir().unwrap();
        let dist = root.path().join("dist");
        {
            let _aside = Aside::put(&dist, &root.path().join("state")).unwrap();
            fs::create_dir(&dist).unwrap();
        }
        assert!(!dist.exists());
    }
}

//! The style sheets of a built page: a file a component to edit, and three to load.
//!
//! The lesson draws nothing before it has its own, and does not pay for those of the workbench, which are in a
//! folder of theirs. So are those of the panes that load on demand. `trunk serve` leaves all of them as they are.

use std::path::Path;

use anyhow::Result;

use super::{read, write};
use crate::fingerprint;

/// The folder of the style sheets that the lesson has no use for.
const OF_WORKBENCH: &str = "client/styles/workbench/";

/// The folder of the style sheets of panes that load on demand.
const OF_PANES: &str = "client/styles/panes/";

/// The names of the joined style sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Styles {
    /// Linked in the page.
    pub(super) base: String,
    /// Loaded with the workbench.
    pub(super) workbench: String,
    /// Loaded with a room or with quotes.
    pub(super) panes: String,
}

/// Joins the style sheets of the checkout `root` that the page links, in their order, into three in `dist` that
/// are named by their content.
pub(super) fn join(root: &Path, linked: &[&str], dist: &Path) -> Result<Styles> {
    let (panes, rest): (Vec<&str>, Vec<&str>) =
        linked.iter().partition(|path| path.starts_with(OF_PANES));
    let (workbench, base): (Vec<&str>, Vec<&str>) =
        rest.iter().partition(|path| path.starts_with(OF_WORKBENCH));
    let joined = |name: &str, paths: &[&str]| -> Result<String> {
        let mut styles = String::new();
        for path in paths {
            styles.push_str(&read(&root.join(path))?);
            styles.push('\n');
        }
        let name = format!("{name}-{}.css", fingerprint::of(root, paths, &[])?);
        write(&dist.join(&name), styles)?;
        Ok(name)
    };
    Ok(Styles {
        base: joined("styles", &base)?,
        workbench: joined("workbench", &workbench)?,
        panes: joined("panes", &panes)?,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn joined_styles_keep_their_order_and_workbench_and_panes_have_their_own() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        for folder in [OF_WORKBENCH, OF_PANES] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::create_dir(root.join("dist")).unwrap();
        let linked = [
            "client/styles/tokens.css",
            "client/styles/workbench/tabs.css",
            "client/styles/panes/room.css",
            "client/styles/base.css",
        ];
        for (path, content) in linked.iter().zip(["a { }", "c { }", "d { }", "b { }\n"]) {
            fs::write(root.join(path), content).unwrap();
        }
        let dist = root.join("dist");
        let styles = join(root, &linked, &dist).unwrap();
        let text = |name: &str| fs::read_to_string(dist.join(name)).unwrap();
        assert_eq!(text(&styles.base), "a { }\nb { }\n\n");
        assert_eq!(text(&styles.workbench), "c { }\n");
        assert_eq!(text(&styles.panes), "d { }\n");
        assert!(styles.base.starts_with("styles-"), "{styles:?}");
        assert!(styles.workbench.starts_with("workbench-"), "{styles:?}");
    }

    #[test]
    fn linked_style_sheet_that_is_missing_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let error = join(root.path(), &["client/styles/base.css"], root.path()).unwrap_err();
        assert!(error.to_string().contains("base.css"), "{error}");
    }
}

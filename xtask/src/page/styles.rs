//! The style sheets of a built page: a file a component to edit, and one to load.
//!
//! A browser draws nothing before it has them all, six at a time over HTTP/1.1, and brotli makes less of
//! each than of all together. `trunk serve` leaves them as they are.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::fingerprint;

/// What stands around the name of a style sheet in the page that Trunk writes.
const LINK: (&str, &str) = (r#"<link rel="stylesheet" href="/"#, r#""/>"#);

/// Joins the style sheets of the page in `dist`, in their order, into one that is named by its content.
pub(super) fn join(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html =
        fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let names: Vec<&str> = html.lines().filter_map(name).collect();
    ensure!(
        !names.is_empty(),
        "{} links to no style sheet in the way that Trunk writes it",
        page.display()
    );
    let joined = format!("styles-{}.css", fingerprint::of(dist, &names, &[])?);
    let mut styles = String::new();
    for name in &names {
        let file = dist.join(name);
        let unreadable = || format!("cannot read {}", file.display());
        styles.push_str(&fs::read_to_string(&file).with_context(unreadable)?);
        styles.push('\n');
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    let write = |file: &Path, content: &str| {
        fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
    };
    write(&dist.join(&joined), &styles)?;
    write(&page, &with_link_to(&joined, &html))
}

/// The style sheet that a line of the page links to.
fn name(line: &str) -> Option<&str> {
    line.trim().strip_prefix(LINK.0)?.strip_suffix(LINK.1)
}

/// The page with a link to the style sheet `joined` where it had its first.
fn with_link_to(joined: &str, html: &str) -> String {
    let mut is_linked = false;
    let mut page = String::new();
    for line in html.split_inclusive('\n') {
        match name(line) {
            None => page.push_str(line),
            Some(first) if !is_linked => {
                is_linked = true;
                page.push_str(&line.replace(first, joined));
            }
            Some(_) => {}
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head>
    <link rel="icon" href="/icon-1.svg"/>
    <link rel="stylesheet" href="/tokens-1.css"/>
    <link rel="stylesheet" href="/base-2.css"/>
    <link rel="modulepreload" href="/client-3.js">
</head>
"#;

    fn dist(html: &str) -> tempfile::TempDir {
        let dist = tempfile::tempdir().unwrap();
        for (file, content) in [
            ("index.html", html),
            ("tokens-1.css", "a { }"),
            ("base-2.css", "b { }\n"),
            ("client-3.js", "c()"),
        ] {
            fs::write(dist.path().join(file), content).unwrap();
        }
        dist
    }

    fn names(dist: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(dist.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn style_sheets_are_one_in_their_order_and_all_else_stays() {
        let dist = dist(PAGE);
        join(dist.path()).unwrap();
        let names = names(&dist);
        let [client, index, styles] = &names[..] else {
            panic!("{names:?}");
        };
        assert_eq!([client, index], ["client-3.js", "index.html"]);
        let html = fs::read_to_string(dist.path().join(index)).unwrap();
        let link = format!("    <link rel=\"stylesheet\" href=\"/{styles}\"/>\n");
        let before = "    <link rel=\"stylesheet\" href=\"/tokens-1.css\"/>\n";
        let second = "    <link rel=\"stylesheet\" href=\"/base-2.css\"/>\n";
        assert_eq!(html, PAGE.replace(second, "").replace(before, &link));
        let joined = fs::read_to_string(dist.path().join(styles)).unwrap();
        assert_eq!(joined, "a { }\nb { }\n\n");
    }

    #[test]
    fn page_that_trunk_writes_in_another_way_is_an_error() {
        let dist = dist(r#"<link rel=stylesheet href=/tokens-1.css>"#);
        let error = join(dist.path()).unwrap_err().to_string();
        assert!(error.contains("no style sheet"), "{error}");
        assert_eq!(names(&dist).len(), 4, "nothing is removed");
    }
}

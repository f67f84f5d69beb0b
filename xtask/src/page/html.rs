//! `index.html` of a release: the checkout's, with each link for Trunk replaced by what a release has there.
//!
//! The document is our own and has a link a line, so this need not read every HTML that there can be. Every address in a
//! release is relative: the page may be served from a folder, behind a proxy that takes the folder off.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::parts::Installed;
use super::styles::{self, Styles};
use super::{read, write};
use crate::fingerprint;

const INDEX: &str = "index.html";

/// The script that runs first; its capital words are filled in.
const BOOT: &str = include_str!("boot.js");

/// A link for Trunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link<'a> {
    /// A binary of the client, by its name.
    Rust(&'a str),
    /// A style sheet, by its path.
    Style(&'a str),
    /// The icon, by its path.
    Icon(&'a str),
}

/// Writes the page into `dist`, with its icon and its style sheets.
pub(super) fn write_page(root: &Path, dist: &Path, parts: &Installed) -> Result<()> {
    let html = read(&root.join(INDEX))?;
    let mut linked = Vec::new();
    for line in html.lines() {
        if let Some(Link::Style(path)) = link(line)? {
            linked.push(path);
        }
    }
    ensure!(!linked.is_empty(), "{INDEX} links to no style sheet");
    let styles = styles::join(root, &linked, dist)?;
    write(
        &dist.join(INDEX),
        release(root, dist, &html, parts, &styles)?,
    )
}

fn release(
    root: &Path,
    dist: &Path,
    html: &str,
    parts: &Installed,
    styles: &Styles,
) -> Result<String> {
    let mut page = String::new();
    let mut are_styles_linked = false;
    for line in html.lines() {
        match link(line)? {
            None => page.push_str(line),
            Some(Link::Rust("client")) => page.push_str(&start(parts, styles)),
            // What starts the worker is the page.
            Some(Link::Rust(_)) => continue,
            Some(Link::Icon(path)) => {
                let icon = icon(root, path, dist)?;
                let _ = write!(page, r#"    <link rel="icon" href="{icon}" />"#);
            }
            Some(Link::Style(_)) if are_styles_linked => continue,
            Some(Link::Style(_)) => {
                are_styles_linked = true;
                let base = &styles.base;
                let _ = write!(page, r#"    <link rel="stylesheet" href="{base}" />"#);
            }
        }
        page.push('\n');
    }
    Ok(page)
}

/// What loads and starts the compiled page.
fn start(parts: &Installed, styles: &Styles) -> String {
    let Installed {
        script,
        wasm,
        loader,
        on_demand,
    } = parts;
    let Styles {
        workbench, panes, ..
    } = styles;
    // Nothing else is asked for by an address.
    let preloaded = on_demand.iter().filter(|(part, _)| {
        ["workbench", "room"].contains(&part.as_str()) || part.starts_with("words_")
    });
    let map = serde_json::json!(BTreeMap::from_iter(preloaded)).to_string();
    let boot = BOOT
        .replace("PARTS", &map)
        .replace("PANES", &format!("{panes:?}"))
        .replace("STYLES", &format!("{workbench:?}"));
    // A reader of the page has its source.
    let boot: Vec<_> = boot.lines().filter(|line| !is_comment(line)).collect();
    let boot = boot.join("\n");
    format!(
        r#"    <link rel="modulepreload" href="{script}" />
    <link rel="modulepreload" href="{loader}" />
    <link rel="preload" href="{wasm}" as="fetch" type="application/wasm" crossorigin />
    <meta name="workbench-styles" content="{workbench}" />
    <meta name="panes-styles" content="{panes}" />
    <script>
{boot}
    </script>
    <script type="module">
      try {{
        const bindings = window.wasmBindings = await import("./{script}");
        await bindings.default({{ module_or_path: "{wasm}" }});
      }} catch (error) {{
        document.getElementById("why")?.append(error);
      }}
    </script>"#
    )
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Puts the icon into `dist` under a name by its content.
fn icon(root: &Path, path: &str, dist: &Path) -> Result<String> {
    let (_, extension) = path
        .rsplit_once('.')
        .with_context(|| format!("{path} has no ending"))?;
    let name = format!("icon-{}.{extension}", fingerprint::of(root, &[path], &[])?);
    write(&dist.join(&name), read(&root.join(path))?)?;
    Ok(name)
}

/// The link for Trunk in a line of the page.
fn link(line: &str) -> Result<Option<Link<'_>>> {
    let Some(attributes) = line.trim().strip_prefix("<link data-trunk ") else {
        return Ok(None);
    };
    let value = |name: &str| {
        let (_, rest) = attributes.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    Ok(match (value("rel"), value("data-bin"), value("href")) {
        (Some("rust"), Some(binary), _) => Some(Link::Rust(binary)),
        (Some("css"), _, Some(path)) => Some(Link::Style(path)),
        (Some("icon"), _, Some(path)) => Some(Link::Icon(path)),
        _ => bail!("{INDEX} has a link for Trunk that no release has: {line}"),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PAGE: &str = r#"<head>
    <title>a</title>
    <link data-trunk rel="rust" href="client/Cargo.toml" data-bin="client" data-wasm-opt="z" />
    <link data-trunk rel="rust" href="client/Cargo.toml" data-bin="sockets" data-type="worker" />
    <link data-trunk rel="icon" href="icon.svg" />
    <link data-trunk rel="css" href="a.css" />
    <link data-trunk rel="css" href="b.css" />
</head>
"#;

    /// The page of a release, and its folder.
    fn released(page: &str) -> Result<(String, tempfile::TempDir)> {
        let root = tempfile::tempdir()?;
        let dist = root.path().join("dist");
        fs::create_dir(&dist)?;
        for (name, content) in [
            ("index.html", page),
            ("icon.svg", "<svg/>"),
            ("a.css", ""),
            ("b.css", ""),
        ] {
            fs::write(root.path().join(name), content)?;
        }
        let parts = Installed {
            script: "client-1.js".to_owned(),
            wasm: "client-1_bg.wasm".to_owned(),
            loader: "parts-1.js".to_owned(),
            on_demand: ["room", "search", "words_ko", "workbench"]
                .map(|part| (part.to_owned(), vec![format!("split_{part}-1.wasm")]))
                .into(),
        };
        write_page(root.path(), &dist, &parts)?;
        Ok((fs::read_to_string(dist.join("index.html"))?, root))
    }

    #[test]
    fn released_page_links_the_files_of_the_release_and_none_of_trunk() {
        let (html, root) = released(PAGE).unwrap();
        assert!(!html.contains("data-trunk"), "{html}");
        for part in [
            "<title>a</title>",
            r#"await import("./client-1.js");"#,
            r#"await bindings.default({ module_or_path: "client-1_bg.wasm" });"#,
            r#"<link rel="modulepreload" href="parts-1.js" />"#,
            r#"{"room":["split_room-1.wasm"],"words_ko":["split_words_ko-1.wasm"],"workbench":["split_workbench-1.wasm"]}"#,
        ] {
            assert_eq!(html.matches(part).count(), 1, "{part}: {html}");
        }
        assert_eq!(html.matches(r#"rel="stylesheet""#).count(), 1, "{html}");
        for line in html.lines() {
            let linked = line.split_once("href=\"").or(line.split_once("content=\""));
            if let Some((name, _)) = linked.and_then(|(_, rest)| rest.split_once('"')) {
                let is_there = root.path().join("dist").join(name).exists();
                assert!(is_there || name.contains("-1"), "{name}");
            }
        }
    }

    #[test]
    fn address_in_the_released_page_is_relative() {
        let (html, _root) = released(PAGE).unwrap();
        for absolute in ["\"/", "'/", "=/"] {
            assert!(!html.contains(absolute), "{absolute} in {html}");
        }
    }

    #[test]
    fn boot_script_is_filled_in_and_has_no_comments() {
        let (html, _root) = released(PAGE).unwrap();
        let (_, script) = html.split_once("<script>\n").unwrap();
        let (script, _) = script.split_once("</script>").unwrap();
        for left in ["PARTS", "STYLES", "PANES", "//"] {
            assert!(!script.contains(left), "{script}");
        }
        assert!(script.contains(r#""workbench-"#), "{script}");
    }

    #[test]
    fn unknown_link_for_trunk_is_an_error() {
        let page = PAGE.replace("rel=\"icon\"", "rel=\"copy-file\"");
        let error = released(&page).unwrap_err().to_string();
        assert!(error.contains("copy-file"), "{error}");
    }
}

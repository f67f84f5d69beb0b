//! The page is no heavier than it has to be, and the README says how much that is.

use anyhow::{Context, Result};
use e2e::{
    browser::Browser,
    page::{self, Page},
};

/// The promise of the README. The goal is 220 KiB; docs/performance.md says what is in its way.
const BYTES_MAX: u64 = 310 * 1024;

/// Another version of a compiler or of wasm-opt makes a page of another size; so much is the same figure.
const README_TOLERANCE_KIB: f64 = 1.0;

const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../../../README.md")),
    ("README.ko.md", include_str!("../../../README.ko.md")),
];

/// In Chromium only: to an address with no TLS, Firefox does not say that it takes brotli.
#[test]
fn the_page_weighs_at_most_310_kib_over_the_wire() -> Result<()> {
    page::run(Browser::Chromium, weigh)
}

async fn weigh(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let files = page.files().await?;
    for (file, bytes) in &files {
        println!("{bytes:>7} {file}");
    }
    assert!(
        files.keys().any(|file| file.ends_with(".wasm")),
        "the page is WebAssembly: {files:?}"
    );
    let total: u64 = files.values().sum();
    println!("{total:>7} bytes in all");
    assert!(
        total <= BYTES_MAX,
        "{total} bytes are more than {BYTES_MAX}: {files:#?}"
    );
    for (name, readme) in READMES {
        let said = said_kib(readme)
            .with_context(|| format!("{name} does not say the weight as **… KiB**"))?;
        assert!(
            (said - total as f64 / 1024.0).abs() <= README_TOLERANCE_KIB,
            "{name} says {said} KiB, but it is {total} bytes"
        );
    }
    Ok(())
}

/// The figure in bold before "KiB".
fn said_kib(readme: &str) -> Option<f64> {
    let (before, _) = readme.split_once(" KiB**")?;
    before.rsplit_once("**")?.1.parse().ok()
}

//! The page is no heavier than it has to be, and the README says how much that is.
//!
//! In Chromium only: to an address with no TLS, Firefox does not say that it takes brotli.

use anyhow::{Context, Result};
use e2e::{
    browser::Browser,
    page::{self, Page},
};

/// The limit of the lesson, all of it, in bytes.
const LESSON_MAX_BYTES: u64 = 100 * 1024;

/// The limit of what the workbench needs for its first connection, in bytes.
const WORKBENCH_MAX_BYTES: u64 = 290 * 1024;

/// The limit of the search, which the workbench loads for the first regular expression, in bytes.
const SEARCH_MAX_BYTES: u64 = 64 * 1024;

/// Another version of a compiler or of wasm-opt makes a page of another size; within this it is the same figure.
const README_TOLERANCE_KIB: f64 = 1.0;

const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../../../README.md")),
    ("README.ko.md", include_str!("../../../README.ko.md")),
];

#[test]
fn lesson_weighs_at_most_its_limit_over_the_wire() -> Result<()> {
    page::run(Browser::Chromium, weigh_lesson)
}

#[test]
fn workbench_weighs_at_most_its_limit_over_the_wire() -> Result<()> {
    page::run(Browser::Chromium, weigh_workbench)
}

#[test]
fn search_weighs_at_most_its_limit_over_the_wire() -> Result<()> {
    page::run(Browser::Chromium, weigh_search)
}

async fn weigh_lesson(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let bytes = weigh(page).await?;
    assert!(bytes <= LESSON_MAX_BYTES, "{bytes} > {LESSON_MAX_BYTES}");
    for (name, readme) in READMES {
        let said = said_kib(readme)
            .with_context(|| format!("{name} does not say the weight as **… KiB**"))?;
        assert!(
            (said - bytes as f64 / 1024.0).abs() <= README_TOLERANCE_KIB,
            "{name} says {said} KiB, but it is {bytes} bytes"
        );
    }
    Ok(())
}

async fn weigh_workbench(page: &mut Page) -> Result<()> {
    page.open("?view=workbench").await?;
    page.wait_for("document.querySelector('#workbench') !== null", true)
        .await?;
    page.wait_for_state("open").await?;
    page.fetch_worker().await?;
    let bytes = weigh(page).await?;
    assert!(
        bytes <= WORKBENCH_MAX_BYTES,
        "{bytes} > {WORKBENCH_MAX_BYTES}"
    );
    Ok(())
}

async fn weigh_search(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    // The first press loads the menus.
    page.press("#address").await?;
    page.wait_for("document.querySelector('#settings .switch') !== null", true)
        .await?;
    let before = weigh(page).await?;
    page.press("#filter-regex").await?;
    page.write("#filter-query", "^.").await?;
    page.wait_for(
        "document.querySelector('#filter-hits').textContent.trim() !== ''
        && document.querySelector('#filter-search') === null",
        true,
    )
    .await?;
    let bytes = weigh(page).await? - before;
    assert!(
        (1..=SEARCH_MAX_BYTES).contains(&bytes),
        "{bytes} > {SEARCH_MAX_BYTES}"
    );
    Ok(())
}

/// Prints what each file weighs, and gives the sum.
async fn weigh(page: &Page) -> Result<u64> {
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
    Ok(total)
}

/// The figure in bold before "KiB".
fn said_kib(readme: &str) -> Option<f64> {
    let (before, _) = readme.split_once(" KiB**")?;
    before.rsplit_once("**")?.1.parse().ok()
}

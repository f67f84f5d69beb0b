//! The page is light: all of it is at most 100 KiB on its way to the browser.

use std::collections::BTreeMap;

use anyhow::Result;
use e2e::{
    browser::Browser,
    page::{self, Page},
};

/// The promise of the README.
const BYTES_MAX: u64 = 100 * 1024;

/// Address and compressed size in bytes of everything that the page is made of. The icons are fetched for
/// this, because a browser without a window has nowhere to show them and may leave them out.
const FILES: &str = "(async () => {
    const icons = [...document.querySelectorAll('link[rel~=icon]')].map((icon) => icon.href);
    for (const icon of icons) await (await fetch(icon)).blob();
    const loaded = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
    return Object.fromEntries(loaded.map((file) => [file.name, file.encodedBodySize]));
})()";

/// In Chromium only: to an address with no TLS, Firefox does not say that it takes brotli.
#[test]
fn the_page_weighs_at_most_100_kib_over_the_wire() -> Result<()> {
    page::run(Browser::Chromium, weigh)
}

async fn weigh(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let files: BTreeMap<String, u64> = page.value(FILES).await?;
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
    Ok(())
}

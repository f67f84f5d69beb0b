//! Bytes of a file and typed bytes go to the server and come back unchanged.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use e2e::page::Page;
use tempfile::TempDir;
use thirtyfour::{By, Key};

in_both_browsers!(
    file_comes_back_unchanged,
    bytes_are_typed_in_hexadecimal_and_in_base64
);

/// The rows of the dump that are in the DOM, each with its number.
const DUMP: &str = "[...document.querySelectorAll('#detail .detail-line')].map((line) =>
    [Number(line.dataset.line), line.textContent.trimEnd()])";

const NEWEST: &str = "document.querySelector('#log .log-row:last-child')";

async fn file_comes_back_unchanged(page: &mut Page) -> Result<()> {
    let folder = TempDir::with_prefix("ullim-e2e-")?;
    let file = folder.path().join("모든 바이트.bin");
    let bytes: Vec<u8> = (0..=255).collect();
    fs::write(&file, &bytes)?;

    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.choose("#compose-kind", "file").await?;
    choose_file(page, &file).await?;
    page.wait_for(
        "document.querySelector('.file-choice-name')?.textContent.normalize()",
        "모든 바이트.bin",
    )
    .await?;
    assert_eq!(page.text("#compose-size").await?, "256바이트");
    page.press("#send").await?;

    page.wait_for(&format!("{NEWEST}?.dataset.way"), "received")
        .await?;
    let shown = format!(
        "[...{NEWEST}.querySelectorAll('.log-row-size, .log-row-kind')].map((it) => it.textContent)"
    );
    page.wait_for(&shown, ["256 B", "이진"]).await?;

    page.press("#log .log-row:last-child").await?;
    // A row that does not wrap has sixteen bytes, however narrow the pane is.
    page.press("#detail-wrap").await?;
    let dump: Vec<(usize, String)> = shown_dump(page, 0).await?;
    assert_eq!(dump[0].1, dump_row(&bytes, 0));
    for (index, row) in &dump {
        assert_eq!(*row, dump_row(&bytes, *index));
    }
    page.driver
        .find(By::Id("detail-lines"))
        .await?
        .focus()
        .await?;
    page.press_keys(Key::End).await?;
    for (index, row) in &shown_dump(page, 15).await? {
        assert_eq!(*row, dump_row(&bytes, *index));
    }
    Ok(())
}

async fn bytes_are_typed_in_hexadecimal_and_in_base64(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.choose("#compose-kind", "hex").await?;
    page.send("00 ff 7F").await?;
    page.wait_for_rows(&[
        ("opened", ""),
        ("sent", "이진00 ff 7f"),
        ("received", "이진00 ff 7f"),
    ])
    .await?;

    page.choose("#compose-kind", "base64").await?;
    page.send("4oKs").await?;
    page.wait_for_rows(&[
        ("opened", ""),
        ("sent", "이진00 ff 7f"),
        ("received", "이진00 ff 7f"),
        ("sent", "이진e2 82 ac"),
        ("received", "이진e2 82 ac"),
    ])
    .await?;

    // Half a byte is an error: the page says why, and sends nothing.
    page.choose("#compose-kind", "hex").await?;
    page.send("00 f").await?;
    let error = "document.querySelector('#compose-error').textContent";
    page.wait_for(&format!("{error}.includes('1행 4번째 글자')"), true)
        .await?;
    assert_eq!(page.draft().await?, "00 f");
    page.send("00").await?;
    page.wait_for(
        "document.querySelectorAll('#log .log-row[data-way=sent]').length",
        3,
    )
    .await
}

async fn choose_file(page: &Page, file: &Path) -> Result<()> {
    let path = file.to_str().context("the path is not UTF-8")?;
    let input = page.driver.find(By::Id("compose-file")).await?;
    Ok(input.send_keys(path).await?)
}

/// The rows of the dump that are in the DOM, once this one is among them.
async fn shown_dump(page: &Page, index: usize) -> Result<Vec<(usize, String)>> {
    page.wait_for(
        &format!("{DUMP}.some(([index]) => index === {index})"),
        true,
    )
    .await?;
    page.value(DUMP).await
}

/// A row of `hexdump -C`.
fn dump_row(bytes: &[u8], index: usize) -> String {
    let start = index * 16;
    let row = &bytes[start..start + 16];
    let hex: Vec<_> = row.iter().map(|byte| format!("{byte:02x}")).collect();
    let ascii: String = row
        .iter()
        .map(|byte| match byte {
            b' '..=b'~' => char::from(*byte),
            _ => '.',
        })
        .collect();
    format!(
        "{start:08x}  {}  {}  |{ascii}|",
        hex[..8].join(" "),
        hex[8..].join(" ")
    )
}

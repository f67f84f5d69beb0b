//! Nothing from the wire becomes markup or code.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(markup_from_the_wire_is_shown_as_text);

/// Messages that the lesson's `innerHTML` would have run, made an element or changed.
const HOSTILE: &str = "<img src=nothing onerror=\"window.ran = true\"><script>window.ran = true</script>\
    <b>bold</b>&lt;b&gt;";

/// Every element of the document that is not a message, by its name.
const OTHER_ELEMENTS: &str = "[...document.querySelectorAll(':not(#messages > .message)')].map((element) => element.tagName)";

async fn markup_from_the_wire_is_shown_as_text(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    let before: Vec<String> = page.value(OTHER_ELEMENTS).await?;
    page.type_message(HOSTILE).await?;
    page.press("#send").await?;
    page.wait_for(
        "document.querySelector('#messages').lastChild.textContent",
        format!("서버로부터 응답: {HOSTILE}"),
    )
    .await?;
    assert_eq!(page.value::<Vec<String>>(OTHER_ELEMENTS).await?, before);
    assert_eq!(
        page.text("#messages > .message:last-child").await?,
        format!("서버로부터 응답: {HOSTILE}")
    );

    // The answer to the next message comes after anything that the first would have run.
    page.press("#send").await?;
    page.wait_for(
        "document.querySelectorAll('#messages > .message').length",
        3,
    )
    .await?;
    assert!(!page.value::<bool>("'ran' in window").await?);
    Ok(())
}

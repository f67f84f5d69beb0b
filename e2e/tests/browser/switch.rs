//! Between lesson and workbench the connection, its messages and the text go along.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(
    switch_keeps_connection_messages_and_text,
    back_and_forward_go_between_lesson_and_workbench,
    file_dropped_beside_the_composer_does_not_leave_the_page,
    file_over_the_page_shows_where_it_can_be_dropped
);

async fn switch_keeps_connection_messages_and_text(page: &mut Page) -> Result<()> {
    page.open_and_connect().await?;
    page.type_message("하나").await?;
    page.press("#send").await?;
    let messages = ["[서버 접속 완료]", "서버로부터 응답: 하나"];
    page.wait_for_messages(&messages).await?;
    page.type_message(" 그리고 둘").await?;

    page.press("#view-workbench").await?;
    page.wait_for_state("open").await?;
    page.wait_for("document.querySelector('#workbench') !== null", true)
        .await?;
    assert_eq!(page.draft().await?, "하나 그리고 둘");
    page.wait_for(
        "[...document.querySelectorAll('#log .log-row')].some((row) => row.textContent.includes('응답: 하나'))",
        true,
    )
    .await?;
    page.type_message(", 셋").await?;

    page.press("#view-lesson").await?;
    page.wait_for_messages(&messages).await?;
    page.wait_for_state("open").await?;
    assert_eq!(page.draft().await?, "하나 그리고 둘, 셋");
    page.press("#send").await?;
    page.wait_for_messages(&[
        messages[0],
        messages[1],
        "서버로부터 응답: 하나 그리고 둘, 셋",
    ])
    .await?;
    // One connection was opened, and it is still the same.
    page.wait_for_metric("ullim_accepts_total{endpoint=\"lesson\"} 1")
        .await
}

async fn back_and_forward_go_between_lesson_and_workbench(page: &mut Page) -> Result<()> {
    let is_workbench = "document.querySelector('#workbench') !== null";
    page.open_and_connect().await?;
    page.press("#view-workbench").await?;
    page.wait_for(is_workbench, true).await?;
    // A language is no step of the history.
    page.press_in_menu("#settings-button", "[data-lang=en]")
        .await?;
    page.driver.back().await?;
    page.wait_for(is_workbench, false).await?;
    page.wait_for_state("open").await?;
    page.driver.forward().await?;
    page.wait_for(is_workbench, true).await?;
    page.wait_for_state("open").await?;
    page.wait_for_metric("ullim_accepts_total{endpoint=\"lesson\"} 1")
        .await
}

async fn file_dropped_beside_the_composer_does_not_leave_the_page(page: &mut Page) -> Result<()> {
    let drop = |on: &str, give: &str| {
        format!(
            "(() => {{ const dataTransfer = new DataTransfer(); {give}; \
             const event = new DragEvent('drop', {{bubbles: true, cancelable: true, dataTransfer}}); \
             document.querySelector('{on}').dispatchEvent(event); return event.defaultPrevented }})()"
        )
    };
    let file = "dataTransfer.items.add(new File(['a'], 'a.txt'))";
    page.open_and_connect().await?;
    assert!(page.value::<bool>(&drop("body", file)).await?);
    page.open_workbench().await?;
    for place in ["body", "#log", "#address"] {
        assert!(page.value::<bool>(&drop(place, file)).await?, "{place}");
    }
    // A text may be dropped where the browser lets it.
    let text = "dataTransfer.setData('text/plain', 'a')";
    assert!(!page.value::<bool>(&drop("#address", text)).await?);
    Ok(())
}

async fn file_over_the_page_shows_where_it_can_be_dropped(page: &mut Page) -> Result<()> {
    let drag = |kind: &str, on: &str, give: &str| {
        format!(
            "(() => {{ const dataTransfer = new DataTransfer(); {give}; \
             document.querySelector('{on}').dispatchEvent( \
             new DragEvent('{kind}', {{bubbles: true, cancelable: true, dataTransfer}})) }})()"
        )
    };
    let file = "dataTransfer.items.add(new File(['a'], 'a.txt'))";
    let text = "dataTransfer.setData('text/plain', 'a')";
    // The mark covers the whole composer, and nothing beside it.
    let is_marked = "(() => {
        const [mark, composer] = ['.message-editor-drop', '.message-editor']
            .map((it) => document.querySelector(it)?.getBoundingClientRect());
        return (mark?.height ?? 0) > 0 && mark.bottom <= innerHeight && mark.width >= 300 &&
            ['left', 'top', 'right', 'bottom'].every((side) => Math.abs(mark[side] - composer[side]) < 4);
    })()";
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    assert!(!page.value::<bool>(is_marked).await?);
    for place in ["body", "#log", "#address", "#message"] {
        page.driver
            .execute(drag("dragover", place, file), Vec::new())
            .await?;
        page.wait_for(is_marked, true).await?;
        page.driver
            .execute(drag("dragleave", "body", file), Vec::new())
            .await?;
        page.wait_for(is_marked, false).await?;
    }
    page.driver
        .execute(drag("dragover", "#message", text), Vec::new())
        .await?;
    assert!(!page.value::<bool>(is_marked).await?);

    // The drop ends it, wherever it is.
    for place in ["#log", "#message"] {
        page.driver
            .execute(drag("dragover", place, file), Vec::new())
            .await?;
        page.wait_for(is_marked, true).await?;
        page.driver
            .execute(drag("drop", place, file), Vec::new())
            .await?;
        page.wait_for(is_marked, false).await?;
    }
    page.wait_for(
        "document.querySelector('.file-choice-name')?.textContent",
        "a.txt",
    )
    .await
}

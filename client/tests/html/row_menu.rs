//! The HTML of the menu of a row.

use client::components::workbench::row_menu::{MenuRow, RowMenuProps, view};
use client::i18n::Language;
use session::time::TimeZone;
use yew::Callback;

use crate::{assert_contains, assert_lacks, html_by};

async fn menu_of(is_message: bool, is_text: bool) -> String {
    let props = RowMenuProps {
        language: Language::English,
        zone: TimeZone(|_| 0),
        row: MenuRow {
            number: 7,
            is_message,
            is_text,
            selected_text: String::new(),
            at_px: (0, 0),
        },
        on_choose: Callback::noop(),
        on_close: Callback::noop(),
    };
    html_by(move || view(props.clone())).await
}

#[tokio::test]
async fn menu_of_a_text_has_all_items() {
    let html = menu_of(true, true).await;
    assert_contains(&html, r#"role="menu""#);
    assert_eq!(html.matches(r#"role="menuitem""#).count(), 9);
    assert_contains(&html, ">Filter for this</button>");
}

#[tokio::test]
async fn menu_of_bytes_and_of_an_opening_has_what_they_can() {
    let bytes = menu_of(true, false).await;
    assert_contains(&bytes, ">Copy as websocat command</button>");
    assert_lacks(&bytes, "JSON");
    let opening = menu_of(false, false).await;
    assert_eq!(opening.matches(r#"role="menuitem""#).count(), 2);
    assert_contains(&opening, ">Copy with time</button>");
    assert_contains(&opening, ">Measure time from here</button>");
}

//! The HTML of the choice of a pane.

use client::components::workbench::panel::pane_switch;
use client::i18n::Language;
use session::pane::Pane;
use yew::Callback;

use crate::{assert_contains, html_by};

#[tokio::test]
async fn the_face_that_is_shown_is_the_button_that_is_pressed() {
    let html = html_by(|| {
        let panes = &[Pane::Room, Pane::Log];
        pane_switch(Language::English, panes, Pane::Room, &Callback::noop())
    })
    .await;
    assert_contains(&html, r#"role="group""#);
    assert_contains(
        &html,
        r#"data-pane="room" aria-pressed="true" class="switch-button">Room</button>"#,
    );
    assert_contains(
        &html,
        r#"data-pane="log" aria-pressed="false" class="switch-button">Log</button>"#,
    );
}

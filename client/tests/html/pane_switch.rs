//! The HTML of the choice of a pane.

use client::components::workbench::pane_switch::{PaneSwitch, PaneSwitchProps};
use client::i18n::Language;
use session::pane::Pane;
use yew::Callback;

use crate::{assert_contains, html_of};

#[tokio::test]
async fn the_face_that_is_shown_is_the_button_that_is_pressed() {
    let html = html_of::<PaneSwitch>(PaneSwitchProps {
        language: Language::English,
        panes: &[Pane::Room, Pane::Log],
        shown: Pane::Room,
        on_choose: Callback::noop(),
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

//! The HTML of the choice of a face.

use client::components::workbench::face_switch::{FaceSwitch, FaceSwitchProps};
use client::i18n::Language;
use session::face::Face;
use yew::Callback;

use crate::{assert_contains, html_of};

#[tokio::test]
async fn the_face_that_is_shown_is_the_button_that_is_pressed() {
    let html = html_of::<FaceSwitch>(FaceSwitchProps {
        language: Language::English,
        faces: &[Face::Room, Face::Log],
        shown: Face::Room,
        on_choose: Callback::noop(),
    })
    .await;
    assert_contains(&html, r#"role="group""#);
    assert_contains(
        &html,
        r#"data-face="room" aria-pressed="true" class="switch-button">Room</button>"#,
    );
    assert_contains(
        &html,
        r#"data-face="log" aria-pressed="false" class="switch-button">Log</button>"#,
    );
}

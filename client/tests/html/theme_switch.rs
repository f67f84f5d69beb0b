//! The HTML of the theme switch.

use client::components::switch::theme_switch;
use client::i18n::Language;
use session::choices::Theme;
use yew::Callback;

use crate::{assert_contains, html_by};

#[tokio::test]
async fn switch_names_each_theme_and_marks_the_current_one() {
    for (language, words) in [
        (Language::Korean, ["시스템", "밝게", "어둡게"]),
        (Language::English, ["System", "Light", "Dark"]),
    ] {
        for chosen in Theme::ALL {
            let html = html_by(move || theme_switch(language, chosen, &Callback::noop())).await;
            let buttons: Vec<&str> = html.split("</button>").collect();
            for ((theme, word), button) in Theme::ALL.into_iter().zip(words).zip(buttons) {
                assert!(button.ends_with(&format!(">{word}")), "{button}");
                assert_contains(button, &format!(r#"data-theme-choice="{}""#, theme.tag()));
                let pressed = format!(r#"aria-pressed="{}""#, theme == chosen);
                assert_contains(button, &pressed);
            }
        }
    }
}

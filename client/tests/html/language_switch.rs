//! The HTML of the language switch.

use client::components::switch::language_switch;
use client::i18n::Language;
use yew::Callback;

use crate::{assert_contains, html_by};

#[tokio::test]
async fn switch_names_each_language_and_marks_the_current_one() {
    for (language, korean_on, english_on) in [
        (Language::Korean, "true", "false"),
        (Language::English, "false", "true"),
    ] {
        let html = html_by(move || language_switch(language, &Callback::noop())).await;
        for (tag, name, on) in [("ko", "한국어", korean_on), ("en", "English", english_on)] {
            let button = html
                .split("</button>")
                .find(|button| button.ends_with(&format!(">{name}")))
                .expect("a button a language");
            assert_contains(button, &format!(r#"lang="{tag}""#));
            assert_contains(button, &format!(r#"data-lang="{tag}""#));
            assert_contains(button, &format!(r#"aria-pressed="{on}""#));
        }
    }
}

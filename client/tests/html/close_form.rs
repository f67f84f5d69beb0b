//! The HTML of the form for a close code and a reason.

use client::components::workbench::close_form::{CloseFormProps, close_form};
use client::i18n::Language;
use session::close_request::CloseDraft;
use yew::Callback;

use crate::{HOSTILE, assert_contains, assert_lacks, html_made};

fn form(language: Language) -> CloseFormProps {
    CloseFormProps {
        language,
        draft: CloseDraft::default(),
        can_close: true,
        on_edit: Callback::noop(),
        on_close: Callback::noop(),
    }
}

#[tokio::test]
async fn invalid_close_shows_an_error() {
    for (code, reason, korean, english) in [
        (
            "1001",
            "",
            "1000과 3000부터 4999까지",
            "code 1000, or one from 3000 to 4999",
        ),
        ("", "bye", "코드도 적어야", "needs a code"),
        (
            "1000",
            &"가".repeat(42),
            "3바이트 깁니다",
            "3 bytes too long",
        ),
    ] {
        for (language, words) in [(Language::Korean, korean), (Language::English, english)] {
            let (code, reason) = (code.into(), reason.into());
            let html = html_made(
                close_form,
                CloseFormProps {
                    draft: CloseDraft { code, reason },
                    ..form(language)
                },
            )
            .await;
            assert_contains(&html, words);
            let (_, button) = html.split_once(r#"id="close-so""#).expect("the button");
            let (button, _) = button.split_once('>').expect("its tag");
            assert_contains(button, "disabled");
        }
    }
}

#[tokio::test]
async fn button_is_disabled_without_a_connection_and_says_why() {
    let open = html_made(close_form, form(Language::English)).await;
    assert_contains(&open, r#"id="close-so""#);
    assert_lacks(&open, " disabled");
    let closed = CloseFormProps {
        can_close: false,
        ..form(Language::English)
    };
    let closed = html_made(close_form, closed).await;
    assert_contains(&closed, " disabled");
    assert_contains(&closed, "There is no open connection to close.");
    assert_contains(&closed, r#"type="submit""#);
}

#[tokio::test]
async fn reason_shows_its_size_in_bytes() {
    for (language, words) in [
        (Language::Korean, "123바이트 중 6바이트"),
        (Language::English, "6 of 123 bytes"),
    ] {
        let html = html_made(
            close_form,
            CloseFormProps {
                draft: CloseDraft {
                    code: "1000".into(),
                    reason: "안녕".into(),
                },
                ..form(language)
            },
        )
        .await;
        assert_contains(&html, words);
    }
}

#[tokio::test]
async fn typed_text_with_markup_is_escaped() {
    for (hostile, _) in HOSTILE {
        let html = html_made(
            close_form,
            CloseFormProps {
                draft: CloseDraft {
                    code: hostile.into(),
                    reason: hostile.into(),
                },
                ..form(Language::Korean)
            },
        )
        .await;
        // In the value of an attribute only quotes and ampersands could do anything.
        let outside = html.split('"').step_by(2).collect::<String>();
        assert_lacks(&outside, hostile);
    }
}

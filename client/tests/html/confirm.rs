//! The HTML of the question before something is lost.

use client::components::workbench::confirm::{Confirm, ConfirmProps};
use yew::Callback;

use crate::{assert_contains, html_of};

#[tokio::test]
async fn confirm_is_a_dialog_named_by_its_question() {
    let html = html_of::<Confirm>(ConfirmProps {
        question: "Close <it>?".into(),
        confirm: "Close".into(),
        cancel: "Keep".into(),
        on_answer: Callback::noop(),
    })
    .await;
    assert_contains(&html, "<dialog");
    assert_contains(&html, r#"aria-labelledby="confirm-question""#);
    assert_contains(&html, r#"<p id="confirm-question">Close &lt;it&gt;?</p>"#);
    // The first is what the browser focuses: nothing is lost by an Enter too many.
    let cancel = html.find(">Keep<").expect("a way back");
    assert!(cancel < html.find(">Close<").expect("a way on"));
}

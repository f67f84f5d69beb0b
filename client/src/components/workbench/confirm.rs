//! A question before something is lost.

use yew::prelude::*;

use super::words::said;

use crate::platform::dialog::OpenDialog;

/// The properties of [`Confirm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ConfirmProps {
    /// The question.
    pub question: AttrValue,
    /// The label of the button that agrees.
    pub confirm: AttrValue,
    /// The label of the button that declines.
    pub cancel: AttrValue,
    /// Called with whether the person agrees. Esc declines.
    pub on_answer: Callback<bool>,
}

/// A modal `<dialog>`. The browser keeps the focus inside, makes the rest of the page inert, and then
/// restores the focus.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with((), {
        let dialog = dialog.clone();
        move |()| {
            let open = OpenDialog::show(&dialog);
            move || drop(open)
        }
    });
    let answer = |is_confirmed: bool| props.on_answer.reform(move |_: MouseEvent| is_confirmed);
    html! {
        <dialog
            ref={dialog}
            class="confirm"
            aria-labelledby="confirm-question"
            onclose={props.on_answer.reform(|_| false)}
        >
            <p id="confirm-question">{ said(&props.question) }</p>
            <div class="confirm-answers">
                <button type="button" class="confirm-cancel" onclick={answer(false)}>
                    { &props.cancel }
                </button>
                <button type="button" class="confirm-agree" onclick={answer(true)}>
                    { &props.confirm }
                </button>
            </div>
        </dialog>
    }
}

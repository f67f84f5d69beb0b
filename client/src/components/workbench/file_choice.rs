//! A file that is to be sent: chosen here, or given elsewhere and shown here.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::composer::ComposerPhrase;
use crate::model::composer::file::File;
use crate::model::payload;

/// So many bytes of the file are shown.
const SHOWN_BYTES: usize = 32;

/// What [`FileChoice`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FileChoiceProps {
    /// The language of its words.
    pub language: Language,
    /// The file that was chosen.
    pub file: Option<File>,
    /// Called with another file that the person chooses.
    pub on_file: Callback<web_sys::File>,
    /// Called when the file is not wanted any more.
    pub on_remove: Callback<()>,
}

/// The browser's own way to choose a file, and what the chosen one is.
#[component]
pub fn FileChoice(props: &FileChoiceProps) -> Html {
    let language = props.language;
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| take_focus_if_lost(&input)
    });
    let on_file = props.on_file.clone();
    let on_change = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.emit(file);
        }
        // So that choosing the same file again, which may have changed, is a change too.
        input.set_value("");
    };
    html! {
        <div class="file-choice">
            // The browser's own button says that no file is chosen when one was dropped: it is not
            // seen, and its label is the button.
            <label class="file-choice-button">
                { language.say(ComposerPhrase::ChooseFile) }
                <input
                    ref={input}
                    type="file"
                    id="compose-file"
                    class="file-choice-input"
                    aria-describedby="file-choice-hint"
                    onchange={on_change}
                />
            </label>
            <p id="file-choice-hint" class="file-choice-hint">
                { language.say(ComposerPhrase::DropOrPaste) }
            </p>
            <div role="status">
                { match &props.file {
                    Some(file) => describe(language, file),
                    None => html! { <p>{ language.say(ComposerPhrase::NoFile) }</p> },
                } }
            </div>
            if props.file.is_some() {
                <button type="button" id="compose-file-remove" onclick={props.on_remove.reform(|_| ())}>
                    { language.say(ComposerPhrase::RemoveFile) }
                </button>
            }
        </div>
    }
}

/// Who pastes a file is in the text, which is gone then, and the focus with it. Who chose to send a
/// file from the list of kinds still is there, and stays.
fn take_focus_if_lost(input: &NodeRef) {
    let Some(input) = input.cast::<HtmlInputElement>() else {
        return;
    };
    let document = input.owner_document();
    let focused = document.as_ref().and_then(|it| it.active_element());
    if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
        // Only an element that is no longer in the page could refuse.
        let _ = input.focus();
    }
}

fn describe(language: Language, file: &File) -> Html {
    let shown = &file.bytes[..file.bytes.len().min(SHOWN_BYTES)];
    let more = if shown.len() < file.bytes.len() {
        " …"
    } else {
        ""
    };
    let size = ComposerPhrase::Size {
        bytes: file.bytes.len(),
    };
    html! {
        <>
            <p>
                <strong class="file-choice-name">{ &*file.name }</strong>
                { " " }{ language.say(size) }
                if !file.media_type.is_empty() {
                    { " " }<code>{ &*file.media_type }</code>
                }
            </p>
            if !shown.is_empty() {
                <p>
                    { language.say(ComposerPhrase::FirstBytes) }{ " " }
                    <code>{ payload::hex(shown) }{ more }</code>
                </p>
            }
        </>
    }
}

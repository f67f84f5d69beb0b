//! The file to send.

use yew::prelude::*;

use super::words::{foreign, said};
use crate::i18n::Language;
use crate::i18n::composer::ComposerPhrase;
use crate::platform::element;
use crate::platform::files::{self, FileHandle};
use session::composer::file::File;
use session::payload;

/// The number of bytes shown of the file.
const SHOWN_BYTES: usize = 32;

/// The properties of [`FileChoice`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FileChoiceProps {
    /// The display language.
    pub language: Language,
    /// The chosen file.
    pub file: Option<File>,
    /// Called with another file.
    pub on_file: Callback<FileHandle>,
    /// Called to remove the file.
    pub on_remove: Callback<()>,
}

/// The browser's own file input, and the chosen file.
#[component]
pub fn FileChoice(props: &FileChoiceProps) -> Html {
    let language = props.language;
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        // Pasting a file removes the text field that had the focus. The list of kinds stays, and keeps the
        // focus when the person chooses a file there.
        move |()| element::focus_if_lost(&input)
    });
    let on_file = props.on_file.clone();
    let on_change = move |event: Event| {
        if let Some(file) = files::chosen(&event) {
            on_file.emit(file);
        }
    };
    html! {
        <div class="file-choice">
            // The browser's own button says that no file is chosen after a file was dropped. So it is
            // hidden, and its label is the button.
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
                <strong class="file-choice-name">{ foreign(&*file.name) }</strong>
                { " " }{ said(language.say(size)) }
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

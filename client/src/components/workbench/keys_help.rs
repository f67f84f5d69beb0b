//! The list of keys. It loads when it is first asked for.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::row_menu::RowMenuPhrase;
use crate::platform::dialog::OpenDialog;

/// The keys, and what they do.
const KEYS: [(&str, RowMenuPhrase); 13] = [
    ("j k ↑ ↓", RowMenuPhrase::Rows),
    ("Shift + ↑ ↓", RowMenuPhrase::Range),
    ("Ctrl + A", RowMenuPhrase::All),
    ("Ctrl + C", RowMenuPhrase::CopyRows),
    ("Enter", RowMenuPhrase::OpenDetail),
    ("Esc", RowMenuPhrase::CloseDetail),
    ("Shift + F10", RowMenuPhrase::OpenMenu),
    ("Space", RowMenuPhrase::Freeze),
    ("/", RowMenuPhrase::Filter),
    ("g a", RowMenuPhrase::Address),
    ("c", RowMenuPhrase::Compose),
    ("[ ]", RowMenuPhrase::Tabs),
    ("?", RowMenuPhrase::Keys),
];

/// The properties of the list of keys.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct KeysHelpProps {
    /// The display language.
    pub language: Language,
    /// Called when the list is closed.
    pub on_close: Callback<()>,
}

/// The list with these properties, for a workbench that has loaded it.
pub fn view(props: KeysHelpProps) -> Html {
    html! { <KeysHelp ..props /> }
}

/// A modal dialog with a table.
#[component]
fn KeysHelp(props: &KeysHelpProps) -> Html {
    let language = props.language;
    let dialog = use_node_ref();
    use_effect_with((), {
        let dialog = dialog.clone();
        move |()| {
            let open = OpenDialog::show(&dialog);
            move || drop(open)
        }
    });
    html! {
        <dialog
            ref={dialog}
            id="keys-help"
            class="keys-help"
            aria-labelledby="keys-help-name"
            onclose={props.on_close.reform(|_| ())}
        >
            <h2 id="keys-help-name" class="keys-help-name">{ language.say(RowMenuPhrase::Keys) }</h2>
            <dl class="keys-help-keys">
                {
                    for KEYS.iter().map(|(keys, phrase)| html! {
                        <>
                            <dt><kbd>{ *keys }</kbd></dt>
                            <dd>{ language.say(*phrase) }</dd>
                        </>
                    })
                }
            </dl>
            <p>{ language.say(RowMenuPhrase::KeysHint) }</p>
            <button type="button" onclick={props.on_close.reform(|_| ())}>
                { language.say(RowMenuPhrase::Close) }
            </button>
        </dialog>
    }
}

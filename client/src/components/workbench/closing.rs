//! A connection that is closing, and a way not to wait for its end.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;

/// How much had not been sent when closing began, and a button that ends the connection at once. A browser sends it
/// before the close frame, however long that takes.
pub fn closing(language: Language, unsent_bytes: u64, on_let_go: &Callback<()>) -> Html {
    let phrase = match unsent_bytes {
        0 => ConnectionPhrase::ClosingAwaited,
        bytes => ConnectionPhrase::ClosingUnsent { bytes },
    };
    html! {
        <div class="retry">
            <p id="closing" role="status">{ language.say(phrase) }</p>
            <button type="button" id="let-go" onclick={on_let_go.reform(|_| ())}>
                { language.say(ConnectionPhrase::LetGo) }
            </button>
        </div>
    }
}

//! How the page's own server answers the handshake of an opened connection.

use yew::prelude::*;

use crate::hooks::use_handshake_answer;
use crate::i18n::Language;
use crate::i18n::detail::DetailPhrase;
use session::dry_run::Answer;

/// The properties of [`HandshakeAnswer`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HandshakeAnswerProps {
    /// The display language.
    pub language: Language,
    /// The address of the dry run.
    pub address: AttrValue,
}

/// The answer, which a browser keeps to itself. It is asked for when it is looked at.
#[component]
pub fn HandshakeAnswer(props: &HandshakeAnswerProps) -> Html {
    let answer = use_handshake_answer(&props.address);
    html! {
        if let Some(answer) = answer {
            { handshake_answer(props.language, &answer) }
        }
    }
}

/// The status and the headers. A server's words are English.
pub fn handshake_answer(language: Language, answer: &Answer) -> Html {
    html! {
        <section aria-labelledby="handshake-heading">
            <h3 id="handshake-heading" class="detail-answer">
                { language.say(DetailPhrase::HandshakeAnswer) }
            </h3>
            <pre class="failure-answer" lang="en" translate="no">{ &*answer.whole }</pre>
        </section>
    }
}

//! Why a connection failed to open or may have, or takes long to, and what to do.

use std::rc::Rc;

use yew::prelude::*;

use super::words::foreign;
use crate::i18n::Language;
use crate::i18n::failure::FailurePhrase;
use crate::platform::document;
use session::dry_run::Answer;
use session::failure::{Cause, https_twin};

/// The properties of [`failure`].
#[derive(Debug)]
pub struct FailureProps {
    /// The display language.
    pub language: Language,
    /// The address, as it was understood.
    pub address: Rc<str>,
    /// The possible causes, the most likely first.
    pub causes: Vec<Cause>,
    /// Whether the attempt has failed; otherwise it is under way.
    pub has_failed: bool,
    /// The rule that the server broke as it was asked to, in English.
    pub breaks: Option<Box<str>>,
}

/// The causes, each with a way out. A single one is certain.
pub fn failure(props: &FailureProps) -> Html {
    let language = props.language;
    let heading = if !props.has_failed {
        FailurePhrase::Waiting
    } else if props.causes.len() == 1 {
        FailurePhrase::Certain
    } else {
        FailurePhrase::Likely
    };
    let cause = |&cause: &Cause| {
        html! {
            <li>
                <strong>{ language.say(FailurePhrase::Cause(cause)) }</strong>
                { " " }
                { language.say(FailurePhrase::WayOut(cause)) }
                if let (Cause::ProtocolError, Some(breaks)) = (cause, &props.breaks) {
                    { " " }
                    <span id="broken-rule" lang="en">{ &**breaks }</span>
                }
                if cause == Cause::TlsCertificate {
                    { " " }
                    { twin(language, &props.address) }
                }
            </li>
        }
    };
    html! {
        <section class="failure" aria-labelledby="failure-heading">
            <h2 id="failure-heading" class="failure-heading">{ language.say(heading) }</h2>
            <ol class="failure-causes">{ for props.causes.iter().map(cause) }</ol>
        </section>
    }
}

/// The answer of the page's server, which the browser keeps to itself. A server's words are English. `on_show_field` shows
/// the form with the parameter at fault.
pub fn refused(language: Language, answer: &Answer, on_show_field: Option<Callback<()>>) -> Html {
    let on_show_field = on_show_field.map(|on_show| {
        on_show.reform(|_| document::focus_first("#catalogue [aria-invalid='true']"))
    });
    html! {
        <section class="failure" aria-labelledby="failure-heading">
            <h2 id="failure-heading" class="failure-heading">
                { language.say(FailurePhrase::Answered) }
                { " " }
                { foreign(format!("{} {}", answer.status, answer.reason)) }
            </h2>
            <p id="answer" lang="en">{ &*answer.sentence }</p>
            if let Some(on_show_field) = on_show_field {
                <button type="button" id="show-field" onclick={on_show_field}>
                    { language.say(FailurePhrase::ShowField) }
                </button>
            }
            <details>
                <summary>{ language.say(FailurePhrase::WholeAnswer) }</summary>
                <pre class="failure-answer" lang="en" translate="no">{ &*answer.whole }</pre>
            </details>
        </section>
    }
}

/// A link that leads to https only, whatever the address is.
fn twin(language: Language, address: &str) -> Html {
    html! {
        if let Some(twin) = https_twin(address) {
            <a href={twin} target="_blank" rel="noopener noreferrer">
                { language.say(FailurePhrase::OpenTwin) }
            </a>
        }
    }
}

//! Says that the page will connect again, and when.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use session::tab;
use session::time::Time;

/// What [`Retry`] takes.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RetryProps {
    /// The language of its words.
    pub language: Language,
    /// What is being waited for.
    pub retry: tab::Retry,
    /// The time now.
    pub now: Time,
    /// Called when the person does not want to wait.
    pub on_now: Callback<()>,
    /// Called when it is not to be tried again.
    pub on_stop: Callback<()>,
}

/// A countdown and two buttons. A screen reader hears of each attempt once, and not of each second.
#[component]
pub fn Retry(props: &RetryProps) -> Html {
    let language = props.language;
    let attempt = ConnectionPhrase::RetryAttempt {
        attempt: props.retry.attempt,
    };
    let left_ms = props.retry.at.ms_since(props.now);
    let left = ConnectionPhrase::RetryIn {
        seconds: (left_ms / 1_000.0).ceil() as u64,
    };
    html! {
        <div class="retry">
            <p role="status">{ language.say(attempt) }</p>
            <p id="retry" class="retry-countdown" role="timer">{ language.say(left) }</p>
            <button type="button" id="retry-now" onclick={props.on_now.reform(|_| ())}>
                { language.say(ConnectionPhrase::RetryNow) }
            </button>
            <button type="button" id="retry-stop" onclick={props.on_stop.reform(|_| ())}>
                { language.say(ConnectionPhrase::RetryStop) }
            </button>
        </div>
    }
}

//! The countdown to the next attempt to connect.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use session::connection;
use session::time::Time;

/// The properties of [`retry`].
#[derive(Debug)]
pub struct RetryProps {
    /// The display language.
    pub language: Language,
    /// The next attempt.
    pub retry: connection::Retry,
    /// The current time.
    pub now: Time,
    /// Called to connect now.
    pub on_now: Callback<()>,
    /// Called to stop retrying.
    pub on_stop: Callback<()>,
}

/// A countdown and two buttons. A screen reader announces each attempt, not each second.
pub fn retry(props: &RetryProps) -> Html {
    let language = props.language;
    let attempt = ConnectionPhrase::RetryAttempt {
        attempt: props.retry.attempt,
    };
    let left_ms = props.retry.at.ms_since(props.now);
    let left = ConnectionPhrase::RetryIn {
        seconds: (left_ms / 1_000.0).ceil() as u64,
    };
    html! {
        <div class="retry" translate="no">
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

//! The tools of the log.

use yew::prelude::*;

use super::words::said;
use crate::i18n::Language;
use crate::i18n::log::LogPhrase;
use crate::platform::events;
use session::view::{Event, RowTime, Window};

/// The properties of [`log_tools`].
#[derive(Debug)]
pub struct LogToolsProps<'a> {
    /// The display language.
    pub language: Language,
    /// The window of the view.
    pub window: &'a Window,
    /// Called with events of the list.
    pub on_event: Callback<Event>,
    /// Called to clear the log.
    pub on_clear: Callback<()>,
    /// Called with the number of the message to copy.
    pub on_copy: Callback<u64>,
    /// Called with the number of the message to send again.
    pub on_send_again: Callback<u64>,
}

/// What can be done with the whole log, and with the selected message.
pub fn log_tools(props: &LogToolsProps<'_>) -> Html {
    let (language, window) = (props.language, props.window);
    let is_frozen = window.is_frozen;
    let message = window.selected.filter(|_| window.is_message_selected);
    let chosen = Some(RowTime::SinceRow).filter(|it| *it == window.row_time);
    let offered = RowTime::ALL.into_iter().chain(chosen);
    let with_message = |callback: &Callback<u64>| {
        let callback = callback.clone();
        Callback::from(move |_: MouseEvent| {
            message.iter().for_each(|number| callback.emit(*number))
        })
    };
    let on_times = {
        let on_event = props.on_event.clone();
        Callback::from(move |event: yew::Event| {
            if let Some(times) = RowTime::of_tag(&events::value(&event)) {
                on_event.emit(Event::RowTimeChosen(times));
            }
        })
    };
    html! {
        <div class="log-list-tools" role="group" aria-label={language.say(LogPhrase::Tools)}>
            <button
                type="button"
                id="log-freeze"
                data-frozen={is_frozen.to_string()}
                onclick={props.on_event.reform(move |_| Event::Frozen(!is_frozen))}
            >
                { said(language.say(if is_frozen {
                    LogPhrase::Resume
                } else {
                    LogPhrase::Freeze
                })) }
            </button>
            if window.waiting_rows > 0 {
                <span class="log-list-waiting">
                    { said(language.say(LogPhrase::Waiting(window.waiting_rows))) }
                </span>
            }
            <button
                type="button"
                id="log-clear"
                disabled={window.is_log_empty}
                onclick={props.on_clear.reform(|_| ())}
            >
                { language.say(LogPhrase::Clear) }
            </button>
            <button
                type="button"
                id="log-copy"
                disabled={message.is_none()}
                onclick={with_message(&props.on_copy)}
            >
                { language.say(LogPhrase::Copy) }
            </button>
            <button
                type="button"
                id="log-again"
                disabled={message.is_none()}
                onclick={with_message(&props.on_send_again)}
            >
                { language.say(LogPhrase::SendAgain) }
            </button>
            <label class="log-list-times">
                { language.say(LogPhrase::Times) }
                <select id="log-times" onchange={on_times}>
                    {
                        for offered.map(|times| html! {
                            <option value={times.tag()} selected={times == window.row_time}>
                                { language.say(name_of(times)) }
                            </option>
                        })
                    }
                </select>
            </label>
        </div>
    }
}

fn name_of(row_time: RowTime) -> LogPhrase {
    match row_time {
        RowTime::Clock => LogPhrase::TimeOfDay,
        RowTime::SinceOpen => LogPhrase::SinceOpen,
        RowTime::SincePrevious => LogPhrase::SincePrevious,
        RowTime::SinceRow => LogPhrase::SinceRow,
    }
}

//! The options of a connection: what it does after it ends.

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::connection::ConnectionPhrase;
use crate::platform::events;

/// The properties of [`connection_options`].
#[derive(Debug)]
pub struct ConnectionOptionsProps {
    /// The display language.
    pub language: Language,
    /// Whether the connection leads to a room.
    pub is_of_room: bool,
    /// Whether it reconnects by itself.
    pub auto_reconnect: bool,
    /// Whether messages sent while it is closed are queued.
    pub queue_when_closed: bool,
    /// Called with whether to reconnect.
    pub on_auto_reconnect: Callback<bool>,
    /// Called with whether to queue.
    pub on_queue_when_closed: Callback<bool>,
}

/// Two options.
pub fn connection_options(props: &ConnectionOptionsProps) -> Html {
    let language = props.language;
    let auto_reconnect_hint = if props.is_of_room {
        ConnectionPhrase::AutoReconnectInRoomHint
    } else {
        ConnectionPhrase::AutoReconnectHint
    };
    html! {
        <div class="connection-options">
            { choice(
                language,
                "auto-reconnect",
                (ConnectionPhrase::AutoReconnect, auto_reconnect_hint),
                props.auto_reconnect,
                &props.on_auto_reconnect,
            ) }
            { choice(
                language,
                "queue-when-closed",
                (ConnectionPhrase::QueueWhenClosed, ConnectionPhrase::QueueWhenClosedHint),
                props.queue_when_closed,
                &props.on_queue_when_closed,
            ) }
        </div>
    }
}

/// An option, and what it does.
fn choice(
    language: Language,
    id: &'static str,
    (name, hint): (ConnectionPhrase, ConnectionPhrase),
    checked: bool,
    on_choose: &Callback<bool>,
) -> Html {
    let hint_id = format!("{id}-hint");
    html! {
        <div>
            <label class="connection-options-name">
                <input
                    {id}
                    type="checkbox"
                    aria-describedby={hint_id.clone()}
                    {checked}
                    onchange={on_choose.reform(|event: Event| events::is_checked(&event))}
                />
                { language.say(name) }
            </label>
            <p id={hint_id} class="connection-options-hint">{ language.say(hint) }</p>
        </div>
    }
}

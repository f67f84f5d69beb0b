//! The controls of the repetition.

use std::rc::Rc;

use yew::prelude::*;

use super::words::said;
use crate::i18n::Language;
use crate::i18n::composer::ComposerPhrase;
use crate::platform::events;
use session::composer::Event as ComposerEvent;
use session::composer::repeat::{Repeat, RepeatError, RepeatState};

/// The properties of [`repeat_controls`].
#[derive(Debug)]
pub struct RepeatControlsProps<'a> {
    /// The display language.
    pub language: Language,
    /// The repetition.
    pub repeat: &'a Repeat,
    /// Whether the connection is open; repeated messages are not queued.
    pub is_open: bool,
    /// Called with events of the composer.
    pub on_event: Callback<ComposerEvent>,
}

/// Two fields, two buttons, and the progress. They are folded, as few messages are repeated, and load with the first press.
pub fn repeat_controls(props: &RepeatControlsProps<'_>) -> Html {
    let language = props.language;
    let repeat = props.repeat;
    let state = repeat.state();
    let is_running = state == RepeatState::Running;
    let on_input = |event: fn(Rc<str>) -> ComposerEvent| {
        props
            .on_event
            .reform(move |typed: InputEvent| event(events::value(&typed).into()))
    };
    let on = |event: ComposerEvent| props.on_event.reform(move |_: MouseEvent| event.clone());
    html! {
            <div
                class="message-editor-folded repeat-controls"
                role="group"
                aria-labelledby="repeat"
            >
                <label class="repeat-controls-number">
                    { language.say(ComposerPhrase::RepeatEvery) }
                    <input
                        id="repeat-every"
                        inputmode="numeric"
                        autocomplete="off"
                        size="8"
                        aria-invalid={(repeat.error() == Some(RepeatError::Interval)).then_some("true")}
                        aria-describedby="repeat-error"
                        value={Rc::clone(repeat.interval())}
                        oninput={on_input(ComposerEvent::RepeatIntervalEdited)}
                    />
                </label>
                <label class="repeat-controls-number">
                    { language.say(ComposerPhrase::RepeatCount) }
                    <input
                        id="repeat-count"
                        inputmode="numeric"
                        autocomplete="off"
                        size="8"
                        placeholder={language.say(ComposerPhrase::RepeatEndless)}
                        aria-invalid={(repeat.error() == Some(RepeatError::Count)).then_some("true")}
                        aria-describedby="repeat-error"
                        value={Rc::clone(repeat.count())}
                        oninput={on_input(ComposerEvent::RepeatCountEdited)}
                    />
                </label>
                <button
                    type="button"
                    id="repeat-start"
                    aria-describedby="repeat-hint"
                    disabled={!props.is_open}
                    onclick={on(ComposerEvent::RepeatStartPressed)}
                >
                    { language.say(ComposerPhrase::RepeatStart) }
                </button>
                // Not `disabled`, so that the focus stays when the person stops with the keyboard.
                <button
                    type="button"
                    id="repeat-stop"
                    aria-disabled={(!is_running).to_string()}
                    onclick={on(ComposerEvent::RepeatStopPressed)}
                >
                    { language.say(ComposerPhrase::RepeatStop) }
                </button>
                <p id="repeat-error" class="repeat-controls-error" role="alert">
                    if let Some(error) = repeat.error() {
                        { said(language.say(ComposerPhrase::RepeatError(error))) }
                    }
                </p>
                <p id="repeat-hint" class="repeat-controls-hint">
                    if !props.is_open {
                        { language.say(ComposerPhrase::RepeatWhenOpen) }
                    }
                </p>
                // Only the start and the end are announced, not each message.
                <p class="repeat-controls-state" role="status">
                    { language.say(ComposerPhrase::RepeatState(state)) }
                </p>
                if state != RepeatState::Idle {
                    <p id="repeat-sent" class="repeat-controls-sent">
                        { language.say(ComposerPhrase::RepeatSent { messages: repeat.sent_messages() }) }
                    </p>
                }
            </div>
    }
}

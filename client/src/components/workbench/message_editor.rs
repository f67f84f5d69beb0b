//! The editor of a message.

use std::rc::Rc;

use yew::prelude::*;

use super::file_choice::FileChoiceProps;
use super::kind_choice::KindChoice;
use super::message_text::MessageText;
use super::overlay::{Overlay, Overlays, show};
use super::repeat_controls::RepeatControlsProps;
use super::words::{foreign, said};
use crate::components::keys::is_send_shortcut;
use crate::i18n::Language;
use crate::i18n::common::CommonPhrase;
use crate::i18n::composer::ComposerPhrase;
use crate::platform::files::{self, FileHandle};
use session::composer::draft::DraftKind;
use session::composer::repeat::RepeatState;
use session::composer::{Composer, Event, Problem};
use session::connection::State;

/// The properties of [`MessageEditor`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessageEditorProps {
    /// The display language.
    pub language: Language,
    /// The state of the connection, which enables sending.
    pub state: State,
    /// Whether a message sent now would be queued.
    pub queues: bool,
    /// The number of queued messages.
    pub queued_messages: usize,
    /// The composer.
    pub composer: Composer,
    /// Whether the text is saved, so that it outlives a reload.
    pub draft_kept: bool,
    /// What opens when a person asks for it.
    pub overlays: Overlays,
    /// Called with events of the composer.
    pub on_event: Callback<Event>,
    /// Called with a file that the person gave.
    pub on_file: Callback<FileHandle>,
    /// Called to send the message.
    pub on_send: Callback<()>,
}

/// The message, its kind and size, its errors and its actions, as a dock below the log. Anywhere in it, Ctrl+Enter
/// sends and a file can be dropped.
#[component]
pub fn MessageEditor(props: &MessageEditorProps) -> Html {
    let language = props.language;
    let composer = &props.composer;
    let kind = composer.kind();
    let is_open = props.state == State::Open;
    let is_under_file = use_state_eq(|| false);
    let on_key_down = {
        let on_send = props.on_send.clone();
        move |event: KeyboardEvent| {
            if is_send_shortcut(&event) {
                event.prevent_default();
                on_send.emit(());
            }
        }
    };
    let on_drag_over = {
        let is_under_file = is_under_file.setter();
        move |event: DragEvent| {
            if files::is_dragged(&event) {
                // By default nothing can be dropped.
                event.prevent_default();
                is_under_file.set(true);
            }
        }
    };
    let on_drag_leave = {
        let is_under_file = is_under_file.setter();
        move |_: DragEvent| is_under_file.set(false)
    };
    let on_drop = {
        let is_under_file = is_under_file.setter();
        let on_file = props.on_file.clone();
        move |event: DragEvent| {
            is_under_file.set(false);
            if files::is_dragged(&event) {
                // By default the browser opens the file and leaves the page.
                event.prevent_default();
                if let Some(file) = files::dropped(&event) {
                    on_file.emit(file);
                }
            }
        }
    };
    html! {
        <div
            class={classes!("message-editor", is_under_file.then_some("message-editor-under-file"))}
            onkeydown={on_key_down}
            ondragover={on_drag_over}
            ondragleave={on_drag_leave}
            ondrop={on_drop}
        >
            <KindChoice {language} {kind} on_choose={props.on_event.reform(Event::KindChosen)} />
            if kind == DraftKind::File {
                {
                    show(language, &props.overlays, Overlay::FileChoice(FileChoiceProps {
                        language,
                        file: composer.file().cloned(),
                        on_file: props.on_file.clone(),
                        on_remove: props.on_event.reform(|()| Event::FileRemoved),
                    }))
                }
            } else {
                <MessageText
                    {language}
                    text={composer.text().clone()}
                    rewrites={composer.rewrites()}
                    wrong={match composer.problem() {
                        Some(Problem::Draft(error)) => error.position(),
                        _ => None,
                    }}
                    refusals={composer.refusals()}
                    on_event={props.on_event.clone()}
                    on_file={props.on_file.clone()}
                />
            }
            // A browser that focuses no button at a click focuses this, and the focus stays in the editor.
            <div class="message-editor-more" tabindex="-1">
                { tools(props) }
                { foot(props) }
            </div>
            <button
                type="button"
                id="send"
                class="message-editor-send"
                aria-describedby="compose-size send-hint"
                disabled={!is_open && !props.queues}
                onclick={props.on_send.reform(|_| ())}
            >
                { language.say(CommonPhrase::Send) }
            </button>
            <p class="message-editor-drop" aria-hidden="true">
                { language.say(ComposerPhrase::DropHere) }
            </p>
        </div>
    }
}

/// What is done with the message, beside sending it.
fn tools(props: &MessageEditorProps) -> Html {
    let (language, kind) = (props.language, props.composer.kind());
    let is_running = props.composer.repeat().state() == RepeatState::Running;
    let on = |event: Event| props.on_event.reform(move |_: MouseEvent| event.clone());
    let step = |id: &'static str, phrase, sign: &'static str, event| {
        let name = language.say(phrase);
        html! {
            <button type="button" {id} aria-label={name.clone()} title={name} onclick={on(event)}>
                { sign }
            </button>
        }
    };
    html! {
        <div class="message-editor-tools">
            if kind != DraftKind::File {
                { step("compose-older", ComposerPhrase::Older, "↑", Event::OlderPressed) }
                { step("compose-newer", ComposerPhrase::Newer, "↓", Event::NewerPressed) }
            }
            <details class="message-editor-fold" data-running={is_running.to_string()}>
                <summary id="repeat">{ language.say(ComposerPhrase::Repeat) }</summary>
                {
                    show(language, &props.overlays, Overlay::Repeat(&RepeatControlsProps {
                        language,
                        repeat: props.composer.repeat(),
                        is_open: props.state == State::Open,
                        on_event: props.on_event.clone(),
                    }))
                }
            </details>
            if kind == DraftKind::Json {
                <button type="button" id="compose-format" onclick={on(Event::FormatPressed)}>
                    { language.say(ComposerPhrase::Format) }
                </button>
            }
            <details class="message-editor-fold">
                <summary aria-label={language.say(ComposerPhrase::Hints)}>{ "?" }</summary>
                <p id="message-text-hint" class="message-editor-folded">
                    { language.say(ComposerPhrase::HistoryKeys) }
                    if matches!(kind, DraftKind::Text | DraftKind::Json) {
                        { " " }
                        { language.say(ComposerPhrase::Blanks) }
                    }
                    { " " }
                    { language.say(ComposerPhrase::DropOrPaste) }
                </p>
            </details>
        </div>
    }
}

/// One line of the same height whatever it says: the log above must not move.
fn foot(props: &MessageEditorProps) -> Html {
    let (language, composer) = (props.language, &props.composer);
    let text = composer.text();
    let returns = text.bytes().filter(|byte| *byte == b'\r').count() as u64;
    html! {
        <div class="message-editor-foot" translate="no">
            <p id="compose-size" class="message-editor-size">
                { language.say(match composer.size_bytes() {
                    Some(bytes) => ComposerPhrase::Size { bytes },
                    None => ComposerPhrase::SizeUnknown,
                }) }
            </p>
            <div id="compose-error" class="message-editor-alert" role="alert">
                if let Some(problem) = composer.problem() {
                    <p>{ said(language.say(ComposerPhrase::Problem(problem))) }</p>
                }
                if !props.draft_kept {
                    <p>{ language.say(CommonPhrase::DraftNotSaved) }</p>
                }
            </div>
            <p id="compose-warning" class="message-editor-warning">
                if let Some(name) = composer.unknown_variable() {
                    { foreign(Rc::clone(name)) }{ " " }
                    { said(language.say(ComposerPhrase::UnknownVariable)) }
                } else if let (Some(error), None) = (composer.error(), composer.problem()) {
                    { said(language.say(ComposerPhrase::Problem(Problem::Draft(error)))) }
                }
            </p>
            if returns > 0 && composer.kind() != DraftKind::File {
                <button
                    type="button"
                    id="compose-line-ends"
                    onclick={props.on_event.reform(|_| Event::LineEndsPressed)}
                >
                    { language.say(ComposerPhrase::CarriageReturns(returns)) }
                </button>
            }
            if let Some(preview) = composer.preview() {
                <p id="compose-preview" class="message-editor-preview">
                    { language.say(ComposerPhrase::Preview) }{ " " }
                    <code>{ &**preview }</code>
                </p>
            }
            <p id="send-hint" class="message-editor-hint">
                { send_hint(language, &props.state, props.queues) }
                if props.queued_messages > 0 {
                    { " " }
                    { language.say(ComposerPhrase::Queued { messages: props.queued_messages }) }
                }
            </p>
        </div>
    }
}

fn send_hint(language: Language, state: &State, queues: bool) -> AttrValue {
    if queues && *state != State::Open {
        language.say(ComposerPhrase::WillQueue)
    } else {
        language.say(CommonPhrase::send_hint(state))
    }
}

//! The lines in view of a message of any size.

use yew::prelude::*;

use super::unseen::with_marks;
use crate::hooks::{Placement, use_scroller};
use crate::i18n::Language;
use crate::i18n::detail::DetailPhrase;
use crate::platform::element::{self, Selected};
use crate::platform::events;
use session::detail::{Copy, DetailFormat, DetailLine, DetailWindow, Event, Part, Token};
use session::format;
use session::time::{TimeZone, WallTime};
use session::unseen::is_unseen;

/// The space at both sides of the lines, as the style sheet has it.
const PADDING_PX: f64 = 32.0;

/// The properties of [`DetailLines`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DetailLinesProps {
    /// The display language.
    pub language: Language,
    /// The lines, and their position.
    pub window: DetailWindow,
    /// The local time zone.
    pub zone: TimeZone,
    /// The local day of the record: a moment of another day has its date.
    pub today: i64,
    /// Called with events of the lines.
    pub on_event: Callback<Event>,
    /// Called to copy something of the message.
    pub on_copy: Callback<Copy>,
}

/// Lines of text, JSON or a hex dump; only those in view are in the DOM. They are one stop for the Tab key.
#[component]
pub fn DetailLines(props: &DetailLinesProps) -> Html {
    let (language, window) = (props.language, &props.window);
    let placement = Placement {
        canvas_px: window.canvas_px,
        content_px: window.lines_px,
        scroll_px: window.scroll_px,
        viewport_px: window.viewport_px,
    };
    let letters = use_node_ref();
    let on_scrolled = {
        let (letters, on_event) = (letters.clone(), props.on_event.clone());
        let known = window.columns;
        Callback::from(move |scrolled| {
            // A scroller tells when its size has changed, too.
            if let Some(columns) = element::columns(&letters, PADDING_PX)
                && columns != known
            {
                on_event.emit(Event::Measured(columns));
            }
            on_event.emit(Event::Scrolled(scrolled));
        })
    };
    let scroller = use_scroller(placement, &on_scrolled);
    let on_key_down = on_key_down(props, scroller.canvas.clone());
    html! {
        <div
            ref={scroller.scroller}
            id="detail-lines"
            class="detail-lines"
            role="region"
            translate="no"
            tabindex="0"
            aria-label={language.say(DetailPhrase::Lines)}
            onscroll={scroller.on_scroll}
            onclick={on_click(window.format, &props.on_event)}
            onkeydown={on_key_down}
        >
            <span ref={letters} class="detail-lines-letters" aria-hidden="true" />
            <div ref={scroller.canvas} class="detail-lines-canvas">
                <div ref={scroller.content} class="detail-lines-content">
                    { for window.lines.iter().map(|line| self::line(line, props)) }
                </div>
            </div>
        </div>
    }
}

/// Selects a line of JSON.
fn on_click(format: DetailFormat, on_event: &Callback<Event>) -> Callback<MouseEvent> {
    let on_event = on_event.clone();
    Callback::from(move |event: MouseEvent| {
        let line = events::attribute_of_closest(&event, ".detail-line", "data-line");
        if let Some(line) = line.and_then(|line| line.parse().ok())
            && format == DetailFormat::Json
        {
            on_event.emit(Event::LineSelected(line));
        }
    })
}

/// Arrows go through the lines of JSON and fold them; elsewhere the browser scrolls. Ctrl+A selects the message and
/// nothing around it. Ctrl+C copies what is selected, and the whole message where nothing is.
fn on_key_down(props: &DetailLinesProps, canvas: NodeRef) -> Callback<KeyboardEvent> {
    let (on_event, on_copy) = (props.on_event.clone(), props.on_copy.clone());
    let is_json = props.window.format == DetailFormat::Json;
    let selected = props.window.selected;
    let selected = props
        .window
        .lines
        .iter()
        .find(|it| Some(it.index) == selected);
    let fold = selected.and_then(|line| Some((line.index, line.folded?)));
    Callback::from(move |event: KeyboardEvent| {
        let with_control = event.ctrl_key() || event.meta_key();
        if event.alt_key() || event.shift_key() {
            return;
        }
        match event.key().as_str() {
            "a" if with_control => element::select_all(&canvas),
            "c" if with_control => match element::selected(&canvas) {
                Selected::Nothing => on_copy.emit(Copy::Whole),
                // Only the lines in view are in the document.
                Selected::All => on_copy.emit(Copy::Shown),
                Selected::Some => return,
            },
            _ if with_control || !is_json => return,
            "ArrowDown" => on_event.emit(Event::LineMoved { down: true }),
            "ArrowUp" => on_event.emit(Event::LineMoved { down: false }),
            key @ ("ArrowLeft" | "ArrowRight") => match fold {
                Some((line, is_folded)) if is_folded == (key == "ArrowRight") => {
                    on_event.emit(Event::Folded(line));
                }
                _ => return,
            },
            _ => return,
        }
        event.prevent_default();
    })
}

/// A line, inline: a copy of several has the line breaks of the message and no others. Where the message has none, the
/// style sheet breaks the line. What the page adds is printed by the style sheet, too, so it is not copied.
fn line(line: &DetailLine, props: &DetailLinesProps) -> Html {
    let (language, on_event) = (props.language, &props.on_event);
    let format = props.window.format;
    let is_marked = match format {
        DetailFormat::Marked => is_unseen,
        _ => |_| false,
    };
    let continued = line.is_continued.then_some("detail-line-continued");
    let cut = (!line.line_break.ends_with('\n')).then_some("detail-line-cut");
    let is_selected = props.window.selected == Some(line.index);
    let selected = is_selected.then_some("detail-line-selected");
    let index = line.index;
    let mut key = format!("{index} {} {}{}", format as u8, line.text, line.line_break);
    // Hits cut the text into nodes.
    for hit in line.parts.iter().filter(|part| part.is_hit) {
        key += &format!("{} {} ", hit.range.start, hit.range.end);
    }
    html! {
        <span
            {key}
            class={classes!("detail-line", continued, cut, selected)}
            data-line={index.to_string()}
        >
            if let Some(is_folded) = line.folded {
                <button
                    type="button"
                    class="detail-line-fold"
                    tabindex="-1"
                    aria-expanded={(!is_folded).to_string()}
                    aria-label={language.say(if is_folded { DetailPhrase::Unfold } else { DetailPhrase::Fold })}
                    onclick={on_event.reform(move |_| Event::Folded(index))}
                />
            }
            { for line.parts.iter().map(|part| self::part(&line.text, part, is_marked)) }
            if let Some(moment) = moment(line, props) {
                <span class="detail-line-moment" data-moment={moment} />
            }
            { for with_marks(&line.line_break, is_marked) }
        </span>
    }
}

fn part(text: &str, part: &Part, is_marked: fn(char) -> bool) -> Html {
    let words: Html = with_marks(&text[part.range.clone()], is_marked).collect();
    let class = match part.token {
        Token::Plain => None,
        Token::Name => Some("json-name"),
        Token::Text => Some("json-text"),
        Token::Number => Some("json-number"),
        Token::Literal => Some("json-literal"),
    };
    if part.is_hit {
        html! { <mark {class}>{ words }</mark> }
    } else if class.is_some() {
        html! { <span {class}>{ words }</span> }
    } else {
        words
    }
}

/// The local time that a number may stand for, with its date where there is room for it.
fn moment(line: &DetailLine, props: &DetailLinesProps) -> Option<String> {
    let at = WallTime(line.unix_ms? as f64);
    let moment = format::local_seconds(at, props.zone, props.today);
    // It is printed after an arrow, in a space.
    (moment.len() + 4 <= line.columns_left).then_some(moment)
}

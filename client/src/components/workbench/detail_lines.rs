//! The lines in view of a message of any size.

use yew::prelude::*;

use super::unseen::with_marks;
use crate::hooks::{Placement, use_scroller};
use crate::i18n::Language;
use crate::i18n::log::LogPhrase;
use session::detail::{DetailFormat, DetailLine, DetailWindow, Event};
use session::unseen::is_unseen;

/// The properties of [`DetailLines`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DetailLinesProps {
    /// The display language.
    pub language: Language,
    /// The lines, and their position.
    pub window: DetailWindow,
    /// Called with events of the lines.
    pub on_event: Callback<Event>,
}

/// Lines of text, JSON or a hex dump; only those in view are in the DOM.
#[component]
pub fn DetailLines(props: &DetailLinesProps) -> Html {
    let (language, window) = (props.language, &props.window);
    let placement = Placement {
        canvas_px: window.canvas_px,
        content_px: window.lines_px,
        scroll_px: window.scroll_px,
        viewport_px: window.viewport_px,
    };
    let scroller = use_scroller(placement, &props.on_event.reform(Event::Scrolled));
    html! {
        <div
            ref={scroller.scroller}
            id="detail-lines"
            class="detail-lines"
            role="region"
            translate="no"
            tabindex="0"
            aria-label={language.say(LogPhrase::Lines)}
            onscroll={scroller.on_scroll}
        >
            <div ref={scroller.canvas} class="detail-lines-canvas">
                <div ref={scroller.content} class="detail-lines-content">
                    { for window.lines.iter().map(|line| self::line(line, props)) }
                </div>
            </div>
        </div>
    }
}

/// A line, inline: a copy of several has the line breaks of the message and no others. Where the message has none, the
/// style sheet breaks the line.
fn line(line: &DetailLine, props: &DetailLinesProps) -> Html {
    let (language, on_event) = (props.language, &props.on_event);
    let format = props.window.format;
    let is_marked = match format {
        DetailFormat::Marked => is_unseen,
        _ => |_| false,
    };
    let continued = line.is_continued.then_some("detail-line-continued");
    let cut = (!line.line_break.ends_with('\n')).then_some("detail-line-cut");
    let index = line.index;
    let key = format!("{index} {} {}{}", format as u8, line.text, line.line_break);
    html! {
        <span {key} class={classes!("detail-line", continued, cut)} data-line={index.to_string()}>
            { for with_marks(&line.text, is_marked) }
            if let Some(is_folded) = line.folded {
                <button
                    type="button"
                    class="detail-line-fold"
                    aria-expanded={(!is_folded).to_string()}
                    aria-label={language.say(if is_folded { LogPhrase::Unfold } else { LogPhrase::Fold })}
                    onclick={on_event.reform(move |_| Event::Folded(index))}
                />
            }
            { for with_marks(&line.line_break, is_marked) }
        </span>
    }
}

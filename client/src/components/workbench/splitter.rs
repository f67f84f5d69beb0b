//! The handles that divide the workbench: beside the detail, above the composer, and behind a column of the log.

use std::ops::RangeInclusive;

use yew::prelude::*;

use crate::i18n::Language;
use crate::i18n::handles::HandlesPhrase;
use crate::platform::splitter::{self, Edge};
use session::layout::{Change, Layout, Size};
use session::view::Column;

/// The step of an arrow key, in CSS pixels.
const STEP_PX: u32 = 16;

/// The properties of [`Splitter`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SplitterProps {
    /// The display language.
    pub language: Language,
    /// What it sizes.
    pub size: Size,
    /// The sizes that the person chose.
    pub layout: Layout,
    /// Called with a size that the person chose.
    pub on_arrange: Callback<Change>,
}

/// What a splitter has to know of what it sizes.
struct Handle {
    id: &'static str,
    /// What it sizes, if that has an id.
    controls: Option<&'static str>,
    edge: Edge,
    /// The element and the property that tell the style sheet.
    holder: (&'static str, &'static str),
    /// The keys that make it smaller and larger.
    keys: [&'static str; 2],
}

impl Handle {
    fn of(size: Size) -> Self {
        let column = |id, property| Self {
            id,
            controls: None,
            edge: Edge::Left,
            holder: (".log-list", property),
            keys: ["ArrowLeft", "ArrowRight"],
        };
        match size {
            Size::Detail => Self {
                id: "detail-width",
                controls: Some("detail"),
                edge: Edge::Right,
                holder: (".workbench-scrollers", "--behind-px"),
                keys: ["ArrowRight", "ArrowLeft"],
            },
            Size::Composer => Self {
                id: "composer-height",
                controls: None,
                edge: Edge::Bottom,
                holder: (".workbench-compose", "--composer-px"),
                keys: ["ArrowDown", "ArrowUp"],
            },
            Size::Column(Column::Number) => column("number-width", "--log-number"),
            Size::Column(Column::Time) => column("time-width", "--log-time"),
            Size::Column(Column::Size) => column("size-width", "--log-size"),
        }
    }
}

/// A window splitter by the WAI-ARIA Authoring Practices: the pointer drags it, and arrow keys move it. While it is
/// dragged only the style changes; the chosen size is told when the pointer is released. A double click takes it back.
#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let node = use_node_ref();
    let size = props.size;
    let on_change = props.on_arrange.reform(move |px| Change::Sized(size, px));
    let px = props.layout.size_px(size);
    let handle = Handle::of(size);
    let (edge, (holder, property)) = (handle.edge, handle.holder);
    let (least, most) = RangeInclusive::into_inner(size.limits_px());
    use_effect_with(px, {
        let node = node.clone();
        move |px| splitter::set_size(&node, holder, property, *px)
    });
    // How far the pointer is beside the handle that it holds. A press alone is no drag.
    let (beside_px, is_dragged) = (use_mut_ref(|| 0_i64), use_mut_ref(|| false));
    let size_at = {
        let (node, beside_px) = (node.clone(), beside_px.clone());
        move |event: &PointerEvent| {
            let at_px = i64::from(splitter::size_at(&node, edge, event)?);
            let px = at_px - *beside_px.borrow();
            Some(px.clamp(least.into(), most.into()) as u32)
        }
    };
    let on_pointer_down = {
        let (node, is_dragged) = (node.clone(), is_dragged.clone());
        move |event: PointerEvent| {
            // A drag would select text otherwise.
            event.prevent_default();
            is_dragged.replace(false);
            let at_px = splitter::size_at(&node, edge, &event);
            if let (Some(at_px), Some(now_px)) = (at_px, splitter::size_now(&node, edge)) {
                beside_px.replace(i64::from(at_px) - i64::from(now_px));
            }
            splitter::capture(&event);
        }
    };
    let on_pointer_move = {
        let (node, size_at, is_dragged) = (node.clone(), size_at.clone(), is_dragged.clone());
        move |event: PointerEvent| {
            if splitter::is_held(&event) {
                is_dragged.replace(true);
                splitter::set_size(&node, holder, property, size_at(&event));
            }
        }
    };
    let on_pointer_up = {
        let on_change = on_change.clone();
        move |event: PointerEvent| {
            if is_dragged.replace(false) {
                on_change.emit(size_at(&event));
            }
        }
    };
    let on_key_down = {
        let (node, on_change) = (node.clone(), on_change.clone());
        move |event: KeyboardEvent| {
            let Some(now) = splitter::size_now(&node, edge) else {
                return;
            };
            let px = match &*event.key() {
                key if key == handle.keys[0] => now.saturating_sub(STEP_PX),
                key if key == handle.keys[1] => now + STEP_PX,
                "Home" => least,
                "End" => most,
                _ => return,
            };
            event.prevent_default();
            on_change.emit(Some(px));
        }
    };
    let is_row = edge == Edge::Bottom;
    html! {
        <div
            ref={node}
            id={handle.id}
            class="splitter"
            role="separator"
            tabindex="0"
            aria-orientation={if is_row { "horizontal" } else { "vertical" }}
            aria-controls={handle.controls}
            aria-label={props.language.say(HandlesPhrase::Size(size))}
            aria-valuemin={least.to_string()}
            aria-valuemax={most.to_string()}
            aria-valuenow={px.unwrap_or((least + most) / 2).to_string()}
            onpointerdown={on_pointer_down}
            onpointermove={on_pointer_move}
            onpointerup={on_pointer_up}
            ondblclick={on_change.reform(|_| None)}
            onkeydown={on_key_down}
        />
    }
}

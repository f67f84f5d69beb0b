//! The handle between the log and the detail.

use yew::prelude::*;

use crate::platform::splitter;
use session::layout::Layout;

/// The step of an arrow key, in CSS pixels.
const STEP_PX: u32 = 16;

/// The properties of [`Splitter`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SplitterProps {
    /// What it divides, for screen readers.
    pub label: AttrValue,
    /// The width of the detail in CSS pixels, if the person chose one.
    pub px: Option<u32>,
    /// Called with a width that the person chose.
    pub on_change: Callback<u32>,
}

/// A window splitter by the WAI-ARIA Authoring Practices: the pointer drags it, and arrow keys move it. While it is
/// dragged only the style changes; the chosen width is told when the pointer is released.
#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let node = use_node_ref();
    let (least, most) = Layout::DETAIL_PX.into_inner();
    use_effect_with(props.px, {
        let node = node.clone();
        move |px| {
            px.iter()
                .for_each(|px| splitter::set_width_behind(&node, *px))
        }
    });
    let width_at = {
        let node = node.clone();
        move |event: &PointerEvent| {
            let width = splitter::width_behind(&node, f64::from(event.client_x()));
            width.map(|px| px.clamp(least, most))
        }
    };
    let on_pointer_down = |event: PointerEvent| {
        // A drag would select text otherwise.
        event.prevent_default();
        splitter::capture(&event);
    };
    let on_pointer_move = {
        let (node, width_at) = (node.clone(), width_at.clone());
        move |event: PointerEvent| {
            if splitter::is_held(&event)
                && let Some(px) = width_at(&event)
            {
                splitter::set_width_behind(&node, px);
            }
        }
    };
    let on_pointer_up = {
        let on_change = props.on_change.clone();
        move |event: PointerEvent| width_at(&event).iter().for_each(|px| on_change.emit(*px))
    };
    let on_key_down = {
        let (node, on_change) = (node.clone(), props.on_change.clone());
        move |event: KeyboardEvent| {
            let Some(now) = splitter::width_now(&node) else {
                return;
            };
            let px = match &*event.key() {
                "ArrowLeft" => now + STEP_PX,
                "ArrowRight" => now.saturating_sub(STEP_PX),
                "Home" => least,
                "End" => most,
                _ => return,
            };
            event.prevent_default();
            on_change.emit(px);
        }
    };
    html! {
        <div
            ref={node}
            id="detail-width"
            class="splitter"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-controls="detail"
            aria-label={props.label.clone()}
            aria-valuemin={least.to_string()}
            aria-valuemax={most.to_string()}
            aria-valuenow={props.px.unwrap_or((least + most) / 2).to_string()}
            onpointerdown={on_pointer_down}
            onpointermove={on_pointer_move}
            onpointerup={on_pointer_up}
            onkeydown={on_key_down}
        />
    }
}

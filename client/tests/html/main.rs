//! The HTML of the components, rendered natively: with hostile text above all, and in every language. One
//! module a component.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise, and so do its helpers"
)]

mod auth;
mod catalogue;
mod close_form;
mod closing;
mod composer;
mod confirm;
mod connection;
mod connection_bar;
mod connection_options;
mod connection_state;
mod detail;
mod failure;
mod filter_bar;
mod isolation;
mod language_switch;
mod log_list;
mod log_tools;
mod message;
mod message_editor;
mod messages;
mod numbers;
mod pane_switch;
mod queued;
mod quotes;
mod retry;
mod room;
mod row_menu;
mod tabs;
mod theme_switch;

use session::connection::State;
use session::record::{CloseEvent, Ending};
use yew::{BaseComponent, Callback, Html, LocalServerRenderer, Properties, component};

/// Text that would do something if any of it became markup, and what it must look like in HTML.
const HOSTILE: [(&str, &str); 4] = [
    (
        "<img src=x onerror=alert(1)>",
        "&lt;img src=x onerror=alert(1)&gt;",
    ),
    (
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ),
    ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
    (
        "</div></textarea><br>",
        "&lt;/div&gt;&lt;/textarea&gt;&lt;br&gt;",
    ),
];

/// A connection that has been closed.
fn closed(code: u16, reason: &str, ending: Ending) -> State {
    State::Closed {
        close: CloseEvent {
            code,
            reason: reason.into(),
            was_clean: code != 1006,
        },
        ending,
    }
}

/// The HTML without what only keeps translators and foreign directions out. `isolation` tests that.
async fn html_of<C: BaseComponent>(props: C::Properties) -> String {
    let mut html = whole_html_of::<C>(props).await;
    for isolating in [r#" translate="no""#, "<bdi>"] {
        html = html.replace(isolating, "");
    }
    html.replace("</bdi>", "")
}

/// The properties of [`Viewed`].
#[derive(PartialEq, Properties)]
struct ViewedProps {
    view: Callback<(), Html>,
}

/// A function that makes HTML, as a component.
#[component]
fn Viewed(props: &ViewedProps) -> Html {
    props.view.emit(())
}

/// The properties of what has this HTML.
fn of_view(view: impl Fn() -> Html + 'static) -> ViewedProps {
    let view = Callback::from(move |()| view());
    ViewedProps { view }
}

/// The HTML that a function makes, without the same.
async fn html_by(view: impl Fn() -> Html + 'static) -> String {
    html_of::<Viewed>(of_view(view)).await
}

/// The HTML that a function makes of properties, without the same.
async fn html_made<P: 'static>(view: fn(&P) -> Html, props: P) -> String {
    html_by(move || view(&props)).await
}

async fn whole_html_of<C: BaseComponent>(props: C::Properties) -> String {
    LocalServerRenderer::<C>::with_props(props)
        .hydratable(false)
        .render()
        .await
}

#[track_caller]
fn assert_contains(html: &str, part: &str) {
    assert!(html.contains(part), "{part}\nis not in\n{html}");
}

#[track_caller]
fn assert_lacks(html: &str, part: &str) {
    assert!(!html.contains(part), "{part}\nis in\n{html}");
}

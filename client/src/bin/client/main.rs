//! Mounts the page.

mod parts;

use client::{App, AppProps, platform};

fn main() {
    let server = platform::address::of_server().into();
    yew::Renderer::<App>::with_props(AppProps {
        server,
        parts: parts::all(),
    })
    .render();
}

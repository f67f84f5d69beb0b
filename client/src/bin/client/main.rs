//! Mounts the page.

mod parts;

use client::platform::address;
use client::{App, AppProps};

fn main() {
    let server = address::of_server().into();
    yew::Renderer::<App>::with_props(AppProps {
        server,
        parts: parts::all(),
    })
    .render();
}

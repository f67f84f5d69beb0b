//! The page of Ullim: the lesson's textarea and two buttons, and around them a workbench.
//!
//! Everything goes one way round: **event → model → effect → platform → event**. A person or the socket makes an
//! event. The model turns it into a new state and a list of effects. The platform carries the effects out, and what
//! comes of them is an event again. A component never opens a socket; the model never touches the browser.
//!
//! # Layout
//!
//! - [`session`] is the core, a crate of its own: what the page knows and decides.
//! - [`platform`]: the only place that touches the browser: socket, storage, console, document, address.
//! - [`hooks`]: feed events to the model, run its effects, render again.
//! - [`components`]: one component a file; props in, callbacks out; no I/O.
//! - [`i18n`]: every word that a person reads, by area; one exhaustive match for each language.
//! - `bin/client/` mounts the page; `bin/sockets.rs` is the worker that holds the workbench's sockets.
//! - `styles/`: `tokens.css`, `base.css` and one file a component.
//! - `tests/`: the platform and the mounted page in real browsers, against real servers.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "a test stops at the first surprise, and so do its helpers"
    )
)]

pub mod components;
pub mod hooks;
pub mod i18n;
pub mod parts;
pub mod platform;

pub use components::app::{App, AppProps};

//! The server of Ullim: the lesson to whoever opens a WebSocket at `/`, the page that talks to
//! it to whoever opens `/` in a browser.
//!
//! # Layout
//!
//! In the order in which a connection passes through them:
//!
//! - [`config`]: the command line, its `ULLIM_` environment, and the validated [`config::Config`].
//! - `listener`: [`bind`] and [`run`]: accepting as many as there are `slots` for, and letting go
//!   when the server stops.
//! - `transport`: one TCP connection: HTTP, and after a 101 a WebSocket, over a `wire` that is the
//!   same with [`tls`] and without. It reads the first request itself ([`head`]), puts it back for
//!   hyper (`rewind`), and closes so that the last word arrives (`linger`).
//! - `http`: the routes. [`handshake`] judges who wants a WebSocket, [`page`] answers the rest, `documents` with the catalogue;
//!   [`origin`] whose pages may have one; `text` is what a refusal looks like.
//! - `connection`: one WebSocket: its limits, its endpoint, its close code.
//! - [`endpoint`]: what the server says on it, a file for each. [`room`]: where those of `/chat` meet.
//!   [`feed`]: where the prices of `/ticker` are made.
//! - [`certificate`]: who the server is, under TLS. `metrics`: what is counted on the way. [`log`]:
//!   how a line of the log looks.
//! - [`console`]: standard output. [`shutdown`]: the signals.
//!
//! # Invariants
//!
//! - Nothing that a client sends ends the process or touches another connection.
//! - A payload is never logged.

pub mod certificate;
pub mod client_address;
mod clock;
pub mod config;
mod connection;
pub mod console;
mod documents;
pub mod endpoint;
pub mod feed;
pub mod handshake;
pub mod head;
mod http;
mod linger;
mod listener;
pub mod log;
mod metrics;
pub mod origin;
mod pace;
pub mod page;
mod rewind;
pub mod room;
mod seldom;
pub mod shutdown;
mod slots;
mod text;
pub mod tls;
mod transport;
mod wire;

#[cfg(test)]
#[path = "../tests/support/nats_server.rs"]
mod nats_server;

pub use listener::{BindError, bind, run};

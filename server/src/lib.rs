//! The server of Ullim: the lesson to whoever opens a WebSocket at `/`, the page that talks to
//! it to whoever opens `/` in a browser.
//!
//! # Layout
//!
//! In the order in which a connection passes through them:
//!
//! - [`config`]: the command line, its `ULLIM_` environment, and the validated [`config::Config`].
//! - [`net`]: [`bind`] and [`run`], how many connections there may be, TLS.
//! - [`http`]: the first request, the routes, the page and the documents.
//! - [`websocket`]: the handshake, one connection with its limits, and the streams under its frames.
//! - [`endpoint`]: what the server says on it, a file for each. [`room`]: where those of `/chat` meet.
//!   [`feed`]: where the prices of `/ticker` are made.
//! - [`ops`]: logs, standard output, metrics, signals.
//!
//! # Invariants
//!
//! - Nothing that a client sends ends the process or touches another connection.
//! - A payload is never logged.

mod clock;
pub mod config;
pub mod endpoint;
pub mod feed;
pub mod http;
pub mod net;
pub mod ops;
pub mod room;
pub mod websocket;

pub use net::listener::{BindError, bind, run};

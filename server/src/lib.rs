//! The server of Ullim: it serves the page at `/` in a browser, and WebSockets at every path of its catalogue.
//!
//! # Layout
//!
//! In the order in which a connection passes through them:
//!
//! - [`config`]: the command line, its `ULLIM_` environment, and the validated [`config::Config`].
//! - `serve`: [`run`], from an accepted connection to its end; `context`: what all connections share.
//! - [`net`]: accepting TCP connections ([`bind`]), limiting their number, TLS, closing.
//! - [`http`]: the first request, the routes, the page and the documents.
//! - [`websocket`]: the handshake, one connection with its limits, and the streams under its frames.
//! - [`endpoint`]: what the server says on a WebSocket, one file an endpoint. [`room`]: the rooms of `/chat`.
//!   [`feed`]: the prices of `/ticker`.
//! - [`ops`]: logs, standard output, metrics, signals.
//! - `clock`: the time of day. `text`: an answer in plain text, which is the form of every refusal.
//!
//! # Invariants
//!
//! - No byte from a client ends the process or changes another connection.
//! - A payload is never logged, except its first bytes at the level of traces.

mod clock;
pub mod config;
mod context;
pub mod endpoint;
pub mod feed;
pub mod http;
pub mod net;
pub mod ops;
pub mod room;
mod serve;
mod text;
pub mod websocket;

pub use net::listener::{BindError, bind};
pub use serve::run;

//! A WebSocket: its handshake, its endpoint, its limits, and the streams under its frames (RFC 6455).
//!
//! - [`handshake`]: section 4 as a function from a request to an acceptance or an error.
//! - `connection`: a connection from its first frame to its end.
//! - `limited_socket`: the stream and sink of messages that an endpoint is given.
//! - `stack`: the streams between tungstenite and TCP, of `read_ahead`, `activity_tracked` and `throttled`.
//! - `poll_on_wake`: for timers and signals beside a stream of messages.
//!
//! What may not enter: what an endpoint says; routes.

mod activity_tracked;
pub(crate) mod connection;
pub mod handshake;
mod limited_socket;
mod poll_on_wake;
mod read_ahead;
mod stack;
mod throttled;

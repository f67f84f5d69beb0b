//! A WebSocket: its handshake, its endpoint, its limits, and the streams under its frames (RFC 6455).
//!
//! - [`handshake`]: section 4 as a function from a request to an acceptance or an error.
//! - `connection`: a connection from its first frame to its end. `outcome`: which end closes with which code.
//! - `limited_socket`: the stream and sink of messages that an endpoint is given. `limit_exceeded`: how it ends one.
//! - `framed_socket`: tungstenite over its streams, with bounded buffers. `large_message`: what is written past them.
//! - `stack`: the streams between tungstenite and TCP, of `accounted`, `read_ahead`, `activity_tracked` and `throttled`.
//!   `frame_tracker`: how far a message has come.
//! - `turn`: how much of a large message is read or written before other tasks run.
//! - `poll_on_wake`: for timers and signals beside a stream of messages.
//!
//! What may not enter: what an endpoint says; routes.

mod accounted;
mod activity_tracked;
pub(crate) mod connection;
mod frame_tracker;
mod framed_socket;
pub mod handshake;
mod large_message;
mod limit_exceeded;
mod limited_socket;
mod outcome;
mod poll_on_wake;
mod read_ahead;
mod stack;
mod throttled;
mod turn;

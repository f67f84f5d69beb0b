//! A WebSocket: its handshake, the streams under its frames, and its limits (RFC 6455).

mod activity_tracked;
pub(crate) mod connection;
pub mod handshake;
mod limited_socket;
mod poll_on_wake;
mod read_ahead;
mod throttled;

//! TCP connections: accepting them, how many there may be, TLS, and closing them so that the last bytes
//! arrive.
//!
//! What may not enter: HTTP and WebSocket.

pub mod certificate;
pub(crate) mod linger;
pub(crate) mod listener;
pub(crate) mod maybe_tls;
pub(crate) mod rewind;
pub(crate) mod slots;
pub mod tls;

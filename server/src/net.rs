//! TCP connections: accepting them, limiting their number, TLS, and closing them so that the last bytes
//! arrive.
//!
//! - `listener`: [`bind`](crate::bind), and accepting.
//! - `slots`: the limit on connections. `memory_budget`: the limit on what they hold. `peer`: the other end of one.
//! - `maybe_tls`: the stream, which is TCP or TLS. [`tls`] makes the handshake, [`certificate`] loads or
//!   makes the certificate.
//! - `linger`: closing a connection.
//!
//! What may not enter: requests and frames.

pub mod certificate;
pub(crate) mod linger;
pub(crate) mod listener;
pub(crate) mod maybe_tls;
pub(crate) mod memory_budget;
pub mod peer;
pub(crate) mod slots;
pub mod tls;

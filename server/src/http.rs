//! HTTP on a connection: the routes and their answers, until a handshake makes it a WebSocket.

pub mod client_address;
pub(crate) mod documents;
pub mod head;
pub mod origin;
pub mod page;
pub(crate) mod router;
pub(crate) mod text;
pub(crate) mod upgrade;

//! HTTP on a connection, until it is closed or a handshake makes it a WebSocket.
//!
//! - `upgrade`: HTTP on one connection. [`head`]: its first request head.
//! - `router`: the routes, and which handshakes are accepted. [`origin`]: the pages that may open a WebSocket.
//!   [`client_address`]: the client behind a proxy.
//! - [`page`]: the files of the page. `documents`: the catalogue.
//!
//! What may not enter: frames; what an endpoint says.

pub mod client_address;
pub(crate) mod documents;
pub mod head;
pub mod origin;
pub mod page;
pub(crate) mod router;
pub(crate) mod upgrade;

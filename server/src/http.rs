//! HTTP on a connection, until it is closed or a handshake makes it a WebSocket.
//!
//! - `upgrade`: HTTP on one connection. [`head`]: a request's head. `heads`: one after the other.
//! - `router`: the routes, and which handshakes are accepted. [`origin`]: the pages that may open a WebSocket.
//!   [`host`]: the names that the server answers to. [`client_address`]: the client behind a proxy.
//! - [`page`]: the files of the page. `documents`: the catalogue.
//!
//! What may not enter: frames; what an endpoint says.

pub mod client_address;
pub(crate) mod documents;
pub(crate) mod dry_run;
pub mod head;
mod heads;
pub mod host;
pub mod origin;
pub mod page;
pub(crate) mod router;
pub(crate) mod upgrade;

use axum::http::HeaderMap;
use axum::http::header::AsHeaderName;

/// The lines of a header, as [`protocol::list::elements`] reads them. A line that is not ASCII is U+FFFD, which is no
/// token and no address.
pub(crate) fn lines(headers: &HeaderMap, name: impl AsHeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter();
    values.map(|value| value.to_str().unwrap_or("\u{fffd}"))
}

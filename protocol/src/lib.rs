//! The words that both sides of Ullim speak.
//!
//! What belongs here: strings, numbers and rules that the page and the server must agree on.
//! What may not enter: anything that does I/O or runs on one side only (tokio, yew, web-sys);
//! this crate compiles for the host and for `wasm32-unknown-unknown`.
//!
//! # Layout
//!
//! - [`catalogue`]: every path of the server as data, one file an endpoint. [`asyncapi`]: its documents.
//! - [`parameter`]: the parameters of an endpoint. [`query`]: the names and values of a query string.
//! - [`list`]: comma-separated lists in headers. [`subprotocol`]: negotiating `Sec-WebSocket-Protocol`.
//! - [`superchat`]: the messages of the rooms at `/chat`, their limits and error codes.
//! - [`ticker`]: the messages of the quotes at `/ticker`.
//! - [`invisible`]: which characters are not seen in a text.
//! - [`lesson`]: the strings of the lesson and its port.
//! - [`close_code`]: the names of close codes (RFC 6455 section 7.4 and the IANA registry).

pub mod asyncapi;
pub mod catalogue;
pub mod close_code;
pub mod invisible;
pub mod lesson;
pub mod list;
pub mod parameter;
pub mod query;
pub mod subprotocol;
pub mod superchat;
pub mod ticker;

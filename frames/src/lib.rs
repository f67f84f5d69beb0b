//! Frames of RFC 6455 as bytes: read, written and broken on purpose.
//!
//! The server and the bench share this crate. Tests share it, too. It compiles for the host and for wasm32.
//!
//! # Layout
//!
//! - [`header`]: the header of a frame, read and written.
//! - [`mask`]: the masking of a client's payload.
//! - [`fragments`]: a message split into frames.
//! - [`extension`]: permessage-deflate between the wire and a WebSocket that knows no extension.
//! - `stream` (feature `tokio`): the same as a stream between the two.
//! - [`negotiation`]: what a client and a server agree on for permessage-deflate (RFC 7692).
//! - [`deflate`]: messages compressed and inflated as it was agreed.
//! - [`reader`]: the frames in bytes that come in any pieces.
//! - [`utf8`]: the UTF-8 of a text message, checked as its pieces come.
//! - [`direction`]: which way bytes go.
//! - [`faults`]: a plan of what goes wrong, applied to the bytes of one direction.
//! - [`tap`]: every frame of both directions as an event.
//!
//! # Invariants
//!
//! - No I/O, no clock, no randomness and no async runtime. A caller brings the bytes and the masking keys.
//! - Reading never allocates, and never panics on any bytes.
//! - [`header::Header::encode`] writes nothing that the RFC forbids. Only
//!   [`header::Header::encode_unchecked`] does, for servers that are wrong on purpose.

mod buffers;
pub mod deflate;
pub mod direction;
pub mod extension;
pub mod faults;
pub mod fragments;
pub mod header;
pub mod mask;
pub mod negotiation;
pub mod reader;
#[cfg(feature = "tokio")]
pub mod stream;
pub mod tap;
pub mod utf8;

pub use header::{Header, HeaderError, OpCode};

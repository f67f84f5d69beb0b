//! Sockets that live in a worker, so that a flood of messages does not keep the page from drawing
//! (ADR 0007).
//!
//! What belongs here: both ends of the worker, and the messages between them. What may not
//! enter: anything that reads a message on its way; the worker hands on what the browser gave it.
//!
//! - `remote_socket`: the page's handle of a socket in the worker.
//! - `sockets_worker`: the worker, as the page sees it.
//! - `host`: the worker, from within. `hosted_socket`: a socket in it.
//! - `messages`: what the two tell each other.

mod host;
mod hosted_socket;
mod messages;
mod remote_socket;
mod sockets_worker;

pub use host::serve;
pub(super) use remote_socket::RemoteSocket;
pub(super) use sockets_worker::SocketsWorker;

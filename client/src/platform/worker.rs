//! Sockets in a worker, so that a flood of messages does not keep the page from drawing (ADR 0007).
//!
//! What belongs here: both ends of the worker, and the messages between them. What may not enter: anything that reads
//! a payload on its way.
//!
//! - `remote_socket`: the page's handle of a socket in the worker.
//! - `sockets_worker`: the page's handle of the worker.
//! - `worker_alarm`: a timer in the worker.
//! - `host`: the inside of the worker. `hosted_socket`: a socket in it.
//! - `messages`: the messages between page and worker.

mod host;
mod hosted_socket;
mod messages;
mod remote_socket;
mod sockets_worker;
mod worker_alarm;

pub use host::serve;
pub(super) use remote_socket::RemoteSocket;
pub(super) use sockets_worker::SocketsWorker;
pub use worker_alarm::WorkerAlarm;

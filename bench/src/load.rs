//! What a server is given to do, and what is measured meanwhile.
//!
//! The load must never be what limits the figures, so it is one thread over epoll that computes nothing while it
//! measures: each message is a frame masked beforehand, and each reply is compared with bytes that are known
//! beforehand, as a server has no choice in how it frames a message that it does not fragment.
//!
//! # Layout
//!
//! - `target`: where a server is, and which protocol it speaks.
//! - `frame`: RFC 6455's frames, written.
//! - `exchange`: what is sent, and what must come back.
//! - `handshake`: a connection opened, blocking.
//! - `connection`: a connection that sends and compares, non-blocking.
//! - `echo`: many of them at once, for a while.

mod connection;
pub(crate) mod echo;
pub(crate) mod exchange;
mod frame;
mod handshake;
pub(crate) mod target;

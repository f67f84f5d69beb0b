//! The feeds of `/ticker`: where prices are made, once for all who ask.
//!
//! # Layout
//!
//! - [`Feeds`]: every feed of the server; a [`Subscriber`] is somebody who reads one of them.
//! - `board`: a feed as plain data: what a tick changes, and what a reader has not been told.
//! - `price`: what the price of a symbol is at a tick, over a `brownian` motion that can be entered anywhere.
//!
//! What may not enter: sockets. `endpoint/ticker.rs` has them.
//!
//! # How a price reaches a thousand subscribers
//!
//! One task moves a feed on, computes each symbol once, and writes its quote down once. A subscriber has no
//! queue: it remembers what it was told last, waits for news, and takes what is on the board by then. One that
//! reads slowly holds nothing and delays nobody; it finds the newest price, and how many it has missed.

mod board;
mod brownian;
mod feeds;
mod price;
mod subscriber;

pub use feeds::{Feeds, Full, Key};
pub use subscriber::Subscriber;

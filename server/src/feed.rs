//! The feeds of `/ticker`: each price is computed once for all its subscribers.
//!
//! # Layout
//!
//! - [`Feeds`]: every feed of the server. A [`Subscriber`] is a connection that reads one of them.
//! - `board`: a feed as plain data: its current quotes, and which of them a subscriber has not been sent.
//! - `price`: the price of a symbol at a tick, from a `brownian` motion that can start at any tick.
//!
//! What may not enter: sockets. They are in `endpoint/ticker.rs`.
//!
//! # How a price reaches a thousand subscribers
//!
//! One task per feed computes each symbol once a tick, and serializes its quote once. A subscriber has no queue: it
//! remembers the quotes that it was sent, waits for a change, and reads the current board. A slow subscriber holds no
//! memory and does not delay others. It gets the newest prices, and the number of changes that it has missed.

mod board;
mod brownian;
mod feeds;
mod price;
mod subscriber;

pub use feeds::{CapacityExceeded, FeedKey, Feeds};
pub use subscriber::Subscriber;

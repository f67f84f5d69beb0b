//! The real page in real browsers against the real server, and what that needs.
//!
//! What belongs here: starting, driving and ending the processes of a test. What may not enter: a stand-in
//! for the server or the page, and knowledge of how either is built; both are met as a person meets them.
//!
//! # Layout
//!
//! - [`server`]: a server process and its end.
//! - [`keeper`]: the same for tests that run inside a browser and cannot start processes, over HTTP.

pub mod keeper;
pub mod server;

//! The only place that touches the browser.
//!
//! What belongs here: thin, total functions over `web_sys` and gloo, in the model's words. What
//! may not enter: decisions. Where a browser refuses (storage is full, history is not to be
//! written), the function says so or leaves things as they are; none of it stops the page.
//!
//! - [`session_socket`]: the sockets of sessions, on whichever thread they are. [`socket`]: one in the
//!   page. [`worker`]: those in a worker.
//! - [`storage`]: what outlives a reload.
//! - [`address`]: where the page came from, and what its address asks for.
//! - [`document`]: the language, title and theme of the document, and where its focus is.
//! - [`catalogue`]: asking a server for its endpoints.
//! - [`clipboard`]: what a person pastes elsewhere.
//! - [`clock`]: the time, and randomness.
//! - [`files`]: files that a person gives to the page.
//! - [`frame`]: when the next frame is drawn.
//! - [`console`]: the developer console.
//! - [`resize`]: when an element gets another size. [`visibility`]: when the page is seen.

pub mod address;
pub mod catalogue;
pub mod clipboard;
pub mod clock;
pub mod console;
pub mod document;
pub mod files;
pub mod frame;
pub mod resize;
pub mod session_socket;
pub mod socket;
pub mod storage;
pub mod visibility;
pub mod worker;

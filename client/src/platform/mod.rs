//! The only place that touches the browser.
//!
//! What belongs here: thin, total functions over `web_sys` and gloo, in the core's words. What
//! may not enter: decisions. Where a browser refuses, a function returns that or changes nothing; the
//! page goes on.
//!
//! Sockets:
//! - [`transports`]: the transport of a tab, in the page or in the worker.
//! - [`socket`]: a socket in the page.
//! - [`worker`]: sockets in a worker.
//!
//! What a person does with the page:
//! - [`events`]: values, targets and selections of events.
//! - [`element`]: focus, caret, scrolling and style of an element.
//! - [`dialog`]: a modal dialog.
//! - [`files`]: files that are chosen, pasted or dropped.
//! - [`clipboard`]: copying a text.
//! - [`keys`]: keys that nothing in the page has taken.
//!
//! The page and its surroundings:
//! - [`address`]: the address of the page and of its server. [`invitation`]: the room in it.
//! - [`document`]: the language, title, theme, focus, console and life of the document.
//! - [`styles`]: style sheets that come with a part of the page.
//! - [`storage`]: values that outlive a reload.
//! - [`catalogue`]: requests for a server's list of endpoints.
//! - [`clock`]: time and randomness. [`timer`]: timers. [`frame`]: the next animation frame.
//! - [`navigator`]: the browser and its permissions.
//! - [`screen`]: how it is pointed at. [`resize`]: the size of an element. [`visibility`]: whether the page is visible.

pub mod address;
pub mod catalogue;
pub mod clipboard;
pub mod clock;
pub mod dialog;
pub mod document;
pub mod element;
pub mod events;
pub mod files;
pub mod frame;
pub mod invitation;
pub mod keys;
pub mod navigator;
pub mod resize;
pub mod screen;
pub mod socket;
pub mod splitter;
pub mod storage;
pub mod styles;
pub mod timer;
pub mod transports;
pub mod visibility;
pub mod worker;

//! What the page looks like, one component a file.
//!
//! What belongs here: HTML that follows from properties, and callbacks for what a person does.
//! What may not enter: I/O and decisions. [`app`] and [`workbench`] have hooks and join the others; what
//! another component keeps to itself nobody else needs, such as what stands in a form not yet sent.
//!
//! [`lesson`] is made of [`connection`], [`composer`], [`messages`] and [`message`]; what the
//! workbench is made of stands under [`workbench`]. The meaning of keys is in `keys`.
//!
//! A component's CSS classes begin with its name; its style sheet in `styles/` has its name too.

pub mod app;
pub mod composer;
pub mod connection;
mod keys;
pub mod language_switch;
pub mod lesson;
pub mod message;
pub mod messages;
pub mod theme_switch;
pub mod view_switch;
pub mod workbench;

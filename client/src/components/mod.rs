//! What the page looks like, one component a file.
//!
//! What belongs here: HTML that follows from properties, and callbacks for what a person does.
//! What may not enter: I/O and decisions. [`app`] alone has hooks and joins the others.
//!
//! A component's CSS classes begin with its name; its style sheet in `styles/` has its name too.

pub mod app;
pub mod composer;
pub mod connection;
pub mod language_switch;
pub mod message;
pub mod messages;

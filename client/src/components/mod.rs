//! The components: the page's HTML, one component a file.
//!
//! What belongs here: HTML made from properties, and callbacks for actions. What may not enter: I/O and
//! decisions. [`app`] and [`workbench`] use hooks and connect the others. Other components keep only state
//! that no one else needs, such as a form that is not submitted yet.
//!
//! [`lesson`] consists of [`connection`], [`composer`] and [`messages`]; the parts of the
//! workbench are under [`workbench`]. `keys` has the meaning of keys.
//!
//! The CSS classes of a component begin with its name, which its style sheet in `styles/` has too.

pub mod app;
pub mod composer;
pub mod connection;
mod keys;
pub mod lesson;
pub mod messages;
mod part;
pub mod switch;
pub mod workbench;
